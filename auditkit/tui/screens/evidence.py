"""Evidence: the register, the files nobody cites, what changed, and questions that files raise."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from auditkit.errors import AuditkitError
from auditkit.record.model import Evidence, EvidenceKind, FileStanding, Outcome
from auditkit.tui import evidence_lists as lists
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.evidence_lists import Shown, empty_words
from auditkit.tui.going import TO_FILE
from auditkit.tui.key_words import brought_back, taken_back
from auditkit.tui.messages import Smelled
from auditkit.tui.picking import Picked
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.register import RegisterScreen
from auditkit.tui.text import set_title
from auditkit.tui.widgets.line_list import LazyLines, Line, LineList
from auditkit.tui.workers.running import run_in_thread, run_latest

if TYPE_CHECKING:
    from auditkit.analysis.smells import Question
    from auditkit.evidence.model import FileEntry

_PAUSE = 0.15
"""Seconds a file stays under the cursor before it is asked what it may serve."""


class EvidenceScreen(RegisterScreen):
    """One list of four: F shows the next."""

    WHERE = "evidence"
    BINDINGS = bindings_for("evidence", priority=True)

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown.LINKED
        self._files: LazyLines[FileEntry] | None = None
        self._files_of: tuple[object, int, int] = (None, -1, 0)
        self._asked: dict[str, Question] = {}
        self._served: dict[FileEntry, lists.Served] = {}
        self._smelling = ""
        self._left_at = ""

    @property
    def place_name(self) -> str:
        """Every list keeps its own place; what other screens point at is in the register."""
        return self.WHERE if self._shown is Shown.LINKED else f"{self.WHERE} {self._shown}"

    def lines(self) -> Sequence[Line]:
        """One line an entry."""
        session = self.session
        if self._shown is Shown.UNLINKED:
            return self._unlinked()
        if self._shown is Shown.QUESTIONS:
            asked = self._questions()
            self._asked = {str(each.number): each for each in asked}
            return [lists.question_line(each) for each in asked]
        some = lists.changed(session) if self._shown is Shown.CHANGED else session.audit.evidence()
        return [lists.register_line(session, each) for each in some]

    def summary(self) -> str:
        """How many, and how far the contents are indexed."""
        session = self.session
        counts = {
            Shown.LINKED: lambda: f"{len(session.audit.evidence())} registered{self._not_same()}",
            Shown.UNLINKED: lambda: (
                f"{len(self._unlinked()):,} of {len(session.files or ()):,} files"
            ),
            Shown.CHANGED: lambda: f"{len(lists.changed(session))} not as registered",
            Shown.QUESTIONS: self._question_count,
        }
        return f"{counts[self._shown]()} · {self.kit.library.words()}"

    def detail(self, key: str) -> tuple[str, Content]:
        """What is known of the line under the cursor."""
        if self._shown is Shown.UNLINKED:
            entry = self._file(key)
            return entry.name, lists.file_detail(self.session, entry, self._served.get(entry))
        if self._shown is Shown.QUESTIONS:
            asked = self._asked[key]
            return f"{asked.smell.entry.name} · {asked.smell.place}", lists.question_detail(asked)
        evidence = self.session.audit.evidence_item(key)
        text = lists.register_detail(self.session, evidence)
        return f"{evidence.label} {evidence.title}", text

    def show(self) -> None:
        """Everything anew; what is not known yet is looked for."""
        self._point_at_register()
        self._point_at_file()
        self.HEADING = f"Evidence: {self._shown}"
        self.EMPTY = self._waiting() or empty_words(self._shown)
        self.query_one("#lines", LineList).empty = self.EMPTY
        super().show()
        self._look_for_served()

    def scanned(self) -> None:
        """The files are listed."""
        self._served.clear()
        if self._shown is Shown.QUESTIONS:
            self._smell()
        self.show()

    def indexed(self) -> None:
        """More contents are indexed, or all: what a file may serve is asked anew then."""
        if not self.kit.library.indexing:
            self._served.clear()
            self._look_for_served()
        self._refresh_summary()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The detail follows."""
        super().on_line_list_moved(message)
        self._look_for_served()

    def reference(self) -> str:
        """The label of the entry, or the path of the file."""
        if self._shown is Shown.UNLINKED:
            return self._file(self.chosen).path
        if self._shown is Shown.QUESTIONS:
            return self._asked[self.chosen].smell.entry.path
        return self.session.audit.evidence_item(self.chosen).label

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """A click looks inside."""
        self.action_preview()

    def action_filter(self) -> None:
        """The next of the four lists."""
        kinds = list(Shown)
        self._shown = kinds[(kinds.index(self._shown) + 1) % len(kinds)]
        self._fetch()
        self.show()
        self.say(f"Showing: {self._shown}. {_shows('next list')}")

    def action_rescan(self) -> None:
        """Look again which files there are."""
        self.kit.library.scan()
        self.say("Looking which files there are …")

    def action_index(self) -> None:
        """Read new and changed files into the index, or stop reading."""
        library = self.kit.library
        if library.indexing:
            library.stop()
            on = key_of("evidence.index")
            self.say(f"Reading contents is stopped; {on} goes on where it was.")
            return
        if library.refusal() or self.session.audit.read_only:
            reason = library.refusal() or "A read-only audit is not indexed."
            raise AuditkitError(reason)
        library.index(again=True)
        self.say(f"Reading new and changed files; {key_of('evidence.index')} stops that.")
        self._refresh_summary()

    def action_preview(self) -> None:
        """The file at the place that matters."""
        from auditkit.tui.screens.look import look_at

        if self._shown is Shown.UNLINKED:
            entry = self._file(self.chosen)
            self.app.push_screen(look_at(entry, entry.name, "", ""))
        elif self._shown is Shown.QUESTIONS:
            smell = self._asked[self.chosen].smell
            self.app.push_screen(look_at(smell.entry, smell.entry.name, smell.place, smell.words))
        else:
            self._look_at(self.registered())

    def action_compare(self) -> None:
        """Old and new words of every citation."""
        from auditkit.tui.screens.citations import CitationsScreen

        evidence = self.registered()
        look = self.session.audit.verification(evidence.id)
        if look is not None and look.standing is FileStanding.MISSING:
            way = f"{key_of('evidence.moved')} says where it is now."
            raise AuditkitError(f"{evidence.label} is missing.", way)
        if look is None or look.standing is not FileStanding.CHANGED:
            again = f"{key_of('evidence.verify')} looks at all files again."
            raise AuditkitError(f"{evidence.label} was not found changed.", again)
        self.app.push_screen(CitationsScreen(evidence.id), lambda _: self.show())

    def action_moved(self) -> None:
        """Where a missing file is now."""
        from auditkit.tui.screens.moved import ask_where, missing

        evidence = self.registered()
        look = missing(evidence, self.session.audit.verification(evidence.id))
        if self.session.files is None and not self.kit.library.refusal():
            self.kit.library.scan()
        ask_where(self, evidence, look)

    def action_previous(self) -> None:
        """The folder of an earlier audit, whose citations are suggested first."""
        from auditkit.tui.screens.previous import ask_previous

        ask_previous(self)

    def forget_served(self) -> None:
        """What a file may serve is asked anew."""
        self._served.clear()
        self.show()

    def action_cite(self) -> None:
        """Cite the file for a requirement that is asked for."""
        from auditkit.tui.screens.citing import cite_for_requirement

        if self._shown is Shown.QUESTIONS:
            entry = self._asked[self.chosen].smell.entry
        elif self._shown is Shown.UNLINKED:
            entry = self._file(self.chosen)
        else:
            entry = self._entry(self.registered())
        cite_for_requirement(self, entry, Picked())

    def action_dismiss_question(self) -> None:
        """Say why a question need not be asked; on a dismissed one: ask it again."""
        from auditkit.analysis.smells import dismiss

        if self._shown is not Shown.QUESTIONS:
            does = f"{key_of('evidence.dismiss')} dismisses a question."
            raise AuditkitError(does, _shows("questions"))
        asked = self._asked[self.chosen]
        if asked.dismissal is not None:
            self.session.audit.undismiss(asked.dismissal.id)
            self.show()
            self.say(f"Asked again; {taken_back()}.")
            return

        def give(values: Values | None) -> None:
            if values is not None:
                dismiss(self.session.audit, [asked], values["reason"])
                self.show()
                back = brought_back("undo", "evidence.dismiss")
                self.say(f"{asked.smell.rule} dismissed; {back}.")

        smell, field = asked.smell, Field("reason", "Why", required=True)
        name = f"dismiss {smell.rule} {smell.place} {smell.entry.path}"
        memory = self.session.form_memory.setdefault(name)
        self.kit.ask(FormScreen(f"{smell.rule}: need not be asked", (field,), memory), give)

    def on_smelled(self, message: Smelled) -> None:
        """Some files were looked at, or all."""
        self._smelling = f"{message.done:,} of {message.total:,} files looked at"
        if message.found is not None or message.problem:
            self._smelling = message.problem
            self.session.smelled = message.found
        if self._shown is Shown.QUESTIONS:
            self.show()

    def _unlinked(self) -> LazyLines[FileEntry]:
        """Made anew when the files or the record changed: there may be very many."""
        width = self.query_one("#lines").size.width or self.app.size.width
        made_of = (self.session.scanned, self.session.audit.revision, width)
        if self._files is None or self._files_of != made_of:
            self._files = lists.unlinked_lines(tuple(lists.unlinked(self.session)), width)
            self._files_of = made_of
        return self._files

    def _file(self, key: str) -> FileEntry:
        found = self._unlinked().item(key)
        if found is None:
            raise AuditkitError("That file is registered by now.", _shows("register"))
        return found

    def registered(self) -> Evidence:
        """The entry of the register under the cursor; raises `AuditkitError` in other lists."""
        if self._shown in (Shown.UNLINKED, Shown.QUESTIONS):
            raise AuditkitError("That is for registered evidence.", _shows("register"))
        return self.session.audit.evidence_item(self.chosen)

    def _entry(self, evidence: Evidence) -> FileEntry:
        from auditkit.evidence.model import FileEntry

        if evidence.kind is not EvidenceKind.FILE:
            raise AuditkitError(f"{evidence.label} is a statement and has no file.")
        root = str(self.session.audit.root_path(evidence.root))
        return FileEntry(root, evidence.path, evidence.size, evidence.mtime_ns)

    def _look_at(self, evidence: Evidence) -> None:
        """At the first place that is cited, as it is now."""
        from auditkit.tui.screens.look import look_at

        cited = self.session.audit.citations(evidence=evidence.id)
        first = next((each for each in cited if each.place), None)
        place = (first.found_place or first.place) if first else ""
        words = ""
        if first is not None:
            words = first.found_words if first.outcome is Outcome.REWORDED else first.quote
        title = f"{evidence.label} {evidence.title}"
        self.app.push_screen(look_at(self._entry(evidence), title, place, words))

    def _point_at_register(self) -> None:
        """Another screen pointed at an entry of the register: it is shown there."""
        known = self.session.place(self.WHERE)
        if self._shown is not Shown.LINKED and known != self._left_at:
            self._shown = Shown.LINKED
        self._left_at = known

    def _point_at_file(self) -> None:
        """Another screen pointed at a file that nobody registered."""
        wanted = self.session.place(TO_FILE)
        if not wanted:
            return
        self.session.keep_place(TO_FILE, "")
        self._shown = Shown.UNLINKED
        for number, each in enumerate(lists.unlinked(self.session)):
            if f"{each.root}\n{each.path}" == wanted:
                self.session.keep_place(self.place_name, str(number))

    def _fetch(self) -> None:
        """Begin to look for what a list needs."""
        library = self.kit.library
        if self._shown is Shown.UNLINKED and self.session.files is None and not library.refusal():
            library.scan()
        elif self._shown is Shown.QUESTIONS and self.session.smelled is None:
            self._smell()

    def _waiting(self) -> str:
        """Why a list that others than the record fill is empty."""
        library = self.kit.library
        if self._shown in (Shown.LINKED, Shown.CHANGED):
            return ""
        if library.refusal():
            return library.refusal()
        if self.session.files is None:
            return "Looking which files there are …"
        if self._shown is Shown.QUESTIONS and self.session.smelled is None:
            return self._smelling or "Looking through the files …"
        return ""

    def _smell(self) -> None:
        from auditkit.analysis.indexing import index_file
        from auditkit.analysis.smells import context
        from auditkit.tui.workers.smells import smell_files

        library, audit = self.kit.library, self.session.audit
        if self.session.files is None:
            if not library.refusal():
                library.scan()
            return
        asked = context(audit, date.today())
        work = partial(smell_files, self.post_message, index_file(audit), self.session.files, asked)
        self._smelling = ""
        run_in_thread(self, "smell", work)

    def _questions(self) -> list[Question]:
        """Those that are open first."""
        from auditkit.analysis.smells import questions

        asked = questions(self.session.audit, self.session.smelled or ())
        return sorted(asked, key=lambda each: each.dismissal is not None)

    def _question_count(self) -> str:
        open_ones = sum(each.dismissal is None for each in self._asked.values())
        if self.session.smelled is None and self._smelling:
            return self._smelling
        return f"{open_ones} open, {len(self._asked) - open_ones} dismissed"

    def _not_same(self) -> str:
        count = len(lists.changed(self.session))
        changed = f" · {count} not as registered" if count else ""
        old = lists.older(self.session)
        return f"{changed} · {old} older than the period" if old else changed

    def _refresh_summary(self) -> None:
        set_title(self.query_one("#lines"), self.HEADING, self.summary())

    def _look_for_served(self) -> None:
        key = self.query_one("#lines", LineList).key
        if self._shown is Shown.UNLINKED and key and self._file(key) not in self._served:
            work = partial(self._asking, self._file(key))
            run_latest(self, "serve", work)

    async def _asking(self, entry: FileEntry) -> None:
        await asyncio.sleep(_PAUSE)
        try:
            self._served[entry] = await self.kit.library.served(entry)
        except AuditkitError as error:
            self.kit.fail(error)
            return
        key = self.query_one("#lines", LineList).key
        if self._shown is Shown.UNLINKED and key and self._file(key) == entry:
            self._show_detail(key)


def _shows(what: str) -> str:
    return f"{key_of('evidence.filter')} shows the {what}."


SCREEN = EvidenceScreen
