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

from rich.color import ColorSystem
from stage import picture, rest, rows, save, show, stage

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

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
    Part("To the requirement on risk treatment, and the next untested check",
         ("slash", *text("6.1.3"), "enter", "n", "down", "up")),
    Part("It conforms", ("c",), "mark"),
    Part("A note, saved while one types",
         ("i", *text("Okafor: acceptance is signed in the plan, not by mail."), "escape")),
    Part("Evidence by its contents, a quotation chosen",
         ("e", "ctrl+f", *text("plan approved by the risk owners")), "quote"),
    Part("Cited with its place and its words", ("enter",)),
    Part("A nonconformity on the next check", ("n", "m")),
    Part("In words", (*text("Treatment of one risk has no date"), "tab", "tab",
                      *text("Row 6 of the plan seen on 2 November has no date."), "tab",
                      *text("When the treatment is to be done is not laid down."), "tab",
                      *text("1 of 9 treatments"), "tab", "tab", *text("Risk management"))),
    Part("Its grade, by questions", ("ctrl+g", "y", "n", "n", "n"), "grade"),
    Part("The grade taken, and the finding issued", ("enter", "f8", "y"), "finding"),
    Part("A corrective-action request", ("escape", "3")),
    Part("The report", ("5", "enter"), "report"),
)  # fmt: skip
"""The walk, in the order of a working morning."""


@dataclass(slots=True)
class Recording:
    """Lines of an asciinema recording."""

    at: float = 0.0
    events: list[tuple[float, str, str]] = field(default_factory=list)
    _shown: list[str] = field(default_factory=list)

    def mark(self, title: str) -> None:
        """A place that a player can jump to."""
        self.events.append((self.at, "m", title))

    def frame(self, strips: list[Strip], seconds: float) -> None:
        """What changed since the frame before, and how long it stands."""
        lines = [drawn(strip) for strip in strips]
        before = self._shown or [""] * len(lines)
        changed = [
            f"\x1b[{row};1H{line}"
            for row, (line, old) in enumerate(zip(lines, before, strict=True), 1)
            if line != old
        ]
        if changed:
            begin = "" if self._shown else "\x1b[?25l\x1b[2J"
            self.events.append((self.at, "o", begin + "".join(changed)))
            self._shown = lines
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


def drawn(strip: Strip) -> str:
    """One line of the screen with its colours as escape sequences."""
    return "".join(
        segment.style.render(segment.text, color_system=ColorSystem.TRUECOLOR)
        if segment.style
        else segment.text
        for segment in strip
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
