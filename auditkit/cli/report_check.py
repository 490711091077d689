"""``auditkit report verify`` and ``report check``: a document held against the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.errors import UsageError
from auditkit.text import clip

if TYPE_CHECKING:
    from auditkit.documents.agreement.compare import Compared
    from auditkit.documents.agreement.differences import Difference
    from auditkit.documents.source import Choices
    from auditkit.record.audit import Audit

F = TypeVar("F", bound=Callable[..., Any])
_EXACT = "It is exactly what the record generates."
_NOT_EXACT = "It is NOT exactly what the record generates."
_BEFORE = 60
"""Characters before a change that are shown."""
_SHOWN = 300
"""Characters of a changed text that are shown."""


def made_with(command: F) -> F:
    """What a document was made with and does not hold itself."""
    path = click.Path(path_type=Path)
    command = click.option("--template", type=path, help="The template it was made in.")(command)
    return click.option("--previous", type=path, help="The audit that it compares with.")(command)


@contextmanager
def given_with(
    template: Path | None, previous: Path | None, *, names: bool = False, numbers: bool = False
) -> Iterator[Choices]:
    """The choices for a document: a template read, a previous audit opened for reading."""
    from auditkit.documents.source import Choices
    from auditkit.documents.template.opening import open_template

    read = open_template(template) if template else None
    with open_audit(previous, read_only=True) if previous else nullcontext() as before:
        yield Choices(names, before, numbers, read)


@click.command()
@audit_option
@json_option
@made_with
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def verify(
    ctx: click.Context,
    folder: Path | None,
    file: Path,
    template: Path | None,
    previous: Path | None,
    as_json: bool,
) -> None:
    """Tell whether FILE.docx is exactly what the record generates (exit code 1 where not)."""
    from auditkit.documents.agreement.compare import verify as verified
    from auditkit.documents.agreement.opened import open_document

    opened = open_document(file)
    with open_audit(folder, read_only=True) as audit, given_with(template, previous) as given:
        found = verified(audit, opened, given)
    if as_json:
        say_json(
            {
                "exact": found.exact,
                "untouched": found.untouched,
                "record_moved_on": found.later,
                "reasons": found.reasons,
            }
        )
    else:
        say(_EXACT if found.exact else _NOT_EXACT)
        for reason in found.reasons:
            say(reason)
        if found.later:
            say("What it shows has changed in the record since it was made.")
    ctx.exit(0 if found.exact else 1)


@click.command()
@audit_option
@json_option
@made_with
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--take", "taken", multiple=True, type=int, help="Take wording N into the record.")
@click.pass_context
def check(
    ctx: click.Context,
    folder: Path | None,
    file: Path,
    template: Path | None,
    previous: Path | None,
    taken: tuple[int, ...],
    as_json: bool,
) -> None:
    """Compare an edited FILE.docx with the record (exit code 1 where facts disagree).

    Facts that no longer agree are listed, and wording that was edited; --take N takes one of those
    back into the record.
    """
    from auditkit.documents.agreement.compare import compare
    from auditkit.documents.agreement.opened import open_document

    opened = open_document(file)
    with open_audit(folder, read_only=not taken) as audit, given_with(template, previous) as given:
        found = compare(audit, opened, given)
        if taken:
            _take(audit, found, taken)
            return
    if as_json:
        say_json(_plain(found))
    else:
        _print(found)
    ctx.exit(1 if any(each.fact for each in found.edited) else 0)


def _take(audit: Audit, found: Compared, taken: tuple[int, ...]) -> None:
    from auditkit.documents.agreement.addresses import take_back

    for number in taken:
        if not 1 <= number <= len(found.edited):
            raise UsageError(
                f"There is no difference {number}.", "'auditkit report check' numbers them."
            )
        if found.edited[number - 1].address is None or not found.edited[number - 1].now:
            raise UsageError(
                f"Difference {number} is no wording of the auditor.",
                "Change what it stands for in the record: a grade, a verdict, a finding.",
            )
    with audit.group("wording taken from a document"):
        for number in taken:
            each = found.edited[number - 1]
            if each.address is not None:
                take_back(audit, each.address, each.now)
                say(f"Taken into the record: {each.address.shown}.")


def _plain(found: Compared) -> dict[str, Any]:
    return {
        "state_known": found.known,
        "edited": [_row(number, each) for number, each in enumerate(found.edited, start=1)],
        "record_since": [_row(0, each) for each in found.since],
    }


def _row(number: int, each: Difference) -> dict[str, Any]:
    row = {
        "kind": "fact" if each.fact else "wording",
        "where": each.where,
        "was": each.was,
        "now": each.now,
        "field": each.address.shown if each.address else "",
    }
    return {"number": number, **row} if number else row


def _print(found: Compared) -> None:
    if not found.known:
        say("The state that it was made from is not in this record: compared with it as it stands.")
    numbered = list(enumerate(found.edited, start=1))
    facts = [(n, each) for n, each in numbered if each.fact]
    words = [(n, each) for n, each in numbered if not each.fact]
    _list(f"Facts that no longer agree with the record: {len(facts)}", facts)
    _list(f"Wordings that were edited (--take N takes one in): {len(words)}", words)
    _list(
        f"Changed in the record since it was made: {len(found.since)}",
        [(0, each) for each in found.since],
        ("then", "now"),
    )
    if not found.edited:
        say("Nothing in it differs from what the record generated.")


def _list(
    title: str, rows: list[tuple[int, Difference]], names: tuple[str, str] = ("record", "document")
) -> None:
    if not rows:
        return
    say(title)
    before, after = (f"{name}:".ljust(10) for name in names)
    for number, each in rows:
        field = f" ({each.address.shown})" if each.address else ""
        say(f"{f'{number:>3}.' if number else '   -'} {each.where}{field}")
        was, now = _around(" ".join(each.was.split()), " ".join(each.now.split()))
        say(f"      {before}{was or '(not there)'}")
        say(f"      {after}{now or '(not there)'}")


def _around(was: str, now: str) -> tuple[str, str]:
    """Two long texts from a little before the place where they part."""
    same = sum(1 for _ in takewhile(lambda each: each[0] == each[1], zip(was, now)))
    begin = was.rfind(" ", 0, max(0, same - _BEFORE)) + 1 if same > 2 * _BEFORE else 0
    first = "\u2026" if begin else ""
    old, new = (first + clip(each[begin:], _SHOWN) if each else "" for each in (was, now))
    return old, new
