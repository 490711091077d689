"""What auditors cited before, as a hint for what may be cited now: in this audit for the same
requirement, its pair or a related one, and in an earlier audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from auditkit.checklist.model import Checklist, Requirement
from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest import Wants
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Ref
from auditkit.refs import requirement_of

Named: TypeAlias = tuple[str, str]
"""A file by its root and path."""

_CITED: Final = 0.3
_PAIR: Final = 0.2
_RELATED: Final = 0.1
_BESIDE: Final = 0.03
_AGAIN: Final = 1.0


@dataclass(frozen=True)
class Asked:
    """A requirement: what it wants, its pair (what is planned and what is performed have the same
    title), and what it is related to."""

    ref: Ref
    wants: Wants
    pairs: frozenset[Ref]
    related: frozenset[Ref]


@dataclass(frozen=True)
class Earlier:
    """A file that an earlier audit cited for a requirement. Its root may have been elsewhere."""

    ref: Ref
    path: str
    size: int
    sha256: str
    year: int | None


@dataclass(frozen=True)
class AuditFacts:
    """What of an audit bears on suggestions, as plain data that may be handed to a thread."""

    asked: tuple[Asked, ...]
    labels: Mapping[Named, str]
    cited: Mapping[Named, frozenset[Ref]]
    """Files to the requirements that they are cited for."""
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is added to the score of a file, and why; ``again`` when an earlier audit cited it for
    the same requirement."""

    bonus: float = 0.0
    reasons: tuple[str, ...] = ()
    again: bool = False


def facts(audit: Audit, previous: Audit | None = None) -> AuditFacts:
    """The facts of an audit, with the citations of a ``previous`` one where there is one."""
    files = {
        item.id: (str(audit.root_path(item.root)), item.path)
        for item in audit.evidence()
        if item.kind is EvidenceKind.FILE
    }
    cited: dict[Named, set[Ref]] = {}
    for each in audit.citations():
        if each.ref and each.evidence in files:
            ref = Ref(each.checklist, requirement_of(each.ref))
            cited.setdefault(files[each.evidence], set()).add(ref)
    return AuditFacts(
        asked=tuple(asked for each in audit.checklists for asked in _asked(each)),
        labels={files[item.id]: item.label for item in audit.evidence() if item.id in files},
        cited={file: frozenset(refs) for file, refs in cited.items()},
        earlier=tuple(_earlier(previous)) if previous is not None else (),
    )


class Priors:
    """The priors of the files below the evidence roots, by requirement."""

    def __init__(self, known: AuditFacts, entries: Iterable[FileEntry]) -> None:
        self._known = known
        self._entries = tuple(entries)
        self._cited = [each for each in self._entries if (each.root, each.path) in known.cited]
        self._beside: dict[Named, set[Ref]] = {}  # folder -> requirements with evidence in it
        for each in self._cited:
            self._beside.setdefault((each.root, each.folder), set()).update(self._refs(each))
        self._again: dict[Ref, dict[FileEntry, str]] = {}

    def files(self, asked: Asked) -> list[FileEntry]:
        """The files with a prior for a requirement that is more than lying beside another one."""
        wanted = asked.related | asked.pairs | {asked.ref}
        found = [each for each in self._cited if not wanted.isdisjoint(self._refs(each))]
        return [*found, *self._cited_again(asked.ref)]

    def of(self, asked: Asked, entry: FileEntry) -> Prior:
        """What earlier citations say of a file for a requirement."""
        again = self._cited_again(asked.ref).get(entry)
        bonus, reason = self._here(asked, entry)
        reasons = tuple(each for each in (again, reason) if each)
        return Prior(_AGAIN if again else bonus, reasons, again=bool(again))

    def _here(self, asked: Asked, entry: FileEntry) -> tuple[float, str]:
        refs = self._refs(entry)
        if asked.ref in refs:
            return _CITED, "cited for it already"
        for others, bonus, what in (
            (asked.pairs, _PAIR, "its pair"),
            (asked.related, _RELATED, "which is related"),
        ):
            for ref in sorted(refs & others, key=lambda each: each.ref):
                return bonus, f"you cited it for {ref.ref}, {what}"
        if asked.ref in self._beside.get((entry.root, entry.folder), ()):
            return _BESIDE, ""
        return 0.0, ""

    def _refs(self, entry: FileEntry) -> frozenset[Ref]:
        return self._known.cited.get((entry.root, entry.path), frozenset())

    def _cited_again(self, ref: Ref) -> dict[FileEntry, str]:
        """The files that an earlier audit cited for a requirement: at the same path, else of the
        same contents."""
        found = self._again.get(ref)
        if found is None:
            found = self._again[ref] = {}
            for each in self._known.earlier:
                if each.ref == ref:
                    year = f" of {each.year}" if each.year else " before"
                    for entry in _same(each, self._entries):
                        found.setdefault(entry, f"cited for {ref.ref} in the audit{year}")
        return found


def _asked(checklist: Checklist) -> Iterator[Asked]:
    for each in checklist.requirements():
        related = frozenset(
            Ref(identity, ref) for identity, refs in each.related.items() for ref in refs
        )
        pairs = frozenset(
            Ref(checklist.id, other.ref)
            for other in checklist.requirements()
            if other.title == each.title and Ref(checklist.id, other.ref) in related
        )
        yield Asked(Ref(checklist.id, each.ref), wants(each), pairs, related - pairs)


def wants(requirement: Requirement) -> Wants:
    """What a requirement asks for."""
    documents = (*requirement.documents_required, *requirement.documents_usual)
    details = tuple(
        text for each in requirement.checks for text in (each.obligation, each.conformity)
    )
    return Wants(requirement.title, requirement.keywords, documents, details)


def _earlier(audit: Audit) -> Iterator[Earlier]:
    moment = audit.info.ends or audit.info.starts or audit.info.period_to
    items = {each.id: each for each in audit.evidence() if each.kind is EvidenceKind.FILE}
    for each in audit.citations():
        item = items.get(each.evidence)
        if item is not None and each.ref:
            ref = Ref(each.checklist, requirement_of(each.ref))
            year = moment.year if moment else None
            yield Earlier(ref, item.path, item.size, item.sha256, year)


def _same(known: Earlier, entries: Sequence[FileEntry]) -> list[FileEntry]:
    found = [each for each in entries if each.path == known.path]
    if found or not known.sha256:
        return found
    return [each for each in entries if each.size == known.size and _hash(each) == known.sha256]


def _hash(entry: FileEntry) -> str:
    try:
        return fingerprint(entry.absolute).sha256
    except AuditkitError:
        return ""
