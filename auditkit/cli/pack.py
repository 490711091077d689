"""``auditkit pack``: the audit as one file."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import (
    audit_folder,
    audit_option,
    json_option,
    open_audit,
    require_free,
    say,
    say_json,
)
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.exchange.pack import Packed
    from auditkit.record.audit import Audit

_SECONDS_BETWEEN = 2.0
CHOICES = ("none", "cited", "all")


@click.command()
@audit_option
@json_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; default: beside the audit.",
)
@click.option(
    "--evidence",
    type=click.Choice(CHOICES),
    default="none",
    show_default=True,
    help="Which evidence files go in.",
)
@click.option(
    "--encrypt-to",
    "recipients",
    multiple=True,
    help="age or SSH public key, or a file with such keys; may be given several times.",
)
@click.option("--passphrase", "ask", is_flag=True, help="Lock it with a passphrase (asked twice).")
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="Lock it with the passphrase in the first line of this file.",
)
@click.option("--sign", type=click.Path(path_type=Path), help="SSH key to sign it with.")
@click.pass_context
def pack(
    ctx: click.Context,
    folder: Path | None,
    as_json: bool,
    output: Path | None,
    evidence: str,
    recipients: tuple[str, ...],
    ask: bool,
    passphrase_file: Path | None,
    sign: Path | None,
) -> None:
    """Write the audit as one file to archive or hand over.

    It is a zip with the record, the documents, the evidence that is wanted and a copy to read in
    a browser; whoever gets it checks it without auditkit. Exit code 1 when a file that was asked
    for had to stay out.
    """
    if audit_folder(folder).is_file():
        raise UsageError("That is a pack already.", "Copy the file as it is.")
    passphrase = _passphrase(ask, passphrase_file, bool(recipients))
    from auditkit.exchange.lock import lock_for
    from auditkit.exchange.pack import write_pack

    with open_audit(folder) as audit:
        target = _target(audit, output)
        lock_for(recipients, passphrase)
        _checkpoint(audit, sign)
        packed = write_pack(
            audit,
            target,
            evidence=evidence,
            sign_with=sign,
            recipients=recipients,
            passphrase=passphrase,
            progress=_Telling(),
        )
        _report(audit, packed, as_json)
    if packed.left_out:
        ctx.exit(1)


def _target(audit: Audit, output: Path | None) -> Path:
    """Where the pack goes. Only another pack is ever written over; what cannot be written is said
    before the journal gets its line."""
    from auditkit.exchange.pack import default_path

    target = output or default_path(audit)
    require_free(audit, target, (".zip", ".age"))
    if target.is_dir():
        raise UsageError(f"{target} is a folder.", "Give the name of a file with -o.")
    if not os.access(next(each for each in target.resolve().parents if each.exists()), os.W_OK):
        raise UsageError(f"Nothing can be written in {target.parent}.", "Choose another place.")
    return target


def _checkpoint(audit: Audit, sign: Path | None) -> None:
    """Note in the journal that somebody stands behind this state, before it is packed."""
    if audit.takes_papers:
        audit.add_checkpoint("pack", sign)


def _passphrase(ask: bool, file: Path | None, to_keys: bool) -> str:
    """The passphrase to lock with; empty where none is wanted."""
    if (ask or file) and to_keys:
        raise UsageError("A pack is locked to keys or with a passphrase, not both.")
    if file is not None:
        return _from_file(file)
    if not ask:
        return ""
    if not sys.stdin.isatty():
        raise UsageError("A passphrase is asked for on a terminal.", "Use --passphrase-file.")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True))


def _from_file(file: Path) -> str:
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"The passphrase file {file} cannot be read.") from error
    first = content.split("\n", 1)[0].rstrip("\r")
    if not first:
        raise UsageError(f"The first line of {file} is empty.", "Write the passphrase there.")
    return first


class _Telling:
    """Says now and then, to whoever watches, what is packed."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, what: str, number: int, count: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._last > _SECONDS_BETWEEN:
            self._last = now
            click.echo(f"{what} ({number} of {count}) ...", err=True)


def _report(audit: Audit, packed: Packed, as_json: bool) -> None:
    from auditkit.record.phrase import phrase

    head = audit.digest
    if as_json:
        left_out = [{"what": each.what, "reason": each.reason} for each in packed.left_out]
        found = {"path": str(packed.path), "sha256": packed.sha256, "head": head}
        say_json({**found, "phrase": phrase(head), "left_out": left_out})
        return
    say(str(packed.path))
    say(f"SHA-256   {packed.sha256}")
    say(f"Phrase    {phrase(head)}")
    for each in packed.left_out:
        say(f"Left out  {each.what}: {each.reason}")
