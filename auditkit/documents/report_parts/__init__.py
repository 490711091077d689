"""The parts of the audit report, one module a part, in the order in which they are read."""
