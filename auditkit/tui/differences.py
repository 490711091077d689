"""Two wordings side by side: which words went, and which came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from textual.content import Content

from auditkit.tui.text import content

_MOST = 2_000
"""Words that are compared; of a longer text the rest is shown as it is."""
_GONE, _COME = ("[-", "-]", "bold"), ("{+", "+}", "bold underline")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow one another, and whether the other side has them not."""

    text: str
    differs: bool


def compared(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both wordings in runs of words that stayed and words that differ."""
    was, now = old.split()[:_MOST], new.split()[:_MOST]
    left: list[Run] = []
    right: list[Run] = []
    matcher = SequenceMatcher(None, _folded(was), _folded(now), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        left += _run(was[i1:i2], differs)
        right += _run(now[j1:j2], differs)
    return (*left, *_run(old.split()[_MOST:], False)), (*right, *_run(new.split()[_MOST:], False))


def old_words(runs: Iterable[Run]) -> Content:
    """The words as they were; those that are gone stand in ``[-…-]``."""
    return _marked(runs, *_GONE)


def new_words(runs: Iterable[Run]) -> Content:
    """The words as they are; those that came stand in ``{+…+}``."""
    return _marked(runs, *_COME)


def _run(words: Sequence[str], differs: bool) -> Iterator[Run]:
    if words:
        yield Run(" ".join(words), differs)


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _marked(runs: Iterable[Run], begin: str, end: str, style: str) -> Content:
    parts = [
        content(f"{begin}{run.text}{end}", style) if run.differs else content(run.text)
        for run in runs
    ]
    return Content(" ").join(parts)
