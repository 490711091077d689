"""What differs between a document as it was made and as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditkit.documents.agreement.addresses import Address, Addresses, titles
from auditkit.documents.agreement.pairs import paired
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
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                yield from self._changed(made[a:b], now[c:d])

    def _changed(self, made: Sequence[Unit], now: Sequence[Unit]) -> Iterator[Difference]:
        pairs, gone, come = _in_order(*paired(made, now))
        for old, new in pairs:
            yield from self._edited(old, new)
        removed = {each.under for each in gone if each.heading}
        for unit in gone:
            if unit.heading and _LABEL.match(unit.cells[0]):
                label = _label(unit.cells[0])
                yield Difference(label, unit.cells[0], "")
            elif unit.under not in removed or not _LABEL.match(unit.under):
                yield Difference(_where(unit), _read(unit), "")
        for unit in come:
            yield Difference(_where(unit), "", _read(unit))

    def _edited(self, old: Unit, new: Unit) -> Iterator[Difference]:
        if len(old.cells) != len(new.cells):
            yield Difference(_where(old), _read(old), _read(new))
            return
        for index, (was, is_now) in enumerate(zip(old.cells, new.cells)):
            if plain(was) != plain(is_now):
                yield self._cell(old, index, was, is_now)

    def _cell(self, unit: Unit, index: int, was: str, now: str) -> Difference:
        where = _where(unit, index)
        if unit.heading:
            for prefix, address in self._titles:
                if was.startswith(prefix) and now.startswith(prefix):
                    return Difference(where, was[len(prefix) :], now[len(prefix) :], address)
        under = _LABEL.match(unit.cells[0]) if unit.in_table else None
        from_there = self._addresses.of(was, under.group() if under else unit.under)
        return Difference(where, was, now, from_there)


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
