"""Evidence that lies elsewhere now: a whole folder on another drive, or files found again by their
hash. What differs from what was registered is told, and stays where it was."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.hashing import hash_all
from auditkit.evidence.model import Fingerprint
from auditkit.record.audit import Audit
from auditkit.record.model import Evidence, EvidenceKind, FileStanding
from auditkit.text import one_line


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one entry of the register; ``problem`` is empty where it was moved."""

    label: str
    path: str
    problem: str = ""


def move_root(audit: Audit, old: str, new: Path) -> list[Moved]:
    """Let the folder ``new`` take the place of the evidence folder ``old``, and all files with it
    that lie there with the contents that were registered, as one thing to undo.

    Raises `AuditkitError` where ``old`` is none of the evidence folders, or where no registered
    file lies in ``new`` as it should: then nothing is changed.
    """
    kept = _kept(audit, old)
    items = [e for e in audit.evidence() if e.kind is EvidenceKind.FILE and e.root == kept]
    judged = list(_judged(items, new))
    if items and all(problem for _, _, problem in judged):
        raise AuditkitError(
            f"No registered file lies in {one_line(str(new))} as it was registered.",
            "Check the folder; nothing was changed.",
        )
    with audit.group(f"evidence folder moved to {one_line(str(new))}"):
        _replace_root(audit, kept, new)
        for item, found, problem in judged:
            if found is not None and not problem:
                audit.move_evidence(item.id, new / item.path, found)
    return [Moved(item.label, item.path, problem) for item, _, problem in judged]


def move_found(audit: Audit) -> list[Moved]:
    """Take every missing file whose very contents the last verification found, in one place only,
    as one thing to undo. Raises `AuditkitError` where nothing was found missing."""
    looks = ((each, audit.verification(each.id)) for each in audit.evidence())
    missing = [
        (each, look.found) for each, look in looks if look and look.standing is FileStanding.MISSING
    ]
    if not missing:
        raise AuditkitError(
            "No evidence was found missing.", "'auditkit evidence verify' looks at all files."
        )
    done = []
    with audit.group("evidence found again"):
        for item, found in missing:
            same = list(_same(item, found))
            if len(same) == 1:
                item = audit.move_evidence(item.id, *same[0])
            done.append(Moved(item.label, item.path, _unsure(len(same))))
    return done


def _kept(audit: Audit, old: str) -> str:
    """The root as the record has it: given so, or as the path that it stands for. One of another
    system (a drive letter) can only be given as it is written."""
    wanted = os.path.normpath(Path.cwd() / old)
    for kept in audit.info.evidence_roots:
        if kept == old or os.path.normpath(audit.root_path(kept)) == wanted:
            return kept
    raise AuditkitError(
        f"{one_line(old)} is none of the audit's evidence folders.",
        f"They are: {', '.join(map(one_line, audit.info.evidence_roots)) or 'none'}.",
    )


def _judged(items: list[Evidence], new: Path) -> Iterator[tuple[Evidence, Fingerprint | None, str]]:
    """Each entry with the file that lies in ``new`` for it, and why it is not the same."""
    for hashed in sorted(hash_all([new / e.path for e in items]), key=lambda each: each.number):
        item, found = items[hashed.number], hashed.fingerprint
        if found is None:
            yield item, None, "is not there" if hashed.vanished else "cannot be read there"
        elif not item.sha256:
            yield item, found, "was never hashed, so nothing says that it is the same"
        else:
            same = found.sha256 == item.sha256
            yield item, found, "" if same else "has other contents there"


def _replace_root(audit: Audit, kept: str, new: Path) -> None:
    before = audit.info.evidence_roots
    audit.add_root(new)
    there = os.path.normpath(new.resolve())
    named = next(r for r in audit.info.evidence_roots if str(audit.root_path(r)) == there)
    roots = tuple(dict.fromkeys(named if each == kept else each for each in before))
    audit.set_info(evidence_roots=roots)


def _same(item: Evidence, paths: Iterable[str]) -> Iterator[tuple[Path, Fingerprint]]:
    for path in map(Path, paths):
        try:
            found = fingerprint(path)
        except AuditkitError:
            continue
        if found.sha256 == item.sha256:
            yield path, found


def _unsure(places: int) -> str:
    if places == 1:
        return ""
    return f"lies at {places} places" if places else "was not found with the same contents"
