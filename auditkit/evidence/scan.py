"""Walking the evidence roots: which files there are. Nothing is opened and no link followed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.evidence.model import Cancelled, FileEntry, Problem, WorkCancelled, never
from auditkit.evidence.opening import reachable, refusal
from auditkit.evidence.patience import Silent, patiently
from auditkit.text import one_line

_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LITTER_ENDS = frozenset([".tmp", *(name[-4:] for name in _LITTER)])
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: what Windows has for a link to a folder


@dataclass(frozen=True, slots=True)
class Scan:
    """The files below the roots, and what could not be read. ``complete`` is false when the
    scan was cancelled on its way.

    ``unlisted`` are roots, each with the beginning of the paths below it of which nothing is
    known now (empty: none of them is): a disk that is not there, a folder that may not be read.
    What was known of files there need not be wrong.
    """

    entries: tuple[FileEntry, ...]
    problems: tuple[Problem, ...]
    complete: bool = True
    unlisted: tuple[tuple[str, str], ...] = ()


def scan(roots: Iterable[Path], *, cancelled: Cancelled = never) -> Scan:
    """List the regular files below ``roots``, by root and path.

    Word's lock files, ``*.tmp``, what file managers leave behind, ``.git`` and audit folders are
    left out. A root or folder that is gone, may not be read or does not answer becomes a
    `Problem`, and so does a link that dangles or points out of its root. Raises nothing for what
    is on the disk.
    """
    entries: list[FileEntry] = []
    problems: list[Problem] = []
    unlisted: list[tuple[str, str]] = []
    complete = True
    for root in sorted({os.path.normpath(Path(root).absolute()) for root in roots}):
        walk = _Walk(root)
        complete = walk.patient_run(cancelled) and complete
        entries += walk.entries
        problems += walk.problems
        unlisted += ((root, prefix) for prefix in walk.unlisted)
    return Scan(tuple(entries), tuple(problems), complete, tuple(unlisted))


@dataclass(slots=True)
class _Walk:
    """One root on its way to be listed, in the order of the paths: sorting a million paths at the
    end would stop every other thread for a second."""

    root: str
    entries: list[FileEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    _seen: int = 0
    _here: dict[str, FileEntry | None] = field(default_factory=dict)

    def patient_run(self, cancelled: Cancelled) -> bool:
        """Walk to the end, or until the disk does not answer any more; false when cancelled
        before."""
        try:
            return patiently(self.run, self._signs, one_line(self.root), cancelled=cancelled)
        except WorkCancelled:
            return False
        except Silent as error:
            self.problems.append(Problem(self.root, str(error)))
            self.unlisted.append("")
            return True

    def _signs(self) -> tuple[int, int]:
        return self._seen, len(self._here)

    def run(self, cancelled: Cancelled) -> bool:
        """Walk to the end; false when cancelled before."""
        inside = [self._folder("")]
        while inside:
            if cancelled():
                return False
            self._seen += 1
            below = next(inside[-1], None)
            if below is None:
                inside.pop()
            else:
                inside.append(self._folder(below))
        return True

    def _folder(self, prefix: str) -> Iterator[str]:
        """Take in one folder; gives the prefixes of the folders in it, each at its turn."""
        try:
            items = self._listed(prefix)
        except OSError as error:
            self._report(prefix, error)
            return
        if "audit.json" in items and "journal/" in items:
            return
        # In the order of all paths, those below a folder begin ``name/``.
        for place in sorted(items):
            entry = items[place]
            if entry is None:
                yield prefix + place
            else:
                self.entries.append(entry)

    def _listed(self, prefix: str) -> dict[str, FileEntry | None]:
        """The files of a folder by name, and its folders by name and slash."""
        folder = reachable(f"{self.root}{os.sep}{prefix}")
        if os.scandir not in os.supports_fd:
            with os.scandir(folder) as listing:
                return self._taken(prefix, listing)
        # Every file is looked at from its folder, so that long paths are not walked anew each.
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(descriptor) as listing:
                return self._taken(prefix, listing)
        finally:
            os.close(descriptor)

    def _taken(
        self, prefix: str, listing: Iterable[os.DirEntry[str]]
    ) -> dict[str, FileEntry | None]:
        items = self._here = {}
        root = self.root
        for item in listing:
            name = item.name
            try:
                if item.is_file(follow_symlinks=False):
                    if not _is_litter(name):
                        found = item.stat(follow_symlinks=False)
                        size, mtime_ns = found.st_size, found.st_mtime_ns
                        items[name] = FileEntry(root, prefix + name, size, mtime_ns)
                elif item.is_symlink():
                    self._link(prefix + name)
                elif item.is_dir(follow_symlinks=False) and not _is_barred(item):
                    items[f"{name}/"] = None
            except OSError as error:
                self._report(prefix + name, error)
        return items

    def _link(self, path: str) -> None:
        try:
            inside = (
                Path(self.root, path).resolve(strict=True).is_relative_to(Path(self.root).resolve())
            )
        except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
            self.problems.append(Problem(path, "The link leads nowhere; it is not followed."))
            return
        if not inside:
            reason = "The link leads out of the evidence folder; it is not followed."
            self.problems.append(Problem(path, reason))

    def _report(self, prefix: str, error: OSError) -> None:
        path = prefix.rstrip("/")
        reason = str(refusal(Path(self.root, path), error))
        self.problems.append(Problem(path or self.root, reason))
        if not (path and isinstance(error, FileNotFoundError)):  # else it is gone by now
            self.unlisted.append(prefix)


def _is_barred(folder: os.DirEntry[str]) -> bool:
    found: object = folder.stat(follow_symlinks=False)
    return folder.name == ".git" or getattr(found, "st_reparse_tag", 0) == _JUNCTION


def _is_litter(name: str) -> bool:
    if name[-4:].lower() not in _LITTER_ENDS and name[:2] != "~$":  # nearly every name
        return False
    lowered = name.lower()
    return lowered in _LITTER or lowered.startswith("~$") or lowered.endswith(".tmp")
