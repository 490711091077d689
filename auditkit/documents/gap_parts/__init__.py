"""The parts of the gap assessment, one module a part, in the order in which they are read."""
