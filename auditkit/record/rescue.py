"""What is done when an audit can no longer be written where it lies: it is copied to another place,
and work goes on there; or its journal is made sure of, so that the audit can be opened again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinydb import where

from auditkit.errors import AuditkitError, UsageError
from auditkit.files import sync, sync_folder, write_bytes
from auditkit.record import mark
from auditkit.record.audit import Audit
from auditkit.record.device import renew_device_id
from auditkit.record.folder import CHECKLISTS, DOCUMENTS, JOURNAL, made
from auditkit.record.journal import NotSaved
from auditkit.record.model import AuditInfo, Evidence
from auditkit.record.opening import open_folder
from auditkit.record.people import INFO_ID
from auditkit.record.reading import SUFFIX, Place
from auditkit.record.record import Record
from auditkit.record.settling import REPAIR
from auditkit.record.tables import TABLES
from auditkit.text import one_line

_DOUBT = 1 << 16
"""Bytes before the end of a journal that a failed fsync may have touched: the largest page of
memory in use."""

_ANOTHER = "Choose a folder on another disk; nothing was lost."


def copy_audit(audit: Record, target: Path) -> Path:
    """Copy an audit into a new folder, durably and readable by its owner alone (POSIX).

    Of each journal the lines that ``audit`` knows are copied, held against their hash; then all
    checklists and documents. A document that cannot be read is left out and named in
    ``audit.messages``. Raises `AuditkitError`, and leaves nothing behind then.
    """
    with _copied(audit, target):
        return target


@contextmanager
def moving(audit: Audit, target: Path) -> Iterator[Audit]:
    """The copy of an audit in a new folder, opened to go on with; the old one is to be closed.

    It writes a journal under a new name for this device, which clashes with nothing in the old
    folder, so that the two can be merged. Whatever fails, here or inside, takes all of it away
    again. Raises `AuditkitError`.
    """
    with _copied(audit, target), _gone_on_with(audit, target) as moved:
        yield moved
    # The old folder, opened again on this computer, says that the audit went on elsewhere.
    mark.remember(audit.id, audit.folder, moved.heads())


def make_sure(audit: Record) -> None:
    """Write the end of this device's journal once more, before the audit is opened again.

    After a failed fsync the system may show bytes that never reached the disk, and call the next
    fsync good. Bytes written anew are part of that next fsync: when it returns, what is read is
    what is there. Raises `NotSaved` when it does not return.
    """
    path = audit.folder / JOURNAL / f"{audit.device}{SUFFIX}"
    known = audit.places().get(audit.device, Place())
    begin = max(0, known.size - _DOUBT) // _DOUBT * _DOUBT
    try:
        with path.open("r+b") as stream:
            stream.seek(begin)
            rest = stream.read()
            stream.seek(begin)
            stream.write(rest)
            stream.flush()
            sync(stream.fileno())
    except FileNotFoundError:
        return  # no line was ever written, or the whole folder is gone: opening says so
    except OSError as error:
        raise NotSaved(path, error.strerror or str(error), poisoned=True) from error


@contextmanager
def _copied(audit: Record, target: Path) -> Iterator[None]:
    _require_movable(audit, target)
    try:
        with made(target):
            _copy_journals(audit, target)
            _copy_files(audit.folder / CHECKLISTS, target / CHECKLISTS)
            left_out = _copy_documents(audit.folder / DOCUMENTS, target / DOCUMENTS)
            for each in (target, target.resolve().parent):
                sync_folder(each)  # what is opened in it is durable from its first line
            yield
    except OSError as error:
        raise AuditkitError(
            f"The audit cannot be copied to {one_line(str(target))}: {error.strerror or error}.",
            _ANOTHER,
        ) from error
    audit.messages += left_out


@contextmanager
def _gone_on_with(audit: Audit, folder: Path) -> Iterator[Audit]:
    mark.forget(audit.id, folder)  # whatever lay here once: the folder is a new one
    mark.remember(audit.id, folder, mark.recall(audit.id, audit.folder))  # lines missing there
    renew_device_id()
    moved = Audit.open(folder, actor=audit.actor)
    try:
        if moved.read_only:
            raise AuditkitError(
                f"The copy in {one_line(str(folder))} cannot be written: {moved.read_only_reason}.",
                _ANOTHER,
            )
        _settle_in(audit, moved)
        yield moved
    except BaseException:
        moved.close()
        mark.forget(moved.id, folder)
        raise


def _require_movable(audit: Record, target: Path) -> None:
    """A copy inside the audit would be copied with it one day; a copy of a forked history would
    hide the fork."""
    if target.resolve().is_relative_to(audit.folder.resolve()):
        raise UsageError(
            f"{one_line(str(target))} lies inside the audit folder.", "Choose one outside of it."
        )
    if audit.read_only:
        problem = open_folder(audit.folder).problem("fork")
        if problem is not None:
            raise AuditkitError(problem.text, REPAIR)


def _copy_journals(audit: Record, target: Path) -> None:
    for device, place in audit.places().items():
        name = f"{device}{SUFFIX}"
        content = _content(audit.folder / JOURNAL / name, place.size)
        if hashlib.sha256(content).hexdigest() != place.sha256:
            raise AuditkitError(
                f"The journal {one_line(name)} is no longer what it was when it was read.",
                "Close every other program that has this folder open, then try again.",
            )
        _write(target / JOURNAL / name, content)


def _copy_documents(source: Path, target: Path) -> list[str]:
    """All but what cannot be read (it can be made again from the record), which is named."""
    left_out: list[str] = []
    for name, content in _files(source, left_out):
        _write_below(target, name, content)
    return left_out


def _copy_files(source: Path, target: Path) -> None:
    problems: list[str] = []
    for name, content in _files(source, problems):
        _write_below(target, name, content)
    if problems:
        raise AuditkitError(problems[0], "Copy the file there from a backup, then try again.")


def _files(source: Path, problems: list[str]) -> Iterator[tuple[Path, bytes]]:
    """All files below a folder that can be read; the others are named. What a save left behind
    half written (its name begins with a dot) is none of them."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                yield path.relative_to(source), _content(path)
            except AuditkitError as error:
                problems.append(error.what)


def _write_below(folder: Path, name: Path, content: bytes) -> None:
    for parent in reversed(name.parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    _write(folder / name, content)


def _write(path: Path, content: bytes) -> None:
    try:
        write_bytes(path, content)
    except AuditkitError as error:
        raise AuditkitError(error.what, _ANOTHER) from error


def _content(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise AuditkitError(
            f"{one_line(str(path))} cannot be read: {error.strerror or error}.",
            "Put the disk back, or copy the audit folder from a backup.",
        ) from error


def _settle_in(audit: Audit, moved: Audit) -> None:
    """A first line in the new journal, so that the old folder can tell that there is more; and an
    evidence folder that was named from the old place gets its whole path where that name means
    another folder now, in the register too. As the audit's beginning it is nothing to undo."""
    roots = moved.info.evidence_roots
    other = {
        root: str(audit.root_path(root))
        for root in roots
        if audit.root_path(root) != moved.root_path(root)
    }
    with moved.group_of(AuditInfo, INFO_ID):
        moved._commit("go on in another folder", {})
        if other:
            moved.set_info(evidence_roots=tuple(other.get(root, root) for root in roots))
            moved.db.table(TABLES[Evidence]).update(
                lambda each: each.update(root=other[each["root"]]), where("root").one_of([*other])
            )
