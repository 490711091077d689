"""Texts that are being typed: what is not on the disk yet, and getting it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditkit.errors import AuditkitError

QUIET = 0.3
"""Seconds without a key after which a text is saved."""
BURST = 40
"""Characters after which a text is saved without waiting for quiet."""
RETRY = 5.0
"""Seconds until saving is tried again after it failed."""


@dataclass(frozen=True, slots=True)
class TextKey:
    """Where a text belongs: the running note of a requirement, a field of a finding or CAR, or what
    waits to become part of the record (a line, a form)."""

    kind: str
    owner: str
    field: str = ""


class Autosave:
    """Keeps every typed text until ``save`` has returned, whatever goes wrong on the way."""

    def __init__(self, save: Callable[[TextKey, str], None]) -> None:
        self._save = save
        self._pending: dict[TextKey, str] = {}
        self._saved_length: dict[TextKey, int] = {}
        self.error: AuditkitError | None = None
        """Why the last saving did not save everything."""

    @property
    def failure(self) -> str:
        """`error` in words; empty when everything was saved."""
        return str(self.error) if self.error else ""

    @property
    def pending(self) -> dict[TextKey, str]:
        """What is typed and not on the disk."""
        return dict(self._pending)

    def typed(self, key: TextKey, text: str) -> bool:
        """Remember a text; true when it grew or shrank so much that it should be saved now. A disk
        that just refused is left alone until the next try: a dying one may take seconds a key."""
        self._pending[key] = text
        known = self._saved_length.setdefault(key, len(text))
        return self.error is None and abs(len(text) - known) >= BURST

    def text(self, key: TextKey, stored: str) -> str:
        """What a field shows: what was typed last, else what is stored."""
        return self._pending.get(key, stored)

    def flush(self) -> bool:
        """Save everything typed; false (with `error` set and the texts kept) when it fails."""
        self.error = None
        for key, text in list(self._pending.items()):
            try:
                self._save(key, text)
            except AuditkitError as error:
                self.error = error
                continue
            self._saved_length[key] = len(text)
            if self._pending.get(key) == text:
                del self._pending[key]
        return self.error is None
