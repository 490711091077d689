"""What enter will cite: the place and the words, as they were picked or as they were typed."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Protocol, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from auditkit.tui.citing import HalfCited
from auditkit.tui.commands import key_of
from auditkit.tui.offers import Offer
from auditkit.tui.picking import Picked
from auditkit.tui.text import content, joined
from auditkit.tui.widgets.saved_text import Line
from auditkit.tui.workers.running import run_latest

_TYPED = 0.3
"""Seconds without a key after which a quotation is looked for in its file."""


class TypedForm(Protocol):
    """Who is told that something was typed which is not given yet."""

    def typed_form(self) -> None:
        """It is to be saved."""


class WillCite(Vertical):
    """Two fields, and above them the citation in words. Typed words that are not in the file are
    warned about; they are cited all the same, and kept until then."""

    DEFAULT_CSS = """
    WillCite { height: auto; }
    """

    def __init__(self, half: HalfCited) -> None:
        super().__init__()
        self._half = half
        self._offer: Offer | None = None
        self._picked = Picked()
        self._missing = False

    def compose(self) -> ComposeResult:
        """The citation in words, the place, the words quoted."""
        yield Static("", id="will", classes="cap", markup=False)
        pane = key_of("finder.pane")
        yield Line(id="place", hint=f"Place in the file ({pane} into the preview picks one)")
        yield Line(id="quote", hint="Words quoted (picked with the place, or typed)")

    @property
    def citation(self) -> Picked:
        """What the fields say; what was picked keeps the words as they stand in the file."""
        place = self.query_one("#place", Line).value.strip()
        quote = self.query_one("#quote", Line).value.strip()
        same_place, same_quote = joined(self._picked.place), joined(self._picked.quote)
        return Picked(
            self._picked.place if place == same_place else place,
            self._picked.quote if quote == same_quote else quote,
        )

    def pick(self, picked: Picked, offer: Offer | None, *, by_hand: bool) -> None:
        """Something else is picked, or nothing yet in another file. What was typed for that file
        is there again, unless something was picked ``by_hand``."""
        self._offer, self._picked, self._missing = offer, picked, False
        typed = self._half.typed(offer) if offer is not None and not by_hand else None
        shown = typed or picked
        for name, text in (("#place", shown.place), ("#quote", shown.quote)):
            field = self.query_one(name, Line)
            field.value = joined(text)
            field.cursor_position = len(field.value)  # who goes there adds to it
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed will be cited."""
        event.stop()
        citation, self._missing = self.citation, False
        self._show()
        self._keep_typed(citation)
        typed = event.input.id == "quote" and citation.quote != self._picked.quote
        if typed and citation.quote and self._offer is not None:
            work = partial(self._checking, self._offer, citation)
            run_latest(self, "quote", work)

    def _keep_typed(self, citation: Picked) -> None:
        if self._offer is None:
            return
        if citation == self._picked:
            self._half.drop(self._offer)
        else:
            self._half.keep(self._offer, Picked(joined(citation.place), joined(citation.quote)))
        cast(TypedForm, self.app).typed_form()

    async def _checking(self, offer: Offer, citation: Picked) -> None:
        from auditkit.tui.workers.files import quote_stands

        await asyncio.sleep(_TYPED)
        file = offer.entry.absolute
        there = await asyncio.to_thread(quote_stands, file, citation.place, citation.quote)
        if (self._offer, self.citation) == (offer, citation):
            self._missing = not there
            self._show()

    def _show(self) -> None:
        citation = self.citation
        quote = f"“{citation.quote}”" if citation.quote else ""
        what = " · ".join(part for part in (citation.place, quote) if part) or "the whole file"
        warning = "THESE WORDS ARE NOT IN THE FILE · " if self._missing else ""
        text = f" {warning}will cite: {what}" if self._offer is not None else " nothing to cite yet"
        self.query_one("#will", Static).update(content(text))
