"""The journal: what was changed, and whether the record holds."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit.cli.common import (
    SafeGroup,
    audit_folder,
    audit_option,
    json_option,
    open_audit,
    say,
    say_json,
)


@click.group(cls=SafeGroup)
def journal() -> None:
    """What was changed, by whom and when; and whether the chains hold."""


@journal.command()
@audit_option
@json_option
@click.option("--ref", default="", help="Only changes of this requirement or check.")
@click.option("-n", "limit", default=50, show_default=True, help="At most this many.")
def show(folder: Path | None, ref: str, limit: int, as_json: bool) -> None:
    """Changes, newest first."""
    with open_audit(folder, read_only=True) as audit:
        entries = audit.history(audit.resolve(ref) if ref else None, limit)
        if as_json:
            say_json(entries)
            return
        for each in entries:
            undone = "  (undone)" if each.undone else ""
            say(f"{each.at:%Y-%m-%d %H:%M:%S}  {each.by}  {each.verb}: {each.about}{undone}")


@journal.command()
@audit_option
@json_option
@click.pass_context
def verify(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check every journal's chain from its first line; exit code 1 when one does not hold."""
    from auditkit.record.folder import JOURNAL, require_audit
    from auditkit.record.reading import SUFFIX, read_journal

    chosen = audit_folder(folder)
    require_audit(chosen)
    rows = []
    for path in sorted((chosen / JOURNAL).glob(f"*{SUFFIX}")):
        reading = read_journal(path)
        wrong = reading.damage or (f"{reading.torn} unfinished bytes" if reading.torn else "")
        rows.append(
            {
                "journal": reading.path.name,
                "lines": len(reading.changes),
                "head": reading.chain,
                "wrong": wrong,
            }
        )
    if as_json:
        say_json(rows)
    else:
        for row in rows:
            holds = f"DOES NOT HOLD: {row['wrong']}" if row["wrong"] else "holds"
            say(f"{row['journal']}  {row['lines']} lines  head {row['head']}  {holds}")
    if any(row["wrong"] for row in rows) or not rows:
        ctx.exit(1)
