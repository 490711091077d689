"""Word documents with real styles, tables, header and footer."""

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from .pack import write_package
from .source import Block, Source, blocks

ORGANIZATION = "Northfell Analytics Ltd"
INK = RGBColor(0x1F, 0x3A, 0x4D)
STYLES = {"bullet": "List Bullet", "number": "List Number", "paragraph": "Normal"}


def write_document(source: Source, target: Path) -> None:
    """Write `source` as a Word document."""
    document = docx.Document()
    set_up(document, source)
    document.add_paragraph(source.title, style="Title")
    if source.control:
        document.add_heading("Document control", level=2)
        rows = [[name, value] for name, value in source.control.items()]
        add_table(document, rows, header=False)
    for block in blocks(source.body):
        add_block(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    write_package(buffer.getvalue(), target, source.moment("modified"))


def set_up(document: Document, source: Source) -> None:
    """Page, fonts, properties, header and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].font.color.rgb = INK
    document.styles["Title"].font.size = Pt(22)
    set_properties(document, source)
    section.header.paragraphs[0].text = f"{ORGANIZATION}\t\t{source.facts.get('id', '')}"
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{source.title}\t\tPage ")
    add_page_number(footer)


def set_properties(document: Document, source: Source) -> None:
    """Author and dates as the story of the sample has them."""
    properties = document.core_properties
    properties.title, properties.author = source.title, source.author
    properties.last_modified_by = str(source.facts.get("modified_by", source.author))
    properties.created, properties.modified = source.moment("created"), source.moment("modified")
    properties.comments, properties.revision = "", int(source.facts.get("revision", 3))
    properties.language = "en-GB"


def add_page_number(paragraph: Paragraph) -> None:
    """A PAGE field, which Word fills in."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def add_block(document: Document, block: Block) -> None:
    """Add one block of running text."""
    if block.kind == "break":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif block.kind == "table":
        add_table(document, block.rows, header=True)
    elif block.kind.startswith("heading"):
        document.add_heading(block.text, level=int(block.kind[-1]))
    else:
        add_runs(document.add_paragraph(style=STYLES[block.kind]), block.text)


def add_runs(paragraph: Paragraph, text: str) -> None:
    """Add text; what stands between ** is bold."""
    for index, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = index % 2 == 1 or None


def add_table(document: Document, rows: list[list[str]], *, header: bool) -> None:
    """Add a table, with its first row as the repeated header where `header` is true."""
    columns = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=columns)
    table.style = "Light Grid Accent 1" if header else "Table Grid"
    for row in rows:
        row_cells = table.add_row().cells
        for cell, text in zip(row_cells, row):
            add_runs(cell.paragraphs[0], text)
    if header:
        repeat_header(table.rows[0]._tr)
    document.add_paragraph()


def repeat_header(row: OxmlElement) -> None:
    """Repeat a row at the head of every page."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(element)
