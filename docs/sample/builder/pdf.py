"""PDF documents with selectable text."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from .source import Block, Source, blocks

INK = colors.HexColor("#1F3A4D")
SHEET = getSampleStyleSheet()
BODY = ParagraphStyle("body", parent=SHEET["BodyText"], fontSize=10, leading=13.5, spaceAfter=5)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=8.5, leading=10.5, spaceAfter=0)
HEADINGS = {
    f"heading{level}": ParagraphStyle(
        f"heading{level}", parent=SHEET[f"Heading{level}"], textColor=INK
    )
    for level in (1, 2, 3)
}
TITLE = ParagraphStyle("title", parent=SHEET["Title"], textColor=INK, alignment=0)
BULLET = ParagraphStyle("bullet", parent=BODY, leftIndent=14, bulletIndent=4)
TEXT_WIDTH = A4[0] - 4.4 * cm


def write_pdf(source: Source, target: Path) -> None:
    """Write `source` as a PDF document with its dates in the properties."""
    story: list[Flowable] = [Paragraph(escape(source.title), TITLE)]
    if source.control:
        rows = [[name, value] for name, value in source.control.items()]
        story += [table(rows, header=False), Spacer(1, 10)]
    for block in blocks(source.body):
        story += flowables(block)
    with fixed_time(source.moment("modified")):
        template = SimpleDocTemplate(
            str(target), pagesize=A4, title=source.title, author=source.author,
            leftMargin=2.2 * cm, rightMargin=2.2 * cm, pageCompression=0, invariant=1,
        )  # fmt: skip
        frame = partial(draw_frame, source=source)
        template.build(story, onFirstPage=frame, onLaterPages=frame)


@contextmanager
def fixed_time(moment: datetime) -> Iterator[None]:
    """Let reportlab believe it is `moment`, which it then writes as the document's date."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.replace(tzinfo=UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def draw_frame(canvas: Canvas, template: SimpleDocTemplate, *, source: Source) -> None:
    """Head and foot of every page."""
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(colors.grey)
    head = str(source.facts.get("head", "Northfell Analytics Ltd"))
    canvas.drawString(2.2 * cm, A4[1] - 1.4 * cm, head)
    canvas.drawRightString(A4[0] - 2.2 * cm, A4[1] - 1.4 * cm, str(source.facts.get("id", "")))
    canvas.drawRightString(A4[0] - 2.2 * cm, 1.3 * cm, f"Page {template.page}")


def flowables(block: Block) -> list[Flowable]:
    """One block of running text as what reportlab sets."""
    if block.kind == "break":
        return [PageBreak()]
    if block.kind == "table":
        return [table(block.rows, header=True), Spacer(1, 8)]
    if block.kind in HEADINGS:
        return [Paragraph(escape(block.text), HEADINGS[block.kind])]
    if block.kind in ("bullet", "number"):
        return [Paragraph(rich(block.text), BULLET, bulletText="•")]
    return [Paragraph(rich(block.text), BODY)]


def rich(text: str) -> str:
    """Text safe for reportlab; what stands between ** is bold."""
    parts = escape(text).split("**")
    return "".join(f"<b>{part}</b>" if i % 2 else part for i, part in enumerate(parts))


def table(rows: list[list[str]], *, header: bool) -> Table:
    """A table as wide as the text, columns in proportion to what they hold."""
    columns = max(len(row) for row in rows)
    weights = [
        max(min(max(len(row[i]) if i < len(row) else 0 for row in rows), 40), 7)
        for i in range(columns)
    ]
    widths = [TEXT_WIDTH * weight / sum(weights) for weight in weights]
    body = [[Paragraph(rich(text), CELL) for text in row] for row in rows]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#8899AA")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    if header:
        style.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#DDE6EC")))
    return Table(body, widths, style=TableStyle(style), repeatRows=int(header))
