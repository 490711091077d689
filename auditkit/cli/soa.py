"""The Statement of Applicability from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from auditkit.analysis.applicability import ControlStanding, SoaCounts
    from auditkit.record.audit import Audit

GROUNDS = {
    "risk": "risk treatment",
    "law": "law",
    "contract": "contract",
    "choice": "own choice",
}
STATUSES = {
    "implemented": "implemented",
    "partly": "partly implemented",
    "planned": "planned",
    "not-implemented": "not implemented",
    "unknown": "unknown",
}


@click.group(cls=SafeGroup, invoke_without_command=True)
@audit_option
@click.option("--remarks", "only_remarks", is_flag=True, help="Only controls with a remark.")
@json_option
@click.pass_context
def soa(ctx: click.Context, folder: Path | None, only_remarks: bool, as_json: bool) -> None:
    """Statement of Applicability: what is stated of each control, beside what the audit found.

    Without a command it lists all controls.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is not None:
        return
    from auditkit.analysis.applicability import control_standings, soa_counts

    with open_audit(folder, read_only=True) as audit:
        controls = control_standings(audit)
        counts = soa_counts(controls)
        shown = [each for each in controls if each.remarks or not only_remarks]
        if as_json:
            say_json({"counts": counts, "controls": [_plain(each) for each in shown]})
        else:
            _print_all(counts, shown)


@soa.command()
@audit_option
@click.argument("name", metavar="REF")
@json_option
@click.pass_obj
def show(above: Path | None, folder: Path | None, name: str, as_json: bool) -> None:
    """What is stated of control REF, or of all controls of a section (A.6), in full."""
    from auditkit.analysis.applicability import control_standings, controls_named

    with open_audit(folder or above, read_only=True) as audit:
        refs = controls_named(audit, name)
        found = [each for each in control_standings(audit) if each.ref in refs]
        if as_json:
            say_json([_plain(each) for each in found])
        else:
            for each in found:
                _print_one(each)


@soa.command("set")
@audit_option
@click.argument("names", nargs=-1, required=True, metavar="REF...")
@click.option("--applicable", is_flag=True, help="The control applies.")
@click.option("--excluded", is_flag=True, help="The control is excluded.")
@click.option("--undecided", is_flag=True, help="Nothing is decided yet.")
@click.option("--reason", help="Why it is included or excluded.")
@click.option(
    "--ground",
    "grounds",
    multiple=True,
    type=click.Choice(list(GROUNDS)),
    help="What kind of reason it is included for; several may be given.",
)
@click.option("--status", type=click.Choice(list(STATUSES)), help="How far it is implemented.")
@click.option("--owner", help="Function that answers for it.")
@click.option("--evidence", "named_evidence", help="What the organization names as evidence.")
@click.option("--system", "systems", multiple=True, help="AI system it is stated for.")
@click.pass_obj
def set_command(
    above: Path | None, /, folder: Path | None, names: tuple[str, ...], **given: Any
) -> None:
    """State something about the controls REF... (A.6.2.4, or A.6 for all of it).

    Whether they apply, why, and how far they are implemented. What is not given stays as it is.
    """
    from auditkit.analysis.applicability import controls_named

    with open_audit(folder or above) as audit:
        refs = tuple(dict.fromkeys(ref for each in names for ref in controls_named(audit, each)))
        audit.set_soa(refs, **_fields(audit, given))
        for ref in refs:
            entry = audit.soa_entry(ref)
            say(f"{ref.ref}  {entry.applicability}  {entry.status}")


def _fields(audit: Audit, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as `SoaEntry` holds it; raises `UsageError` where that is nothing."""
    from auditkit.record.model import Applicability

    values = {name: value for name, value in given.items() if value not in (None, (), False)}
    if not values:
        raise UsageError("There is nothing to state.", "Give --applicable, --reason or the like.")
    stated = [each.value for each in Applicability if values.pop(each.value, False)]
    if len(stated) > 1:
        raise UsageError(
            f"A control is not both {' and '.join(stated)}.", "Give one of them, or none."
        )
    if stated:
        values["applicability"] = stated[0]
    if "status" in values:
        values["status"] = STATUSES[values["status"]]
    if "grounds" in values:
        values["grounds"] = [GROUNDS[each] for each in dict.fromkeys(values["grounds"])]
    if "systems" in values:
        values["systems"] = [_system(audit, each) for each in values["systems"]]
    return values


def _system(audit: Audit, text: str) -> str:
    """The name of the AI system whose name begins so."""
    wanted = text.strip().casefold()
    names = [each.name for each in audit.systems if each.name.casefold().startswith(wanted)]
    if len(names) != 1 or not wanted:
        known = ", ".join(each.name for each in audit.systems) or "none yet"
        raise UsageError(f"There is no one AI system {text!r}.", f"In scope: {known}.")
    return names[0]


def _plain(each: ControlStanding) -> dict[str, Any]:
    entry = each.entry
    return {
        "checklist": each.ref.checklist,
        "control": each.ref.ref,
        "title": each.title,
        "section": each.section,
        "applicability": entry.applicability,
        "grounds": entry.grounds,
        "reason": entry.reason,
        "status": entry.status,
        "owner": entry.owner,
        "named_evidence": entry.named_evidence,
        "systems": entry.systems,
        "verdict": each.standing.verdict,
        "evidence": [item.label for item in each.evidence],
        "findings": [finding.label for finding in each.findings],
        "remarks": each.remarks,
    }


def _print_all(counts: SoaCounts, controls: list[ControlStanding]) -> None:
    if not counts.total:
        say("None of the criteria of this audit has controls.")
        return
    say(
        f"{counts.total} controls: {counts.undecided} undecided, {counts.applicable} applicable, "
        f"{counts.excluded} excluded; {counts.remarked} with a remark."
    )
    several = len({each.ref.checklist for each in controls}) > 1
    for each in controls:
        name = str(each.ref) if several else each.ref.ref
        said = f"{each.entry.applicability:<12}{each.entry.status:<20}"
        say(f"{name:<10}{said}{each.standing.verdict:<18}{each.title}")
        for remark in each.remarks:
            say(one_line(f"          ! {remark}"))


def _print_one(each: ControlStanding) -> None:
    entry = each.entry
    say(f"{each.ref.ref}  {each.title}")
    for title, text in (
        ("Stated", entry.applicability),
        ("Grounds", ", ".join(entry.grounds)),
        ("Reason", entry.reason),
        ("Status", entry.status),
        ("Owner", entry.owner),
        ("Evidence named", entry.named_evidence),
        ("AI systems", ", ".join(entry.systems)),
        ("Audit", each.standing.verdict),
        ("Evidence cited", ", ".join(item.label for item in each.evidence)),
        ("Findings", ", ".join(f"{f.label} ({f.grade})" for f in each.findings)),
    ):
        if text:
            say(f"  {title}: {text}")
    for remark in each.remarks:
        say(one_line(f"  ! {remark}"))
