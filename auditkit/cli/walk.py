"""The work of the audit screen line by line: for scripts and screen readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Ref

SHORT = {
    "c": "conforms",
    "ok": "conforms",
    "no": "does not conform",
    "nc": "does not conform",
    "na": "not applicable",
    "n/a": "not applicable",
    "clear": "untested",
}


@click.command("next")
@audit_option
@json_option
def next_command(folder: Path | None, as_json: bool) -> None:
    """Show the next untested check with its question."""
    with open_audit(folder, read_only=True) as audit:
        ref = next_untested(audit)
        if as_json:
            say_json(None if ref is None else _check_data(audit, ref))
        elif ref is None:
            say("Every check is judged.")
        else:
            _print_check(audit, ref)


def next_untested(audit: Audit) -> Ref | None:
    """The first check without a verdict, in the order of the criteria."""
    from auditkit.record.model import Ref

    for checklist in audit.checklists:
        for check in checklist.checks():
            ref = Ref(checklist.id, check.id)
            if ref not in audit.verdicts():
                return ref
    return None


@click.command()
@audit_option
@click.argument("ref")
@json_option
def show(folder: Path | None, ref: str, as_json: bool) -> None:
    """Show requirement REF: intent, whom to ask, questions with verdicts, note, evidence."""
    with open_audit(folder, read_only=True) as audit:
        found = audit.resolve(ref)
        if as_json:
            say_json(_requirement_data(audit, found))
        else:
            _print_requirement(audit, found)


@click.command()
@audit_option
@click.argument("ref")
@click.argument("word")
@click.option("--reason", default="", help="Why it is not applicable.")
@click.option("--untested-only", is_flag=True, help="Leave checks that have a verdict.")
def verdict(folder: Path | None, ref: str, word: str, reason: str, untested_only: bool) -> None:
    """Give check REF (or all checks of requirement REF) a verdict.

    WORD: conforms (c), does not conform (no), not applicable (na), untested (clear).
    """
    from auditkit.record.model import Verdict

    name = SHORT.get(word.casefold(), word.casefold())
    if name not in list(Verdict):
        raise UsageError(f"There is no verdict {word!r}.", f"Verdicts: {', '.join(Verdict)}.")
    if name == Verdict.NOT_APPLICABLE and not reason.strip():
        raise UsageError(
            "Not applicable needs a reason.", "Add --reason 'why the check does not apply'."
        )
    with open_audit(folder) as audit:
        checks = audit.check_refs(audit.resolve(ref))
        if untested_only:
            checks = tuple(each for each in checks if each not in audit.verdicts())
        audit.set_verdict(checks, Verdict(name), reason)
        say(f"{ref}: {name} ({len(checks)} {'check' if len(checks) == 1 else 'checks'}). Saved.")


@click.command()
@audit_option
@click.argument("ref")
@click.argument("text")
@click.option("--speaker", default="", help="Function of the person who said it.")
def note(folder: Path | None, ref: str, text: str, speaker: str) -> None:
    """Add a time-stamped line to the note of requirement REF."""
    from auditkit.record.model import Ref
    from auditkit.refs import requirement_of

    with open_audit(folder) as audit:
        found = audit.resolve(ref)
        audit.append_note(Ref(found.checklist, requirement_of(found.ref)), text, speaker)
        say(f"Note under {found.ref} saved.")


@click.command()
@audit_option
def undo(folder: Path | None) -> None:
    """Take back the last change made on this device, and say what it was."""
    with open_audit(folder) as audit:
        done = audit.undo()
        say(f"Undone: {done}" if done else "Nothing to undo.")


@click.command()
@audit_option
def redo(folder: Path | None) -> None:
    """Bring back what was undone last."""
    with open_audit(folder) as audit:
        done = audit.redo()
        say(f"Redone: {done}" if done else "Nothing to redo.")


def _check_data(audit: Audit, ref: Ref) -> dict[str, Any]:
    check, given = audit.check(ref), audit.verdict(ref)
    return {
        "checklist": ref.checklist,
        "id": check.id,
        "obligation": check.obligation,
        "question": check.question,
        "methods": list(check.methods),
        "conformity": check.conformity,
        "verdict": given.verdict,
        "reason": given.reason,
    }


def _requirement_data(audit: Audit, ref: Ref) -> dict[str, Any]:
    from auditkit.analysis.standing import requirement_standing
    from auditkit.record.model import Ref as RefType

    requirement = audit.requirement(ref)
    whole = RefType(ref.checklist, requirement.ref)
    return {
        "checklist": ref.checklist,
        "ref": requirement.ref,
        "title": requirement.title,
        "verdict": requirement_standing(audit, whole).verdict,
        "intent": requirement.intent,
        "ask": list(requirement.ask),
        "documents_required": list(requirement.documents_required),
        "documents_usual": list(requirement.documents_usual),
        "hints": list(requirement.hints),
        "typical_failures": list(requirement.typical_failures),
        "related": {name: list(refs) for name, refs in requirement.related.items()},
        "checks": [_check_data(audit, each) for each in audit.check_refs(whole)],
        "note": audit.note_text(whole),
        "notes": [each.text for each in audit.notes(whole)],
        "evidence": [
            {
                "label": audit.evidence_item(each.evidence).label,
                "title": audit.evidence_item(each.evidence).title,
                "place": each.place,
                "quote": each.quote,
            }
            for each in audit.citations(whole)
        ],
        "findings": [
            f"{each.label} {each.grade}: {each.title}" for each in audit.findings_of(whole)
        ],
    }


def _print_check(audit: Audit, ref: Ref) -> None:
    requirement, check = audit.requirement(ref), audit.check(ref)
    say(f"{check.id}  {requirement.title}")
    say(f"  {check.obligation}")
    say(f"  Ask       {check.question}")
    say(f"  Conforms  {check.conformity}")
    say(f"  Methods   {', '.join(check.methods)}; whom: {', '.join(requirement.ask)}")


def _print_requirement(audit: Audit, ref: Ref) -> None:
    data = _requirement_data(audit, ref)
    say(f"{data['ref']}  {data['title']}  [{data['verdict']}]")
    say(f"  {data['intent']}")
    for title, name in (
        ("Whom to ask", "ask"),
        ("Documents required", "documents_required"),
        ("Documents usual", "documents_usual"),
        ("Hints", "hints"),
        ("Typical failures", "typical_failures"),
        ("Notes", "notes"),
        ("Findings", "findings"),
    ):
        _print_list(title, data[name])
    _print_list("Related", [f"{name}: {', '.join(r)}" for name, r in data["related"].items()])
    _print_list("Note", data["note"].splitlines())
    _print_list(
        "Evidence", [f"{e['label']} {e['title']} {e['place']}".rstrip() for e in data["evidence"]]
    )
    say("  Checks")
    for check in data["checks"]:
        say(f"    {check['id']}  [{check['verdict']}]  {check['question']}")


def _print_list(title: str, entries: list[str]) -> None:
    if entries:
        say(f"  {title}")
        for entry in entries:
            say(f"    - {entry}")
