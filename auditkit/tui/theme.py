"""The colours: dark, light, and one with the highest contrast.

Text reaches a contrast of 4.5 to 1 on whatever it stands (WCAG 2.2, 1.4.3), with the high contrast
7 to 1 (1.4.6). Colour says nothing that no word says as well.
"""

from __future__ import annotations

from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#4da3ff",
    secondary="#8ab4f8",
    warning="#ffb454",
    error="#ff7a8a",
    success="#6fd68b",
    accent="#ffb454",
    foreground="#e6e6e6",
    background="#121212",
    surface="#1c1c1c",
    panel="#242424",
    dark=True,
)
LIGHT = Theme(
    name="light",
    primary="#00458a",
    secondary="#0b5fb0",
    warning="#7a4300",
    error="#a3122f",
    success="#14602c",
    accent="#7a4300",
    foreground="#1a1a1a",
    background="#f7f7f7",
    surface="#ededed",
    panel="#e2e2e2",
    dark=False,
)
CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffff00",
    error="#ff9c9c",
    success="#7dff7d",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
)
THEMES = (DARK, LIGHT, CONTRAST)
WORDS = {
    DARK.name: "light words on dark",
    LIGHT.name: "dark words on light",
    CONTRAST.name: "white and yellow on black",
}
"""What each is, for whoever chooses."""

Rgb = tuple[int, int, int]


def _terminal(
    background: Rgb, text: Rgb, red: Rgb, green: Rgb, yellow: Rgb, muted: Rgb
) -> TerminalTheme:
    normal = [background, red, green, yellow, text, text, text, text]
    bright = [muted, red, green, yellow, text, text, text, text]
    return TerminalTheme(background, text, normal, bright)


WORD_COLOURS = {
    "dark": _terminal(
        (18, 18, 18), (230, 230, 230), (255, 122, 138), (111, 214, 139), (255, 200, 87),
        (160, 160, 160),
    ),
    "light": _terminal(
        (247, 247, 247), (26, 26, 26), (163, 18, 47), (20, 96, 44), (110, 60, 0), (85, 85, 85),
    ),
    "high-contrast": _terminal(
        (0, 0, 0), (255, 255, 255), (255, 156, 156), (125, 255, 125), (255, 255, 0),
        (220, 220, 220),
    ),
}  # fmt: skip
"""What the named colours of words (``green``, ``bold red``) are in each theme."""
