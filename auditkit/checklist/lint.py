"""What makes a checklist good criteria: exact identifiers, full fields, one question a check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from auditkit.checklist.load import load_checklist
from auditkit.checklist.model import Check, Checklist, Requirement
from auditkit.checklist.structure import Structure, known_references, load_structure
from auditkit.refs import requirement_of, sort_key
from auditkit.text import fold, one_line

_TWO_QUESTIONS = re.compile(
    r"(,| ) ?(and|or) (how|who|when|where|what|why|which|whether)\b|\bas well as\b", re.IGNORECASE
)
_NOT_COUNTED = re.compile(r"\W+")
MAY_BE_EMPTY = ("documents_required", "annex_c", "related", "phrases")


class Fault(msgspec.Struct, frozen=True):
    """One thing to mend, with its place in words."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def lint(path: Path) -> tuple[Fault, ...]:
    """All faults of a checklist file; raises `AuditkitError` when it cannot be read at all."""
    return tuple(faults(load_checklist(path)))


def faults(checklist: Checklist) -> Iterator[Fault]:
    """All faults of a checklist, in reading order."""
    yield from _frame(checklist)
    if checklist.structure:
        yield from _identifiers(checklist, load_structure(checklist.structure))
    yield from _duplicates(checklist)
    known = known_references()
    for requirement in checklist.requirements():
        yield from _requirement(requirement)
        yield from _related(requirement, known)
        for check in requirement.checks:
            yield from _check(check, requirement)
    yield from _alike(checklist)


def _frame(checklist: Checklist) -> Iterator[Fault]:
    for name in ("id", "standard", "title", "short", "note"):
        if _empty(getattr(checklist, name)):
            yield Fault("the top of the file", f"the field {name!r} is empty")
    for section in checklist.sections:
        for name in ("ref", "title"):
            if _empty(getattr(section, name)):
                yield Fault(f"section {section.ref}", f"the field {name!r} is empty")
    if not any(checklist.requirements()):
        yield Fault("the whole file", "there is no requirement in it")


def _identifiers(checklist: Checklist, structure: Structure) -> Iterator[Fault]:
    found = {each.ref: each.title for each in checklist.requirements()}
    sections = {each.ref: each.title for each in checklist.sections}
    for kind, have, known in (
        ("requirement", found, structure.requirements),
        ("section", sections, structure.sections),
    ):
        for ref in sorted(have.keys() - known.keys(), key=sort_key):
            yield Fault(ref, f"{structure.standard} has no {kind} with this reference")
        for ref in sorted(known.keys() - have.keys(), key=sort_key):
            yield Fault(ref, f"this {kind} of {structure.standard} is missing")
        for ref in sorted(have.keys() & known.keys(), key=sort_key):
            if have[ref] != known[ref]:
                yield Fault(ref, f"the title has to be {known[ref]!r}")
    for requirement in checklist.requirements():
        for ref in requirement.annex_c:
            if ref not in structure.annex_c:
                yield Fault(requirement.ref, f"Annex C has no {ref!r}")


def _duplicates(checklist: Checklist) -> Iterator[Fault]:
    names = [each.ref for each in checklist.sections]
    names += [each.ref for each in checklist.requirements()]
    names += [each.id for each in checklist.checks()]
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(name, f"stands {count} times; every reference and id stands once")


def _requirement(requirement: Requirement) -> Iterator[Fault]:
    for field in msgspec.structs.fields(type(requirement)):
        value = getattr(requirement, field.name)
        if field.name not in MAY_BE_EMPTY and _empty(value):
            yield Fault(requirement.ref, f"the field {field.encode_name!r} is empty")
        elif isinstance(value, tuple) and any(isinstance(v, str) and _empty(v) for v in value):
            yield Fault(requirement.ref, f"an entry of {field.encode_name!r} is empty")


def _related(requirement: Requirement, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    for checklist, refs in requirement.related.items():
        for ref in refs:
            if checklist in known and ref not in known[checklist]:
                yield Fault(requirement.ref, f"related {one_line(checklist)} has no {ref!r}")


def _check(check: Check, requirement: Requirement) -> Iterator[Fault]:
    if requirement_of(check.id) != requirement.ref:
        yield Fault(check.id, f"the id has to start with {requirement.ref}/")
    for name in ("obligation", "question", "conformity", "methods"):
        if _empty(getattr(check, name)):
            yield Fault(check.id, f"the field {name!r} is empty")
    if not check.question.rstrip().endswith("?"):
        yield Fault(check.id, "the question does not end with a question mark")
    if check.question.count("?") > 1 or _TWO_QUESTIONS.search(check.question):
        yield Fault(check.id, "this is two questions at once: make two checks or ask one of them")


def _alike(checklist: Checklist) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for check in checklist.checks():
        words = _NOT_COUNTED.sub(" ", fold(check.question)).strip()
        if words in seen:
            yield Fault(check.id, f"asks the same as {seen[words]}")
        seen.setdefault(words, check.id)


def _empty(value: object) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
