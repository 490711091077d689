"""What a pack holds, put into its bag part by part."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, NamedTuple

from auditkit.errors import AuditkitError
from auditkit.evidence.model import Cancelled, WorkCancelled
from auditkit.evidence.opening import open_regular
from auditkit.exchange import names
from auditkit.exchange.bag import BagWriter, TooLong
from auditkit.exchange.choice import CHANGED, register_csv
from auditkit.exchange.journals import unread_rest, verified_lines
from auditkit.exchange.reading_copy import reading_copy
from auditkit.record.audit import Audit
from auditkit.record.folder import CHECKLISTS, DOCUMENTS, JOURNAL, SNAPSHOT
from auditkit.record.model import Evidence
from auditkit.record.phrase import words
from auditkit.record.reading import SUFFIX
from auditkit.record.unfinished import lines as unfinished_lines
from auditkit.record.unfinished_forms import files as unfinished_forms
from auditkit.text import one_line

_BLOCK = 1 << 20
README_FILE, SCRIPT_FILE = "README.txt", "verify_audit.py"
Progress = Callable[[str, int, int], None]
"""Told what is packed now, its number, and how many there are."""


_UNFINISHED = (
    (unfinished_lines, "an interview line that was never entered"),
    (unfinished_forms, "what was typed into forms and not given"),
)


class LeftOut(NamedTuple):
    """Something that is not in the pack, and why."""

    what: str
    reason: str


class Surprise(Exception):
    """A piece of evidence turned out to be something else while it was copied."""

    def __init__(self, identity: str, reason: str) -> None:
        super().__init__(reason)
        self.identity, self.reason = identity, reason


def silent(_what: str, _number: int, _count: int) -> None:
    """The `Progress` of work that nobody watches."""


@dataclass
class Contents:
    """The parts of one pack."""

    audit: Audit
    bag: BagWriter
    at: datetime
    progress: Progress
    cancelled: Cancelled

    def write(self, why_not: Mapping[str, str]) -> list[LeftOut]:
        """Put everything in, except for the evidence that has a reason to stay out. Gives what
        else stays out. Raises `Surprise` for evidence, `AuditkitError` for the record."""
        left_out = [*self._journals(), *self._snapshot()]
        self._checklists()
        left_out += self._documents()
        self._evidence(why_not)
        self.bag.add(names.READING_COPY_FILE, reading_copy(self.audit, self.at))
        self.bag.add(README_FILE, _shipped("README.txt"))
        self.bag.add(SCRIPT_FILE, script())
        return left_out

    def _journals(self) -> list[LeftOut]:
        for device, place in self.audit.places().items():
            path = self.audit.folder / JOURNAL / f"{device}{SUFFIX}"
            name = f"data/{JOURNAL}/{device}{SUFFIX}"
            if not names.JOURNAL_FILE.fullmatch(name):
                raise AuditkitError(f"{one_line(path.name)} is no name for a journal in a pack.")
            self.bag.copy(name, verified_lines(path, place.lines, place.chain), place.size)
        return [LeftOut(*each) for each in unread_rest(self.audit)] + [
            LeftOut(f"{JOURNAL}/{one_line(path.name)}", reason)
            for lying, reason in _UNFINISHED
            for path in lying(self.audit.folder)
        ]

    def _snapshot(self) -> list[LeftOut]:
        content = snapshot_bytes(self.audit)
        if content is None:
            return [LeftOut(SNAPSHOT, "it is not the copy of these journals")]
        self.bag.add(names.SNAPSHOT_FILE, content)
        return []

    def _checklists(self) -> None:
        """Raises `AuditkitError` for any that is not the pinned one: without it nobody can read
        the audit."""
        for each, criterion in zip(self.audit.checklists, self.audit.criteria):
            name = f"data/{CHECKLISTS}/{criterion.file}"
            fault = names.fault(name)
            if fault or not names.CHECKLIST_FILE.fullmatch(name):
                raise AuditkitError(
                    f"The checklist {one_line(each.id)} cannot be packed: its file name "
                    f"{fault or 'does not end in .toml'}."
                )
            path = self.audit.folder / CHECKLISTS / criterion.file
            if self.bag.add(name, _read(path)).sha256 != criterion.sha256:
                raise AuditkitError(f"The checklist {one_line(path.name)} changed just now.")

    def _documents(self) -> list[LeftOut]:
        left_out: list[LeftOut] = []
        taken: set[str] = set()
        root = self.audit.folder / DOCUMENTS
        for path in sorted(_files_below(root)):
            shown = path.relative_to(root).as_posix()
            name = f"{names.DOCUMENT_PREFIX}{shown}"
            fault = names.fault(name)
            reason = f"its name {fault}" if fault else self._document(path, name, taken)
            if reason:
                left_out.append(LeftOut(f"{DOCUMENTS}/{one_line(shown)}", reason))
        return left_out

    def _document(self, path: Path, name: str, taken: set[str]) -> str:
        """Why a document stays out; empty when it went in."""
        if names.twin_key(name) in taken:
            return "another one differs from it by upper and lower case only"
        try:
            source = open_regular(path)
        except AuditkitError:
            return "it is a link or no ordinary file, or may not be read"
        taken.add(names.twin_key(name))
        with source:
            # What is copied is what the file held when it was opened; it has no recorded hash.
            size = os.fstat(source.fileno()).st_size
            self.bag.copy(name, self._blocks(source, size), size, compress=False)
        return ""

    def _evidence(self, why_not: Mapping[str, str]) -> None:
        every = self.audit.evidence()
        chosen = [each for each in every if not why_not[each.id]]
        for number, each in enumerate(chosen, start=1):
            self.progress(each.label, number, len(chosen))
            if names.evidence_file(each.sha256) not in self.bag:
                self._copy(each)
        self.bag.add(names.REGISTER_FILE, register_csv(every, why_not))

    def _copy(self, item: Evidence) -> None:
        try:
            with open_regular(self.audit.evidence_path(item)) as source:
                stored = self.bag.copy(
                    names.evidence_file(item.sha256),
                    self._blocks(source),
                    item.size,
                    compress=False,
                )
        except WorkCancelled:
            raise
        except (AuditkitError, TooLong) as error:
            raise Surprise(item.id, CHANGED) from error
        if stored.sha256 != item.sha256:
            raise Surprise(item.id, CHANGED)

    def _blocks(self, source: BinaryIO, most: int | None = None) -> Iterator[bytes]:
        while block := _next(source, _BLOCK if most is None else min(_BLOCK, most)):
            if self.cancelled():
                raise WorkCancelled("The pack was not written, as asked.")
            most = None if most is None else most - len(block)
            yield block


def snapshot_bytes(audit: Audit) -> bytes | None:
    """audit.json where it stands on the very heads of the opened audit, else None."""
    try:
        content = (audit.folder / SNAPSHOT).read_bytes()
        kept = json.loads(content)["_heads"].values()
        stands_on = {each["device"]: (each["lines"], each["head"]) for each in kept}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    heads = {device: head for device, head in audit.heads().items() if head[0]}
    return content if stands_on == heads else None


def script() -> bytes:
    """The checking program, with the words of head phrases written into it."""
    lines = _shipped(SCRIPT_FILE).decode().splitlines(keepends=True)
    listed = words()
    rows = [" ".join(listed[at : at + 12]) for at in range(0, len(listed), 12)]
    filled = 'WORDS = """\n' + "\n".join(rows) + '\n""".split()\n'
    return "".join(filled if line.startswith("WORDS") else line for line in lines).encode()


def _shipped(name: str) -> bytes:
    return (files("auditkit.exchange") / "standalone" / name).read_bytes()


# Within `write_aside` an OSError means the target: one of a source has to say so itself.
def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path.name, error) from error


def _next(source: BinaryIO, most: int) -> bytes:
    try:
        return source.read(most)
    except OSError as error:
        raise _unreadable("A file", error) from error


def _unreadable(name: str, error: OSError) -> AuditkitError:
    return AuditkitError(f"{one_line(name)} cannot be read: {error.strerror or error}.")


def _files_below(root: Path) -> Iterator[Path]:
    """Everything that is no folder; editors' lock files and hidden files are no documents."""
    for folder, folders, found in os.walk(root):
        links = [each for each in folders if Path(folder, each).is_symlink()]
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in (*found, *links):
            if not name.startswith((".", "~$")):
                yield Path(folder, name)
