"""The evidence folders while one works: which files there are, how far their contents are indexed,
and the threads that are asked about them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from auditkit.errors import AuditkitError
from auditkit.tui import garbage
from auditkit.tui.messages import Indexed, Scanned
from auditkit.tui.workers.running import run_in_thread, run_latest

if TYPE_CHECKING:
    from auditkit.analysis.prior import Earlier
    from auditkit.analysis.suggestion import AuditFacts, Suggested
    from auditkit.evidence.contents import Contents
    from auditkit.evidence.model import FileEntry, Problem
    from auditkit.record.audit import Audit
    from auditkit.record.model import Ref
    from auditkit.tui.app import AuditkitApp
    from auditkit.tui.workers.desk import Desk
    from auditkit.tui.workers.suggesting import Suggesting

T = TypeVar("T")

_NEEDED = (
    "ulid",
    "auditkit.tui.workers.files",
    "auditkit.tui.workers.contents",
    "auditkit.tui.workers.suggesting",
    "auditkit.tui.screens.finder",
    "auditkit.tui.screens.evidence",
)
IDLE = 1.0
"""Seconds after the first paint until the evidence is looked at in the background."""


class Library:
    """Belongs to the app; every method is called on its event loop."""

    def __init__(self, app: AuditkitApp) -> None:
        self._app = app
        self._desks: dict[str, Desk] = {}
        self._suggesting: Suggesting | None = None
        self._known_facts: tuple[Audit, int, AuditFacts] | None = None
        self._earlier: tuple[Earlier, ...] | None = None
        """What an earlier audit cited; None before that was read."""
        self.listing = False
        """Whether one looks at the moment which files there are."""
        self._asking = 0
        self._run = 0
        self._index_after = False
        self._indexed_of: object = None
        self.indexed: Indexed | None = None
        """How far the index is, as last told; None before it was begun."""

    @property
    def indexing(self) -> bool:
        """Whether contents are being read at the moment."""
        return self.indexed is not None and not self.indexed.ended

    @property
    def making(self) -> bool:
        """Whether something large is being made, which nobody should look through now."""
        return self.listing or self._asking > 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be listed or read, each once."""
        scanned = self._app.session.scanned
        listed = scanned.problems if scanned is not None else ()
        read = self.indexed.problems if self.indexed is not None else ()
        return tuple(dict.fromkeys((*listed, *read)))

    def refusal(self) -> str:
        """Why the evidence folders cannot be looked at; empty when they can."""
        if self._app.passing:
            return "The evidence folders are not in a pack."
        if not self._app.session.audit.roots():
            return "This audit has no evidence folder: auditkit evidence root FOLDER adds one."
        return ""

    def begin(self) -> None:
        """List the files and index what is new in them, in the background."""
        if self._app.has_audit and not self.refusal():
            run_latest(self._app, "begin", self._begin)

    async def _begin(self) -> None:
        """What listing, indexing and the finder need is brought in beside the screen: it would
        stop for it otherwise."""
        await asyncio.to_thread(lambda: [import_module(name) for name in _NEEDED])
        if self._app.has_audit and self.indexed is None:
            self.index()

    def scan(self) -> None:
        """Look (again) which files there are; `AppScreen.scanned` is called when it is known."""
        from auditkit.tui.workers.files import list_files

        if self.refusal():
            raise AuditkitError(self.refusal())
        self.listing = True
        work = partial(list_files, self._app.post_message, self._app.session.audit.roots())
        run_in_thread(self._app, "scan", work)

    @property
    def _is_whole(self) -> bool:
        told = self.indexed
        same = self._indexed_of is not None and self._indexed_of is self._app.session.scanned
        return same and told is not None and not told.trouble and told.done == told.total

    def scanned(self, message: Scanned) -> None:
        """The files are known now; those of an audit that was left are of no use."""
        if not self.listing:
            return
        self.listing = False
        garbage.keep()
        self._app.session.take_files(message.found, message.index)
        if self._index_after or self.indexed is not None:
            self.stop()
            self.index(again=True)

    def stop(self) -> None:
        """Read no further files for now; what was read stays indexed."""
        if self.indexing:
            self._app.workers.cancel_group(self._app, "index")

    def index(self, *, again: bool = False) -> None:
        """Bring the index of contents up to date, after the files were listed; a read-only audit
        is left alone, and so is an index that is being made or is whole, unless ``again``."""
        session = self._app.session
        if session.audit.read_only or (not again and (self.indexing or self._is_whole)):
            return
        if session.scanned is None:
            self._index_after = True
            if not self.listing:
                self.scan()
            return
        self._index_after, self._indexed_of = False, session.scanned
        from auditkit.analysis.indexing import index_file, registered
        from auditkit.tui.workers.contents import ToIndex, index_contents

        found, audit = session.scanned, session.audit
        self._run += 1
        todo = ToIndex(
            self._run,
            index_file(audit),
            found,
            registered(audit),
            self._facts(),
        )
        self.indexed = Indexed(self._run, 0, len(found.entries))
        work = partial(index_contents, self._app.post_message, todo)
        run_in_thread(self._app, "index", work)

    def told(self, message: Indexed) -> None:
        """A word from the indexer; what one that was stopped says late is of no use."""
        if message.run != self._run:
            return
        if self.indexed is not None and not self.indexed.done:
            garbage.keep()  # the plan of what is to be read
        self.indexed = message
        if message.ended:
            for desk in self._desks.values():
                desk.renew()

    def failed(self, reason: str) -> str:
        """Listing or indexing ended without an answer; gives the sentence that says so."""
        self.listing = False
        trouble = f"The evidence could not be listed or indexed ({reason})."
        self.indexed = Indexed(self._run, 0, 0, ended=True, trouble=trouble)
        return trouble

    def desk(self, name: str) -> Desk:
        """The thread for one kind of question, with the index of the audit that is open now."""
        from auditkit.analysis.indexing import index_file
        from auditkit.tui.workers.desk import Desk

        place = index_file(self._app.session.audit)
        known = self._desks.get(name)
        if known is None or known.place != place:
            if known is not None:
                known.close()
            known = self._desks[name] = Desk(place)
        return known

    async def use_earlier(self, folder: str) -> int:
        """Suggest first what the audit in ``folder`` cited; empty: no longer. Gives the number of
        its citations. Raises `AuditkitError` where it cannot be read."""
        from auditkit.tui.earlier import citations_of, keep_earlier

        found = await asyncio.to_thread(citations_of, folder)
        keep_earlier(self._app.session.audit, folder)
        self._earlier, self._known_facts = found, None
        return len(found)

    async def _read_earlier(self) -> None:
        """Once for an audit; one that cannot be read any more is told and not waited for."""
        from auditkit.tui.earlier import citations_of, earlier_folder

        if self._earlier is None:
            found: tuple[Earlier, ...] = ()
            try:
                folder = earlier_folder(self._app.session.audit)
                found = await asyncio.to_thread(citations_of, folder)
            except AuditkitError as error:
                self._app.tell(f"The earlier audit cannot be read. {error}")
            self._earlier, self._known_facts = found, None

    async def fitting(self, ref: Ref) -> list[Suggested]:
        """The files that may be evidence for a requirement. Raises `AuditkitError`."""
        await self._read_earlier()
        known, entries = self._facts(), self._app.session.files or ()
        return await self._suggested(partial(self._suggester().fitting, known, entries, ref))

    async def served(self, entry: FileEntry) -> list[tuple[Ref, float, str]]:
        """The requirements that a file may serve, with reasons. Raises `AuditkitError`."""
        await self._read_earlier()
        known, entries = self._facts(), self._app.session.files or ()
        return await self._suggested(partial(self._suggester().served, known, entries, entry))

    async def _suggested(self, work: Callable[[Contents | None], T]) -> T:
        self._asking += 1
        try:
            return await self.desk("suggest").ask(work)
        finally:
            self._asking -= 1
            garbage.keep()

    def _suggester(self) -> Suggesting:
        if self._suggesting is None:
            from auditkit.tui.workers.suggesting import Suggesting

            self._suggesting = Suggesting()
        return self._suggesting

    def _facts(self) -> AuditFacts:
        """What suggestions know of the record, taken anew when that changed."""
        from auditkit.analysis.suggestion import facts

        audit = self._app.session.audit
        known = self._known_facts
        if known is None or known[0] is not audit or known[1] != audit.revision:
            found = replace(facts(audit), earlier=self._earlier or ())
            known = self._known_facts = (audit, audit.revision, found)
        return known[2]

    def forget(self) -> None:
        """Another audit, or another folder: nothing of what is known holds any more."""
        for group in ("scan", "index"):
            self._app.workers.cancel_group(self._app, group)
        for desk in self._desks.values():
            desk.close()
        self._desks.clear()
        self._suggesting, self._known_facts, self._earlier = None, None, None
        self.listing, self._index_after, self.indexed = False, False, None
        self._run += 1

    def words(self) -> str:
        """How far the contents are indexed, for a line of the screen."""
        unreadable = f" · {len(self.problems):,} cannot be read" if self.problems else ""
        return f"{self._index_words()}{unreadable}"

    def _index_words(self) -> str:
        told = self.indexed
        if told is not None and told.trouble:
            return "contents cannot be read"
        if told is not None and not told.ended:
            return f"contents of {told.done:,} of {told.total:,} read"
        if told is not None and told.done < told.total:
            return f"contents of {told.done:,} of {told.total:,} read, stopped"
        if told is not None:
            return f"contents of all {told.total:,} read"
        if self._app.session.audit.read_only:
            return "contents not read: READ ONLY"
        return "contents not read yet"
