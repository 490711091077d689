"""Walking the evidence roots: which files there are. Nothing is opened and no link followed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditkit.evidence.model import Cancelled, FileEntry, Problem, never
from auditkit.evidence.opening import refusal

_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: what Windows has for a link to a folder
_CHECK_EVERY = 64  # folders between two looks at `cancelled`


@dataclass(frozen=True, slots=True)
class Scan:
    """The files below the roots, and what could not be read. ``complete`` is false when the
    scan was cancelled on its way."""

    entries: tuple[FileEntry, ...]
    problems: tuple[Problem, ...]
    complete: bool = True


def scan(roots: Iterable[Path], *, cancelled: Cancelled = never) -> Scan:
    """List the regular files below ``roots``, by root and path.

    Word's lock files, ``*.tmp``, what file managers leave behind, ``.git`` and audit folders are
    left out. A root or folder that is gone or may not be read becomes a `Problem`, and so does
    a link that dangles or points out of its root. Raises nothing for what is on the disk.
    """
    entries: list[FileEntry] = []
    problems: list[Problem] = []
    complete = True
    for root in dict.fromkeys(os.path.normpath(Path(root).absolute()) for root in roots):
        walk = _Walk(root)
        complete = walk.run(cancelled) and complete
        entries += walk.entries
        problems += walk.problems
    entries.sort(key=lambda entry: (entry.root, entry.path))
    return Scan(tuple(entries), tuple(problems), complete)


@dataclass(slots=True)
class _Walk:
    """One root on its way to be listed."""

    root: str
    entries: list[FileEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def run(self, cancelled: Cancelled) -> bool:
        """Walk to the end; false when cancelled before."""
        waiting = [""]
        seen = 0
        while waiting:
            if seen % _CHECK_EVERY == 0 and cancelled():
                return False
            seen += 1
            waiting += self._folder(waiting.pop())
        return True

    def _folder(self, prefix: str) -> Iterator[str]:
        """Take in one folder; gives the prefixes of the folders in it."""
        try:
            with os.scandir(f"{self.root}{os.sep}{prefix}") as listing:
                items = list(listing)
        except OSError as error:
            self._report(prefix.rstrip("/"), error)
            return
        names = {item.name for item in items}
        if "audit.json" in names and "journal" in names:
            return
        for item in items:
            try:
                if self._take(prefix, item):
                    yield f"{prefix}{item.name}/"
            except OSError as error:
                self._report(prefix + item.name, error)

    def _take(self, prefix: str, item: os.DirEntry[str]) -> bool:
        """Note a file or a bad link; true for a folder to go into."""
        path = prefix + item.name
        if item.is_symlink():
            self._link(path)
        elif item.is_dir(follow_symlinks=False):
            return item.name != ".git" and not _is_junction(item)
        elif item.is_file(follow_symlinks=False) and not _is_litter(item.name):
            found = item.stat(follow_symlinks=False)
            self.entries.append(FileEntry(self.root, path, found.st_size, found.st_mtime_ns))
        return False

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

    def _report(self, path: str, error: OSError) -> None:
        reason = str(refusal(Path(self.root, path), error))
        self.problems.append(Problem(path or self.root, reason))


def _is_junction(item: os.DirEntry[str]) -> bool:
    found: object = item.stat(follow_symlinks=False)
    return getattr(found, "st_reparse_tag", 0) == _JUNCTION


def _is_litter(name: str) -> bool:
    lowered = name.lower()
    return lowered in _LITTER or lowered.startswith("~$") or lowered.endswith(".tmp")
