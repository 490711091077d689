"""Letters typed faster than a screen opens still reach the field they are meant for."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen
from textual.widgets import Input, TextArea


def take_early_key(screen: Screen[Any], event: events.Key) -> None:
    """Put a letter into the first field of a screen that has no focus yet."""
    if screen.focused is not None or not event.is_printable or event.character is None:
        return
    for field in screen.query("Input, TextArea"):
        if isinstance(field, Input):
            field.insert_text_at_cursor(event.character)
        elif isinstance(field, TextArea):
            field.insert(event.character)
        event.stop()
        return
