"""``auditkit report``: writing the Word documents."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit.cli.common import audit_option, json_option, open_audit, say, say_json
from auditkit.errors import UsageError


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
        for name, each in KINDS.items():
            say(f"{name:<12}{each.title}")
        return
    if kind not in KINDS:
        raise UsageError(f"There is no document {kind!r}.", f"Kinds: {', '.join(KINDS)}.")
    with open_audit(folder) as audit:
        written = write(audit, kind, output, page=page)
        if as_json:
            say_json({"kind": kind, "paths": [str(path) for path in written.paths]})
            return
        for path in written.paths:
            say(f"{path}")
