"""Reading a form back that was filled in by somebody else, in whatever program they had."""
