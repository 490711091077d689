"""Paragraphs, lists and boxes as XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditkit.documents.kit.fields import CONTENTS, END, begin, page_of
from auditkit.documents.kit.flow import Flow, Heading, link_to
from auditkit.documents.kit.inline import attribute, runs, starts_rtl

NEXT_TO_TABLE = '<w:p><w:pPr><w:pStyle w:val="SpacerLine"/></w:pPr></w:p>'
PAGE_BREAK_BEFORE = "<w:pageBreakBefore/>"


def paragraph(text: str, style: str = "", *, properties: str = "", settings: str = "") -> str:
    """A foreign string as one paragraph; ``properties`` are those of its runs."""
    return laid(runs(text, properties), style, settings=settings, rtl=starts_rtl(text))


def laid(inner: str, style: str = "", *, settings: str = "", rtl: bool = False) -> str:
    """Ready runs as a paragraph. ``settings`` stand between style and direction (keepNext ...)."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    laid_out = named + settings + ("<w:bidi/>" if rtl else "")
    return f"<w:p>{f'<w:pPr>{laid_out}</w:pPr>' if laid_out else ''}{inner}</w:p>"


def paragraphs(text: str, style: str = "", otherwise: str = "") -> str:
    """A longer text: a blank line starts a new paragraph. ``otherwise`` stands for an empty one."""
    parts = [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return "".join(paragraph(part, style) for part in parts or ([otherwise] if otherwise else []))


def bullets(items: Iterable[str]) -> str:
    """A bulleted list."""
    return "".join(paragraph(item, "ListBullet") for item in items)


def bullets_together(items: Sequence[str]) -> str:
    """A bulleted list that stays on one page, for the end of a document: no page then holds but its
    last lines."""
    whole = "<w:keepNext/><w:keepLines/>"
    first = (paragraph(item, "ListBullet", settings=whole) for item in items[:-1])
    last = (paragraph(item, "ListBullet", settings="<w:keepLines/>") for item in items[-1:])
    return "".join((*first, *last))


def numbered(flow: Flow, items: Iterable[str]) -> str:
    """A numbered list that begins at 1."""
    settings = numbered_anew(flow)
    return "".join(paragraph(item, "ListNumber", settings=settings) for item in items)


def numbered_anew(flow: Flow) -> str:
    """Settings for the paragraphs (style ListNumber) of a list that begins at 1."""
    flow.restarts += 1
    number = 3 + flow.restarts
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def box(width: int, edge: str, fill: str, inner: str, title: str) -> str:
    """A shaded box with a coloured edge around paragraphs."""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders><w:left '
        f'w:val="single" w:sz="48" w:space="0" w:color="{edge}"/></w:tblBorders><w:tblLayout '
        'w:type="fixed"/><w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="160" '
        'w:type="dxa"/><w:bottom w:w="70" w:type="dxa"/><w:right w:w="120" w:type="dxa"/>'
        f"</w:tblCellMar><w:tblCaption w:val={attribute(title)}/></w:tblPr><w:tblGrid><w:gridCol "
        f'w:w="{width}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW '
        f'w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        f"</w:tcPr>{inner}</w:tc></w:tr></w:tbl>"
    )


def contents(
    headings: Iterable[Heading],
    width: int,
    numbers: Mapping[str, str] | None = None,
    *,
    probe: bool = False,
) -> str:
    """The table of contents, readable as it is: links, without page numbers unless a layout
    program has told them (``numbers``, by anchor); updating the field in Word adds them.

    A ``probe`` asks that layout program: LibreOffice computes page references on conversion, but
    not those inside a table of contents, so there is none around them.
    """
    shown = [heading for heading in headings if heading.level <= 2]
    if not shown:
        return ""
    told = {} if probe else numbers
    lines = [_contents_line(each, told) for each in shown]
    if not probe:
        lines[0] = begin(CONTENTS) + lines[0]
        lines[-1] += END
    tab = "" if told is None else f"<w:tabs>{_LEADER.format(width)}</w:tabs>"
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{each.level}"/>{tab}</w:pPr>{line}</w:p>'
        for each, line in zip(shown, lines)
    )


_LEADER = '<w:tab w:val="right" w:leader="dot" w:pos="{}"/>'


def _contents_line(heading: Heading, numbers: Mapping[str, str] | None) -> str:
    line = link_to(heading.anchor, f"{heading.number}  {' '.join(heading.text.split())}".lstrip())
    if numbers is None:
        return line
    return line + runs("\t") + page_of(heading.anchor, numbers.get(heading.anchor, ""))
