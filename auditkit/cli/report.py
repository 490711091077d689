"""``auditkit report``: writing the Word documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import (
    audit_folder,
    audit_option,
    json_option,
    open_audit,
    require_free,
    say,
    say_json,
)
from auditkit.errors import AuditkitError, UsageError

if TYPE_CHECKING:
    from auditkit.documents.catalog import Written
    from auditkit.record.audit import Audit

CAR = "car"


@click.command()
@audit_option
@json_option
@click.argument("kind", default="audit")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")
@click.option("--page", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True)
def report(folder: Path | None, kind: str, output: Path | None, page: str, as_json: bool) -> None:
    """Write the document KIND (default: audit). 'auditkit report list' names all kinds."""
    from auditkit.documents.catalog import KINDS, write

    if kind == "list":
        for name, (title, _) in KINDS.items():
            say(f"{name:<12}{title}")
        say(f"{CAR:<12}Corrective-action request forms, one a CAR")
        return
    if kind not in (*KINDS, CAR):
        raise UsageError(f"There is no document {kind!r}.", f"Kinds: {', '.join((*KINDS, CAR))}.")
    if output is None and audit_folder(folder).is_file():
        raise UsageError("A pack is read only.", "Say with -o where the document is to be written.")
    with open_audit(folder) as audit:
        if output is not None:
            require_free(audit, output, (".docx",))
        if kind == CAR:
            written = write_forms(audit, output, page)
        else:
            written = [write(audit, kind, output, page=page)]
        if as_json:
            say_json([{"kind": w.kind, "path": str(w.path), "sha256": w.sha256} for w in written])
        else:
            for each in written:
                say(str(each.path))


def write_forms(audit: Audit, folder: Path | None = None, page: str = "A4") -> list[Written]:
    """Write the form of every CAR, into ``folder`` where one is given.

    Raises `AuditkitError` when there is no CAR, `UsageError` when ``folder`` is a file name.
    """
    from auditkit.documents.catalog import write_car

    if not audit.cars():
        raise AuditkitError("This audit has no CAR yet.", "'auditkit car issue' issues them.")
    if folder is not None and folder.suffix:
        raise UsageError("CAR forms are one file each.", "Give a folder with -o.")
    targets = {car.label: folder / f"{car.label}.docx" if folder else None for car in audit.cars()}
    return [write_car(audit, label, target, page=page) for label, target in targets.items()]
