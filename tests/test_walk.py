"""The recorded walk and the pictures of the docs: they can be played, and show nothing private."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PRIVATE = re.compile(r"/tmp|/home/|/root|/Users/|[A-Z]:\\\\|https?://(?!www\.w3\.org/)")
_CONTROL = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b")

pytestmark = pytest.mark.skipif(not PICTURES.is_dir(), reason="this copy came without its docs")


class Player:
    """A terminal that knows the few sequences a recording may hold; refuses any other."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.cells = [[" "] * width for _ in range(height)]
        self._row = self._column = 0

    @property
    def text(self) -> str:
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def feed(self, data: str) -> None:
        at = 0
        for found in _CONTROL.finditer(data):
            self._write(data[at : found.start()])
            self._obey(found)
            at = found.end()
        self._write(data[at:])

    def _obey(self, found: re.Match[str]) -> None:
        numbers, letter = found.group(1), found.group(2)
        if letter == "H":
            self._row, self._column = (int(each) - 1 for each in numbers.split(";"))
            assert 0 <= self._row < self.height
            assert 0 <= self._column < self.width
        elif letter == "J":
            self.cells = [[" "] * self.width for _ in range(self.height)]
        else:
            assert letter == "m" or numbers == "?25", found.group()

    def _write(self, text: str) -> None:
        for letter in text:
            assert letter.isprintable(), repr(letter)
            assert self._column < self.width, "a line runs over the edge"
            self.cells[self._row][self._column] = letter
            self._column += 1


@pytest.fixture(scope="module")
def recorded() -> list[object]:
    lines = (PICTURES / "walk.cast").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def parts(recorded: list[object]) -> dict[str, str]:
    """The screen at the end of each part of the walk."""
    header, *events = recorded
    assert isinstance(header, dict)
    player, title, shown = Player(header["width"], header["height"]), "", {}
    for _, kind, data in events:  # type: ignore[misc]
        if kind == "o":
            player.feed(data)
        else:
            title = data
        shown[title] = player.text
    return shown


def test_the_recording_is_asciinema_2_and_its_times_grow(recorded: list[object]) -> None:
    header, *events = recorded
    assert isinstance(header, dict)
    assert (header["version"], header["width"], header["height"]) == (2, 110, 30)
    times = [time for time, _, _ in events]  # type: ignore[misc]
    assert all(one <= other for one, other in pairwise(times))
    assert 30 < times[-1] < 120
    assert {kind for _, kind, _ in events} == {"o", "m"}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("It conforms", "6.1.3/j: conforms"),
        ("The check after that, and a note, saved while one types", "one of twelve"),
        ("Evidence by what files contain, a quotation chosen", "will cite: sheet Plan, row 11"),
        ("Cited with its place and its words", "E-023 Risk treatment plan.xlsx"),
        ("A nonconformity, drafted in words", "F-013 minor nonconformity · draft"),
        ("Its grade, by questions", "Grade of F-013"),
        ("Issued, after everything was looked at", "Issue F-013?"),
        ("A corrective-action request", "CAR-007"),
        ("The report, written in Word", "Written: "),
    ],
)
def test_the_walk_shows_what_each_part_says(parts: dict[str, str], title: str, words: str) -> None:
    assert words in parts[title]


def test_nothing_shown_is_of_the_computer_it_was_made_on(recorded: list[object]) -> None:
    shown = (PICTURES / "walk.cast").read_text(encoding="utf-8")
    assert not PRIVATE.search(shown)
    for picture in PICTURES.glob("*.svg"):
        assert not PRIVATE.search(picture.read_text(encoding="utf-8")), picture.name
