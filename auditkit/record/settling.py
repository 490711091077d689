"""What opening does about what it finds: it says it in a sentence, does what needs no guessing,
and refuses to write where that would make things worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.record.device import renew_device_id
from auditkit.record.folder import SNAPSHOT
from auditkit.record.heads import heads_of
from auditkit.record.journal import set_torn_aside
from auditkit.record.mark import remember
from auditkit.record.opening import Opened
from auditkit.record.reading import Reading
from auditkit.record.snapshot import set_snapshot_aside

REPAIR = "'auditkit doctor --repair --from COPY' takes it from a pack, a backup or a colleague."


@dataclass(slots=True)
class Settled:
    """How an opened audit may be used."""

    device: str
    """The journal to write."""
    read_only_reason: str = ""
    messages: list[str] = field(default_factory=list)

    @property
    def writable(self) -> bool:
        """Whether anything may be written."""
        return not self.read_only_reason


def settle(opened: Opened, folder: Path, device: str, read_only_reason: str) -> Settled:
    """Deal with the problems of an opened audit; changes the folder only where it is writable."""
    settled = Settled(device, read_only_reason)
    for each in opened.problems:
        if each.kind == "damage":
            _refuse(settled, each.text, f"What stands before it is shown, read-only. {REPAIR}")
        elif each.kind == "fork":
            _refuse(settled, each.text, f"The audit is shown, read-only. {REPAIR}")
    if settled.writable:
        for reading in opened.readings:
            if reading.torn and reading.device == device:
                _set_aside(settled, reading)
    for each in opened.problems:
        if each.kind == "missing":
            _go_on_elsewhere(settled, each.device, each.text)
    if settled.writable and (opened.strange_snapshot or opened.ahead_snapshot):
        _keep_snapshot(settled, opened, folder / SNAPSHOT)
    return settled


def _refuse(settled: Settled, text: str, outcome: str) -> None:
    reason = text[0].lower() + text[1:].rstrip(".")
    settled.read_only_reason = settled.read_only_reason or reason
    settled.messages.append(f"{text} {outcome}")


def _set_aside(settled: Settled, reading: Reading) -> None:
    try:
        settled.messages.append(set_torn_aside(reading))
    except AuditkitError as error:
        settled.read_only_reason = "an interrupted save could not be cleared away"
        settled.messages.append(f"The last line of the journal is unfinished. {error}")


def _go_on_elsewhere(settled: Settled, device: str, text: str) -> None:
    """Lines of a journal are missing. In this device's own one nothing may be written at a place
    where another line has stood: work goes on in a new journal."""
    if device == settled.device and settled.writable:
        settled.device = renew_device_id()
        text = f"{text} Work goes on in a new journal, {settled.device}."
    settled.messages.append(f"{text} To bring them back: {REPAIR}")


def _keep_snapshot(settled: Settled, opened: Opened, path: Path) -> None:
    """What another program wrote, or the last trace of lost lines, is not written over."""
    if opened.snapshot is not None:
        # What it knows of lost lines stays known when it is no longer there.
        remember(opened.audit, path.parent, heads_of(opened.snapshot.places))
    why = "is not as auditkit wrote it"
    if opened.ahead_snapshot:
        why = "knows of more than the journals"
    try:
        name = set_snapshot_aside(path)
    except AuditkitError as error:
        settled.messages.append(str(error))
        return
    if name:
        settled.messages.append(
            f"{SNAPSHOT} {why}; it was set aside as {name} and is made anew from the journals."
        )
