"""The audit plan and the attendance from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditkit.cli.common import (
    SafeGroup,
    audit_option,
    json_option,
    open_audit,
    say,
    say_json,
)
from auditkit.errors import UsageError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Ref, Session

F = TypeVar("F", bound=Callable[..., Any])
KINDS = {
    "audit": "audit session",
    "opening": "opening meeting",
    "closing": "closing meeting",
    "team": "team meeting",
    "break": "break",
}


@click.group(cls=SafeGroup, invoke_without_command=True)
@audit_option
@json_option
@click.pass_context
def plan(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """The audit plan: sessions, who takes part, and who was there.

    Without a command it lists the timetable and what is still open in it.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        with open_audit(folder, read_only=True) as audit:
            if as_json:
                say_json(_plain(audit))
            else:
                _print(audit)


def session_options(command: F) -> F:
    """The options that describe a session."""
    for option in reversed(
        (
            click.option("--kind", type=click.Choice(list(KINDS)), help="A new one: audit."),
            click.option("--place", help="Room or site; for a remote session how one meets."),
            click.option("--remote/--on-site", default=None, help="Whether it is held remotely."),
            click.option("--ref", "refs", multiple=True, help="Requirement, or a whole section."),
            click.option("--auditee", "auditees", multiple=True, help="Function that takes part."),
            click.option("--auditor", "auditors", multiple=True, help="Name of a team member."),
            click.option("--method", help="Interview, observation and so on."),
            click.option("--remark", help="Anything else to know."),
        )
    ):
        command = option(command)
    return command


@plan.command()
@audit_option
@click.argument("title")
@click.option("--day", required=True, help="YYYY-MM-DD.")
@click.option("--from", "starts", required=True, help="HH:MM.")
@click.option("--to", "ends", required=True, help="HH:MM.")
@session_options
@click.pass_obj
def add(above: Path | None, /, folder: Path | None, title: str, **given: Any) -> None:
    """Add a session about TITLE."""
    with open_audit(folder or above) as audit:
        made = audit.add_session(title, **_fields(audit, given))
        say(one_line(f"{made.label}  {_when(made)}  {made.title}"))


@plan.command()
@audit_option
@click.argument("name", metavar="SESSION")
@click.option("--title", help="What it is about.")
@click.option("--day", help="YYYY-MM-DD.")
@click.option("--from", "starts", help="HH:MM.")
@click.option("--to", "ends", help="HH:MM.")
@session_options
@click.pass_obj
def edit(above: Path | None, /, folder: Path | None, name: str, **given: Any) -> None:
    """Change SESSION (S-001, opening or closing). What is not given stays as it is."""
    with open_audit(folder or above) as audit:
        fields = _fields(audit, given)
        if not fields:
            raise UsageError("There is nothing to change.", "Give --day, --place or the like.")
        made = audit.edit_session(name, **fields)
        say(one_line(f"{made.label}  {_when(made)}  {made.title}"))


@plan.command()
@audit_option
@click.argument("names", nargs=-1, required=True, metavar="SESSION...")
@click.pass_obj
def remove(above: Path | None, folder: Path | None, names: tuple[str, ...]) -> None:
    """Take SESSION... out of the plan, with the attendance noted for it."""
    with open_audit(folder or above) as audit:
        labels = [audit.plan_session(each).label for each in names]
        with audit.group(f"{', '.join(labels)} removed"):
            for label in dict.fromkeys(labels):
                audit.remove_session(label)
                say(f"{label} removed")


@plan.command()
@audit_option
@click.argument("name", metavar="SESSION")
@click.option("--function", default="", help="Function of who was there.")
@click.option("--name", "person", default="", help="Name, where it is to be kept.")
@click.option("--team", is_flag=True, help="The whole audit team was there.")
@click.option("--remove", "gone", is_flag=True, help="Take the note away again.")
@click.pass_obj
def attend(
    above: Path | None,
    folder: Path | None,
    name: str,
    function: str,
    person: str,
    team: bool,
    gone: bool,
) -> None:
    """Note who was at SESSION (S-001, opening or closing); without options list it."""
    with open_audit(folder or above) as audit:
        known = audit.plan_session(name)
        people = [(function, person)] if function or person else []
        people += _team(audit) if team else []
        with audit.group(f"{known.label} attendance"):
            for one in people:
                _note(audit, known, *one, gone=gone)
        for each in audit.attendance(known.id):
            said = ", ".join(filter(None, (each.function, each.name)))
            say(one_line(f"{known.label}  {said}"))
        if not audit.attendance(known.id):
            say(f"{known.label}: nobody is noted.")


def _note(audit: Audit, known: Session, function: str, name: str, *, gone: bool) -> None:
    if not gone:
        audit.attend(known.id, function=function, name=name)
        return
    noted = [
        each
        for each in audit.attendance(known.id)
        if (each.function, each.name) == (function.strip(), name.strip())
    ]
    if not noted:
        who = ", ".join(filter(None, (function, name)))
        raise UsageError(f"{who} is not noted for {known.label}.", "Give both as they are listed.")
    for each in noted:
        audit.remove_attendance(each.id)


def _team(audit: Audit) -> list[tuple[str, str]]:
    from auditkit.analysis.timetable import TEAM

    return [(each.function or each.role, each.name) for each in audit.people if each.role in TEAM]


def _fields(audit: Audit, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as `Session` holds it."""
    values = {name: value for name, value in given.items() if value not in (None, ())}
    if "day" in values:
        values["day"] = _read(date.fromisoformat, values["day"], "date", "2026-11-30")
    for name in ("starts", "ends"):
        if name in values:
            values[name] = _read(time.fromisoformat, values[name], "time", "09:30")
    if "kind" in values:
        values["kind"] = _kind(values["kind"])
    if "refs" in values:
        values["refs"] = _refs(audit, values["refs"])
    if "auditees" in values:
        values["auditees"] = tuple(dict.fromkeys(values["auditees"]))
    if "auditors" in values:
        values["auditors"] = tuple(dict.fromkeys(_auditor(audit, e) for e in values["auditors"]))
    return values


def _kind(word: str) -> Any:
    from auditkit.record.model import SessionKind

    return SessionKind(KINDS[word])


T = TypeVar("T")


def _read(parse: Callable[[str], T], text: str, what: str, example: str) -> T:
    try:
        return parse(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no {what}.", f"Write it as {example}.") from error


def _refs(audit: Audit, names: tuple[str, ...]) -> tuple[Ref, ...]:
    from auditkit.analysis.named import requirements_named

    return tuple(dict.fromkeys(ref for each in names for ref in requirements_named(audit, each)))


def _auditor(audit: Audit, text: str) -> str:
    """The id of the one member of the audit team in whose name the words stand."""
    wanted = text.strip().casefold()
    team = [each for each in audit.people if each.role not in ("auditee", "audit client")]
    found = [each for each in team if wanted and wanted in each.name.casefold()]
    if len(found) != 1:
        known = ", ".join(each.name for each in team) or "nobody yet"
        raise UsageError(
            f"There is no one member of the audit team {text!r}.",
            f"Team: {known}. 'auditkit person' adds somebody.",
        )
    return found[0].id


def _when(each: Session) -> str:
    return f"{each.day} {each.starts:%H:%M}-{each.ends:%H:%M}"


def _plain(audit: Audit) -> dict[str, Any]:
    import msgspec

    from auditkit.analysis.timetable import auditors_of, plan_remarks, unplanned

    return {
        "sessions": [
            {
                **msgspec.to_builtins(each),
                "refs": [str(ref) for ref in each.refs],
                "auditors": [person.name for person in auditors_of(audit, each)],
                "attendance": [
                    {"function": one.function, "name": one.name}
                    for one in audit.attendance(each.id)
                ],
            }
            for each in audit.sessions()
        ],
        "not_planned": [str(ref) for ref in unplanned(audit)],
        "remarks": plan_remarks(audit),
    }


def _print(audit: Audit) -> None:
    from auditkit.analysis.timetable import auditors_of, plan_remarks, planned_days, refs_shown

    days = planned_days(audit)
    if not days:
        say("No plan yet. 'auditkit plan add' adds a session.")
    for day in days:
        say(f"{day.day:%A} {day.day}")
        for each in day.sessions:
            say(one_line(f"  {each.label}  {each.starts:%H:%M}-{each.ends:%H:%M}  {_line(each)}"))
            who = [*each.auditees, *(person.name for person in auditors_of(audit, each))]
            for told in (refs_shown(audit, each.refs), "; ".join(who), each.remark):
                if told:
                    say(one_line(f"                      {told}"))
    for remark in plan_remarks(audit):
        say(f"! {remark}")


def _line(each: Session) -> str:
    kind = "" if each.kind == KINDS["audit"] else f"{each.kind}: "
    title = each.title if not kind or each.title.casefold() != each.kind else ""
    place = f"  ({', '.join(filter(None, ('remote' if each.remote else '', each.place)))})"
    return f"{kind}{title}".rstrip(": ") + (place if each.place or each.remote else "")
