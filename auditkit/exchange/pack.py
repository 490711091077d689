"""Writing a pack: an audit as one file that is checked without auditkit (docs/packs.md)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from auditkit import __version__
from auditkit.errors import AuditkitError, UsageError
from auditkit.evidence.model import Cancelled, never
from auditkit.exchange import contents
from auditkit.exchange.bag import BagWriter
from auditkit.exchange.choice import Choice, is_loss, reasons
from auditkit.exchange.contents import Contents, LeftOut, Progress, Surprise
from auditkit.exchange.lock import SUFFIX as LOCKED
from auditkit.exchange.lock import Lock, lock_for
from auditkit.files import write_aside
from auditkit.record.audit import Audit
from auditkit.record.phrase import phrase
from auditkit.text import one_line

FORMAT = 1
"""Version of the layout of a pack; a reader refuses a higher one."""
FORMAT_FIELD, HEAD_FIELD, PHRASE_FIELD = "Auditkit-Pack", "Auditkit-Head", "Auditkit-Phrase"
SUFFIX = ".zip"


class Packed(NamedTuple):
    """A pack that was written."""

    path: Path
    sha256: str
    left_out: tuple[LeftOut, ...]
    """What was asked for and is not in it, and why."""


def write_pack(
    audit: Audit,
    target: Path,
    *,
    evidence: str = Choice.NONE,
    sign_with: Path | None = None,
    recipients: Sequence[str] = (),
    passphrase: str = "",
    at: datetime | None = None,
    progress: Progress = contents.silent,
    cancelled: Cancelled = never,
) -> Packed:
    """Write an audit as one pack; ``.age`` is added to the name of a locked one.

    ``evidence`` is a `Choice`. Files that changed, vanished or cannot be read stay out and are
    told of. The same audit, time and choices give the same bytes, unless locked or signed. Raises
    `AuditkitError` when the record or the disk does not allow it, `UsageError` for a wrong choice,
    `WorkCancelled` on request; then nothing is left at ``target`` that was not there before.
    """
    choice = _choice(evidence)
    lock = lock_for(recipients, passphrase)
    if lock is not None and target.suffix != LOCKED:
        target = target.with_name(target.name + LOCKED)
    with suppress(AuditkitError):  # a copy that cannot be written anew stays out, and is told of
        audit.save_snapshot()
    job = _Job(audit, choice, at or datetime.now(UTC), sign_with, progress, cancelled)
    job.write(target, lock)
    return Packed(target, _sha256(target), tuple(job.left_out))


def default_path(audit: Audit) -> Path:
    """Beside the audit folder, named after folder and state of the record."""
    return audit.folder.resolve().parent / f"{_bag_name(audit)}{SUFFIX}"


def _bag_name(audit: Audit) -> str:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", audit.info.number or audit.folder.resolve().name)
    return f"{plain[:60].strip('.-') or 'audit'}-{audit.head}"


def _choice(evidence: str) -> Choice:
    if evidence not in list(Choice):
        raise UsageError(
            f"There is no choice of evidence {evidence!r}.", f"Choices: {', '.join(Choice)}."
        )
    return Choice(evidence)


@dataclass
class _Job:
    """One pack being written, as often as it takes to find what does not belong into it."""

    audit: Audit
    choice: Choice
    at: datetime
    sign_with: Path | None
    progress: Progress
    cancelled: Cancelled
    left_out: list[LeftOut] = field(default_factory=list)

    def write(self, target: Path, lock: Lock | None) -> None:
        """Write the file. What went into a zip cannot be taken out again: a file that turns out
        changed while it is copied makes this begin anew, without that file and this time having
        hashed all others first."""
        why_not = reasons(self.audit, self.choice, cancelled=self.cancelled)
        while True:
            try:
                write_aside(target, partial(self._fill, lock, why_not))
                return
            except Surprise as surprise:
                known = {**why_not, surprise.identity: surprise.reason}
                fresh = reasons(self.audit, self.choice, quick=False, cancelled=self.cancelled)
                why_not = {key: reason or known[key] for key, reason in fresh.items()}

    def _fill(self, lock: Lock | None, why_not: dict[str, str], aside: Path) -> None:
        bag: Callable[[BinaryIO], None] = partial(self._bag, why_not)
        with aside.open("wb") as stream:
            if lock is None:
                bag(stream)
            else:
                lock(bag, stream)

    def _bag(self, why_not: dict[str, str], stream: BinaryIO) -> None:
        every = self.audit.evidence()
        self.left_out = [
            LeftOut(each.label, why_not[each.id])
            for each in every
            if is_loss(each, why_not[each.id])
        ]
        with BagWriter(stream, _bag_name(self.audit), self.at) as bag:
            parts = Contents(self.audit, bag, self.at, self.progress, self.cancelled)
            self.left_out += parts.write(why_not)
            bag.seal(self._info(), self._signer())

    def _signer(self) -> Callable[[bytes], str] | None:
        if self.sign_with is None:
            return None
        from auditkit.record.signature import sign

        return partial(sign, key=self.sign_with)

    def _info(self) -> dict[str, str]:
        head = self.audit.digest
        return {
            "Bag-Software-Agent": f"auditkit {__version__}",
            "Bagging-Date": f"{self.at:%Y-%m-%d}",
            "External-Identifier": one_line(self.audit.id),
            "External-Description": " ".join(one_line(self.audit.info.title).split()),
            FORMAT_FIELD: str(FORMAT),
            HEAD_FIELD: head,
            PHRASE_FIELD: phrase(head),
            "Auditkit-Evidence": self.choice.value,
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
