"""Long names on a line of a terminal: a path may have thousands of letters."""

from __future__ import annotations

MOST = 120
"""Characters of a path that are printed."""


def shortened(text: str, most: int = MOST) -> str:
    """At most ``most`` characters; what is too much falls out of the middle, so that the name of
    the file stays to be read."""
    if len(text) <= most:
        return text
    tail = most * 2 // 3
    return f"{text[: most - tail - 3]}...{text[-tail:]}"
