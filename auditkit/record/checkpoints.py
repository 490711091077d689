"""Verbs about checkpoints: standing behind a state of the record, signed or not."""

from __future__ import annotations

from pathlib import Path

from auditkit.errors import UsageError
from auditkit.record.history import CHECKPOINT
from auditkit.record.ids import new_id
from auditkit.record.model import Checkpoint
from auditkit.record.statement import compose
from auditkit.record.tables import TABLES
from auditkit.record.verbs import Verbs

PURPOSES = ("report issue", "closing", "pack")
"""What a checkpoint may be made for."""


class CheckpointVerbs(Verbs):
    """Who stood behind which state of the record."""

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """All checkpoints, oldest first."""
        return tuple(self._all(Checkpoint).values())

    def add_checkpoint(self, purpose: str, key: Path | None = None) -> Checkpoint:
        """Note the heads as they stand now, signed with an SSH key where one is given.

        A checkpoint cannot be undone. Raises `UsageError` for an unknown purpose, `AuditkitError`
        when the key does not sign; then nothing is noted.
        """
        if purpose not in PURPOSES:
            raise UsageError(
                f"There is no checkpoint for {purpose!r}.", f"Purposes: {', '.join(PURPOSES)}."
            )
        self._require_allowed({TABLES[Checkpoint]: {}})
        at = self._clock()
        statement = compose(self.id, purpose, at, self.actor, self.heads())
        signature, fingerprint = _signed(statement.encode(), key) if key else ("", "")
        fields = {
            "purpose": purpose,
            "statement": statement,
            "signature": signature,
            "key": fingerprint,
            "by": self.actor,
            "at": at.isoformat(),
        }
        identity, outer = new_id(), self._group
        self._group = None
        try:
            self._commit(CHECKPOINT, {TABLES[Checkpoint]: {identity: fields}}, purpose)
        finally:
            self._group = outer
        return self._all(Checkpoint)[identity]


def _signed(statement: bytes, key: Path) -> tuple[str, str]:
    from auditkit.record.signature import sign, signing_key

    signature = sign(statement, key)
    return signature, signing_key(statement, signature)
