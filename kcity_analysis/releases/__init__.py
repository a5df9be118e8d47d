"""What restoring a release takes: claims, readings, what must hold, and the verdicts."""
