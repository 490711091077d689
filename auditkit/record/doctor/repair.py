"""Repairing what needs no guessing, after a copy of the record was put aside.

Nothing is thrown away: what a repair replaces is in the copy, what it cuts off is set aside by
name, and what it cannot decide is left and said.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from auditkit.checklist.catalog import shipped
from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, sync_folder, write_bytes
from auditkit.record.audit import Audit
from auditkit.record.criteria import pinned
from auditkit.record.device import renew_device_id
from auditkit.record.doctor import mending
from auditkit.record.doctor.examine import criteria, examine
from auditkit.record.doctor.result import Result
from auditkit.record.doctor.surroundings import half_written, open_to_others
from auditkit.record.folder import CHECKLISTS, JOURNAL, PARTS, SNAPSHOT, Holder, require_audit
from auditkit.record.mark import forget
from auditkit.record.opening import Opened, open_folder
from auditkit.record.proof import GOOD, snapshot_state
from auditkit.record.snapshot import set_snapshot_aside

COPIES = "repairs"
"""Folder in the audit folder for the copies that repairs begin with."""


@dataclass(slots=True)
class Repaired:
    """What a repair did."""

    copy: Path | None = None
    """Where the record was copied to first; None where nothing was to be done."""
    done: list[str] = field(default_factory=list)
    left: list[Result] = field(default_factory=list)
    """Problems that are still there."""


def repair(folder: Path, *, source: Path | None = None, set_rest_aside: bool = False) -> Repaired:
    """Repair an audit folder; ``source`` is another copy of it, an audit folder.

    ``set_rest_aside``: give up what follows damage in a journal, where there is no copy; it is
    kept by name. Raises `AuditkitError` where the audit is open elsewhere or the disk refuses.
    """
    if source is not None:
        require_audit(source)
        if (folder / SNAPSHOT).is_file():
            (folder / JOURNAL).mkdir(mode=0o700, exist_ok=True)  # all of it may be gone
    require_audit(folder)
    found = examine(folder)
    wrong = [each for each in found if each.level == "problem"]
    if not any(each.step for each in found) and not (wrong and (source or set_rest_aside)):
        return Repaired(left=wrong)
    repaired = Repaired(_copied(folder))
    _with_lock(folder, lambda: _mend(folder, repaired, source, set_rest_aside))
    _made_anew(folder, repaired)
    repaired.left = _problems(folder)
    return repaired


def _mend(folder: Path, repaired: Repaired, source: Path | None, set_rest_aside: bool) -> None:
    done = repaired.done
    done += _folders(folder)
    done += mending.mend_feeds(_opened(folder))
    if source is not None:
        done += mending.take_from(folder, _opened(folder), source)
    if set_rest_aside:
        assert repaired.copy is not None
        done += _given_up(folder, repaired.copy)
    done += _checklists(folder, source)
    done += _leftovers(folder, repaired)
    done += _permissions(folder)


def _given_up(folder: Path, copy: Path) -> list[str]:
    opened = _opened(folder)
    done = mending.give_up(opened)
    if opened.problem("missing"):
        done.append("Goes on without the missing lines; a copy that holds them can come later.")
    if done:
        # Where another line has stood no line may be written.
        renew_device_id()
        forget(opened.audit, folder)
        for path in folder.glob(f"{SNAPSHOT}.other-*"):
            path.replace(copy / path.name)
    return done


def _made_anew(folder: Path, repaired: Repaired) -> None:
    """Opening sets an unfinished line aside and writes audit.json where it is stale or strange."""
    opened = _opened(folder)
    if opened.problem("fork"):
        return  # audit.json may be all that tells of it
    state = snapshot_state(opened)
    if state not in GOOD and (name := set_snapshot_aside(folder / SNAPSHOT)):
        repaired.done.append(f"Set {SNAPSHOT} aside as {name}.")
    if not _opened(folder).audit:
        return
    with Audit.open(folder) as audit:
        repaired.done += audit.messages
        writable = not audit.read_only
    if writable and state not in ("equal", "older"):
        repaired.done.append(f"Made {SNAPSHOT} anew from the journals.")


def _folders(folder: Path) -> list[str]:
    made = [part for part in PARTS if not (folder / part).is_dir()]
    for part in made:
        (folder / part).mkdir(mode=0o700)
    return [f"Made the folders {', '.join(made)}."] if made else []


def _checklists(folder: Path, source: Path | None) -> list[str]:
    """A pinned checklist that is gone or changed is put back where one with its hash is known."""
    done = []
    for criterion in criteria(_opened(folder)):
        try:
            pinned(folder, criterion)
        except AuditkitError:
            known = [*shipped(), *([source / CHECKLISTS / criterion.file] if source else [])]
            content = next(
                (each for each in map(_bytes, known) if _is(each, criterion.sha256)), b""
            )
            if content:
                write_bytes(folder / CHECKLISTS / criterion.file, content)
                done.append(f"Put the checklist {criterion.file} back as it was.")
    return done


def _leftovers(folder: Path, repaired: Repaired) -> list[str]:
    halves = half_written(folder)
    assert repaired.copy is not None
    for path in halves:
        path.replace(repaired.copy / path.name)
    return [f"Cleared {len(halves)} half-written files away."] if halves else []


def _permissions(folder: Path) -> list[str]:
    if os.name == "nt":
        return []
    paths = open_to_others(folder)
    for path in paths:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o077)
    return [f"Took the rights of others away from {len(paths)} files and folders."] if paths else []


def _copied(folder: Path) -> Path:
    """A copy of the record as it is, before anything is touched."""
    target = folder / COPIES / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    try:
        (folder / COPIES).mkdir(mode=0o700, exist_ok=True)
        target.mkdir(mode=0o700)
        for path in (folder / SNAPSHOT, *sorted((folder / JOURNAL).glob("*"))):
            if path.is_file():
                write_bytes(target / path.name, path.read_bytes())
        sync_folder(target.parent)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise cannot_write(target, error) from error
    return target


def _with_lock(folder: Path, work: Callable[[], None]) -> None:
    holder = Holder(folder)
    held = holder.take()
    if held:
        raise AuditkitError(f"The audit cannot be repaired now: {held}.", "Close it there first.")
    try:
        work()
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        holder.release()


def _problems(folder: Path) -> list[Result]:
    return [each for each in examine(folder) if each.level == "problem"]


def _opened(folder: Path) -> Opened:
    return open_folder(folder, from_bytes=sys.maxsize)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is(content: bytes, sha256: str) -> bool:
    return hashlib.sha256(content).hexdigest() == sha256
