"""``auditkit evidence find``: files by their names."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, json_option, limit_option, open_audit, say
from auditkit.cli.contents import listed
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.evidence.model import Match
    from auditkit.evidence.names import NameIndex

_INDENT = " " * 7


@click.command()
@audit_option
@json_option
@limit_option(10, "files")
@click.option("--why", is_flag=True, help="Say which letters of a name were found.")
@click.option("--versions", is_flag=True, help="List the other versions of a file below it.")
@click.argument("query")
def find(
    folder: Path | None, query: str, limit: int, as_json: bool, why: bool, versions: bool
) -> None:
    """Find files by fuzzy QUERY; '-' reads queries from standard input, one a line. On a terminal
    what was found of a name stands in [brackets]."""
    from auditkit.evidence.names import NameIndex

    with open_audit(folder, read_only=True) as audit:
        index = NameIndex(listed(audit).entries)
    several = query == "-"
    queries = (line.rstrip("\n") for line in sys.stdin) if several else [query]
    for each in queries:
        matches = _found(index, each, limit)
        if as_json:
            rows = [_row(match) for match in matches]
            click.echo(json.dumps(rows, ensure_ascii=True, indent=None if several else 1))
            continue
        if several:
            say(f"> {each}")
        _print(matches, why=why, versions=versions)


def _found(index: NameIndex, query: str, limit: int) -> list[Match]:
    from auditkit.analysis.hits import fitting

    return fitting(index.search(query, limit))


def _row(match: Match) -> dict[str, object]:
    return {
        "path": match.entry.path,
        "score": round(match.score, 4),
        "spans": [list(span) for span in match.spans],
        "versions": [each.path for each in match.versions],
    }


def _print(matches: Iterable[Match], *, why: bool, versions: bool) -> None:
    from auditkit.analysis.hits import versions_words

    nothing, marked = True, sys.stdout.isatty()
    for match in matches:
        nothing = False
        others = versions_words(match)
        word = "version" if len(match.versions) == 1 else "versions"
        path = _marked(match) if marked else one_line(match.entry.path)
        say(f"{match.score:5.2f}  {path}{f'  ({others} {word})' if others else ''}")
        if why and match.spans:
            say(f"{_INDENT}found: {', '.join(_pieces(match))}")
        for each in match.versions if versions else ():
            say(f"{_INDENT}{one_line(each.path)}")
    if nothing:
        say("Nothing fits.")


def _pieces(match: Match) -> list[str]:
    return [one_line(match.entry.path[start:end]) for start, end in match.spans]


def _marked(match: Match) -> str:
    """The path with what was found in brackets: it needs no colour."""
    path, at, parts = match.entry.path, 0, []
    for start, end in match.spans:
        parts += [one_line(path[at:start]), f"[{one_line(path[start:end])}]"]
        at = end
    return "".join([*parts, one_line(path[at:])])
