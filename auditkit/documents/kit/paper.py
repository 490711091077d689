"""One document from its first section to its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditkit.documents.kit.blocks import contents
from auditkit.documents.kit.chart import Series, stacked_bars
from auditkit.documents.kit.flow import Flow, Heading
from auditkit.documents.kit.foundation import Foundation
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.sections import ends_section


class Paper:
    """Binds the flow of a document to the package that holds it."""

    def __init__(
        self,
        foundation: Foundation,
        *,
        cover: bool = False,
        numbers: Mapping[str, str] | None = None,
        probe: bool = False,
    ) -> None:
        """``numbers`` and ``probe`` are those of `contents`."""
        self.flow = Flow(foundation.page)
        self._foundation = foundation
        self._numbers, self._probe = numbers, probe
        self._cover = cover and not foundation.has_cover
        self._contents_at: int | None = None

    @property
    def has_cover(self) -> bool:
        """Whether a template brings its own cover."""
        return self._foundation.has_cover

    @property
    def knows_font(self) -> bool:
        """Whether the width of a text can be told beforehand."""
        return self._foundation.knows_font

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
            self._foundation.document,
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
        if self._contents_at is not None:
            self.flow.pieces[self._contents_at] = contents(
                self._headings(), self._foundation.page.text_width, self._numbers, probe=self._probe
            )
        flow = self.flow
        return self._foundation.finish(flow.pieces, self._section(), flow.restarts)

    def _headings(self) -> list[Heading]:
        """As they read: without numbers where the template's headings carry none."""
        if self._foundation.numbers_headings:
            return self.flow.headings
        return [replace(each, number="") for each in self.flow.headings]

    def _section(self) -> str:
        cover, self._cover = self._cover, False
        return self._foundation.section(self.flow.page, cover=cover)
