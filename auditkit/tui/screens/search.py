"""Search over everything that the audit holds, and the files of the evidence folders."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.widgets import Input

from auditkit.analysis.everything import FittingFiles, Thing, everything, file_thing, search
from auditkit.analysis.searching import Query
from auditkit.tui.evidence_lists import unlinked
from auditkit.tui.found_lines import hit_line
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import set_title
from auditkit.tui.widgets.line_list import LazyLines, Line, LineList
from auditkit.tui.workers.running import run_latest

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp

_SLICE = 0.005
"""Seconds for which things are made ready before a key is looked at again."""
_FILES = 5_000
"""Files that are looked through before a key is looked at again: some milliseconds."""


class SearchScreen(PickerScreen):
    """Gives kind and key of what was chosen, one below the other."""

    TITLE_TEXT = "Search everything"
    HINT = "a number, a label, a name or a few words"

    def on_mount(self) -> None:
        """Gather what can be found; files that nobody listed yet are listed now."""
        self._things: list[Thing] = []
        self._files: list[Thing] = []
        self._fitting, self._unseen = FittingFiles(Query("")), iter(self._files)
        self._coming = everything(self._kit.session.audit)
        self._take_slice()
        library = self._kit.library
        if self._kit.session.files is None and not library.refusal() and not library.listing:
            library.scan()
        self.scanned()

    def on_input_submitted(self) -> None:
        """Enter (see `PickerScreen`) chooses among everything, also before all was gathered."""
        known = len(self._things)
        self._things += self._coming
        before = self._fitting.total
        self._fitting.look(self._unseen)
        if len(self._things) > known or self._fitting.total > before:
            self._keep_place(self._show)

    def scanned(self) -> None:
        """The files are listed, or listed anew."""
        run_latest(self, "gather", self._gather)

    def lines(self, query: str) -> Sequence[Line]:
        """The best hits first."""
        asked = Query(query)
        self._found = search(self._things, asked, self._fitting)
        return LazyLines(self._found.things, lambda _, hit: hit_line(hit, asked, self._width))

    def narrow(self, query: str) -> None:
        """What fits; where there are very many files, the later ones a moment later."""
        self._fitting, self._unseen = FittingFiles(Query(query)), iter(self._files)
        if self._look_on():
            run_latest(self, "files", self._look_through)
        self._show(query)

    def _show(self, query: str) -> None:
        """What is known to fit, and how much that is."""
        super().narrow(query)
        shown, count = len(self._found.things), self._found.total
        some = f"{shown} of {count:,}: one more word narrows" if shown < count else f"{count} found"
        unlisted = "files are being listed" if self._kit.library.listing else ""
        words = " · ".join(each for each in (some if query.strip() else "", unlisted) if each)
        set_title(self.query_one(Vertical), self.TITLE_TEXT, words)

    def on_resize(self) -> None:
        """Another width shows more around a hit, or less."""
        self.query_one(LineList).refresh()

    @property
    def _kit(self) -> AuditkitApp:
        return cast("AuditkitApp", self.app)

    @property
    def _width(self) -> int:
        return self.query_one(LineList).scrollable_content_region.width

    async def _gather(self) -> None:
        """Make ready what is to be searched, a slice at a time: there may be very much."""
        while self._take_slice():
            await asyncio.sleep(0)
        self._keep_place(self.narrow)
        await asyncio.sleep(0)
        coming, ready = map(file_thing, unlinked(self._kit.session)), []
        while some := list(_slice(coming)):
            ready += some
            await asyncio.sleep(0)
        self._files = ready
        self._keep_place(self.narrow)

    async def _look_through(self) -> None:
        """The files that are left, a few at a time."""
        while self._look_on():
            await asyncio.sleep(0)
        self._keep_place(self._show)

    def _look_on(self) -> bool:
        """Look through the next files; whether there may be more."""
        some = list(islice(self._unseen, _FILES))
        self._fitting.look(some)
        return len(some) == _FILES

    def _take_slice(self) -> bool:
        some = list(_slice(self._coming))
        self._things += some
        return bool(some)

    def _keep_place(self, show: Callable[[str], None]) -> None:
        """Show what fits now: the best first, and a cursor that was moved stays on its line."""
        listing = self.query_one(LineList)
        chosen = listing.key if listing.cursor else ""
        show(self.query_one(Input).value)
        if chosen in (f"{each.kind}\n{each.key}" for each in self._found.things):
            listing.move_to(chosen)


def _slice(things: Iterator[Thing]) -> Iterator[Thing]:
    """What can be made ready in a moment."""
    end = time.perf_counter() + _SLICE
    for thing in things:
        yield thing
        if time.perf_counter() > end:
            return
