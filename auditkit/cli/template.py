"""``auditkit template``: corporate templates for the Word documents."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit.cli.common import (
    NamedPath,
    SafeGroup,
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
from auditkit.text import one_line


@click.group(cls=SafeGroup)
def template() -> None:
    """Make and check templates for 'auditkit report --template FILE'."""


@template.command()
@audit_option
@click.argument("file", type=NamedPath(path_type=Path))
@click.option("--page", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True)
def new(folder: Path | None, file: Path, page: str) -> None:
    """Write a template to begin with: change its styles, logo and words in Word.

    Not into a record or among the evidence of the audit.
    """
    from auditkit.documents.kit.page import page as page_named
    from auditkit.documents.kit.save import write_sealed
    from auditkit.documents.template.starter import starter

    require_suffix(file, ".docx")
    if file.exists():
        raise UsageError(f"{one_line(file.name)} is there already.", "Give another name.")
    _require_no_record(folder, file)
    write_sealed(file, starter(page_named(page)))
    say(f"Written: {file}")
    say("Change it in Word, then: auditkit template check FILE")


def _require_no_record(folder: Path | None, file: Path) -> None:
    """Raise `UsageError` for a place in a record, or among the evidence of the audit meant."""
    from auditkit.record.folder import JOURNAL
    from auditkit.record.reading import journal_paths

    for each in (audit_folder(folder), *file.resolve().parents):
        if journal_paths(each / JOURNAL):
            with open_audit(each, read_only=True) as audit:
                require_free(audit, file)


@template.command()
@json_option
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Look FILE.docx or FILE.dotx over (exit code 1 where it cannot be used)."""
    from auditkit.documents.template.check import check as checked
    from auditkit.documents.template.opening import open_template

    remarks = checked(open_template(file))
    if as_json:
        say_json([{"level": each.level, "text": each.text} for each in remarks])
    else:
        for each in remarks:
            say(f"{each.level}: {each.text}")
        wrong = any(each.level == "error" for each in remarks)
        say("It cannot be used yet." if wrong else "It can be used: auditkit report --template.")
    ctx.exit(1 if any(each.level == "error" for each in remarks) else 0)


@template.command()
def names() -> None:
    """List the placeholders that a template may hold."""
    from auditkit.documents.template.placeholders import BODY_MARK, MEANINGS

    for name, meaning in MEANINGS.items():
        say(f"[[{name}]]".ljust(28) + meaning)
    say(f"[[{BODY_MARK}]]".ljust(28) + "the document itself, in a paragraph of its own")
