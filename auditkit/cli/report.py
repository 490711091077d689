"""``auditkit report``: writing the Word documents, and holding one against the record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

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
from auditkit.cli.report_check import check, verify
from auditkit.errors import AuditkitError, UsageError
from auditkit.text import lines, one_line

if TYPE_CHECKING:
    from auditkit.documents.catalog import Written
    from auditkit.documents.template.opening import Template
    from auditkit.record.audit import Audit

CAR = "car"


class ReportGroup(SafeGroup):
    """A group in which a kind of document stands for writing it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command of the group is the kind of a document to write, or an option."""
        if not args or args[0] not in self.commands:
            args = ["write", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ReportGroup)
def report() -> None:
    """Write the Word documents; verify and check hold one against the record."""


report.add_command(verify)
report.add_command(check)


@report.command()
@audit_option
@json_option
@click.argument("kind", default="audit")
@click.option("-o", "--output", type=NamedPath(path_type=Path), help="File to write.")
@click.option("--page", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True)
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True),
    metavar="AUDIT",
    help="The audit before (folder or pack): what got better, what came back.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .docx or .dotx of your own: its styles, logo and headers ('auditkit template').",
)
@click.option("--names", is_flag=True, help="Name the auditees; else they stand by function.")
@click.option(
    "--page-numbers/--no-page-numbers",
    default=False,
    help="Let LibreOffice count pages for the contents. Default: without, so that the same record "
    "gives the same file everywhere.",
)
@click.option(
    "--another",
    is_flag=True,
    help="Where the file is open or read-only, write 'NAME (2).docx' beside it.",
)
def write(
    folder: Path | None,
    kind: str,
    output: Path | None,
    page: str,
    previous: Path | None,
    template: Path | None,
    names: bool,
    page_numbers: bool,
    another: bool,
    as_json: bool,
) -> None:
    """Write the document KIND (default: audit). 'auditkit report list' names all kinds.

    'auditkit report verify FILE' and 'auditkit report check FILE' hold a document against the
    record.
    """
    from auditkit.documents import catalog
    from auditkit.documents.catalog import KINDS, NEVER_DRAFTS
    from auditkit.documents.source import Choices

    if kind == "list":
        for name, (title, _) in KINDS.items():
            say(f"{name:<20}{title}")
        say(f"{CAR:<20}Corrective-action request forms, one a CAR")
        return
    if kind not in (*KINDS, CAR):
        raise UsageError(f"There is no document {kind!r}.", f"Kinds: {', '.join((*KINDS, CAR))}.")
    if output is None and audit_folder(folder).is_file():
        raise UsageError("A pack is read only.", "Say with -o where the document is to be written.")
    with open_audit(folder) as audit:
        if output is not None:
            require_free(audit, output, (".docx",))
        if output is not None and kind != CAR:
            require_suffix(output, ".docx")
        catalog.require_noted(audit, output)
        if kind == CAR:
            _no_choices(previous, template, names, page_numbers)
            written = write_forms(audit, output, page, another=another)
        else:
            with _previous(previous) as before:
                chosen = Choices(names, before, page_numbers, _template(template))
                written = [
                    catalog.write(
                        audit,
                        kind,
                        output,
                        page=page,
                        progress=_progress(),
                        choices=chosen,
                        another=another,
                    )
                ]
            if kind not in NEVER_DRAFTS:
                _tell_stops(audit)
    _tell(written, as_json)


def _tell_stops(audit: Audit) -> None:
    """What keeps the document from being the issued one; it was written all the same."""
    from auditkit.analysis.completeness import stops

    found = "; ".join(each.text for each in stops(audit))
    if found:
        marked = "" if audit.info.report_issued else "marked DRAFT; "
        message = f"written, but {marked}this stops the report from being issued: {found}."
        click.echo(f"auditkit: {lines(message)}", err=True)


def _tell(written: list[Written], as_json: bool) -> None:
    for each in written:
        if each.replaced:
            places = ", ".join(each.replaced)
            message = f"characters that cannot stand in a document were replaced in: {places}"
            click.echo(f"auditkit: {lines(message)}", err=True)
        if each.kept is not None:
            named, kept = each.path.name, each.kept.name
            message = f"'{named}' was edited since it was written: kept as '{kept}'"
            click.echo(f"auditkit: {one_line(message)}.", err=True)
    if as_json:
        say_json([{"kind": w.kind, "path": str(w.path), "sha256": w.sha256} for w in written])
    else:
        for each in written:
            say(str(each.path))


def _previous(folder: Path | None) -> AbstractContextManager[Audit | None]:
    return open_audit(folder, read_only=True) if folder else nullcontext()


def _template(file: Path | None) -> Template | None:
    from auditkit.documents.template.opening import open_template

    return open_template(file) if file else None


def _no_choices(
    previous: Path | None, template: Path | None, names: bool, page_numbers: bool
) -> None:
    if previous or template or names or page_numbers:
        raise UsageError(
            "A CAR form takes none of --previous, --template, --names and --page-numbers.",
            "Leave them away.",
        )


def _progress() -> Callable[[str, int, int], None] | None:
    """Shows on a terminal which part is being made; nobody else wants to read that."""
    if not sys.stderr.isatty():
        return None

    def show(part: str, number: int, count: int) -> None:
        end = "\n" if number == count else ""
        click.echo(f"\r\x1b[K{number} of {count}: {lines(part)}{end}", err=True, nl=False)

    return show


def write_forms(
    audit: Audit, folder: Path | None = None, page: str = "A4", *, another: bool = False
) -> list[Written]:
    """Write the form of every CAR, into ``folder`` where one is given.

    Raises `AuditkitError` when there is no CAR, `UsageError` when ``folder`` is a file name.
    """
    from auditkit.documents.catalog import write_car

    if not audit.cars():
        raise AuditkitError("This audit has no CAR yet.", "'auditkit car issue' issues them.")
    if folder is not None and folder.suffix:
        raise UsageError("CAR forms are one file each.", "Give a folder with -o.")
    targets = {car.label: folder / f"{car.label}.docx" if folder else None for car in audit.cars()}
    return [
        write_car(audit, label, target, page=page, another=another)
        for label, target in targets.items()
    ]
