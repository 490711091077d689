"""Findings from the command line."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import (
    SafeGroup,
    audit_option,
    json_option,
    open_audit,
    parse_fields,
    say,
    say_json,
)
from auditkit.cli.finding_about import About, about_options
from auditkit.errors import UsageError
from auditkit.text import lines

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Finding, Grade

GRADES = {
    "major": "major nonconformity",
    "minor": "minor nonconformity",
    "ofi": "opportunity for improvement",
    "observation": "observation",
    "strength": "strength",
}
NUMBERS = ("extent_found", "extent_sampled")


@click.group(cls=SafeGroup)
def finding() -> None:
    """Raise, edit, list, check and issue findings."""


@finding.command()
@audit_option
@click.argument("grade", type=click.Choice(list(GRADES)))
@click.argument("title")
@about_options
@click.argument("fields", nargs=-1)
def add(
    folder: Path | None,
    grade: str,
    title: str,
    refs: tuple[str, ...],
    tested: tuple[str, ...],
    cited: tuple[str, ...],
    fields: tuple[str, ...],
) -> None:
    """Draft a finding: GRADE, TITLE and FIELD=VALUE ... (requirement, objective_evidence, gap,
    effect, extent, extent_found, extent_sampled, area, ai_system)."""
    if not refs and not tested:
        raise UsageError(
            "A finding is about a requirement or a check.", "Add --ref 4.3 or --check 4.3/a."
        )
    with open_audit(folder) as audit, audit.group(f"finding {title}"):
        about = About.named(audit, (*refs, *tested), cited)
        made = audit.raise_finding(
            _grade(grade), title, refs=about.refs, checks=about.checks, **_values(fields)
        )
        about.take_effect(made)
        say(f"{made.label}  {made.grade}  draft saved")
        about.tell(made)


@finding.command()
@audit_option
@click.argument("name")
@about_options
@click.argument("fields", nargs=-1)
def edit(
    folder: Path | None,
    name: str,
    refs: tuple[str, ...],
    tested: tuple[str, ...],
    cited: tuple[str, ...],
    fields: tuple[str, ...],
) -> None:
    """Change FIELD=VALUE ... of finding NAME (F-001), grade=minor and so on; --ref, --check and
    --evidence are cited besides what is cited already."""
    values = _values(fields)
    more = refs or tested or cited
    if not values and not more:
        raise UsageError("There is nothing to change.", "Write for instance gap='...'.")
    with open_audit(folder) as audit:
        known = audit.finding(name)
        about = About.named(audit, (*refs, *tested), cited)
        values |= about.added_to(known)
        with audit.group(f"{known.label} edited") if more else nullcontext():
            found = audit.edit_finding(known.id, **values) if values else known
            about.take_effect(found)
        say(f"{found.label} saved")
        if refs or tested:
            about.tell(found)


@finding.command("list")
@audit_option
@json_option
def list_command(folder: Path | None, as_json: bool) -> None:
    """All findings, majors first; those whose evidence changed or is gone are marked."""
    from auditkit.analysis.soundness import concerns

    with open_audit(folder, read_only=True) as audit:
        if as_json:
            say_json([_with_concerns(audit, e) for e in audit.findings(include_withdrawn=True)])
            return
        for each in audit.findings(include_withdrawn=True):
            refs = ", ".join(ref.ref for ref in each.refs)
            car = audit.car_of(each.id)
            say(
                f"{each.label}  {each.grade:<28}{each.state:<10}{refs:<18} {each.title}"
                f"{'  ' + car.label if car else ''}"
                f"{'  EVIDENCE CHANGED OR GONE' if concerns(audit, each) else ''}"
            )
        if not audit.findings(include_withdrawn=True):
            say("No findings yet. 'auditkit finding add' drafts one.")


@finding.command()
@audit_option
@click.argument("name")
@json_option
def show(folder: Path | None, name: str, as_json: bool) -> None:
    """Finding NAME in full, with its evidence."""
    with open_audit(folder, read_only=True) as audit:
        found = audit.finding(name)
        if as_json:
            evidence = audit.citations(finding=found.id)
            say_json({"finding": _with_concerns(audit, found), "evidence": evidence})
        else:
            _print(audit, found)


@finding.command()
@audit_option
@click.argument("name", required=False)
@click.pass_context
def lint(ctx: click.Context, folder: Path | None, name: str | None) -> None:
    """Remarks on the wording of finding NAME, or of all; exit code 1 when there are any."""
    from auditkit.analysis.wording import lint_finding

    with open_audit(folder, read_only=True) as audit:
        chosen = [audit.finding(name)] if name else list(audit.findings())
        remarks = [
            (each.label, remark)
            for each in chosen
            for remark in lint_finding(each, audit.citations(finding=each.id), audit.people)
        ]
    for label, remark in remarks:
        say(f"{label}  {remark.field}: {remark.text}")
    say(f"{len(chosen)} findings looked at, {len(remarks)} remarks.")
    if remarks:
        ctx.exit(1)


@finding.command()
@audit_option
@click.argument("names", nargs=-1, required=True)
def issue(folder: Path | None, names: tuple[str, ...]) -> None:
    """Give findings NAMES to the auditee; says what is missing where it is not possible, and
    warns where evidence changed or is gone."""
    from auditkit.analysis.soundness import concerns

    with open_audit(folder) as audit:
        for name in names:
            issued = audit.issue_finding(name)
            say(f"{issued.label} issued")
            for told in concerns(audit, issued):
                click.echo(lines(f"auditkit: {issued.label}: {told}"), err=True)


@finding.command()
@audit_option
@click.argument("name")
@click.option("--answers", default="", help="unmet=yes,absent=no,...: without asking.")
def grade(folder: Path | None, name: str, answers: str) -> None:
    """Reach the grade of finding NAME by questions; the answers are kept as its reason."""
    from auditkit.analysis.grading import grade_of, next_question, reason

    given = _answers(answers)
    with open_audit(folder) as audit:
        audit.finding(name)
        while question := next_question(given):
            if answers or not sys.stdin.isatty():
                raise UsageError(
                    f"{question.key} is not answered: {question.text}",
                    f"Add {question.key}=yes or {question.key}=no to --answers.",
                )
            say(question.help)
            given[question.key] = click.confirm(question.text)
        found = audit.edit_finding(name, grade=grade_of(given), grade_reason=reason(given))
        say(f"{found.label}: {found.grade}. {found.grade_reason}")


def _answers(typed: str) -> dict[str, bool]:
    from auditkit.analysis.grading import QUESTIONS

    given: dict[str, bool] = {}
    for part in typed.split(",") if typed.strip() else ():
        key, _, word = (each.strip().casefold() for each in part.partition("="))
        if key not in QUESTIONS or word not in ("yes", "no"):
            raise UsageError(
                f"{part.strip()!r} is no answer.",
                f"Give KEY=yes or KEY=no; keys: {', '.join(QUESTIONS)}.",
            )
        given[key] = word == "yes"
    return given


@finding.command()
@audit_option
@click.argument("name")
@click.option("--reason", required=True, help="Why the finding falls.")
def withdraw(folder: Path | None, name: str, reason: str) -> None:
    """Withdraw an issued finding; it stays in the record with the reason."""
    with open_audit(folder) as audit:
        say(f"{audit.withdraw_finding(name, reason).label} withdrawn")


def _grade(word: str) -> Grade:
    from auditkit.record.model import Grade

    name = GRADES.get(word.casefold(), word.casefold())
    if name not in list(Grade):
        raise UsageError(f"There is no grade {word!r}.", f"Grades: {', '.join(GRADES)}.")
    return Grade(name)


def _values(pairs: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = dict(parse_fields(pairs))
    if {"state", "label", "refs", "checks"} & values.keys():
        raise UsageError("State, label and references are not set this way.")
    if "grade" in values:
        values["grade"] = _grade(values["grade"])
    for name in NUMBERS:
        if name in values:
            if not values[name].isdigit():
                raise UsageError(f"{name} has to be a whole number, not {values[name]!r}.")
            values[name] = int(values[name])
    return values


def _with_concerns(audit: Audit, found: Finding) -> dict[str, Any]:
    from msgspec import to_builtins

    from auditkit.analysis.soundness import concerns

    return {**to_builtins(found), "concerns": concerns(audit, found)}


def _print(audit: Audit, found: Finding) -> None:
    from auditkit.analysis.soundness import concerns

    say(f"{found.label}  {found.grade}  {found.state}  {', '.join(r.ref for r in found.refs)}")
    say(f"  {found.title}")
    for title, text in (
        ("Requirement", found.requirement),
        ("Objective evidence", found.objective_evidence),
        ("Gap", found.gap),
        ("Why it matters", found.effect),
        ("Extent", _extent(found)),
        ("Area", found.area),
        ("AI system", found.ai_system),
        ("Withdrawn because", found.withdrawn_reason),
    ):
        if text:
            say(f"  {title}: {text}")
    for citation in audit.citations(finding=found.id):
        item = audit.evidence_item(citation.evidence)
        say(f"  Evidence: {item.label} {item.title} {citation.place} {citation.quote}".rstrip())
    for told in concerns(audit, found):
        say(f"  LOOK AGAIN: {told}")


def _extent(found: Finding) -> str:
    if found.extent_found is None or found.extent_sampled is None:
        return found.extent
    return f"{found.extent_found} of {found.extent_sampled} {found.extent}".strip()
