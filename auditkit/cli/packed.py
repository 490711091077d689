"""A pack given where an audit folder is expected: laid out for one command, and taken away."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.errors import AuditkitError

if TYPE_CHECKING:
    from auditkit.record.audit import Audit

IDENTITY_VARIABLE = "AUDITKIT_IDENTITY"
READ_ONLY = "a pack is read only"
REMEDY = "Work in the audit folder that it was made from."


@contextmanager
def laid_out(path: Path, identity: Path | None = None) -> Iterator[Path]:
    """The audit of a pack as a folder that only its owner may look into, while inside."""
    from auditkit.exchange.unpack import read_pack

    chosen = identity or _identity()
    with tempfile.TemporaryDirectory(prefix="auditkit-pack-") as place:
        yield read_pack(path, Path(place), identity=chosen, passphrase=_asked, evidence=False)


def folder_of(path: Path) -> Path:
    """An audit folder as it is; that of a pack until the running command ends."""
    return click.get_current_context().with_resource(laid_out(path)) if path.is_file() else path


def open_packed(path: Path) -> Audit:
    """The audit of a pack, opened for reading until the running command ends."""
    from auditkit.record.audit import Audit

    audit = Audit.open(folder_of(path), read_only=True)
    audit.refuse_changes(READ_ONLY, REMEDY)
    return audit


def _identity() -> Path | None:
    named = os.environ.get(IDENTITY_VARIABLE)
    return Path(named) if named else None


def _asked() -> str:
    if not sys.stdin.isatty():
        raise AuditkitError("The passphrase of a pack is asked for on a terminal.", "Use one.")
    return str(click.prompt("Passphrase of the pack", hide_input=True, err=True))
