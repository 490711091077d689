"""``auditkit doctor``: examining an audit folder, and repairing what needs no guessing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_folder, audit_option, json_option, say, say_json
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.doctor.repair import Repaired
    from auditkit.record.doctor.result import Result

WORDS = {"ok": "ok", "note": "note", "problem": "PROBLEM"}


@click.command()
@audit_option
@json_option
@click.option("--repair", "mend", is_flag=True, help="Repair what needs no guessing, after a copy.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="With --repair: another copy of the audit, a folder or a pack, to take lost lines from.",
)
@click.option(
    "--set-aside",
    is_flag=True,
    help="With --repair, where there is no copy: keep what stands before damage in a journal.",
)
@click.pass_context
def doctor(
    ctx: click.Context,
    folder: Path | None,
    as_json: bool,
    mend: bool,
    source: Path | None,
    set_aside: bool,
) -> None:
    """Examine an audit folder: journals, audit.json, references, criteria, evidence folders, disk,
    permissions, lock, clock. Exit code 1 when there is a problem (left)."""
    from auditkit.cli.packed import folder_of

    if (source or set_aside) and not mend:
        raise UsageError("--from and --set-aside belong to a repair.", "Add --repair.")
    chosen = audit_folder(folder)
    if mend and chosen.is_file():
        raise UsageError("A pack cannot be repaired.", "Repair the audit folder, or pack it anew.")
    problems = (
        _repaired(chosen, folder_of(source) if source else None, set_aside, as_json)
        if mend
        else _examined(folder_of(chosen), as_json)
    )
    if problems:
        ctx.exit(1)


def _examined(folder: Path, as_json: bool) -> bool:
    from auditkit.record.doctor.examine import examine

    results = examine(folder)
    if as_json:
        say_json([_row(each) for each in results])
    else:
        for each in results:
            say(_line(each))
            if each.remedy and each.level != "ok":
                say(f"{'':<27}{each.remedy}")
    return any(each.level == "problem" for each in results)


def _repaired(folder: Path, source: Path | None, set_aside: bool, as_json: bool) -> bool:
    from auditkit.record.doctor.repair import repair

    outcome = repair(folder, source=source, set_rest_aside=set_aside)
    if as_json:
        say_json(
            {
                "copy": str(outcome.copy) if outcome.copy else None,
                "done": outcome.done,
                "left": [_row(each) for each in outcome.left],
            }
        )
    else:
        _say_repaired(outcome)
    return bool(outcome.left)


def _say_repaired(outcome: Repaired) -> None:
    if outcome.copy:
        say(f"The record was copied to {outcome.copy} first.")
    for text in outcome.done:
        say(text)
    if not outcome.done:
        say("There was nothing to repair.")
    for each in outcome.left:
        say(f"Left: {each.text} {each.remedy}".rstrip())


def _line(result: Result) -> str:
    return f"{WORDS[result.level]:<8}{result.check:<19}{result.text}"


def _row(result: Result) -> dict[str, str]:
    return {
        "check": result.check,
        "level": result.level,
        "text": result.text,
        "remedy": result.remedy,
    }
