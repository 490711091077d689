"""The journal: what was changed, whether the record holds, and who stood behind it when."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import (
    SafeGroup,
    audit_folder,
    audit_option,
    json_option,
    open_audit,
    require_free,
    say,
    say_json,
)
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.model import HistoryEntry
    from auditkit.record.proof import Proof, Proven

DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
CHECKPOINTS = {"report": "report issue", "closing": "closing", "pack": "pack"}
SNAPSHOT_WORDS = {
    "equal": "equals the fold of the journals",
    "older": "is older than the journals, and equals the fold of the lines it names",
    "none": "is not there; the next opening writes it",
    "strange": "IS NOT AS AUDITKIT WROTE IT; the journals hold, and 'auditkit doctor --repair' "
    "makes it anew",
    "ahead": "NAMES LINES THAT ARE NOT IN THE JOURNALS",
    "different": "DIFFERS FROM THE FOLD OF THE JOURNALS; 'auditkit doctor --repair' makes it anew",
}


@click.group(cls=SafeGroup)
def journal() -> None:
    """What was changed, by whom and when; whether the record holds; who stood behind it."""


@journal.command()
@audit_option
@json_option
@click.option("--ref", default="", help="Only changes of this requirement or check.")
@click.option("--finding", default="", help="Only changes of this finding, its citations and CAR.")
@click.option("--by", default="", help="Only changes by people with this in their name.")
@click.option("--since", type=DAY, help="Only changes from this day or time on (local).")
@click.option("--until", type=DAY, help="Only changes before this day or time (local).")
@click.option(
    "-n",
    "limit",
    type=click.IntRange(1, 1_000_000),
    default=50,
    show_default=True,
    help="At most this many.",
)
def show(
    folder: Path | None,
    ref: str,
    finding: str,
    by: str,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    as_json: bool,
) -> None:
    """Changes, newest first."""
    with open_audit(folder, read_only=True) as audit:
        entries = audit.history(
            audit.resolve(ref) if ref else None,
            limit,
            finding=finding,
            by=by,
            since=_local(since),
            until=_local(until),
        )
        if as_json:
            say_json(entries)
        else:
            for each in entries:
                say(_line(each))


@journal.command()
@audit_option
@json_option
@click.option(
    "--phrase",
    help="Eight words read out or signed earlier, or a head as documents carry it, to compare.",
)
@click.option(
    "--against",
    "others",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Another copy of the audit, a folder or a pack; may be given several times.",
)
@click.option(
    "--signers",
    type=click.Path(path_type=Path),
    help="List of allowed signers (ssh-keygen): check who signed the checkpoints.",
)
@click.pass_context
def verify(
    ctx: click.Context,
    folder: Path | None,
    phrase: str | None,
    others: tuple[Path, ...],
    signers: Path | None,
    as_json: bool,
) -> None:
    """Prove the record; exit code 1 when something does not hold.

    Every chain from its first line, audit.json against what the journals fold to, the journals
    against whatever has noted their heads, and the checkpoints. The phrase names this state in
    eight words: two people can compare it by voice, or sign it on a sheet of paper.
    """
    from auditkit.record.proof import prove

    _require_usable(phrase, signers)
    with ExitStack() as stack:
        folders = [_laid_out(stack, each) for each in (audit_folder(folder), *others)]
        proof = prove(folders[0], signers=signers, others=folders[1:])
        wrong = _compared(proof, phrase) if phrase else ""
    if as_json:
        say_json(_plain(proof, wrong))
    else:
        _print(proof, phrase or "", wrong)
    if not proof.holds or wrong:
        ctx.exit(1)


@journal.command()
@audit_option
@json_option
@click.argument("purpose", type=click.Choice(list(CHECKPOINTS)))
@click.option("--sign", type=click.Path(path_type=Path), help="SSH key to sign it with.")
def checkpoint(folder: Path | None, purpose: str, sign: Path | None, as_json: bool) -> None:
    """Stand behind the record as it is now: for the issue of the report, the closing meeting, or
    a pack. It cannot be undone."""
    from auditkit.record.phrase import phrase
    from auditkit.record.statement import parse

    with open_audit(folder) as audit:
        made = audit.add_checkpoint(CHECKPOINTS[purpose], sign)
        # The statement names the state before its own line.
        head = parse(made.statement).head
        if as_json:
            say_json({"checkpoint": made, "head": head, "phrase": phrase(head)})
            return
        say(f"Checkpoint: {made.purpose}, {'signed with ' + made.key if made.key else 'unsigned'}.")
        say(f"Phrase of the state it stands behind: {phrase(head)}")


@journal.command()
@audit_option
@json_option
@click.option(
    "--export", type=click.Path(path_type=Path), help="Folder for statements and signatures."
)
def checkpoints(folder: Path | None, export: Path | None, as_json: bool) -> None:
    """All checkpoints. Exported, stock ssh-keygen checks them: ssh-keygen -Y verify -f SIGNERS
    -I NAME -n auditkit -s FILE.txt.sig < FILE.txt"""
    from auditkit.files import write_bytes

    with open_audit(folder, read_only=True) as audit:
        if export is not None:
            require_free(audit, export / "checkpoint.txt")
        made = audit.checkpoints()
        for number, each in enumerate(made if export else (), start=1):
            assert export is not None
            name = f"checkpoint-{number:02d}-{each.purpose.replace(' ', '-')}.txt"
            write_bytes(export / name, each.statement.encode())
            if each.signature:
                write_bytes(export / f"{name}.sig", each.signature.encode())
        if as_json:
            say_json(made)
            return
        for each in made:
            when = f"{each.at.astimezone():%Y-%m-%d %H:%M}" if each.at else ""
            say(f"{when}  {each.by}  {each.purpose}  {each.key or 'unsigned'}")


def _local(when: datetime | None) -> datetime | None:
    try:
        return when.astimezone() if when else None
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{when:%Y-%m-%d} is no day that can be meant.") from error


def _require_usable(phrase: str | None, signers: Path | None) -> None:
    """What cannot be compared at all is wrong usage, not a record that does not hold."""
    from auditkit.record.phrase import beginning, compare

    if phrase is not None and not beginning(phrase):
        raise UsageError(compare(phrase, "0" * 64), "Give the eight words, or the head in hex.")
    if signers is not None and not signers.is_file():
        raise UsageError(f"There is no list of signers {signers}.", "Check its name.")


def _laid_out(stack: ExitStack, path: Path) -> Path:
    if not path.is_file():
        return path
    from auditkit.cli.packed import laid_out

    return stack.enter_context(laid_out(path))


def _line(entry: HistoryEntry) -> str:
    undone = "  (undone)" if entry.undone else ""
    return f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.by}  {entry.verb}: {entry.about}{undone}"


def _compared(proof: Proof, said: str) -> str:
    """What is wrong with a phrase; one of an earlier state is right when that state is in the
    record."""
    from auditkit.record.earlier import earlier
    from auditkit.record.phrase import beginning, compare

    start = beginning(said)
    if start and proof.head.startswith(start):
        return ""
    found = earlier(proof.readings, start)
    if found is None:
        hex_given = start and start == said.strip().lower()
        return "No state of this record has this head." if hex_given else compare(said, proof.head)
    proof.notes.append(
        f"The phrase is that of an earlier state of this record: after line {found.n} of "
        f"{found.device}, {found.at[:16].replace('T', ' ')} UTC, {found.verb} by {found.by}."
    )
    return ""


def _plain(proof: Proof, wrong: str) -> dict[str, Any]:
    from auditkit.record.phrase import phrase

    return {
        "holds": proof.holds and not wrong,
        "audit": proof.audit,
        "head": proof.head,
        "phrase": phrase(proof.head),
        "journals": [
            {
                "journal": each.path.name,
                "lines": each.lines,
                "head": each.chain,
                "wrong": each.damage or (f"{each.torn} unfinished bytes" if each.torn else ""),
            }
            for each in proof.readings
        ],
        "snapshot": proof.snapshot,
        "problems": [*proof.problems, *([wrong] if wrong else [])],
        "notes": proof.notes,
        "checkpoints": [
            {
                "purpose": each.checkpoint.purpose,
                "at": each.checkpoint.at,
                "by": each.checkpoint.by,
                "signer": each.signer,
                "wrong": each.problem,
            }
            for each in proof.checkpoints
        ],
    }


def _print(proof: Proof, said: str, wrong: str) -> None:
    from auditkit.record.phrase import phrase

    for each in proof.readings:
        fault = each.damage or (f"{each.torn} unfinished bytes" if each.torn else "")
        holds = f"DOES NOT HOLD: {fault}" if fault else "holds"
        say(f"{each.path.name}  {each.lines} lines  head {each.chain}  {holds}")
    if not proof.readings:
        say("There is no journal in this folder.")
    say(f"audit.json {SNAPSHOT_WORDS[proof.snapshot]}")
    for checkpoint in proof.checkpoints:
        say(_checkpoint_line(checkpoint))
    for text in (*proof.problems, *proof.notes):
        say(text)
    if wrong:
        say(wrong)
    elif said and not proof.notes:
        say("It is the phrase of this record as it stands.")
    say()
    say(f"Head      {proof.head}")
    say(f"Phrase    {phrase(proof.head)}")
    say("The record holds." if proof.holds else "THE RECORD DOES NOT HOLD.")
    if wrong:
        say("THE PHRASE IS NOT OF THIS RECORD.")


def _checkpoint_line(proven: Proven) -> str:
    made = proven.checkpoint
    when = f"{made.at.astimezone():%Y-%m-%d %H:%M}" if made.at else ""
    signer = f"signed by {proven.signer}" if proven.signer else "unsigned"
    outcome = f"DOES NOT HOLD: {proven.problem}" if proven.problem else f"holds, {signer}"
    return f"checkpoint {made.purpose}  {when}  {made.by}  {outcome}"
