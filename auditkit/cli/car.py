"""Corrective-action requests from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.car_import import import_command
from auditkit.cli.common import (
    SafeGroup,
    audit_option,
    json_option,
    open_audit,
    parse_fields,
    require_free,
    say,
    say_json,
)
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Car


@click.group(cls=SafeGroup)
def car() -> None:
    """Issue corrective-action requests and follow them to their end."""


@car.command()
@audit_option
@click.option("--finding", "names", multiple=True, help="Finding; default: all that lack a CAR.")
@click.option("--due", default="", help="Date by which the answer is due (YYYY-MM-DD).")
@click.option("--to", "issued_to", default="", help="Function that has to answer.")
@click.option("--no-form", is_flag=True, help="Do not write the Word forms.")
def issue(
    folder: Path | None, names: tuple[str, ...], due: str, issued_to: str, no_form: bool
) -> None:
    """Issue a CAR for each nonconformity and write its Word form."""
    from auditkit.analysis.counts import nonconformities_without_car
    from auditkit.documents.catalog import write_car

    with open_audit(folder) as audit:
        wanted = [audit.finding(name) for name in names] or nonconformities_without_car(audit)
        response_due = _date("due", due) if due else None
        for finding in wanted:
            made = audit.issue_car(finding.id, response_due=response_due, issued_to=issued_to)
            say(f"{made.label} issued for {finding.label}, answer due {made.response_due}")
            if not no_form:
                say(f"  {write_car(audit, made.id).path}")
        if not wanted:
            say(_nothing_to_request(audit))


def _nothing_to_request(audit: Audit) -> str:
    """Why no nonconformity is waiting for its request, and what to do about it."""
    from auditkit.analysis.counts import draft_findings

    drafts = [each.label for each in draft_findings(audit) if each.grade.nonconformity]
    some = any(each.grade.nonconformity for each in audit.findings())
    if drafts:
        are = "is a draft" if len(drafts) == 1 else "are drafts"
        return (
            f"No CAR is issued: {', '.join(drafts)} {are}, and a CAR is for an issued finding. "
            f"'auditkit finding issue {' '.join(drafts)}' comes first."
        )
    if some:
        return "Every issued nonconformity has its CAR."
    return "There is no nonconformity, so no CAR. 'auditkit finding add' drafts one."


@car.command()
@audit_option
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")
@click.option("--text", "as_text", is_flag=True, help="Plain text, for those without Word.")
def form(folder: Path | None, name: str, output: Path | None, as_text: bool) -> None:
    """Write the form of CAR NAME, to be answered by the auditee."""
    from auditkit.documents.catalog import write_car
    from auditkit.documents.intake.plain import SUFFIXES
    from auditkit.documents.intake.sending import write_text_form

    suffixes = SUFFIXES if as_text else (".docx",)
    if output is not None and output.suffix.lower() not in suffixes:
        raise UsageError(f"A form is a {' or '.join(suffixes)} file.", "Give such a name with -o.")
    with open_audit(folder) as audit:
        if output is not None:
            require_free(audit, output, suffixes)
        written = (write_text_form if as_text else write_car)(audit, name, output)
        say(str(written.path))


car.add_command(import_command)


@car.command("list")
@audit_option
@json_option
def list_command(folder: Path | None, as_json: bool) -> None:
    """All CARs with state and next date."""
    from auditkit.analysis.counts import due_date, overdue_cars

    with open_audit(folder, read_only=True) as audit:
        if as_json:
            say_json(audit.cars())
            return
        late = {each.id for each in overdue_cars(audit, date.today())}
        for each in audit.cars():
            finding = audit.finding(each.finding)
            due = due_date(each)
            when = f"due {due}{' OVERDUE' if each.id in late else ''}" if due else ""
            say(f"{each.label}  {finding.label}  {each.state:<14}{when:<24}{finding.title}")
        if not audit.cars():
            say("No CARs yet. 'auditkit car issue' issues them.")


@car.command()
@audit_option
@click.argument("name")
@json_option
def show(folder: Path | None, name: str, as_json: bool) -> None:
    """CAR NAME in full."""
    import msgspec

    from auditkit.record.model import CarState

    with open_audit(folder, read_only=True) as audit:
        found = audit.car(name)
        if as_json:
            say_json(found)
            return
        for field, value in msgspec.to_builtins(found).items():
            if value and field != "id":
                shown = audit.finding(value).label if field == "finding" else value
                say(f"{field.replace('_', ' ')}: {shown}")
        if found.state is CarState.ANSWERED:
            _look_at(audit, found)


@car.command()
@audit_option
@click.argument("name")
@click.argument("state")
@click.argument("fields", nargs=-1)
def advance(folder: Path | None, name: str, state: str, fields: tuple[str, ...]) -> None:
    """Move CAR NAME to STATE with FIELD=VALUE ...; says what is missing where it cannot move.

    States: answered, accepted, returned, implemented, effective, 'not effective'.
    """
    from auditkit.record.model import CarState

    if state not in list(CarState):
        raise UsageError(f"There is no state {state!r}.", f"States: {', '.join(CarState)}.")
    with open_audit(folder) as audit:
        moved = audit.advance_car(name, CarState(state), **_values(fields))
        say(f"{moved.label} {moved.state}")
        if moved.state in (CarState.ANSWERED, CarState.ACCEPTED):
            _look_at(audit, moved)


@car.command()
@audit_option
@click.argument("name")
@click.argument("fields", nargs=-1, required=True)
def edit(folder: Path | None, name: str, fields: tuple[str, ...]) -> None:
    """Change FIELD=VALUE ... of CAR NAME."""
    with open_audit(folder) as audit:
        audit.edit_car(name, **_values(fields))
        say(f"{name} saved")


DATES = (
    "response_due",
    "correction_date",
    "action_due",
    "answered",
    "decided",
    "implemented",
    "effectiveness_due",
    "verified",
)


def _look_at(audit: Audit, found: Car) -> None:
    """Questions that the answer raises; they stand in no one's way."""
    from auditkit.analysis.answer import remark_line, remarks_on_answer

    for each in remarks_on_answer(found, audit.finding(found.finding), date.today()):
        say(f"  look at {remark_line(each)}")


def _values(pairs: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: _date(name, value) if name in DATES else value
        for name, value in parse_fields(pairs).items()
    }


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{name}: {text!r} is no date.", "Write it as 2026-11-30.") from error
