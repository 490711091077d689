"""``auditkit car import``: answers that came back, shown beside the record before they count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.errors import AuditkitError, UsageError
from auditkit.text import lines, one_line

if TYPE_CHECKING:
    from auditkit.documents.intake.answer import Intake
    from auditkit.record.audit import Audit


@click.command("import")
@audit_option
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--car", "expected", default="", help="Refuse the form of any other CAR.")
@click.option("--yes", is_flag=True, help="Take the answers in without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken in, and stop there.")
def import_command(
    folder: Path | None,
    as_json: bool,
    files: tuple[Path, ...],
    expected: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Take the answers of filled-in CAR forms into the record.

    Shows each field beside the record and how it was found, what the form says of the request,
    and what to ask about the answer. A complete answer moves its CAR to answered; 'auditkit undo'
    takes that back. The file itself is kept in the audit folder under its hash.
    """
    if yes and dry_run:
        raise UsageError("--yes and --dry-run exclude each other.", "Leave one of them out.")
    agrees = _asked if not (yes or dry_run or as_json) else lambda _: yes
    with open_audit(folder, read_only=agrees is not _asked and not yes) as audit:
        if expected:
            audit.car(expected)
        done = [_import(audit, path, expected, agrees, silent=as_json) for path in files]
    if as_json:
        say_json(done)
    if any("error" in each for each in done):
        raise click.exceptions.Exit(1)


def _import(
    audit: Audit, path: Path, expected: str, agrees: Callable[[Intake], bool], *, silent: bool
) -> dict[str, Any]:
    """One file; a bad one does not keep the others from coming in. Gives what --json shows."""
    from auditkit.documents.intake.keeping import take_in
    from auditkit.documents.intake.preview import preview
    from auditkit.documents.intake.reading import read_in

    done: dict[str, Any] = {"file": str(path), "taken": False}
    try:
        intake = read_in(audit, path, expected=expected)
        done |= _plain(audit, intake)
        if not silent:
            say("\n".join(preview(intake)))
        if agrees(intake):
            done["state"] = take_in(audit, intake).state
            done["taken"] = True
            if not silent:
                say(f"{intake.car.label} {done['state']}; its file is kept as {done['kept']}")
    except AuditkitError as error:
        click.echo(f"auditkit: {lines(str(error))}", err=True)
        done |= {"error": error.what, "remedy": error.remedy}
    return done


def _asked(intake: Intake) -> bool:
    """Ask; nobody there to answer counts as no."""
    try:
        if click.confirm(f"Take this answer to {one_line(intake.car.label)} in?", default=False):
            return True
    except click.Abort:
        say()
    say("Nothing was taken in; with --yes it is done without asking.")
    return False


def _plain(audit: Audit, intake: Intake) -> dict[str, Any]:
    from auditkit.documents.intake.answer import kept_path

    return {
        "sha256": intake.file.sha256,
        "kept": kept_path(audit, intake).relative_to(audit.folder).as_posix(),
        "car": intake.car.label,
        "state": intake.car.state,
        "becomes": intake.becomes,
        "fields": [
            {
                "field": each.field,
                "how": each.how,
                "record": each.record,
                "form": each.form,
                "changes": each.changes,
                "notes": each.notes,
            }
            for each in intake.changes
        ],
        "request": intake.locked,
        "notes": intake.notes,
        "missing": intake.missing,
        "remarks": intake.remarks,
    }
