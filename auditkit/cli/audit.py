"""Beginning an audit and setting its frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, open_audit, parse_fields, say
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.audit import Audit


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="Title of the audit, as it stands on the report.")
@click.option("--checklist", "checklists", multiple=True, help="Checklist id or .toml file.")
@click.option(
    "--evidence", multiple=True, type=click.Path(path_type=Path), help="Folder with evidence."
)
@click.option("--lead", default="", help="Name of the lead auditor.")
def new(
    folder: Path,
    title: str,
    checklists: tuple[str, ...],
    evidence: tuple[Path, ...],
    lead: str,
) -> None:
    """Begin a new audit in FOLDER (default checklist: iso-iec-42001-2023)."""
    from auditkit.record.audit import DEFAULT_CHECKLIST, Audit

    for root in evidence:
        if not root.is_dir():
            raise UsageError(f"There is no evidence folder {root}.", "Check the path.")
    chosen = checklists or (DEFAULT_CHECKLIST,)
    with Audit.create(folder, title=title, checklists=chosen, evidence=evidence, lead=lead) as made:
        checks = sum(1 for each in made.checklists for _ in each.checks())
        say(f"New audit '{title}' in {folder}: {checks} checks.")
        say(f"Open it with: auditkit open {folder}")


@click.command("set")
@audit_option
@click.argument("fields", nargs=-1, required=True)
def set_fields(folder: Path | None, fields: tuple[str, ...]) -> None:
    """Set fields of the audit: scope='...', period_from=2026-01-01 and so on.

    report_issued=2026-11-24 issues the report: documents written from then on are no drafts.
    closed=2026-11-24 closes the audit: it is only read until closed= opens it again.

    \b
    Texts:  title, number, organization, scope, classification, language,
            method, sampling, working_language, communication, logistics,
            resources, risks, confidentiality, earlier_audits, appeals,
            obstacles, diverging_opinions, conclusion
    Dates:  announced, starts, ends, period_from, period_to, report_due,
            report_issued, closed
    Lists, entries divided by ';':
            objectives, locations, decisions, distribution, evidence_roots
    """
    from auditkit.analysis.completeness import require_issuable
    from auditkit.record.model import INFO_DATES, INFO_LISTS

    values = {
        name: [part.strip() for part in value.split(";") if part.strip()]
        if name in INFO_LISTS
        else value or None
        if name in INFO_DATES
        else value
        for name, value in parse_fields(fields).items()
    }
    with open_audit(folder) as audit:
        if values.get("report_issued"):
            require_issuable(audit)
        audit.set_info(**values)
        say(f"Set {', '.join(values)}.")
        if values.get("closed"):
            _tell_open(audit)


def _tell_open(audit: Audit) -> None:
    """What was still open when the audit was closed, and how it is opened again."""
    from auditkit.analysis.closing import CLOSED, Where, open_points
    from auditkit.record.audit import REOPEN

    commands = {
        Where.LINES: "capture --list",
        Where.FINDINGS: "finding list",
        Where.CARS: "car list",
        Where.CHECKS: "next",
        Where.REPORT: "set report_issued=DATE",
    }
    for each in open_points(audit):
        click.echo(f"auditkit: {each.text} ('auditkit {commands[each.where]}').", err=True)
    say(f"{CLOSED} {REOPEN}")


@click.command()
@audit_option
@click.argument("name")
@click.argument("role")
@click.option("--function", default="", help="Job title; reports name functions, not people.")
@click.option("--unit", default="", help="Department.")
def person(folder: Path | None, name: str, role: str, function: str, unit: str) -> None:
    """Add NAME with ROLE: lead auditor, auditor, technical expert, observer, audit client,
    auditee."""
    from auditkit.record.model import Role

    if role not in list(Role):
        raise UsageError(f"There is no role {role!r}.", f"Roles: {', '.join(Role)}.")
    with open_audit(folder) as audit:
        audit.add_person(name, Role(role), function, unit)
        say(f"{name}: {role}.")
