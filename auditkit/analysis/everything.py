"""Everything that an audit holds and that can be searched, and what of it fits a few words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from auditkit.analysis.searching import LETTERS, MISS, TEXT, WORDS, Query
from auditkit.checklist.model import Check, Requirement
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.text import fold

if TYPE_CHECKING:
    from auditkit.evidence.model import FileEntry

SHOWN = 200
"""More hits than this are nothing to look through: type one more word."""
OF_A_KIND = 60
"""Hits of one kind, where there are more than can be shown: none pushes the others away."""
REQUIREMENT, CHECK, NOTE, LINE = "requirement", "check", "note", "interview line"
FINDING, CAR, EVIDENCE, FILE = "finding", "CAR", "evidence", "file"
DOCUMENT, PERSON, SYSTEM, SESSION, AUDIT = "document", "person", "AI system", "session", "audit"
UNFILED = "unfiled"
_UNSAID = frozenset({"id", "label", "title", "name", "finding", "checklist", "control", "by"})
"""Fields that say nothing more: they are names, or the things of the program."""

Texts = tuple[tuple[str, str], ...]
"""What something says, each text with its name."""


class Thing(msgspec.Struct, frozen=True, gc=False):
    """One thing that can be found. ``kind`` and ``key`` say how to go there, ``where`` more of
    it; ``names``, ``called`` (name and title) and ``said`` (texts) are for comparing."""

    kind: str
    key: str
    name: str
    title: str
    texts: Texts
    where: str
    names: tuple[str, ...]
    called: str
    said: str


class FittingFiles:
    """The files that hold every word of a query, looked through a few at a time: there may be very
    many. Those come first in which the words begin so."""

    def __init__(self, query: Query) -> None:
        self._query, self._words = query, sorted(query.words, key=len, reverse=True)
        self._first: list[Thing] = []
        self._then: list[Thing] = []
        self.total = 0

    def look(self, files: Iterable[Thing]) -> None:
        """Take what fits from more files."""
        if not self._words:
            return
        fitting = list(files)
        for word in self._words:  # few hold the longest
            fitting = [each for each in fitting if word in each.called]
        for each in fitting:
            self._take(each)

    @property
    def best(self) -> list[tuple[int, Thing]]:
        """As many as can be shown, each with its rank."""
        ranked = [
            *((WORDS, each) for each in self._first),
            *((LETTERS, each) for each in self._then),
        ]
        return ranked[:SHOWN]

    def _take(self, file: Thing) -> None:
        self.total += 1
        if len(self._first) < SHOWN and self._query.begins(file.called):
            self._first.append(file)
        elif len(self._then) < SHOWN:
            self._then.append(file)


class Found(NamedTuple):
    """The best hits, and how many there were."""

    things: list[Thing]
    total: int


def everything(audit: Audit) -> Iterator[Thing]:
    """All that the record holds, in the order of the audit; who asks may pause in between."""
    yield from _criteria(audit)
    yield from _said(audit)
    yield from _findings(audit)
    yield from _evidence(audit)
    yield from _frame(audit)


def file_thing(entry: FileEntry) -> Thing:
    """A file that lies in an evidence folder and that nobody registered: it is its path."""
    path = entry.path
    return Thing(FILE, f"{entry.root}\n{path}", "", path, (), "", (), fold(path), "")


def search(things: Sequence[Thing], query: Query, files: FittingFiles) -> Found:
    """What holds every word typed: a label or number first, then names and titles, then texts
    (what was written down before what the checklist says), and the ``files`` that fit."""
    if not query.words:
        return Found(list(things[:SHOWN]), len(things))
    longest = max(query.words, key=len)  # few hold it
    likely = (each for each in things if longest in each.called or longest in each.said)
    ranked = [
        (_last(found, thing.kind), thing)
        for thing in likely
        if (found := query.rank(thing.names, thing.called, thing.said)) != MISS
    ]
    total = len(ranked) + files.total
    ranked += files.best
    ranked.sort(key=lambda each: each[0])
    return Found(_shown([thing for _, thing in ranked]), total)


def _last(rank: int, kind: str) -> int:
    """Texts of the checklist come last; the question of a check is one."""
    if kind == CHECK and rank in (WORDS, LETTERS):
        return rank + 4
    return rank + 2 if rank >= TEXT and kind in (CHECK, REQUIREMENT) else rank


def _shown(things: list[Thing]) -> list[Thing]:
    """As many as can be looked through, no kind pushing the others away."""
    if len(things) <= SHOWN:
        return things
    seen: Counter[str] = Counter()
    kept: list[Thing] = []
    more: list[Thing] = []
    for thing in things:
        seen[thing.kind] += 1
        (kept if seen[thing.kind] <= OF_A_KIND else more).append(thing)
    return [*kept, *more][:SHOWN]


def _criteria(audit: Audit) -> Iterator[Thing]:
    """Requirements and their checks, what was noted, judged and stated there."""
    verdicts = {str(ref): each.reason for ref, each in audit.verdicts().items()}
    stated = {str(ref): each for ref, each in audit.soa().items()}
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            key = f"{checklist.id}:{requirement.ref}"
            about = _requirement(requirement)
            soa = _texts(stated[key], "SoA ") if key in stated else ()
            yield _thing(REQUIREMENT, key, requirement.ref, requirement.title, (*soa, *about))
            for check in requirement.checks:
                key = f"{checklist.id}:{check.id}"
                reason = (("reason", verdicts.get(key, "")),)
                yield _thing(CHECK, key, check.id, check.question, (*reason, *_check(check)))


def _requirement(requirement: Requirement) -> Texts:
    several = {
        "questions": requirement.ask,
        "documents required": requirement.documents_required,
        "usual documents": requirement.documents_usual,
        "typical failures": requirement.typical_failures,
        "hints": requirement.hints,
        "keywords": requirement.keywords,
        "what people say": requirement.phrases,
    }
    joined = ((name, " · ".join(each)) for name, each in several.items())
    return (("intent", requirement.intent), *joined)


def _check(check: Check) -> Texts:
    return (("obligation", check.obligation), ("shown by", check.conformity))


def _said(audit: Audit) -> Iterator[Thing]:
    """Running notes, and interview lines with those that are filed nowhere."""
    for checklist in audit.checklists:
        for each in checklist.requirements():
            ref = Ref(checklist.id, each.ref)
            if text := audit.note_text(ref):
                yield _thing(NOTE, str(ref), each.ref, "", (("", text),))
    for note in audit.notes():
        texts = (("", f"{note.speaker}: {note.text}" if note.speaker else note.text),)
        yield _thing(LINE, note.id, "", "", texts, note.ref or UNFILED)


def _findings(audit: Audit) -> Iterator[Thing]:
    """Findings, withdrawn ones too, and CARs: all that stands in them."""
    found = audit.findings(include_withdrawn=True)
    labels = {each.id: f"{each.label} {each.title}" for each in found}
    for finding in found:
        yield _thing(FINDING, finding.id, finding.label, finding.title, _texts(finding))
    for car in audit.cars():
        yield _thing(CAR, car.id, car.label, labels.get(car.finding, ""), _texts(car))


def _evidence(audit: Audit) -> Iterator[Thing]:
    """The register with the words that are cited."""
    quotes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for cited in audit.citations():
        quotes[cited.evidence].append((f"cited {cited.place}".rstrip(), cited.quote))
    for each in audit.evidence():
        texts = (*_texts(each), *quotes[each.id])
        yield _thing(EVIDENCE, each.id, each.label, each.title, texts)


def _frame(audit: Audit) -> Iterator[Thing]:
    """Documents, people, AI systems, the plan, and what the audit says of itself."""
    for document in audit.documents():
        yield _thing(DOCUMENT, document.kind, "", document.kind, (("", document.path),))
    for person in audit.people:
        yield _thing(PERSON, person.id, person.name, person.function, _texts(person))
    for system in audit.systems:
        yield _thing(SYSTEM, system.id, system.name, "", _texts(system))
    for session in audit.sessions():
        yield _thing(SESSION, session.id, session.label, session.title, _texts(session))
    yield _thing(AUDIT, audit.id, "", audit.info.title, _texts(audit.info))


def _texts(thing: msgspec.Struct, before: str = "") -> Texts:
    """Every field that says something, under its name."""
    return tuple(
        (f"{before}{words}", _words(value))
        for field, words in _fields(type(thing))
        if (value := getattr(thing, field))
    )


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields that are searched, each with its name in words."""
    named = (each for each in kind.__struct_fields__ if each not in _UNSAID)
    return tuple((each, each.replace("_", " ")) for each in named)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " · ".join(_words(each) for each in value)
    if isinstance(value, msgspec.Struct):
        return " ".join(_words(each) for each in msgspec.structs.astuple(value))
    return value.isoformat() if type(value) is date else ""


def _thing(kind: str, key: str, name: str, title: str, texts: Texts, where: str = "") -> Thing:
    texts = tuple(each for each in texts if each[1])
    folded = fold(name)
    said = fold("\n".join(text for _, text in texts))
    return Thing(kind, key, name, title, texts, where, (folded,), f"{folded} {fold(title)}", said)
