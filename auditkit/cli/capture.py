"""Interview lines first, requirements later: writing lines down and filing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import audit_option, json_option, limit_option, open_audit, say, say_json
from auditkit.errors import UsageError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.analysis.filing import Captured, Proposal
    from auditkit.record.audit import Audit
    from auditkit.record.model import Note

NEWEST = "last"
"""Names the note that was written last and is filed nowhere."""


@click.command()
@audit_option
@json_option
@click.option("--role", default="", help="Function of the person who said it.")
@limit_option(5, "proposals")
@click.option("--list", "listing", is_flag=True, help="List the notes that are filed nowhere.")
@click.argument("text", nargs=-1)
def capture(
    folder: Path | None,
    as_json: bool,
    role: str,
    limit: int,
    listing: bool,
    text: tuple[str, ...],
) -> None:
    """Write down TEXT as it was said, and see which requirements it may belong to.

    Marks before or behind it, standing alone: '!' possible nonconformity, '+' strength, '?' to
    follow up, '@' goes with evidence. 'auditkit file last REF' files it.
    """
    if listing:
        if text:
            raise UsageError("--list takes no text.", "Leave one of them out.")
        _list(folder, as_json)
    else:
        _capture(folder, as_json, " ".join(text), role, limit)


@click.command("file")
@audit_option
@click.argument("note")
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
def file_command(folder: Path | None, note: str, refs: tuple[str, ...]) -> None:
    """File NOTE (its id, or 'last' for the newest that is filed nowhere) under requirement REF.

    Under each further REF a copy of the note is written; one undo takes back all of it.
    """
    from auditkit.record.model import Ref
    from auditkit.refs import requirement_of

    with open_audit(folder) as audit:
        found = [audit.resolve(ref) for ref in refs]
        meant = list(dict.fromkeys(Ref(each.checklist, requirement_of(each.ref)) for each in found))
        said = _note(audit, note)
        with audit.group(f"note filed under {', '.join(each.ref for each in meant)}"):
            audit.file_note(said.id, meant[0])
            for other in meant[1:]:
                audit.add_note(said.text, ref=other, speaker=said.speaker, mark=said.mark)
        say(f"Note filed under {', '.join(each.ref for each in meant)}. Saved.")


def _capture(folder: Path | None, as_json: bool, line: str, role: str, limit: int) -> None:
    from auditkit.analysis.filing import captured
    from auditkit.analysis.filing.of_audit import filing_of, recent_refs

    taken = captured(line)
    if not taken.text:
        raise UsageError("There is nothing to write down.", "Give the line after the command.")
    with open_audit(folder) as audit:
        recent, filing = recent_refs(audit), filing_of(audit)
        note = audit.add_note(taken.text, speaker=role, mark=taken.mark)
        proposals = filing.propose(taken.text, role=role, recent=recent, limit=limit)
    if as_json:
        say_json(_data(note, taken, proposals))
    else:
        _print(note, taken, proposals)


def _data(note: Note, taken: Captured, proposals: tuple[Proposal, ...]) -> dict[str, Any]:
    return {
        "note": note.id,
        "text": note.text,
        "speaker": note.speaker,
        "mark": note.mark,
        "wants_evidence": taken.wants_evidence,
        "proposals": [
            {
                "checklist": each.ref.checklist,
                "ref": each.ref.ref,
                "title": each.title,
                "score": each.score,
                "why": each.why,
            }
            for each in proposals
        ],
    }


def _print(note: Note, taken: Captured, proposals: tuple[Proposal, ...]) -> None:
    say(f"Note {note.id} saved.")
    for number, each in enumerate(proposals, start=1):
        say(f"  {number}  {each.ref.ref:<9} {each.title}")
        say(f"     {'':<9} {each.why}")
    if not proposals:
        say("  No requirement is proposed.")
    else:
        say(f"'auditkit file {NEWEST} {proposals[0].ref.ref}' files it.")
    if taken.wants_evidence:
        say("'auditkit evidence add' registers the evidence that goes with it.")


def _list(folder: Path | None, as_json: bool) -> None:
    with open_audit(folder, read_only=True) as audit:
        notes = audit.unfiled_notes()
        if as_json:
            say_json([{"note": n.id, **_fields(n)} for n in notes])
            return
        for note in notes:
            who = f"{one_line(note.speaker)}: " if note.speaker else ""
            say(f"{note.id} {note.mark.value or ' '} {who}{one_line(note.text)}")
        if not notes:
            say("Every note is filed.")


def _fields(note: Note) -> dict[str, Any]:
    return {"text": note.text, "speaker": note.speaker, "mark": note.mark, "at": note.at}


def _note(audit: Audit, name: str) -> Note:
    """A note by id, or the newest unfiled one; raises `UsageError`."""
    unfiled = audit.unfiled_notes()
    if name.casefold() == NEWEST and unfiled:
        return unfiled[-1]
    for note in audit.notes():
        if note.id.casefold() == name.strip().casefold():
            return note
    raise UsageError(
        "Every note is filed." if name.casefold() == NEWEST else f"There is no note {name!r}.",
        "'auditkit capture --list' shows those that are filed nowhere.",
    )
