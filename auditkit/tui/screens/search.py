"""Search over everything: requirements, checks, findings, evidence, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from auditkit.tui.everything import Hit, everything, matching
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import label
from auditkit.tui.widgets.line_list import Line

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp


class SearchScreen(PickerScreen):
    """Gives kind and key of what was chosen, one below the other."""

    TITLE_TEXT = "Search everything"

    def on_mount(self) -> None:
        """Gather once what can be found."""
        self._all: tuple[Hit, ...] = everything(cast("AuditkitApp", self.app).session.audit)
        super().on_mount()

    def lines(self, query: str) -> Sequence[Line]:
        """The best hits first."""
        return [
            Line(f"{hit.kind}\n{hit.key}", label(f"{hit.name} {hit.text}"), label(hit.kind))
            for hit in matching(self._all, query)
        ]
