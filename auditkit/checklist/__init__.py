"""Audit criteria as data: checklists, the identifiers that standards know, and their checks."""
