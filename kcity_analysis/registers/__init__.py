"""What reading a register takes: any file to a grid of text, headings, values, problems."""
