"""``auditkit export``: checklist, findings, CARs and evidence as tables for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import (
    NamedPath,
    audit_folder,
    audit_option,
    json_option,
    open_audit,
    require_free,
    require_suffix,
    say,
    say_json,
)
from auditkit.errors import UsageError

if TYPE_CHECKING:
    from auditkit.record.audit import Audit

TITLE = "Audit tables"
FORMATS = ("xlsx", "csv", "html")


@click.command()
@audit_option
@json_option
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "-o",
    "--output",
    type=NamedPath(path_type=Path),
    help="File to write, for csv a folder; default: in the audit's documents.",
)
def export(folder: Path | None, form: str, output: Path | None, as_json: bool) -> None:
    """Write checklist, findings, CARs and evidence register as tables.

    FORMAT is xlsx (one workbook with four sheets), csv (a folder with four files) or html (one
    page). What a spreadsheet would take for a formula gets an apostrophe before it. The same
    record gives the same bytes.
    """
    if output is None and audit_folder(folder).is_file():
        raise UsageError("A pack is read only.", "Say with -o where the tables are to be written.")
    from auditkit.files import write_to_share

    with open_audit(folder, read_only=True) as audit:
        target = output or _default(audit, form)
        require_free(audit, target, (f".{form}",))
        if form != "csv":
            require_suffix(target, f".{form}")
        made = _csv(audit, target) if form == "csv" else {target: _one(audit, form)}
        for path in made:
            require_free(audit, path)
        if form == "csv":
            target.mkdir(parents=True, exist_ok=True)
        for path, content in made.items():
            write_to_share(path, content)
    if as_json:
        say_json([{"format": form, "path": str(path)} for path in made])
    else:
        for path in made:
            say(str(path))


def _default(audit: Audit, form: str) -> Path:
    from auditkit.documents.catalog import default_path

    place = default_path(audit, TITLE)
    return place.with_suffix("") if form == "csv" else place.with_suffix(f".{form}")


def _one(audit: Audit, form: str) -> bytes:
    from auditkit.exchange.tables.collect import tables

    info, made = audit.info, tables(audit)
    if form == "html":
        from auditkit.exchange.tables.page import page

        return page(made, info.title, f"Made by auditkit from record {audit.head}.")
    from auditkit.exchange.tables.workbook import workbook

    return workbook(made, info.title, audit.head, info.created)


def _csv(audit: Audit, folder: Path) -> Mapping[Path, bytes]:
    from auditkit.exchange.tables.collect import tables
    from auditkit.exchange.tables.separated import separated

    if folder.suffix or folder.is_file():
        raise UsageError("CSV is one file a table.", "Give a folder with -o.")
    return {folder / f"{each.name}.csv": separated(each) for each in tables(audit)}
