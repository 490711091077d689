"""The finder: a few letters, the best files, a look inside, enter cites the file at its place."""

from __future__ import annotations

import asyncio
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from auditkit.errors import AuditkitError
from auditkit.evidence.contents import Answer
from auditkit.evidence.preview import Preview, preview
from auditkit.evidence.readable import require_readable
from auditkit.record.model import Evidence, Ref
from auditkit.tui import offers
from auditkit.tui.citing import Cited, HalfCited, Target
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.key_words import marking_words, way_words
from auditkit.tui.offers import Offer, Offers
from auditkit.tui.picking import Picked, found_in, pieces
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.text import content, set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import LineList
from auditkit.tui.widgets.passage_list import PassageList
from auditkit.tui.widgets.saved_text import Line as TextLine
from auditkit.tui.widgets.will_cite import WillCite
from auditkit.tui.workers.contents import look_around, passages_found
from auditkit.tui.workers.files import names_found
from auditkit.tui.workers.running import in_thread, run_latest

_PAUSE = 0.06
"""Seconds a file stays chosen before one looks into it, and before files are suggested."""
_LATELY, _NEWEST = 3, 12
_LISTING = "looking which files there are …"
_PANES = ("query", "preview", "place", "quote")


class FinderScreen(AppScreen):
    """Cites evidence for a requirement or check, or for a finding; gives what was cited."""

    WHERE = "finder"
    BINDINGS = bindings_for("finder", priority=True)
    AUTO_FOCUS = "#query"
    CSS_PATH = "finder.tcss"
    PANES = ("files", "preview")

    def __init__(self, ref: Ref | None = None, finding: str = "", query: str = "") -> None:
        """``query``: words that may name the file; what is typed first takes their place."""
        super().__init__()
        self._proposed = query
        self._target = Target(ref, finding)
        self._by_contents = False
        self._offers = Offers()
        self._shown: Offer | None = None
        self._looks = 0
        self._cited: list[Cited] = []

    def compose(self) -> ComposeResult:
        """Query above; files and preview side by side; below what will be cited."""
        title = f"Evidence for {self._target.words(self.session.audit)}"
        self._half = HalfCited.of(self.session.form_memory, self._target, title)
        hint, query = f"{title}: type a few letters", self._proposed
        yield TextLine(query, id="query", hint=hint, replace=bool(query))
        yield Static("", id="count", classes="cap", markup=False)
        with Horizontal():
            yield LineList(id="files", title="Files")
            yield PassageList(id="preview", title="Preview")
        yield WillCite(self._half)
        yield CommandFooter("finder")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``v`` marks in the preview, and is a letter elsewhere."""
        if action == "mark" and not self.query_one("#preview").has_focus:
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Letters typed before the focus is set."""
        take_early_key(self, event)

    def on_mount(self) -> None:
        """List the files once for the session; later openings find them there."""
        if self.session.files is not None:
            self._search()
        elif self.kit.library.listing:
            self._count(_LISTING)
        else:
            self.action_rescan()

    def action_rescan(self) -> None:
        """Look again which files there are."""
        library = self.kit.library
        if library.refusal():
            down = f"{key_of('finder.statement')} takes down a statement."
            self._count(f"{library.refusal()} {down}")
            return
        self._count(_LISTING)
        library.scan()

    def scanned(self) -> None:
        """The files are known now."""
        problems = self.kit.library.problems
        if problems:
            first = f"{problems[0].path}: {problems[0].reason}"
            lists = key_of("finder.problems")
            self.say(f"{len(problems)} cannot be read ({lists} lists them), first: {first}")
        self._search()

    def indexed(self) -> None:
        """More contents are indexed: where nothing was found yet, one looks again."""
        ended = not self.kit.library.indexing
        if not self._query.strip():
            wanted = ended
        else:
            wanted = self._by_contents and (ended or not self._offers.by_key)
        if wanted:
            self._search(keep=True)
        else:
            self._show_count()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while one types."""
        if event.input.id == "query":
            self._search()

    def action_way(self) -> None:
        """By names, or by contents."""
        self._by_contents = not self._by_contents
        if self._by_contents:
            self.kit.library.index()
        files = self.query_one("#files", LineList)
        set_title(files, "Passages" if self._by_contents else "Files")
        self._search()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The preview follows the files, the place follows the preview."""
        if message.lines.id == "files":
            self._look()
        else:
            self._take_place(by_hand=True)

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """A click on the chosen line links."""
        self.action_link()

    def action_versions(self) -> None:
        """The other versions of the chosen file, below it."""
        listing = self.query_one("#files", LineList)
        known = offers.labels(self.session.audit)
        key = self._offers.unfold(listing.key, known, self._columns) if listing.key else ""
        if not key:
            self.say("No other version of this file lies beside it.")
            return
        listing.set_lines(self._offers.lines, key)
        self._show_count()
        self._look()

    def action_link(self) -> None:
        """Cite and go back."""
        if self._link():
            self.dismiss(self._cited)

    def action_link_more(self) -> None:
        """Cite and stay."""
        if self._link():
            self.say(f"{self._cited[-1].label} cited; {len(self._cited)} so far.")
            self._search(keep=True)

    def action_back(self) -> None:
        """Back; what was cited stays cited, and what was typed is there the next time."""
        self.dismiss(self._cited)
        if self._half:
            self.kit.tell("Not cited yet: the place or words you typed wait in the finder.")

    def action_pane(self, step: int) -> None:
        """Query, preview, place, quotation and round again."""
        here = self.focused.id if self.focused is not None else None
        index = _PANES.index(here) if here in _PANES else 0
        wanted = _PANES[(index + step) % len(_PANES)]
        self.query_one(f"#{wanted}").focus()
        if wanted == "preview" and not self.query_one(WillCite).citation.place:
            self._take_place()

    def action_move(self, step: int) -> None:
        """Up and down always mean the files, unless the preview has the focus."""
        self._list().action_move(step)

    def action_page(self, step: int) -> None:
        """A page of the files or of the preview."""
        self._list().action_page(step)

    def action_extend(self, step: int) -> None:
        """Pick more of the text, or less."""
        pane = self.query_one("#preview", PassageList)
        pane.focus()
        pane.action_extend(step)

    def action_mark(self) -> None:
        """From here on moving picks more."""
        pane = self.query_one("#preview", PassageList)
        pane.action_mark()
        self.say(marking_words(pane.marking))

    def action_statement(self) -> None:
        """What was said or seen, registered and cited like a file."""
        from auditkit.tui.screens.statement import statement_form, statement_kind

        def take(values: dict[str, str] | None) -> None:
            if values is None:
                return
            audit = self.session.audit
            with audit.group("statement") as group:
                made = audit.register_statement(
                    statement_kind(values["kind"]), values["title"], source=values["source"]
                )
                self._cite(made, Picked(), values["title"], group)
            self.dismiss(self._cited)

        memory = self.session.form_memory.setdefault("statement", {})
        self.kit.ask(statement_form(memory), take)

    @property
    def _query(self) -> str:
        return self.query_one("#query", TextLine).value

    @property
    def _columns(self) -> int:
        return self.query_one("#files", LineList).columns

    def _list(self) -> LineList:
        pane = self.query_one("#preview", PassageList)
        return pane if pane.has_focus else self.query_one("#files", LineList)

    def _link(self) -> bool:
        offer = self._offer()
        if offer is None:
            down = key_of("finder.statement")
            self.say(f"No file is chosen: type fewer letters, or {down} for a statement.")
            return False
        # Enter may come before the preview has followed the cursor: then the place is another's.
        will = self.query_one(WillCite).citation if offer == self._shown else Picked()
        audit = self.session.audit
        require_readable(offer.entry.absolute)
        name = offer.entry.name
        with audit.group(f"evidence {name} cited") as group:
            self._cite(audit.register_file(offer.entry.absolute), will, name, group)
        self._half.drop(offer)
        self.kit.typed_form()
        self.kit.hash_missing()
        return True

    def _cite(self, evidence: Evidence, will: Picked, name: str, group: str) -> None:
        self._target.cite(self.session.audit, evidence, will)
        self._cited.append(Cited(evidence.label, name, group))

    def _offer(self) -> Offer | None:
        return self._offers.by_key.get(self.query_one("#files", LineList).key)

    def _search(self, *, keep: bool = False) -> None:
        """Look for what is typed now; an older search is given up. ``keep`` leaves the cursor
        where it is."""
        if self.session.index is not None:
            work = partial(self._searching, self._query, keep)
            run_latest(self, "find", work)

    async def _searching(self, query: str, keep: bool) -> None:
        try:
            if not query.strip():
                await self._nothing_typed(keep)
            elif self._by_contents:
                ask = self.kit.library.desk("search").ask
                self._show_answer(await ask(partial(passages_found, query)), keep)
            else:
                prior = {each.path: 0.02 for each in self.session.audit.evidence() if each.path}
                index = self.session.index
                matches = await in_thread(lambda gone: names_found(index, query, prior, gone))
                if not matches and self._propose_less(query):
                    return
                known = offers.labels(self.session.audit)
                self._show_offers(offers.by_name(matches, known, self._columns), keep)
        except AuditkitError as error:
            self.kit.fail(error)

    def _propose_less(self, query: str) -> bool:
        """Words that were proposed and name no file: without the last of them they may."""
        if query != self._proposed or not query:
            return False
        field, self._proposed = self.query_one("#query", TextLine), query.rpartition(" ")[0]
        field.value = self._proposed
        field.select_all()
        return True

    def _show_answer(self, answer: Answer | None, keep: bool) -> None:
        found = answer or Answer(())
        known = offers.labels(self.session.audit)
        self._show_offers(offers.by_contents(found, known, self._columns), keep)
        for each in found.replaced:
            instead = ", ".join(each.instead)
            self.say(f"'{each.word}' occurs nowhere; looked for: {instead or 'nothing like it'}")

    async def _nothing_typed(self, keep: bool) -> None:
        """What is suggested, what was linked lately, the newest files: suggestions come last."""
        index, audit = self.session.index, self.session.audit
        newest = await in_thread(lambda gone: names_found(index, "", {}, gone))
        ref = self._target.requirement(audit)
        show = partial(
            offers.for_nothing_typed,
            f"{ref.ref} {audit.requirement(ref).title}" if ref else self._target.words(audit),
            waiting=self._half.files(),
            recent=offers.linked_lately(audit, _LATELY),
            newest=[each.entry for each in newest[:_NEWEST]],
            known=offers.labels(audit),
        )
        if not keep:
            self._show_offers(show(suggested=None, gap="", width=self._columns), keep)
        from auditkit.tui.workers.suggesting import GAP

        await asyncio.sleep(_PAUSE)  # what is there already is drawn first
        suggested = await self.kit.library.fitting(ref) if ref is not None else []
        self._show_offers(show(suggested=suggested, gap=GAP, width=self._columns), keep)

    def _show_offers(self, found: Offers, keep: bool) -> None:
        self._offers = found
        listing = self.query_one("#files", LineList)
        if not keep:
            listing.cursor = 0
        pending = self._by_contents and self.kit.library.indexing
        listing.empty = "" if pending else "Nothing fits; fewer letters find more."
        listing.set_lines(found.lines, listing.key if keep else "")
        self._show_count()
        if not keep or self._offer() != self._shown:
            self._look()

    def _show_count(self) -> None:
        total, library = len(self.session.files or ()), self.kit.library
        found = self._offers.words(total, self._by_contents)
        self._count(f"{found if self._query.strip() else f'{total:,} files'} · {library.words()}")

    def _count(self, text: str) -> None:
        self.query_one("#count", Static).update(content(f" {way_words(self._by_contents)}: {text}"))

    def _look(self) -> None:
        """Look into the file under the cursor; an older look is given up, and what it still
        brings is not shown."""
        offer = self._shown = self._offer()
        self._looks += 1
        self.workers.cancel_group(self, "look")
        self._pick(Picked(), offer)
        pane = self.query_one("#preview", PassageList)
        pane.empty = "…" if offer else ""
        pane.set_pieces(())
        set_title(pane, offer.entry.name if offer else "Preview")
        if offer is not None:
            work = partial(self._looking, self._looks, offer)
            run_latest(self, "look", work)

    async def _looking(self, number: int, offer: Offer) -> None:
        await asyncio.sleep(_PAUSE)
        try:
            if offer.place:
                work = partial(look_around, offer.entry, offer.place)
                seen = await self.kit.library.desk("search").ask(work)
            else:
                seen = await asyncio.to_thread(preview, offer.entry.absolute)
        except AuditkitError as error:
            self.kit.fail(error)
            return
        if number == self._looks:
            self._show_preview(offer, seen)

    def _show_preview(self, offer: Offer, seen: Preview) -> None:
        pane = self.query_one("#preview", PassageList)
        pane.empty = seen.problem or "There is no text in it."
        some = pieces(seen.passages)
        chosen = found_in(some, offer.place, offer.text, offer.words) if offer.place else range(0)
        pane.set_pieces(some, chosen, offer.words)
        set_title(pane, offer.entry.name, "more in the file" if seen.truncated else "")
        if chosen or pane.has_focus:
            self._take_place()
        elif offer.place:
            told = f"has changed since it was indexed; {key_of('finder.rescan')} reads it anew."
            self.say(f"{offer.entry.name} {told}")

    def _take_place(self, *, by_hand: bool = False) -> None:
        """What is picked in the preview is what will be cited; ``by_hand``: instead of what was
        typed."""
        pane, offer = self.query_one("#preview", PassageList), self._shown
        self._pick(pane.picked, offer, by_hand=by_hand)
        set_title(pane, offer.entry.name if offer else "Preview", pane.picked.place)

    def _pick(self, picked: Picked, offer: Offer | None, by_hand: bool = False) -> None:
        self.query_one(WillCite).pick(picked, offer, by_hand=by_hand)


SCREEN = FinderScreen
