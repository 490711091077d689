"""Questions that the evidence gives reason to ask, and dismissing them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.cli.contents import bring_up_to_date, listed, opened
from auditkit.errors import AuditkitError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.analysis.smells import Question
    from auditkit.record.audit import Audit

_OTHERS = 4  # other files named in the list


@click.command()
@audit_option
@json_option
@click.option("--all", "everything", is_flag=True, help="Also what was dismissed, with its reason.")
def smell(folder: Path | None, as_json: bool, everything: bool) -> None:
    """Questions that properties and texts of the evidence give reason to ask: drafts, leftovers
    of templates, reviews overdue and the like. None of them is a verdict."""
    with open_audit(folder, read_only=True) as audit:
        asked = _asked(audit)
        announced = audit.info.announced
    shown = [each for each in asked if everything or each.dismissal is None]
    if as_json:
        say_json([_row(each) for each in shown])
        return
    for each in shown:
        _print(each)
    dismissed = sum(each.dismissal is not None for each in asked)
    open_ones = len(asked) - dismissed
    say(f"{open_ones} {'question' if open_ones == 1 else 'questions'}, {dismissed} dismissed.")
    if announced is None:
        say("When the audit was announced is not known: auditkit set announced=2026-01-31")


@click.command()
@audit_option
@click.option("--reason", default="", help="Why this need not be asked (again).")
@click.option("--undo", is_flag=True, help="Ask it again.")
@click.argument("what", metavar="NUMBER|RULE")
@click.argument("path", default="")
def dismiss(folder: Path | None, reason: str, undo: bool, what: str, path: str) -> None:
    """Dismiss a question: by its NUMBER in the list, or all of a RULE about the file PATH (as the
    list shows it). It comes back when the file changes."""
    from auditkit.analysis.smells import chosen
    from auditkit.analysis.smells import dismiss as dismiss_all

    with open_audit(folder) as audit:
        meant = chosen(_asked(audit), what, path)
        if undo:
            _ask_again(audit, meant)
            return
        dismiss_all(audit, meant, reason)
        for each in meant:
            say(f"Dismissed: {each.smell.rule}, {one_line(each.smell.entry.path)}")


def _ask_again(audit: Audit, meant: list[Question]) -> None:
    kept = [each.dismissal for each in meant if each.dismissal is not None]
    if not kept:
        raise AuditkitError("That question is not dismissed.", "There is nothing to take back.")
    with audit.group(f"{kept[0].rule} asked again"):
        for each in kept:
            audit.undismiss(each.id)
            say(f"Asked again: {each.rule}, {one_line(each.path)}")


def _asked(audit: Audit) -> list[Question]:
    """All questions as of today, from the texts in the index, which is brought up to date."""
    from auditkit.analysis.indexing import index_file, registered
    from auditkit.analysis.smells import context, questions
    from auditkit.evidence.smell import facts, smells

    found = listed(audit)
    with opened(index_file(audit)) as contents:
        bring_up_to_date(contents, found, registered(audit))
        known = facts(found.entries, text=contents.passages)
        return questions(audit, smells(known, context(audit, date.today())))


def _row(asked: Question) -> dict[str, object]:
    found, dismissal = asked.smell, asked.dismissal
    return {
        "number": asked.number,
        "rule": found.rule,
        "path": found.entry.path,
        "place": found.place,
        "words": found.words,
        "question": found.question,
        "places": found.places,
        "others": [each.path for each in found.others],
        "dismissed": dismissal.reason if dismissal else None,
    }


def _print(asked: Question) -> None:
    found = asked.smell
    say(f"{asked.number:>3}  {one_line(found.entry.path)}")
    more = f" and {len(found.places)} more" if found.places else ""
    say(f"     {found.rule}, {one_line(found.place)}{more}: {one_line(found.words)}")
    for other in found.others[:_OTHERS]:
        say(f"     with {one_line(other.path)}")
    if len(found.others) > _OTHERS:
        say(f"     with {len(found.others) - _OTHERS} more files")
    if asked.dismissal:
        say(f"     dismissed: {one_line(asked.dismissal.reason)}")
    else:
        say(f"     {found.question}")
