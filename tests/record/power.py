"""A disk that loses power: what a program told `os` to do, and every state in which the disk may
be found afterwards.

In the manner of ALICE (Pillai et al., OSDI 2014): a `Recorder` stands in for the functions of `os`
that change files, does what they do and keeps a log; a `Disk` replays the log and gives, at every
point of it, the trees that a crash may leave. What it takes a disk to do:

- Bytes written are sure only after an fsync of their file. Before that any of their 512-byte
  sectors may be there or not, also out of order; a missing sector shows as zeros where the file is
  long enough, and the file may be as long as if all had come.
- Entries of a folder (made, moved, taken away) are sure only after an fsync of the folder. Before
  that a prefix of them is there, for each folder one of its own, ahead of the data or behind it.
- ``names_too``: as on ext4, an fsync of a new file makes its name sure as well, and that of its
  folders. POSIX does not promise that.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pytest

SECTOR = 512
Tree = dict[str, bytes | None]
"""A folder by relative path: the bytes of a file, or None for a folder."""


class File:
    """One file, whatever its name is at the moment."""


class Write(NamedTuple):
    """Bytes written at a place of a file."""

    file: File
    at: int
    data: bytes

    def pieces(self) -> Iterator[Write]:
        """The same by sectors: each reaches the disk whole or not at all."""
        end = self.at + len(self.data)
        inner = range(self.at - self.at % SECTOR + SECTOR, end, SECTOR)
        for one, other in pairwise([self.at, *inner, end]):
            yield Write(self.file, one, self.data[one - self.at : other - self.at])

    def size_after(self, size: int, kept: bool) -> int:
        """How long the file may be now: the new length may come without the bytes."""
        return max(size, self.at + len(self.data))

    def apply(self, content: bytearray) -> None:
        """Do it."""
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data


class Cut(NamedTuple):
    """A file brought to another size."""

    file: File
    size: int

    def pieces(self) -> Iterator[Cut]:
        """It happens or it does not."""
        yield self

    def size_after(self, size: int, kept: bool) -> int:
        """How long the file may be now."""
        return self.size if kept else size

    def apply(self, content: bytearray) -> None:
        """Do it."""
        content.extend(bytes(max(0, self.size - len(content))))
        del content[self.size :]


class Made(NamedTuple):
    """A new file, or a new folder (None)."""

    path: str
    node: File | None

    def apply(self, names: dict[str, File | None]) -> None:
        """Do it."""
        names[self.path] = self.node


class Moved(NamedTuple):
    """A file under another name of the same folder."""

    source: str
    path: str

    def apply(self, names: dict[str, File | None]) -> None:
        """Do it."""
        names[self.path] = names.pop(self.source)


class Gone(NamedTuple):
    """A file or an empty folder taken away."""

    path: str

    def apply(self, names: dict[str, File | None]) -> None:
        """Do it."""
        del names[self.path]


class Sync(NamedTuple):
    """An fsync of a file, or of the folder at a path."""

    what: File | str


class Said(NamedTuple):
    """How many changes the program has confirmed from here on."""

    confirmed: int


Op = Write | Cut | Made | Moved | Gone | Sync | Said


@dataclass
class Log:
    """A recording: the tree as it was, the files in it, and what was done."""

    start: Tree
    files: dict[str, File]
    ops: list[Op]


def tree_of(root: Path) -> Tree:
    """What lies below a folder."""
    found = sorted(each for each in root.rglob("*") if not each.is_symlink())
    return {
        each.relative_to(root).as_posix(): each.read_bytes() if each.is_file() else None
        for each in found
    }


class Recorder:
    """Stands in for the functions of `os` that change files below ``root``, and does what they do.

    What reaches the files by another way (the built-in `open`) it does not see; `current`, held
    against `tree_of`, tells whether there was such a thing.
    """

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self._root = root
        start = tree_of(root)
        files = {path: File() for path, data in start.items() if data is not None}
        self.log = Log(start, files, [])
        self._names: dict[str, File | None] = {path: files.get(path) for path in start}
        self._content = {file: bytearray(start[path] or b"") for path, file in files.items()}
        self._handles: dict[int, Handle] = {}
        for name in ("open", "close", "write", "fsync", "ftruncate", "replace", "unlink", "mkdir"):
            self._stand_in(patch, name)
        if sys.platform == "darwin":
            _refuse_full_sync(patch)

    def say(self, confirmed: int) -> None:
        """Note how many changes the program has confirmed by now."""
        self.log.ops.append(Said(confirmed))

    def current(self) -> Tree:
        """The tree as the recorder knows it."""
        return {
            path: None if node is None else bytes(self._content[node])
            for path, node in self._names.items()
        }

    def _stand_in(self, patch: pytest.MonkeyPatch, name: str) -> None:
        real, note = getattr(os, name), getattr(self, f"_{name}")

        def stand_in(*args: Any, **more: Any) -> Any:
            result = real(*args, **more)
            note(result, *args, **more)
            return result

        patch.setattr(os, name, stand_in)

    def _do(self, op: Op) -> None:
        if isinstance(op, Write | Cut):
            op.apply(self._content[op.file])
        elif isinstance(op, Made | Moved | Gone):
            op.apply(self._names)
        self.log.ops.append(op)

    def _below(self, path: Any) -> str | None:
        """A path relative to the root; None where it lies outside."""
        whole = Path(os.fsdecode(path)).absolute()
        if not whole.is_relative_to(self._root):
            return None
        return whole.relative_to(self._root).as_posix()

    def _open(self, descriptor: int, path: Any, flags: int, *_: Any, **__: Any) -> None:
        name = self._below(path)
        if name is None:
            return
        if name not in self._names and name != ".":
            file = File()
            self._content[file] = bytearray()
            self._do(Made(name, file))
        node = self._names.get(name)
        self._handles[descriptor] = Handle(name if node is None else node, flags)
        if node is not None and flags & os.O_TRUNC and self._content[node]:
            self._do(Cut(node, 0))

    def _close(self, _: None, descriptor: int) -> None:
        self._handles.pop(descriptor, None)

    def _write(self, size: int, descriptor: int, data: Any) -> None:
        handle = self._handles.get(descriptor)
        if handle is None or isinstance(handle.node, str):
            return
        at = len(self._content[handle.node]) if handle.flags & os.O_APPEND else handle.at
        handle.at = at + size
        self._do(Write(handle.node, at, bytes(data[:size])))

    def _fsync(self, _: None, descriptor: int) -> None:
        if descriptor in self._handles:
            self._do(Sync(self._handles[descriptor].node))

    def _ftruncate(self, _: None, descriptor: int, size: int) -> None:
        handle = self._handles.get(descriptor)
        if handle is not None and isinstance(handle.node, File):
            self._do(Cut(handle.node, size))

    def _replace(self, _: None, source: Any, target: Any) -> None:
        one, other = self._below(source), self._below(target)
        if one is None and other is None:
            return
        assert one is not None
        assert other is not None
        assert _folder(one) == _folder(other), "moved from folder to folder"
        self._do(Moved(one, other))

    def _unlink(self, _: None, path: Any) -> None:
        if (name := self._below(path)) is not None:
            self._do(Gone(name))

    def _mkdir(self, _: None, path: Any, *__: Any) -> None:
        if (name := self._below(path)) is not None:
            self._do(Made(name, None))


@dataclass
class Handle:
    """An open file, or an open folder (its path)."""

    node: File | str
    flags: int
    at: int = 0


class Disk:
    """Replays a log, and gives what a crash may leave at the point reached.

    ``files_sync`` and ``folders_sync`` switched off make a disk on which an fsync does nothing: a
    program without that fsync looks the same.
    """

    def __init__(
        self,
        log: Log,
        *,
        names_too: bool = False,
        files_sync: bool = True,
        folders_sync: bool = True,
    ) -> None:
        self._names: dict[str, File | None] = {path: log.files.get(path) for path in log.start}
        self._sure = {file: log.start[path] or b"" for path, file in log.files.items()}
        self._pending: dict[File, list[Write | Cut]] = {}
        self._waiting: list[Made | Moved | Gone] = []
        self._names_too, self._files_sync, self._folders_sync = names_too, files_sync, folders_sync

    def do(self, op: Op) -> None:
        """Take one step of the log."""
        if isinstance(op, Write | Cut):
            self._pending.setdefault(op.file, []).append(op)
        elif isinstance(op, Made | Moved | Gone):
            self._waiting.append(op)
        elif isinstance(op, Sync) and isinstance(op.what, File):
            if self._files_sync:
                self._sync_file(op.what)
        elif isinstance(op, Sync) and self._folders_sync:
            self._sync_folder(op.what)

    def crashes(self, chance: random.Random, limit: int) -> Iterator[Tree]:
        """Trees that may be found now: all of them where they are no more than ``limit``, else a
        sample in which nothing, and all of what was not sure, has come."""
        folders = sorted({_folder(op.path) for op in self._waiting})
        counts = [sum(_folder(op.path) == each for op in self._waiting) for each in folders]
        files = [file for file in self._pending if self._pending[file]]
        contents = [self._contents(file, chance, limit) for file in files]
        for chosen in _combined([*(range(n + 1) for n in counts), *contents], chance, limit):
            names = self._named(dict(zip(folders, chosen)))
            held = self._sure | dict(zip(files, chosen[len(folders) :]))
            yield {
                path: None if node is None else held.get(node, b"") for path, node in names.items()
            }

    def _sync_file(self, file: File) -> None:
        content = bytearray(self._sure.get(file, b""))
        for op in self._pending.pop(file, ()):
            op.apply(content)
        self._sure[file] = bytes(content)
        if self._names_too:
            for made in [op for op in self._waiting if isinstance(op, Made) and op.node is file]:
                self._settle_up_to(made)

    def _settle_up_to(self, made: Made) -> None:
        """A name, all that came before it in its folder, and the names of the folders above."""
        folder = _folder(made.path)
        early = self._waiting[: self._waiting.index(made) + 1]
        self._settle([op for op in early if _folder(op.path) == folder])
        for above in [op for op in self._waiting if isinstance(op, Made) and op.path == folder]:
            self._settle_up_to(above)

    def _sync_folder(self, path: str) -> None:
        self._settle([op for op in self._waiting if _folder(op.path) == path])

    def _settle(self, ops: Sequence[Made | Moved | Gone]) -> None:
        for op in ops:
            op.apply(self._names)
            self._waiting.remove(op)

    def _named(self, counts: dict[str, int]) -> dict[str, File | None]:
        """The names that are there when this many of each folder's changes have come."""
        names, left = dict(self._names), dict(counts)
        for op in self._waiting:
            if left[_folder(op.path)]:
                left[_folder(op.path)] -= 1
                op.apply(names)
        return {path: node for path, node in names.items() if _reachable(path, names)}

    def _contents(self, file: File, chance: random.Random, limit: int) -> list[bytes]:
        """What a file may hold: any of the pieces not yet sure, and as long as if all had come or
        as far as those go that did."""
        pieces = [piece for op in self._pending[file] for piece in op.pieces()]
        found: dict[bytes, None] = {}
        for *kept, long in _combined([(False, True)] * (len(pieces) + 1), chance, limit):
            content = bytearray(self._sure.get(file, b""))
            size = len(content)
            for piece, keep in zip(pieces, kept):
                size = piece.size_after(size, keep)
                if keep:
                    piece.apply(content)
            found[bytes(content.ljust(size, b"\0") if long else content)] = None
        return list(found)


def _combined(
    choices: Sequence[Sequence[Any]], chance: random.Random, limit: int
) -> Iterator[tuple[Any, ...]]:
    """All ways to choose one of each; where they are too many the first, the last and a sample."""
    if prod(map(len, choices)) <= limit:
        yield from product(*choices)
        return
    yield tuple(each[0] for each in choices)
    yield tuple(each[-1] for each in choices)
    for _ in range(limit - 2):
        yield tuple(chance.choice(each) for each in choices)


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _reachable(path: str, names: dict[str, File | None]) -> bool:
    return all(str(above) in names for above in PurePosixPath(path).parents if str(above) != ".")


def _refuse_full_sync(patch: pytest.MonkeyPatch) -> None:
    """As on a network drive; what then takes its place is an fsync, which is recorded."""
    import fcntl

    real = fcntl.fcntl

    def refuse(descriptor: int, command: int, *more: Any) -> Any:
        if command == fcntl.F_FULLFSYNC:
            raise OSError("no F_FULLFSYNC here")
        return real(descriptor, command, *more)

    patch.setattr(fcntl, "fcntl", refuse)
