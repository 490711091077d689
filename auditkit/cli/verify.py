"""Looking at registered evidence again, and what an auditor makes of what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.errors import AuditkitError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Citation
    from auditkit.record.verifications import LookedAt

_INDENT = " " * 7


@click.command()
@audit_option
@json_option
@click.pass_context
def verify(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Hash every registered file again and note how it stands.

    For a changed file: where the words stand now that were quoted from it. A place may be named
    as a spreadsheet does, too: Register!C2, Register!A2:C4. For a missing file: where it may be.
    Nothing is decided: 'evidence keep' and 'evidence moved' do that. Exit code 1 when a file
    changed, is gone or cannot be read.
    """
    from auditkit.analysis.verification import answers, questions
    from auditkit.cli.contents import listed, require_folder
    from auditkit.evidence.preview import whole_text

    with open_audit(folder) as audit:
        require_folder(audit)
        asked = questions(audit)
        looks = list(answers(asked, whole_text, lambda: listed(audit).entries))
        if not audit.read_only:
            audit.record_verification(looks)
        order = {each.evidence: number for number, each in enumerate(asked)}
        rows = [_row(audit, each) for each in sorted(looks, key=lambda e: order[e.evidence])]
        rows += _unhashed(audit)
    if as_json:
        say_json(rows)
    else:
        _print(rows)
    if any(row["standing"] != "unchanged" for row in rows):
        ctx.exit(1)


@click.command()
@audit_option
@click.argument("label")
@click.option("--citation", default=0, help="Keep only this citation of it, by number from 1.")
def keep(folder: Path | None, label: str, citation: int) -> None:
    """Let evidence LABEL stand as it was found changed: its citations at their new places or with
    their new words, and the file as it is now. What it said before stays in the journal."""
    with open_audit(folder) as audit:
        item = audit.evidence_item(label)
        cited = audit.citations(evidence=item.id)
        if citation:
            kept = audit.keep_citation(_numbered(cited, citation).id)
            say(f"{item.label}, citation {citation}: {kept.place or 'no place'}.")
            return
        audit.keep_changed(item.id)
        say(f"{item.label} stands as the file is now.")


@click.command()
@audit_option
@json_option
@click.pass_context
def collect(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Copy all cited evidence into the audit folder, each file under its hash; the originals stay
    as they are. Exit code 1 when a file could not be copied as it was registered."""
    from auditkit.analysis.collection import collect as collected
    from auditkit.analysis.collection import wanted

    with open_audit(folder) as audit:
        audit.require_writable()
        done = list(collected(audit, wanted(audit)))
    left = [each for each in done if each.problem]
    if as_json:
        say_json([{"label": e.label, "path": e.path, "problem": e.problem} for e in done])
    else:
        for each in left:
            say(f"{each.label}  not copied: {each.problem}")
        say(f"{len(done) - len(left)} of {len(done)} cited files are in the audit folder.")
    if left:
        ctx.exit(1)


def _numbered(cited: tuple[Citation, ...], number: int) -> Citation:
    if not 1 <= number <= len(cited):
        raise AuditkitError(f"There is no citation {number}; there are {len(cited)}.")
    return cited[number - 1]


def _row(audit: Audit, look: LookedAt) -> dict[str, Any]:
    item = audit.evidence_item(look.evidence)
    cited = audit.citations(evidence=item.id)
    return {
        "label": item.label,
        "path": item.path,
        "standing": look.standing.value,
        "found": list(look.found),
        "citations": [
            {
                "number": number,
                "place": each.place,
                "quote": each.quote,
                "outcome": found.outcome.value,
                "found_place": found.place,
                "found_words": found.words,
                "score": round(found.score, 3),
                "also": found.also,
            }
            for number, each in enumerate(cited, start=1)
            if (found := look.citations.get(each.id)) is not None
        ],
    }


def _unhashed(audit: Audit) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label,
            "path": each.path,
            "standing": "not hashed",
            "found": [],
            "citations": [],
        }
        for each in audit.unhashed()
    ]


def _print(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        say(f"{row['label']}  {row['standing']:<11} {one_line(row['path'])}")
        for path in row["found"]:
            say(f"{_INDENT}may be now: {one_line(path)}")
        for each in row["citations"]:
            _print_citation(each)
    say(f"{len(rows)} {'file' if len(rows) == 1 else 'files'} checked.")
    if without := [row["label"] for row in rows if row["standing"] == "not hashed"]:
        say(f"Without a hash, so nothing can be said of them: {', '.join(without)}.")


def _print_citation(cited: dict[str, Any]) -> None:
    place = cited["place"] or "no place"
    now = {
        "same": "still there",
        "moved": f"moved to {cited['found_place']}",
        "reworded": f"reworded at {cited['found_place']} ({cited['score']:.0%} alike)",
        "gone": "GONE",
        "no words": "quotes no words to look for",
        "not read to the end": "NOT FOUND in what could be read; the file was not read to the end",
    }[cited["outcome"]]
    say(f"{_INDENT}citation {cited['number']}, {place}: {now}")
    if cited["outcome"] not in ("same", "moved", "no words"):
        say(f"{_INDENT}  was: {cited['quote']}")
    if cited["found_words"]:
        say(f"{_INDENT}  now: {cited['found_words']}")
    if cited["also"]:
        say(f"{_INDENT}  word for word at {cited['also']}, perhaps as before")
