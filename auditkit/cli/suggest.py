"""Suggesting evidence: files for a requirement, and requirements for a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, json_option, limit_option, open_audit, say, say_json
from auditkit.cli.contents import bring_up_to_date, listed, opened
from auditkit.errors import AuditkitError
from auditkit.text import lines, one_line

if TYPE_CHECKING:
    from auditkit.analysis.suggestion import Suggested, Suggestions
    from auditkit.evidence.contents import Contents
    from auditkit.evidence.model import FileEntry
    from auditkit.evidence.scan import Scan
    from auditkit.record.audit import Audit

names_only_option = click.option(
    "--names-only", is_flag=True, help="Judge names and folders alone; read no files."
)
previous_option = click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True),
    help="Folder or pack of an earlier audit: what it cited comes first.",
)


@click.command()
@audit_option
@json_option
@limit_option(10, "files")
@names_only_option
@previous_option
@click.argument("ref")
def suggest(
    folder: Path | None,
    as_json: bool,
    limit: int,
    names_only: bool,
    previous: Path | None,
    ref: str,
) -> None:
    """Files that may be evidence for requirement REF, each with the reasons; or that there is
    none, which is possibly a gap. New and changed files are read first."""
    from auditkit.analysis.suggestion import GAP

    with open_audit(folder, read_only=True) as audit:
        meant = audit.resolve(ref)
        found = listed(audit)
        with _Reading(audit, found, names_only=names_only) as contents:
            asked = _suggestions(audit, found, contents, previous)
            rows = asked.for_requirement(meant, limit)
    if as_json:
        say_json([_row(each) for each in rows])
        return
    for each in rows:
        label = f" {each.linked}" if each.linked else ""
        say(f"{each.score:5.2f}  {each.band:<7}  {one_line(each.entry.path)}{label}")
        say(f"                {one_line(each.why)}")
    if not rows:
        say(f"{meant.ref}: {GAP}.")


@click.command()
@audit_option
@json_option
@limit_option(5, "requirements")
@names_only_option
@previous_option
@click.argument("path", type=click.Path(path_type=Path))
def serves(
    folder: Path | None,
    as_json: bool,
    limit: int,
    names_only: bool,
    previous: Path | None,
    path: Path,
) -> None:
    """Requirements that the file PATH may serve, each with the reasons. PATH may be relative to
    an evidence folder."""
    with open_audit(folder, read_only=True) as audit:
        found = listed(audit)
        entry = _entry(audit, found, path)
        with _Reading(audit, found, names_only=names_only) as contents:
            rows = _suggestions(audit, found, contents, previous).for_file(entry, limit)
        titles = {ref: audit.requirement(ref).title for ref, _, _ in rows}
    if as_json:
        keys = ("checklist", "ref", "title", "score", "why")
        say_json(
            [
                dict(zip(keys, (r.checklist, r.ref, titles[r], round(s, 4), w), strict=True))
                for r, s, w in rows
            ]
        )
        return
    for ref, score, why in rows:
        say(f"{score:5.2f}  {ref.ref:<8} {one_line(titles[ref])}")
        say(f"       {one_line(why)}")
    if not rows:
        say("No requirement found that this file serves.")


class _Reading:
    """The index of contents, up to date, while inside; none when names alone are judged or the
    index cannot be used, which is said."""

    def __init__(self, audit: Audit, found: Scan, *, names_only: bool) -> None:
        from auditkit.analysis.indexing import index_file, registered

        self._place = None if names_only else index_file(audit)
        self._found = found
        self._likely = registered(audit)
        self._contents: Contents | None = None

    def __enter__(self) -> Contents | None:
        if self._place is None:
            return None
        try:
            self._contents = opened(self._place)
            bring_up_to_date(self._contents, self._found, self._likely)
        except AuditkitError as error:
            self.__exit__()
            self._contents = None
            click.echo(f"auditkit: {lines(str(error))}", err=True)
            click.echo("auditkit: files are judged by their names alone.", err=True)
        return self._contents

    def __exit__(self, *_: object) -> None:
        if self._contents is not None:
            self._contents.close()


def _suggestions(
    audit: Audit, found: Scan, contents: Contents | None, previous: Path | None
) -> Suggestions:
    from auditkit.analysis.suggestion import Suggestions, facts

    if previous is None:
        known = facts(audit)
    else:
        with open_audit(previous, read_only=True) as before:
            known = facts(audit, before)
    return Suggestions(known, found.entries, contents)


def _entry(audit: Audit, found: Scan, path: Path) -> FileEntry:
    places = {path.absolute(), *(root / path for root in audit.roots())}
    for entry in found.entries:
        if entry.absolute in places:
            return entry
    raise AuditkitError(
        f"There is no file {one_line(str(path))} in the evidence folders.",
        "'auditkit evidence find' looks for it by name.",
    )


def _row(each: Suggested) -> dict[str, object]:
    return {
        "path": each.entry.path,
        "score": round(each.score, 4),
        "band": each.band,
        "why": each.why,
        "linked": each.linked,
    }
