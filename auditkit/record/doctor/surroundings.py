"""Examining what the record stands on: criteria, folders, disk, permissions, lock."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from auditkit.checklist.model import Checklist
from auditkit.errors import AuditkitError
from auditkit.record.criteria import pinned
from auditkit.record.doctor.result import Result
from auditkit.record.folder import CACHE, JOURNAL, PARTS, SNAPSHOT, Holder
from auditkit.record.model import AuditInfo, Criterion
from auditkit.record.unfinished import SET_ASIDE
from auditkit.record.unfinished import lines as unfinished_lines
from auditkit.record.unfinished_forms import SET_ASIDE as FORMS_ASIDE
from auditkit.record.unfinished_forms import files as unfinished_forms
from auditkit.text import one_line

SCARCE, LITTLE = 20 << 20, 200 << 20
"""Bytes of free space that are a problem, and worth a note."""


def checklists(folder: Path, criteria: list[Criterion], found: list[Checklist]) -> Iterator[Result]:
    """The pinned criteria; those that can be read are added to ``found``."""
    for each in criteria:
        try:
            found.append(pinned(folder, each))
        except AuditkitError as error:
            yield Result("checklists", "problem", error.what, error.remedy, "checklists")
    if len(found) == len(criteria):
        yield Result("checklists", "ok", f"{len(found)} as they were when the audit began.")


def evidence_folders(folder: Path, info: AuditInfo | None) -> Iterator[Result]:
    """Whether the evidence folders are there and may be read."""
    roots = info.evidence_roots if info else ()
    gone = [root for root in roots if not _readable(folder.resolve() / root)]
    for root in gone:
        text = f"The evidence folder {one_line(root)} is not there or may not be read."
        remedy = "Connect the drive, or put the folder back where it was."
        yield Result("evidence folders", "problem", text, remedy)
    if not gone:
        word = f"{len(roots)} can be read." if roots else "None is named."
        yield Result("evidence folders", "ok", word)


def free_space(folder: Path) -> Result:
    """Whether the disk has room for more."""
    free = shutil.disk_usage(folder).free
    text = f"{free >> 20:,} MiB are free."
    if free < SCARCE:
        return Result("free space", "problem", text, "Make room before you go on.")
    return Result("free space", "note" if free < LITTLE else "ok", text)


def permissions(folder: Path) -> Iterator[Result]:
    """Whether only the owner may look in (POSIX), and whether the owner may write."""
    if os.name != "nt":
        open_ones = open_to_others(folder)
        if open_ones:
            text = f"Others may read or change {len(open_ones)} of its files and folders."
            remedy = "--repair takes their rights away."
            yield Result("permissions", "problem", text, remedy, "permissions")
    for place in (folder, folder / JOURNAL):
        if not os.access(place, os.W_OK):
            text = f"{one_line(place.name)} may not be written; the audit opens for reading only."
            yield Result("permissions", "note", text)
            return
    if os.name == "nt" or not open_ones:
        yield Result("permissions", "ok", "The folder belongs to its owner and can be written.")


def open_to_others(folder: Path) -> list[Path]:
    """The audit folder and what lies in it, as far as group or others have any right in it."""
    inside = [folder, folder / SNAPSHOT]
    for part in PARTS:
        inside += [folder / part, *(folder / part).glob("*")]
    return [
        path
        for path in inside
        if path.exists() and not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]


def folders(folder: Path) -> Iterator[Result]:
    """Parts of an audit folder that are not there."""
    gone = [part for part in PARTS if not (folder / part).is_dir()]
    if gone:
        text = f"Missing folders: {', '.join(gone)}."
        yield Result("folders", "note", text, "--repair makes them.", "folders")


def lock(folder: Path) -> Result:
    """Whether another process holds the audit."""
    holder = Holder(folder)
    held = holder.take()
    holder.release()
    return Result(
        "lock",
        "note" if held else "ok",
        f"{held[0].upper()}{held[1:]}." if held else "Nobody else has the audit open.",
    )


def leftovers(folder: Path) -> Iterator[Result]:
    """What earlier trouble has left: kept by name, and not part of the record."""
    unread = (f"*{SET_ASIDE}", f"*{FORMS_ASIDE}")
    aside = [f"{JOURNAL}/{each}" for each in ("*.torn-*", "*.damaged-*", *unread)]
    kept = [
        path.name
        for pattern in (*aside, f"{SNAPSHOT}.other-*")
        for path in sorted(folder.glob(pattern))
    ]
    if kept:
        shown = ", ".join(one_line(name) for name in kept[:3])
        text = f"{len(kept)} set aside earlier: {shown}{' ...' if len(kept) > 3 else ''}."
        yield Result("set aside", "note", text)
    halves = half_written(folder)
    if halves:
        text = f"{len(halves)} files were being written when a program ended."
        yield Result("set aside", "note", text, "--repair clears them away.", "leftovers")
    for path in unfinished_lines(folder):
        text = (
            f"{one_line(path.name)} holds an interview line that was never entered; it becomes an "
            "unfiled note when the audit is next opened on the computer where it was typed."
        )
        yield Result("unfinished line", "note", text)
    for path in unfinished_forms(folder):
        text = (
            f"{one_line(path.name)} holds what was typed into forms and not given; the forms have "
            "it on the computer where it was typed."
        )
        yield Result("unfinished form", "note", text)
    crashes = len(list((folder / CACHE).glob("crash-*.txt")))
    if crashes:
        text = f"{crashes} reports of crashes lie in {CACHE}; they hold nothing of the audit."
        yield Result("crashes", "note", text)


def half_written(folder: Path) -> list[Path]:
    """Files that were never moved into their place (see `files.write_aside`)."""
    places = (folder, *(folder / part for part in PARTS))
    return [path for place in places for path in sorted(place.glob(".*.part"))]


def _readable(path: Path) -> bool:
    try:
        return path.is_dir() and os.access(path, os.R_OK)
    except OSError:
        return False
