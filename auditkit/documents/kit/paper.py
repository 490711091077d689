"""One document from its first section to its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.documents.kit.base import Properties, base_document, set_numbering
from auditkit.documents.kit.blocks import contents
from auditkit.documents.kit.chart import Series, stacked_bars
from auditkit.documents.kit.flow import Flow
from auditkit.documents.kit.inline import NAMESPACES
from auditkit.documents.kit.numbering import numbering_xml
from auditkit.documents.kit.page import Page
from auditkit.documents.kit.save import Sealed, seal
from auditkit.documents.kit.sections import Frame, ends_section, section


class Paper:
    """Binds the flow of a document to the package that holds it."""

    def __init__(
        self,
        page: Page,
        frame: Frame,
        properties: Properties,
        *,
        protected: bool = False,
        cover: bool = False,
    ) -> None:
        self.flow = Flow(page)
        self._frame = frame
        self._cover = cover
        self._document = base_document(properties, protected=protected)
        self._contents_at: int | None = None

    def contents_here(self) -> None:
        """The table of contents goes here once all headings are known."""
        self._contents_at = len(self.flow.pieces)
        self.flow.add("")

    def turn(self) -> None:
        """End the section and go on with the same sheet in the other orientation."""
        self.flow.add(ends_section(self._section()))
        self.flow.page = self.flow.page.turned()

    def bars(
        self,
        categories: Sequence[str],
        series: Sequence[Series],
        *,
        width: int,
        height: int,
        title: str,
        alternative: str,
    ) -> str:
        """The run of a chart with stacked bars; sizes in twips."""
        return stacked_bars(
            self._document,
            self.flow.next_id("drawing"),
            categories,
            series,
            width=width,
            height=height,
            title=title,
            alternative=alternative,
        )

    def finish(self) -> Sealed:
        """The finished document."""
        from docx.oxml import parse_xml

        if self._contents_at is not None:
            self.flow.pieces[self._contents_at] = contents(self.flow.headings)
        body = "".join(self.flow.pieces) + self._section()
        set_numbering(self._document, numbering_xml(self.flow.restarts))
        self._document.part._element = parse_xml(
            f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        return seal(self._document)

    def _section(self) -> str:
        cover, self._cover = self._cover, False
        return section(self._document, self._frame, self.flow.page, cover=cover)
