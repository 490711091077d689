"""A document on a customer's template: what is there stays, our content goes to its mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from auditkit.documents.kit.base import Properties, describe
from auditkit.documents.kit.inline import NAMESPACES
from auditkit.documents.kit.page import Page
from auditkit.documents.kit.save import Sealed, seal
from auditkit.documents.kit.sections import Frame, ends_section, watermark
from auditkit.documents.kit.xml import W, take_out
from auditkit.documents.template import numbering
from auditkit.documents.template.opening import Template
from auditkit.documents.template.placeholders import BODY_MARK, MEANINGS, anchor, fill, named
from auditkit.documents.template.properties import set_custom
from auditkit.documents.template.styles import numbers_itself, shift_numbers, style_name, take_over
from auditkit.errors import AuditkitError

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_HEADING = "Heading1"
_LANDSCAPE = 'w:orient="landscape"'
_WHOLE = re.compile(r"-?(\d{1,6})(\.\d+)?$")


class TemplateFoundation:
    """Holds the customer's document until our content is in it.

    Raises `AuditkitError` for a placeholder that is none: it would stand in the report.
    """

    def __init__(
        self,
        template: Template,
        values: Mapping[str, str],
        frame: Frame,
        properties: Properties,
    ) -> None:
        self.document = template.copy()
        self._template = template
        self._frame, self._properties = frame, properties
        self._require_known()
        fill(self.document, values)
        self._mark = anchor(self.document)
        self._sheet = _section_of(self.document.element.body, self._mark)
        _drop_copy_of_styles(self.document)
        styles = self.document.styles.element
        self._taken = take_over(styles, properties.language)
        self._first = True

    knows_font = False

    @property
    def has_cover(self) -> bool:
        """Whether the template has anything before the mark: then that is the cover."""
        if self._mark is None:
            return False
        before = self._mark.itersiblings(preceding=True)
        return any("".join(each.itertext()).strip() for each in before)

    @property
    def page(self) -> Page:
        """The sheet on which the mark stands, upright, with its margins."""
        page = _page(self._sheet)
        return page.turned() if page.landscape else page

    @property
    def numbers_headings(self) -> bool:
        """Whether the template's headings carry numbers (ours do, where it has none)."""
        return numbers_itself(self.document.styles.element, self._taken.ids[_HEADING])

    def section(self, page: Page, *, cover: bool) -> str:
        """The template's own section, turned where the page is; its ``cover`` is its own, too."""
        from lxml import etree

        properties = deepcopy(self._sheet)
        _turn(properties, page.landscape)
        first, self._first = self._first, False
        if not first:
            for each in properties.findall(f"{W}titlePg"):
                properties.remove(each)
        return str(etree.tostring(properties, encoding="unicode"))

    def finish(self, pieces: Sequence[str], last: str, restarts: int) -> Sealed:
        """Put the body to its mark, or at the end where there is none."""
        body = "".join(pieces) + (ends_section(last) if _LANDSCAPE in last else "")
        lists = numbering.part_of(self.document)
        offset = numbering.offset_of(lists)
        added = self._added()
        numbering.add_lists(lists, restarts, added, offset)
        shift_numbers(self.document.styles.element, added, offset)
        self._put(self._taken.rewrite(numbering.rewrite(body, offset)))
        self._mark_draft()
        describe(self.document, self._properties)
        set_custom(self.document, self._properties)
        return seal(self.document, self._properties.hash_mark)

    def _put(self, body: str) -> None:
        from docx.oxml import parse_xml

        made = parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")
        _keep_ids_apart(self.document.element.body, made)
        if self._mark is None:
            end = self.document.element.body.find(f"{W}sectPr")
            for each in list(made):
                end.addprevious(each)
            return
        for each in list(made):
            self._mark.addprevious(each)
        take_out(self._mark)

    def _added(self) -> dict[str, str]:
        """Our identifiers of the styles that the template lacked, with those they have there."""
        there = {
            each.get(f"{W}styleId"): style_name(each)
            for each in self.document.styles.element.iter(f"{W}style")
        }
        names = {*self._taken.added, *(f"{name} (auditkit)" for name in self._taken.clashing)}
        return {ours: its for ours, its in self._taken.ids.items() if there.get(its) in names}

    def _mark_draft(self) -> None:
        """DRAFT across every page until the report is issued, in the template's own headers."""
        from docx.oxml import parse_xml

        if not self._frame.draft:
            return
        headers = [
            header
            for section in self.document.sections
            for header in (section.header, section.first_page_header)
        ]
        marked: set[int] = set()
        for header in headers:
            if header.is_linked_to_previous and marked:
                continue
            paragraphs = header.paragraphs  # makes the part where there is none
            if id(header.part) in marked:
                continue
            marked.add(id(header.part))
            place: _Element = (paragraphs[0] if paragraphs else header.add_paragraph())._p
            wrapped = f"<w:p {NAMESPACES}>{watermark(self._frame, len(marked))}</w:p>"
            place.extend(list(parse_xml(wrapped)))

    def _require_known(self) -> None:
        unknown = [each for each in named(self.document) if each not in (*MEANINGS, BODY_MARK)]
        if unknown:
            raise AuditkitError(
                f"The template {self._template.name} names [[{unknown[0]}]], which is no"
                " placeholder.",
                "'auditkit template check FILE' lists what can stand there.",
            )


def _drop_copy_of_styles(document: Document) -> None:
    """Word 2010 kept a second copy of the styles, which would now lack ours."""
    relations = document.part.rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del relations[key]


def _section_of(body: _Element, mark: _Element | None) -> _Element:
    """The properties of the section that the mark stands in."""
    after = mark.itersiblings() if mark is not None else iter(())
    for each in after:
        ending = each.find(f"{W}pPr/{W}sectPr")
        if ending is not None:
            return ending
    last = body.find(f"{W}sectPr")
    if last is None:
        last = body.makeelement(f"{W}sectPr", {})
        body.append(last)
    return last


def _page(section: _Element) -> Page:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    known = Page(11906, 16838)

    def number(element: _Element | None, name: str, otherwise: int) -> int:
        value = (element.get(f"{W}{name}") if element is not None else None) or ""
        found = _WHOLE.match(value)
        return int(found[1]) if found else otherwise

    sides = number(margins, "left", known.side) + number(margins, "right", known.side)
    return Page(
        number(size, "w", known.width),
        number(size, "h", known.height),
        sides // 2,
        number(margins, "top", known.top),
        number(margins, "bottom", known.bottom),
    )


def _turn(section: _Element, landscape: bool) -> None:
    size = section.find(f"{W}pgSz")
    if size is None or _page(section).landscape == landscape:
        return
    width, height = size.get(f"{W}w", "0"), size.get(f"{W}h", "0")
    size.set(f"{W}w", height)
    size.set(f"{W}h", width)
    size.attrib.pop(f"{W}orient", None)
    if landscape:
        size.set(f"{W}orient", "landscape")


def _keep_ids_apart(theirs: _Element, ours: _Element) -> None:
    """Bookmarks and drawings are numbered in one row over the whole document."""
    for tag, name in ((f"{W}bookmarkStart", f"{W}id"), (_DRAWING, "id")):
        highest = max((_number(each.get(name)) for each in theirs.iter(tag)), default=0)
        for each in ours.iter(tag, *((f"{W}bookmarkEnd",) if tag != _DRAWING else ())):
            each.set(name, str(_number(each.get(name)) + highest))


_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0
