"""Suggestions at a desk: made in its thread, and made anew when the record or the files changed."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.analysis.suggestion import GAP, AuditFacts, Suggested, Suggestions
from auditkit.evidence.contents import Contents
from auditkit.evidence.model import FileEntry
from auditkit.record.model import Ref

__all__ = ["GAP", "Suggesting"]


class Suggesting:
    """Which files may be evidence for a requirement, and which requirements a file may serve."""

    def __init__(self) -> None:
        self._made: Suggestions | None = None
        self._known: AuditFacts | None = None
        self._files: Sequence[FileEntry] = ()
        self._contents: Contents | None = None

    def fitting(
        self, known: AuditFacts, entries: Sequence[FileEntry], ref: Ref, contents: Contents | None
    ) -> list[Suggested]:
        """The files that may be evidence for a requirement, best first."""
        return self._suggestions(known, entries, contents).for_requirement(ref, 5)

    def served(
        self,
        known: AuditFacts,
        entries: Sequence[FileEntry],
        entry: FileEntry,
        contents: Contents | None,
    ) -> list[tuple[Ref, float, str]]:
        """The requirements that a file may serve, best first, each with the reason."""
        return self._suggestions(known, entries, contents).for_file(entry, 5)

    def _suggestions(
        self, known: AuditFacts, entries: Sequence[FileEntry], contents: Contents | None
    ) -> Suggestions:
        """Other facts of the same files read no name again."""
        made = self._made
        if made is None or self._files is not entries or self._contents is not contents:
            made = Suggestions(known, entries, contents)
        elif self._known is not known:
            made = made.renewed(known)
        self._made, self._known, self._files, self._contents = made, known, entries, contents
        return made
