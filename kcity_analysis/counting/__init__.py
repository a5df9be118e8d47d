"""What counting a register takes: cells from any engine, and registers to try it on."""
