"""Evidence: scanning folders, finding files by name, registering, citing, verifying."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import (
    SafeGroup,
    audit_option,
    json_option,
    open_audit,
    say,
    say_json,
)
from auditkit.cli.contents import as_rows, index, opened, roots, search
from auditkit.cli.find import find
from auditkit.cli.moved import moved
from auditkit.cli.shortened import shortened
from auditkit.cli.smell import dismiss, smell
from auditkit.cli.suggest import serves, suggest
from auditkit.cli.verify import collect, keep, verify
from auditkit.errors import AuditkitError, UsageError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.evidence.model import Problem
    from auditkit.record.audit import Audit
    from auditkit.record.model import Evidence


@click.group(cls=SafeGroup)
def evidence() -> None:
    """Find, register, cite and verify evidence files."""


evidence.add_command(find)
evidence.add_command(index)
evidence.add_command(search)
evidence.add_command(smell)
evidence.add_command(dismiss)
evidence.add_command(suggest)
evidence.add_command(serves)
for command in (verify, keep, moved, collect):
    evidence.add_command(command)


@evidence.command("root")
@audit_option
@click.argument("root", type=click.Path(path_type=Path))
def root_command(folder: Path | None, root: Path) -> None:
    """Add ROOT to the folders in which evidence lies."""
    if not root.is_dir():
        raise UsageError(f"There is no folder {root}.", "Check the path.")
    with open_audit(folder) as audit:
        audit.add_root(root)
        say(f"Evidence folder added: {root}")


@evidence.command()
@audit_option
@json_option
def scan(folder: Path | None, as_json: bool) -> None:
    """Walk the evidence folders and say what is there and what cannot be read: when the contents
    have been indexed, also which files have no readable text."""
    from auditkit.evidence.scan import scan as walk

    with open_audit(folder, read_only=True) as audit:
        found = walk(roots(audit))
        unreadable = _unreadable(audit)
        if as_json:
            say_json(
                {
                    "files": len(found.entries),
                    "bytes": sum(entry.size for entry in found.entries),
                    "problems": as_rows(found.problems),
                    "unreadable": as_rows(unreadable),
                }
            )
            return
        total = sum(entry.size for entry in found.entries)
        say(f"{len(found.entries)} files, {total / 1e6:.1f} MB")
        _print_problems((*found.problems, *unreadable))


def _unreadable(audit: Audit) -> tuple[Problem, ...]:
    from auditkit.analysis.indexing import index_file

    place = index_file(audit)
    if not place.exists():
        return ()
    with opened(place) as contents:
        return contents.coverage().problems


@evidence.command()
@audit_option
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--for", "ref", default="", help="Requirement or check it is evidence for.")
@click.option("--finding", default="", help="Finding it is evidence for.")
@click.option("--at", "place", default="", help="Place in the file: page 3, sheet X, row 14.")
@click.option("--quote", default="", help="The words quoted.")
@click.option("--effective", default="", help="Date or period the evidence speaks of.")
def add(
    folder: Path | None,
    path: Path,
    ref: str,
    finding: str,
    place: str,
    quote: str,
    effective: str,
) -> None:
    """Register the file PATH with its SHA-256 and cite it. PATH may be relative to an evidence
    folder."""
    from auditkit.evidence.fingerprint import fingerprint

    with open_audit(folder) as audit:
        target = audit.resolve(ref) if ref else None
        cited = audit.finding(finding).id if finding else ""
        whole = _found(audit, path)
        with audit.group(f"evidence {path.name}"):
            item = audit.register_file(whole, effective=effective, fingerprint=fingerprint(whole))
            if target or cited:
                audit.cite(item.id, ref=target, finding=cited, place=place, quote=quote)
        spoken = f"  speaks of {one_line(item.effective)}" if effective else ""
        say(f"{item.label}  {one_line(item.path)}  sha256 {item.sha256[:12]}...{spoken}  saved")


def _found(audit: Audit, path: Path) -> Path:
    for candidate in (path, *(root / path for root in audit.roots())):
        if candidate.exists():
            return candidate
    raise AuditkitError(
        f"There is no file {path} here or in the evidence folders.",
        "'auditkit evidence find' looks for it by name.",
    )


@evidence.command("statement")
@audit_option
@click.argument("kind", type=click.Choice(["interview", "observation"]))
@click.argument("text")
@click.option("--source", default="", help="Function of the speaker, or the place.")
@click.option("--for", "ref", default="", help="Requirement or check it is evidence for.")
@click.option("--finding", default="", help="Finding it is evidence for.")
def statement(
    folder: Path | None, kind: str, text: str, source: str, ref: str, finding: str
) -> None:
    """Register what was said or seen as evidence."""
    from auditkit.record.model import EvidenceKind

    with open_audit(folder) as audit, audit.group(kind):
        item = audit.register_statement(EvidenceKind(kind), text, source=source)
        if ref or finding:
            cited = audit.finding(finding).id if finding else ""
            audit.cite(item.id, ref=audit.resolve(ref) if ref else None, finding=cited)
        say(f"{item.label}  {kind} saved")


@evidence.command("list")
@audit_option
@json_option
def list_command(folder: Path | None, as_json: bool) -> None:
    """The evidence register; evidence that speaks only of a time before the audit period is
    marked."""
    from msgspec import to_builtins

    from auditkit.analysis.soundness import outdated

    with open_audit(folder, read_only=True) as audit:
        old = {each.id for each in outdated(audit)}
        if as_json:
            say_json(
                [{**to_builtins(e), "older_than_period": e.id in old} for e in audit.evidence()]
            )
            return
        for item in audit.evidence():
            _print_item(item, older=item.id in old)
        if not audit.evidence():
            say("No evidence registered. 'auditkit evidence find QUERY' looks for files.")


def _print_item(item: Evidence, *, older: bool) -> None:
    what = shortened(one_line(item.path or item.source))
    title = shortened(one_line(item.title))
    told = f"  {item.effective}: older than the audit period" if older else ""
    say(f"{item.label}  {item.kind:<11} {title}  {what}  {item.sha256[:12]}{told}")


def _print_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        say(f"  cannot be read: {one_line(problem.path)}: {problem.reason}")
