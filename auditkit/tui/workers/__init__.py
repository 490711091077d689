"""Slow work in threads; it posts messages and never touches a widget."""
