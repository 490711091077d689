"""A look into one file: its text with the places, and citing what is picked in it."""

from __future__ import annotations

from textual.app import ComposeResult

from auditkit.evidence.model import FileEntry
from auditkit.tui.commands import bindings_for
from auditkit.tui.key_words import marking_words
from auditkit.tui.offers import Offer
from auditkit.tui.picking import found_in, pieces
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.text import set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import LineList
from auditkit.tui.widgets.passage_list import PassageList
from auditkit.tui.workers.contents import look_around
from auditkit.tui.workers.running import in_thread, run_latest


class LookScreen(AppScreen):
    """Shows a file where a citation or a question points."""

    WHERE = "look"
    BINDINGS = bindings_for("look", priority=True)
    AUTO_FOCUS = "#text"

    def __init__(self, title: str, offer: Offer) -> None:
        super().__init__()
        self._title, self._offer = title, offer
        self._more = ""

    def compose(self) -> ComposeResult:
        """The text and the keys."""
        yield PassageList(id="text", title=self._title, empty="…")
        yield CommandFooter("look")

    def on_mount(self) -> None:
        """Read the file."""
        run_latest(self, "look", self._reading)

    async def _reading(self) -> None:
        offer = self._offer
        seen = await in_thread(lambda _: look_around(offer.entry, offer.place, None))
        pane = self.query_one("#text", PassageList)
        pane.empty = seen.problem or "There is no text in it."
        some = pieces(seen.passages)
        pane.set_pieces(some, found_in(some, offer.place, offer.text, offer.words), offer.words)
        self._more = "more in the file" if seen.truncated else ""
        self._name_place()

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """The title names the place."""
        self._name_place()

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """The next or previous line."""
        self.query_one("#text", PassageList).action_move(step)

    def action_extend(self, step: int) -> None:
        """Pick more of the text, or less."""
        self.query_one("#text", PassageList).action_extend(step)

    def action_mark(self) -> None:
        """From here on moving picks more."""
        pane = self.query_one("#text", PassageList)
        pane.action_mark()
        self.say(marking_words(pane.marking))

    def action_cite(self) -> None:
        """Cite what is picked for a requirement."""
        from auditkit.tui.screens.citing import cite_for_requirement

        picked = self.query_one("#text", PassageList).picked
        cite_for_requirement(self, self._offer.entry, picked)

    def _name_place(self) -> None:
        pane = self.query_one("#text", PassageList)
        place = pane.picked.place
        title = f"{self._title} · {place}" if place else self._title
        set_title(pane, title, self._more)


def look_at(entry: FileEntry, title: str, place: str, words: str) -> LookScreen:
    """A look at the place that a citation or a question names."""
    return LookScreen(title, Offer(entry, place, words, (words,) if words else ()))
