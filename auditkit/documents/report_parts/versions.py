"""Which version of the report this is, and what came before it."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from auditkit.documents.kit.blocks import NEXT_TO_TABLE, paragraph
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.tables import Column, table
from auditkit.documents.source import Source, day
from auditkit.errors import AuditkitError
from auditkit.record.model import Checkpoint, GeneratedDocument
from auditkit.record.statement import parse
from auditkit.text import plural

_MOST = 12


def version(source: Source) -> str:
    """``3, DRAFT of 2 November 2026``: every report that was written into the audit folder has a
    number."""
    return f"{len(_written(source)[0]) + 1}, {source.status}"


def versions(source: Source, paper: Paper) -> None:
    """The chapter with versions and checkpoints, this version last."""
    flow, audit = paper.flow, source.audit
    flow.heading("Version history")
    written, elsewhere = _written(source)
    generated = [
        (each.at, f"Version {number}, generated", each.head)
        for number, each in enumerate(written, start=1)
    ]
    sealed = [
        (each.at, _sealed(each), _head_of(each)[: len(audit.head)])
        for each in audit.checkpoints()
        if each.at
    ]
    past = sorted([*generated, *sealed])[-_MOST:]
    rows = [[day(at.date()), what, f"Journal head {head}"] for at, what, head in past]
    made = audit.info.report_issued or source.today
    rows.append([day(made), f"Version {version(source)}", f"Journal head {audit.head}"])
    columns = [Column("Date", 2), Column("Version", 3), Column("Made from", 4)]
    flow.add(table(flow.width, columns, rows, title="Version history") + NEXT_TO_TABLE)
    if elsewhere:
        noun = plural(len(elsewhere), "report that was", "reports that were")
        flow.add(paragraph(f"Without {noun} written outside the audit folder.", "SmallText"))


def _written(source: Source) -> tuple[list[GeneratedDocument], list[GeneratedDocument]]:
    """Reports in the audit folder, and those outside it, which are copies for a purpose."""
    every = [each for each in source.audit.documents() if each.kind == "audit"]
    return (
        [each for each in every if not _outside(each.path)],
        [each for each in every if _outside(each.path)],
    )


def _outside(path: str) -> bool:
    return PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()


def _head_of(checkpoint: Checkpoint) -> str:
    """The head it names; a dash for a statement that cannot be read."""
    try:
        return parse(checkpoint.statement).head
    except AuditkitError:
        return "\u2013"


def _sealed(checkpoint: Checkpoint) -> str:
    signed = "signed" if checkpoint.signature else "not signed"
    return f"Checkpoint for {checkpoint.purpose} by {checkpoint.by or 'nobody named'}, {signed}"
