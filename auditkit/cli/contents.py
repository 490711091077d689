"""Finding evidence by its contents: bringing the index up to date, and asking it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, json_option, limit_option, open_audit, say, say_json
from auditkit.cli.unread import tell_unread
from auditkit.errors import AuditkitError, UsageError
from auditkit.text import clip, lines, one_line

if TYPE_CHECKING:
    from auditkit.evidence.contents import Answer, Built, Contents, Hit
    from auditkit.evidence.model import Problem
    from auditkit.evidence.scan import Scan
    from auditkit.record.audit import Audit

_PAINT_EVERY = 0.1  # seconds
_WIDTH = 78


@click.command()
@audit_option
@json_option
def index(folder: Path | None, as_json: bool) -> None:
    """Read all new and changed evidence, so that its contents can be searched, and say what
    cannot be read. May be interrupted at any time and goes on from there."""
    from auditkit.analysis.indexing import index_file, registered

    with open_audit(folder, read_only=True) as audit:
        found, likely, place = listed(audit), registered(audit), index_file(audit)
    with opened(place) as contents:
        built = bring_up_to_date(contents, found, likely, retry=True)
        coverage = contents.coverage()
    if as_json:
        say_json(
            {
                "files": coverage.files,
                "read": built.read,
                "removed": built.removed,
                "pending": built.pending,
                "by_name_only": coverage.named,
                "problems": as_rows(coverage.problems),
            }
        )
        return
    say(f"{coverage.files} files in the index; {built.read} read, {built.removed} removed.")
    if coverage.named:
        files = "file without text is" if coverage.named == 1 else "files without text are"
        say(f"{coverage.named} {files} found by name only (pictures and the like).")
    for problem in coverage.problems:
        say(f"  cannot be read: {problem.path}: {problem.reason}")


@click.command()
@audit_option
@json_option
@limit_option(10, "passages")
@click.option("--no-update", is_flag=True, help="Ask the index as it is; read no files.")
@click.argument("query", nargs=-1, required=True)
def search(
    folder: Path | None, as_json: bool, limit: int, no_update: bool, query: tuple[str, ...]
) -> None:
    """Find passages in the evidence that have all words of QUERY.

    "words in quotes" are a phrase, word* is a beginning, a NEAR b stand close together, and
    -word must not occur in the file (write -- before a QUERY that begins so).
    """
    from auditkit.analysis.indexing import index_file, registered

    with open_audit(folder, read_only=True) as audit:
        found, likely, place = listed(audit), registered(audit), index_file(audit)
    with opened(place) as contents:
        if no_update:
            pending = contents.pending(found.entries)
        else:
            pending = bring_up_to_date(contents, found, likely).pending
        answer = contents.search(" ".join(query), limit)
        problems = contents.coverage().problems
    if as_json:
        say_json([_row(hit) for hit in answer.hits])
    else:
        for hit in answer.hits:
            _print(hit)
        if not answer.hits:
            say("Nothing found.")
    _print_limits(answer, problems, pending, err=as_json)


def require_folder(audit: Audit) -> None:
    """Raise `UsageError` for the audit of a pack: its evidence is no folder to look around in."""
    from auditkit.cli.packed import READ_ONLY

    if audit.read_only_reason == READ_ONLY:
        raise UsageError(
            "The evidence folders are not in a pack; what it holds was checked when it was opened.",
            "Work in the audit folder, or run verify_audit.py from the pack.",
        )


def roots(audit: Audit) -> tuple[Path, ...]:
    """The evidence folders; raises `AuditkitError` when there is none, `UsageError` for a pack."""
    require_folder(audit)
    found = audit.roots()
    if not found:
        raise AuditkitError(
            "This audit has no evidence folder.", "Add one: auditkit evidence root FOLDER"
        )
    return found


def listed(audit: Audit) -> Scan:
    """All evidence files; what cannot be listed is said on standard error, for nothing found in a
    folder that is gone is no answer."""
    from auditkit.evidence.scan import scan

    looked_in = roots(audit)
    found = scan(looked_in)
    tell_unread(found.problems, looked_in)
    return found


def opened(place: Path) -> Contents:
    """The index; that it had to be made anew is said on standard error."""
    from auditkit.evidence.contents import Contents

    contents = Contents(place)
    if contents.notice:
        click.echo(f"auditkit: {contents.notice}", err=True)
    return contents


def bring_up_to_date(
    contents: Contents, found: Scan, likely: tuple[Path, ...], *, retry: bool = False
) -> Built:
    """Index what has changed, with progress on a terminal. What cannot be listed now (a disk that
    is not plugged in, a folder that may not be read) keeps what is known of it."""
    with _Progress() as progress:
        return contents.build(
            found.entries,
            likely=likely,
            complete=found.complete,
            unlisted=found.unlisted,
            retry=retry,
            progress=progress,
        )


def as_rows(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Problems as JSON has them."""
    return [{"path": problem.path, "reason": problem.reason} for problem in problems]


class _Progress:
    """One line on standard error that is painted over, where that is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._painted = 0.0

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._painted:
            click.echo(f"\r{'':{_WIDTH}}\r", nl=False, err=True)

    def __call__(self, done: int, total: int, current: str) -> None:
        now = time.monotonic()
        if self._shown and now - self._painted > _PAINT_EVERY:
            self._painted = now
            text = clip(f"Reading {done} of {total}: {one_line(current)}", _WIDTH)
            click.echo(f"\r{text:{_WIDTH}}", nl=False, err=True)


def _row(hit: Hit) -> dict[str, object]:
    return {
        "path": hit.entry.path,
        "place": hit.place,
        "text": hit.text,
        "score": round(hit.score, 4),
    }


def _print(hit: Hit) -> None:
    say(f"{hit.score:5.2f}  {one_line(hit.entry.path)}: {one_line(hit.place)}")
    text = hit.text.replace("\n", " ").replace("\t", " ")
    pieces: list[str] = []
    at = 0
    for start, end in hit.spans:
        pieces += [one_line(text[at:start]), click.style(one_line(text[start:end]), bold=True)]
        at = end
    click.echo(f"       {''.join(pieces)}{one_line(text[at:])}")


def _print_limits(
    answer: Answer, problems: tuple[Problem, ...], pending: int, *, err: bool
) -> None:
    """What has to be known of the answer; with JSON on standard error."""
    for each in answer.replaced:
        instead = ", ".join(each.instead)
        click.echo(lines(f"'{each.word}' occurs nowhere; looked for: {instead}"), err=err)
    tell_unread(problems, err=err)
    if pending:
        files = "file is" if pending == 1 else "files are"
        click.echo(f"{pending} {files} not indexed yet: 'auditkit evidence index'.", err=err)
