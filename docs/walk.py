"""Plays a short walk through the sample audit and records it for a terminal player.

    python docs/walk.py

Needs an installed auditkit; writes docs/pictures/walk.cast (asciinema, version 2) and some of its
moments as SVG (walk-*.svg). Played with ``asciinema play docs/pictures/walk.cast``. The same each
time: the clock is that of the story, and how long a moment lasts stands here.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.color import ColorSystem
from stage import picture, rest, rows, save, show, stage
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from auditkit.tui.app import AuditkitApp

SIZE = (110, 30)
"""Columns and rows."""
KEY, LETTER, LOOK = 0.6, 0.09, 2.4
"""Seconds after a key, after a letter of a text, and at the end of a part."""


def text(words: str) -> tuple[str, ...]:
    """The keys of a text."""
    return tuple("space" if letter == " " else letter for letter in words)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the walk; its end becomes a picture where ``picture`` names one."""

    title: str
    keys: tuple[str, ...]
    picture: str = ""


WALK = (
    Part("The audit where it was left", ()),
    Part("To risk treatment, and its next untested check",
         ("slash", *text("6.1.3"), "enter", "n", "down", "up")),
    Part("It conforms", ("c",), "mark"),
    Part("The check after that, and a note, saved while one types",
         ("n", "i", *text("Okafor shows the plan: one of twelve is not accepted."), "escape")),
    Part("Evidence by what files contain, a quotation chosen",
         ("e", "ctrl+f", *text("independent test of referral scores")), "quote"),
    Part("Cited with its place and its words", ("enter",)),
    Part("A nonconformity, drafted in words", (
        "m", *text("Residual risk of RT-07 accepted by nobody"), "tab", "tab",
        *text("Plan, treatment RT-07, due 2026-04-30: the fields for who accepted and when are"
              " empty on 2026-11-02."), "tab",
        *text("The risk is run without the acceptance that is asked for."), "tab",
        *text("1 of 12 treatments"), "tab", "tab", *text("Risk management"))),
    Part("Its grade, by questions", ("ctrl+g", "y", "n", "n", "n"), "grade"),
    Part("The grade taken", ("enter",)),
    Part("Issued, after everything was looked at", ("f8",), "issue"),
    Part("It counts as given to the auditee now", ("y", "escape", "escape")),
    Part("A corrective-action request",
         ("3", *("down",) * 7, "a", "enter", "enter"), "car"),
    Part("Where it stands now", ("4",)),
    Part("The report, written in Word", ("5", "enter", "f8"), "report"),
)  # fmt: skip
"""The walk, in the order of a working morning."""


@dataclass(slots=True)
class Recording:
    """Lines of an asciinema recording."""

    at: float = 0.0
    events: list[tuple[float, str, str]] = field(default_factory=list)
    _shown: list[Strip] = field(default_factory=list)

    def mark(self, title: str) -> None:
        """A place that a player can jump to."""
        self.events.append((self.at, "m", title))

    def frame(self, strips: list[Strip], seconds: float) -> None:
        """What changed since the frame before, and how long it stands."""
        before = self._shown or [Strip([])] * len(strips)
        changes = [
            f"\x1b[{row};{begin + 1}H{drawn(strip.crop(begin, end))}"
            for row, (strip, old) in enumerate(zip(strips, before, strict=True), 1)
            for begin, end in changed(strip, old)
        ]
        if changes:
            begin = "" if self._shown else "\x1b[?25l\x1b[2J"
            self.events.append((self.at, "o", begin + "".join(changes)))
            self._shown = strips
        self.at = round(self.at + seconds, 3)

    def text(self) -> str:
        """The whole file."""
        header = {
            "version": 2,
            "width": SIZE[0],
            "height": SIZE[1],
            "title": "auditkit: a walk through the sample audit",
            "env": {"TERM": "xterm-256color"},
        }
        self.events.append((self.at, "o", "\x1b[?25h"))
        return "".join(f"{json.dumps(each)}\n" for each in (header, *self.events))


def changed(strip: Strip, old: Strip) -> list[tuple[int, int]]:
    """The columns from the first to the last that are not as they were; none when all are."""
    new, known = cells(strip), cells(old)
    if new == known:
        return []
    same = [one == two for one, two in zip(new, known, strict=False)]
    begin = same.index(False) if False in same else len(same)
    whole = len(new) != len(known)
    return [(begin, len(new) if whole else len(same) - same[::-1].index(False))]


def cells(strip: Strip) -> list[tuple[str, object]]:
    """Every column with what stands in it; the second half of a wide character is empty."""
    return [
        (part, segment.style)
        for segment in strip
        for letter in segment.text
        for part in (letter, "")[: max(1, cell_len(letter))]
    ]


def drawn(strip: Strip) -> str:
    """A part of a line with its colours as escape sequences."""
    return "".join(
        segment.style.render(segment.text, color_system=ColorSystem.TRUECOLOR)
        if segment.style
        else segment.text
        for segment in strip.simplify()
    )


async def play(pilot: Pilot[Any], app: AuditkitApp) -> None:
    """Press the keys of every part and record what is shown after each."""
    recording = Recording()
    for part in WALK:
        recording.mark(part.title)
        for key in part.keys:
            await pilot.press(key)
            letter = len(key) == 1 or key == "space"
            await (pilot.pause() if letter else rest(pilot))
            recording.frame(rows(app), LETTER if letter else KEY)
        await rest(pilot)
        recording.frame(rows(app), LOOK)
        if part.picture:
            save(f"walk-{part.picture}.svg", picture(app))
    save("walk.cast", recording.text())


def main() -> None:
    """Record the walk on a new sample audit."""
    with stage() as folder:
        asyncio.run(show(Path(folder), SIZE, play))


if __name__ == "__main__":
    main()
