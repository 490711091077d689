"""Sections of a document: page, header with title, footer with classification and page X of Y."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.documents.kit.fields import page_of_pages
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.inline import NAMESPACES, guard, runs
from auditkit.documents.kit.look import RED
from auditkit.documents.kit.page import Page

if TYPE_CHECKING:
    from docx.document import Document

TAB = "<w:r><w:tab/></w:r>"


@dataclass(frozen=True)
class Frame:
    """What stands on every page."""

    title: str
    organization: str
    classification: str
    draft: bool
    origin: str = ""
    """What the document was made from: ``record 387f9aa09add``."""


def section(document: Document, frame: Frame, page: Page, *, cover: bool = False) -> str:
    """The properties of a section with header and footer parts of its own.

    Each orientation needs its own pair, because the right tab stands at its text width. With
    ``cover`` the first page carries no title and no page number, only the draft mark.
    """
    number = sum(1 for rel in document.part.rels.values() if rel.reltype.endswith("/header"))
    parts = _reference("header", "default", _header(document, frame, page, number))
    parts += _reference("footer", "default", _footer(document, frame, page))
    if cover:
        parts += _reference("header", "first", _first_header(document, frame, number + 1))
        parts += _reference("footer", "first", _first_footer(document))
    turned = ' w:orient="landscape"' if page.landscape else ""
    return (
        f"<w:sectPr>{parts}"
        '<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.side}" w:bottom="{page.bottom}" '
        f'w:left="{page.side}" w:header="567" w:footer="510" w:gutter="0"/>'
        f"{'<w:titlePg/>' if cover else ''}</w:sectPr>"
    )


def ends_section(properties: str) -> str:
    """The paragraph that carries the properties of the section which ends here."""
    return f'<w:p><w:pPr><w:pStyle w:val="SpacerLine"/>{properties}</w:pPr></w:p>'


def _reference(part: str, kind: str, relation: str) -> str:
    return f'<w:{part}Reference w:type="{kind}" r:id="{relation}"/>'


def _header(document: Document, frame: Frame, page: Page, number: int) -> str:
    mark = runs("DRAFT  ", f'<w:b/><w:bCs/><w:color w:val="{RED}"/>') if frame.draft else ""
    inner = (
        mark + runs(_held(frame.title, page, 6)) + TAB + runs(_held(frame.organization, page, 3))
    )
    return _head_part(document, inner + watermark(frame, number), page)


def _first_header(document: Document, frame: Frame, number: int) -> str:
    return _head_part(document, watermark(frame, number), None)


def _held(value: str, page: Page, tenths: int) -> str:
    """What fits on so many tenths of a line: no header ever grows into the page."""
    return fit(value, width=page.text_width * tenths // 10, points=8.5, lines=1)


def _head_part(document: Document, inner: str, page: Page | None) -> str:
    part, relation = document.part.add_header_part()  # type: ignore[no-untyped-call]
    _fill(part, f"<w:hdr {NAMESPACES}>{_line('Header', inner, page)}</w:hdr>")
    return str(relation)


def _footer(document: Document, frame: Frame, page: Page) -> str:
    part, relation = document.part.add_footer_part()  # type: ignore[no-untyped-call]
    left = f"{_held(frame.classification, page, 4)} \u00b7 {frame.origin}"
    inner = runs(left if frame.origin else _held(frame.classification, page, 6))
    inner += TAB + page_of_pages()
    _fill(part, f"<w:ftr {NAMESPACES}>{_line('Footer', inner, page)}</w:ftr>")
    return str(relation)


def _first_footer(document: Document) -> str:
    part, relation = document.part.add_footer_part()  # type: ignore[no-untyped-call]
    _fill(part, f"<w:ftr {NAMESPACES}>{_line('Footer', '', None)}</w:ftr>")
    return str(relation)


def _fill(part: object, xml: str) -> None:
    from docx.oxml import parse_xml

    part._element = parse_xml(xml)  # type: ignore[attr-defined]  # python-docx has no setter


def _line(style: str, inner: str, page: Page | None) -> str:
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{page.text_width}"/></w:tabs>' if page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tabs}</w:pPr>{inner}</w:p>'


def watermark(frame: Frame, number: int) -> str:
    """The word DRAFT across the page, as Word itself writes it."""
    return _WATERMARK.format(n=number + 1, word=guard("DRAFT")) if frame.draft else ""


_WATERMARK = (
    '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" '
    'coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,'
    '10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="AuditkitDraft{n}" o:spid="_x0000_s{n}" type="#_x0000_t136" '
    'alt="{word} watermark" style="position:absolute;margin-left:0;margin-top:0;width:400pt;'
    "height:130pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#eef0f2" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" '
    'string="{word}"/></v:shape></w:pict></w:r>'
)
