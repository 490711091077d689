"""Where in the record the words of a document come from, and taking edited words back there.

Only what the auditor wrote can be taken back. What is computed (counts, grades, states, hashes,
dates) is a fact of the record: a document that says otherwise disagrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditkit import text
from auditkit.documents.agreement.units import plain
from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import FindingState, Ref

FINDING_FIELDS = {
    "title": "title",
    "requirement": "requirement",
    "objective_evidence": "objective evidence",
    "gap": "gap",
    "effect": "effect",
    "extent": "extent",
    "grade_reason": "reason for the grade",
    "area": "area",
}
INFO_FIELDS = {
    "title": "title of the audit",
    "scope": "scope",
    "method": "method",
    "sampling": "sampling",
    "obstacles": "obstacles",
    "diverging_opinions": "diverging opinions",
    "conclusion": "conclusion",
}
INFO_LISTS = {
    "objectives": "objective",
    "decisions": "decision",
    "distribution": "distribution",
    "locations": "location",
}


@dataclass(frozen=True)
class Address:
    """A place in the record that holds words: a field of the audit, of a finding, or the note of
    a requirement."""

    thing: str
    """``audit``, the label of a finding, or ``note``."""
    field: str
    name: str
    """The field as a person calls it."""
    part: str
    """The words, as the record holds them: the whole value or one paragraph of it."""
    ref: Ref | None = None
    index: int = -1
    """Place in a list; -1 for a text."""

    @property
    def shown(self) -> str:
        """As it is named on the screen."""
        return self.name if self.thing in ("audit", "note") else f"{self.thing} {self.name}"


class Addresses:
    """All words of the record that a document may show, by how they read there."""

    def __init__(self, audit: Audit) -> None:
        self._known: dict[str, list[Address]] = {}
        for each in (*_of_audit(audit), *_of_findings(audit), *_of_notes(audit)):
            self._known.setdefault(plain(text.xml(each.part)), []).append(each)

    def of(self, words: str, under: str) -> Address | None:
        """Where these words come from; of several places the one that the heading ``under``
        speaks of. None for words of the program and for figures."""
        found = self._known.get(plain(words), [])
        named = [each for each in found if under.startswith(each.thing)]
        return next(iter(named or found), None)


def take_back(audit: Audit, address: Address, words: str) -> None:
    """Put edited words into the record, in place of those that stood there.

    Raises `AuditkitError` where the record no longer holds the words that were edited.
    """
    words = words.strip()
    if address.thing == "note" and address.ref is not None:
        audit.set_note(address.ref, _replaced(audit.note_text(address.ref), address, words))
    elif address.thing == "audit":
        audit.set_info(**{address.field: _in_info(audit, address, words)})
    else:
        value = str(getattr(audit.finding(address.thing), address.field))
        audit.edit_finding(address.thing, **{address.field: _replaced(value, address, words)})


def _in_info(audit: Audit, address: Address, words: str) -> str | tuple[str, ...]:
    value = getattr(audit.info, address.field)
    if address.index < 0:
        return _replaced(str(value), address, words)
    if address.index >= len(value) or value[address.index] != address.part:
        raise _moved_on(address)
    return (*value[: address.index], words, *value[address.index + 1 :])


def _replaced(value: str, address: Address, words: str) -> str:
    if value.count(address.part) != 1:
        raise _moved_on(address)
    return value.replace(address.part, words)


def _moved_on(address: Address) -> AuditkitError:
    return AuditkitError(
        f"The record no longer says what was edited in the document ({address.shown}).",
        "Look at it there and edit it by hand.",
    )


def _of_audit(audit: Audit) -> Iterator[Address]:
    for field, name in INFO_FIELDS.items():
        yield from _texts("audit", field, name, getattr(audit.info, field))
    for field, name in INFO_LISTS.items():
        for index, part in enumerate(getattr(audit.info, field)):
            if part.strip():
                yield Address("audit", field, f"{name} {index + 1}", part, index=index)


def _of_findings(audit: Audit) -> Iterator[Address]:
    for finding in audit.findings():
        for field, name in FINDING_FIELDS.items():
            yield from _texts(finding.label, field, name, getattr(finding, field))


def _of_notes(audit: Audit) -> Iterator[Address]:
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            ref = Ref(checklist.id, requirement.ref)
            name = f"note of {requirement.ref}"
            for each in _texts("note", "text", name, audit.note_text(ref)):
                yield Address("note", each.field, each.name, each.part, ref)


def _texts(thing: str, field: str, name: str, value: str) -> Iterator[Address]:
    """The value, and each of its paragraphs where it has several."""
    if not value.strip():
        return
    yield Address(thing, field, name, value)
    parts = [part.strip("\n") for part in value.replace("\r\n", "\n").split("\n\n")]
    if len(parts) > 1:
        yield from (Address(thing, field, name, part) for part in parts if part.strip())


def titles(audit: Audit) -> Iterator[tuple[str, Address]]:
    """Headings of findings as they read, label and all, with the address of the title."""
    for finding in audit.findings():
        address = Address(finding.label, "title", "title", finding.title)
        mark = " (draft)" if finding.state is FindingState.DRAFT else ""
        yield f"{finding.label}{mark} ", address
