"""Where the index of an audit's evidence lies, and what is read first into it."""

from __future__ import annotations

from pathlib import Path

from auditkit.evidence.contents import FILE
from auditkit.record.audit import Audit
from auditkit.record.folder import CACHE
from auditkit.record.model import EvidenceKind


def index_file(audit: Audit) -> Path:
    """Where the index of an audit lies."""
    return Path(audit.folder, CACHE, FILE)


def registered(audit: Audit) -> tuple[Path, ...]:
    """The files in the evidence register: what is searched is most likely in them."""
    files = (each for each in audit.evidence() if each.kind is EvidenceKind.FILE)
    return tuple(audit.evidence_path(each) for each in files)
