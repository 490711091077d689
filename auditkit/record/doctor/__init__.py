"""Examining an audit folder from every side, and repairing what needs no guessing."""
