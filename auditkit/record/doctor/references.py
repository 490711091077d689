"""Examining what things of the record say of each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from auditkit.errors import AuditkitError
from auditkit.record.doctor.result import Result
from auditkit.record.fold import State
from auditkit.record.model import (
    AuditInfo,
    Car,
    CheckVerdict,
    Citation,
    Evidence,
    Finding,
    Note,
    Ref,
)
from auditkit.record.tables import TABLES, typed
from auditkit.text import one_line

Things = dict[type[msgspec.Struct], dict[str, Any]]
Known = dict[str, frozenset[str]]
"""Per checklist that can be read, its requirements and checks."""


def references(state: State, known: Known) -> Iterator[Result]:
    """Entries that are damaged, and entries that name what is not there."""
    things: Things = {}
    wrong = [*_typed(state, things)]
    for kind, look in LOOKS.items():
        for thing in things[kind].values():
            wrong += [Result("references", "problem", text) for text in look(thing, things, known)]
    yield from wrong
    if not wrong:
        count = sum(len(each) for each in things.values())
        yield Result("references", "ok", f"{count} entries, and all they name is there.")


def _typed(state: State, things: Things) -> Iterator[Result]:
    for kind, table in TABLES.items():
        things[kind] = {}
        for key, document in state.living(table).items():
            try:
                things[kind][key] = typed(kind, key, document)
            except AuditkitError as error:
                yield Result("references", "problem", one_line(error.what), error.remedy)


def _citation(each: Citation, things: Things, known: Known) -> Iterator[str]:
    if each.evidence not in things[Evidence]:
        yield f"A citation for {_where(each)} names evidence that is not in the register."
    if each.finding and each.finding not in things[Finding]:
        yield "A citation names a finding that is not in the record."
    yield from _ref("A citation", Ref(each.checklist, each.ref), known)


def _finding(each: Finding, _: Things, known: Known) -> Iterator[str]:
    for ref in (*each.refs, *each.checks):
        yield from _ref(one_line(each.label), ref, known)


def _car(each: Car, things: Things, _: Known) -> Iterator[str]:
    if each.finding not in things[Finding]:
        yield f"{one_line(each.label)} names a finding that is not in the record."


def _verdict(each: CheckVerdict, _: Things, known: Known) -> Iterator[str]:
    yield from _ref("A verdict", Ref(each.checklist, each.check), known)


def _note(each: Note, _: Things, known: Known) -> Iterator[str]:
    yield from _ref("A note", Ref(each.checklist, each.ref), known)


def _evidence(each: Evidence, things: Things, _: Known) -> Iterator[str]:
    roots = {root for info in things[AuditInfo].values() for root in info.evidence_roots}
    if each.path and each.root not in roots:
        yield f"{one_line(each.label)} lies below a folder that is no evidence folder any more."


def _ref(who: str, ref: Ref, known: Known) -> Iterator[str]:
    if not ref.ref:
        return
    if ref.checklist in known and ref.ref not in known[ref.checklist]:
        yield f"{who} names {one_line(str(ref))}, which that checklist does not have."


def _where(each: Citation) -> str:
    return one_line(each.ref) or "a finding"


LOOKS: dict[type[msgspec.Struct], Any] = {
    Citation: _citation,
    Finding: _finding,
    Car: _car,
    CheckVerdict: _verdict,
    Note: _note,
    Evidence: _evidence,
}
