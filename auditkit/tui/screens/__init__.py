"""Screens: one a module; each shows what the session holds and asks it to change."""
