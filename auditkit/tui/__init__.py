"""The terminal UI. Nothing is imported here, so that the command line stays quick."""
