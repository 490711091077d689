"""What a document stands on: our own base, or (`documents.template`) a customer's template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from auditkit.documents.kit.base import Properties, base_document, set_numbering
from auditkit.documents.kit.inline import NAMESPACES
from auditkit.documents.kit.numbering import numbering_xml
from auditkit.documents.kit.page import Page
from auditkit.documents.kit.save import Sealed, seal
from auditkit.documents.kit.sections import Frame, section

if TYPE_CHECKING:
    from docx.document import Document


class Foundation(Protocol):
    """Holds the package of one document until it is finished."""

    @property
    def document(self) -> Document:
        """The package; charts and headers are added to it."""

    @property
    def page(self) -> Page:
        """The sheet, upright."""

    @property
    def has_cover(self) -> bool:
        """Whether a cover is there already."""

    @property
    def numbers_headings(self) -> bool:
        """Whether Word shows numbers before headings."""

    @property
    def knows_font(self) -> bool:
        """Whether texts are set in our own font, whose widths are known."""

    def section(self, page: Page, *, cover: bool) -> str:
        """The properties of a section on this sheet."""

    def finish(self, pieces: Sequence[str], last: str, restarts: int) -> Sealed:
        """Put the body in and seal the document. ``last`` are the properties of the last section,
        ``restarts`` is the number of numbered lists."""


class OwnFoundation:
    """Our base document with the audit's frame on every page."""

    has_cover = False
    knows_font = True
    numbers_headings = True

    def __init__(
        self, page: Page, frame: Frame, properties: Properties, *, protected: bool = False
    ) -> None:
        self.page = page
        self.document = base_document(properties, protected=protected)
        self._hash_mark = properties.hash_mark
        self._frame = frame

    def section(self, page: Page, *, cover: bool) -> str:
        """A section with headers and footers of its own."""
        return section(self.document, self._frame, page, cover=cover)

    def finish(self, pieces: Sequence[str], last: str, restarts: int) -> Sealed:
        """The body is all there is."""
        set_numbering(self.document, numbering_xml(restarts))
        body = f"<w:body>{''.join(pieces)}{last}</w:body>"
        main = f"<w:document {NAMESPACES}>{body}</w:document>"
        return seal(self.document, self._hash_mark, main)
