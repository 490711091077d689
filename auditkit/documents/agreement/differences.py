"""What differs between a document as it was made and as it is now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditkit.documents.agreement.addresses import Address, Addresses, titles
from auditkit.documents.agreement.pairs import paired, rejoined
from auditkit.documents.agreement.units import Unit, plain
from auditkit.record.audit import Audit

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_LABEL = re.compile(r"(F-\d+|CAR-\d+|E-\d+)\b")


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise than the record says. ``was`` is empty for what was added,
    ``now`` for what was taken out."""

    where: str
    was: str
    now: str
    address: Address | None = None
    """Where the words come from, where they can be taken back into the record."""

    @property
    def fact(self) -> bool:
        """Whether the document disagrees with what the record holds or computes; else only the
        auditor's own wording differs."""
        return self.address is None or self.figures

    @property
    def figures(self) -> bool:
        """Whether other figures stand in the words."""
        return sorted(_FIGURE.findall(self.was)) != sorted(_FIGURE.findall(self.now))


def differences(audit: Audit, made: Sequence[Unit], now: Sequence[Unit]) -> list[Difference]:
    """What differs, in the order of the document. ``audit`` is the record that it was made from."""
    return list(dict.fromkeys(_Compared(audit).all(made, now)))


class _Compared:
    def __init__(self, audit: Audit) -> None:
        self._addresses = Addresses(audit)
        self._titles = list(titles(audit))

    def all(self, made: Sequence[Unit], now: Sequence[Unit]) -> Iterator[Difference]:
        left, right = [each.key for each in made], [each.key for each in now]
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        gone: list[Unit] = []
        come: list[Unit] = []
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                continue
            pairs, without, added = rejoined(*_in_order(*paired(made[a:b], now[c:d])), now[c:d])
            for old, new in pairs:
                yield from self._edited(old, new)
            gone += without
            come += added
        yield from _left_over(*_unmoved(gone, come))

    def _edited(self, old: Unit, new: Unit) -> Iterator[Difference]:
        if len(old.cells) != len(new.cells):
            yield Difference(_where(old), _read(old), _read(new))
            return
        for index, (was, is_now) in enumerate(zip(old.cells, new.cells)):
            if plain(was) == plain(is_now):
                continue
            whole = self._cell(old, index, was, is_now)
            lines = [each.split("\n") for each in (was, is_now)]
            if whole.address is None and len(lines[0]) == len(lines[1]) > 1:
                # A box of several paragraphs, each of which comes from elsewhere.
                for one, other in zip(*lines):
                    if plain(one) != plain(other):
                        yield self._cell(old, index, one, other)
            else:
                yield whole

    def _cell(self, unit: Unit, index: int, was: str, now: str) -> Difference:
        where = _where(unit, index)
        if unit.heading:
            for prefix, address in self._titles:
                if was.startswith(prefix) and now.startswith(prefix):
                    return Difference(where, was[len(prefix) :], now[len(prefix) :], address)
        under = _LABEL.match(unit.cells[0]) if unit.in_table else None
        from_there = self._addresses.of(was, under.group() if under else unit.under)
        return Difference(where, was, now, from_there)


def _unmoved(gone: list[Unit], come: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Without what only stands in another place now."""
    moved = Counter(each.key for each in gone) & Counter(each.key for each in come)
    return _without(gone, moved), _without(come, moved)


def _without(units: list[Unit], moved: Counter[tuple[str, ...]]) -> list[Unit]:
    left = Counter(moved)
    kept = []
    for each in units:
        if left[each.key]:
            left[each.key] -= 1
        else:
            kept.append(each)
    return kept


def _left_over(gone: list[Unit], come: list[Unit]) -> Iterator[Difference]:
    """What was taken out, a whole finding as one thing, and what was added."""
    removed = {each.under for each in gone if each.heading}
    for unit in gone:
        if unit.heading and _LABEL.match(unit.cells[0]):
            yield Difference(_label(unit.cells[0]), unit.cells[0], "")
        elif unit.under not in removed or not _LABEL.match(unit.under):
            yield Difference(_where(unit), _read(unit), "")
    for unit in come:
        yield Difference(_where(unit), "", _read(unit))


def _in_order(
    pairs: list[tuple[Unit, Unit]], gone: list[Unit], come: list[Unit]
) -> tuple[list[tuple[Unit, Unit]], list[Unit], list[Unit]]:
    """As many paragraphs gone as came in the same place: those were written anew."""
    old, new = ([e for e in each if not (e.in_table or e.heading)] for each in (gone, come))
    if not old or len(old) != len(new):
        return pairs, gone, come
    kept, added = ([e for e in each if e.in_table or e.heading] for each in (gone, come))
    return [*pairs, *zip(old, new)], kept, added


def _where(unit: Unit, index: int = 0) -> str:
    """The place as a reader finds it: heading, and in a table the row."""
    row = plain(unit.cells[0])[:60] if unit.in_table and len(unit.cells) > 1 and index else ""
    under = _label(unit.under) if _LABEL.match(unit.under) else unit.under
    return " \u00b7 ".join(part for part in (under, row) if part)


def _label(text: str) -> str:
    found = _LABEL.match(text)
    return found.group() if found else text


def _read(unit: Unit) -> str:
    return " | ".join(cell for cell in map(plain, unit.cells) if cell)
