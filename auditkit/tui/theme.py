"""Themes of our own: one with the highest contrast."""

from __future__ import annotations

from textual.theme import Theme

CONTRAST = Theme(
    name="audit-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffff00",
    error="#ff5555",
    success="#55ff55",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
)

THEMES = (CONTRAST,)
