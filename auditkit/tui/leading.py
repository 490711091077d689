"""Letters that were typed where they are commands, and whether they led to a field as commands
do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.screen import Screen

_LINES = frozenset("jk")
"""They only move the cursor, on every screen."""
STEPS = ("go.next", "go.previous")
"""Commands that only move it, too."""


class Typed(NamedTuple):
    """A letter or sign, when it was typed (seconds), on which screen, whether it was a command
    there, and whether that only moved the cursor to another check."""

    at: float
    char: str
    where: str
    meant: bool
    steps: bool


def leads_on(screen: Screen[object], typed: Sequence[Typed]) -> bool:
    """Whether more letters led to the field that a screen shows than its command has: one alone is
    a command, and two may be, where each of them means something. Moving the cursor before it is
    no sign of a sentence, and what was done on another screen neither; nor is anything before a
    sign that opens a search or the menu."""
    from auditkit.tui.screens.finder import FinderScreen  # not for the first paint
    from auditkit.tui.screens.form import FormScreen
    from auditkit.tui.screens.picker import PickerScreen

    meant = all(each.meant for each in typed)
    if not typed or (meant and not typed[-1].char.isalpha()):
        return False
    led = [each for each in typed if each.char.isalpha() and each.where == typed[-1].where]
    counted = [each for each in led if each.char not in _LINES]
    if getattr(screen, "WHERE", "") == "editor" or isinstance(screen, PickerScreen):
        return len({each.char for each in counted}) > 1
    counted = [each for each in counted if not each.steps]
    several = len({each.char for each in counted}) > 1 + meant
    return isinstance(screen, FormScreen | FinderScreen) and several
