"""The documents: what can be written, what stands in the way, where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.text import Text
from textual.content import Content
from textual.worker import Worker, WorkerState

from auditkit.analysis.completeness import Obstacle, report_obstacles, stops
from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import GeneratedDocument
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.key_words import letter_of
from auditkit.tui.messages import DocumentWritten, Progress
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen
from auditkit.tui.text import BAD, WARN, content, label
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.workers.documents import write_document

ROOMY = 80
"""Columns from which a line tells the time of the day as well."""
_WAYS = {"audit": "audit.details", "lines": "triage"}
"""Commands that lead to what an obstacle names; anything else is a finding."""
_NAMES = {"audit.details": "audit details", "triage": "interview lines", "go.findings": "findings"}


class DocumentsScreen(ListingScreen):
    """One line a kind of document; below, what to look at before writing it."""

    WHERE = "documents"
    HEADING = "Documents"
    EMPTY = "No documents can be written by this installation."
    BINDINGS = bindings_for("documents", priority=True)

    def __init__(self) -> None:
        super().__init__()
        self._writing = ""
        """The kind of what is being written."""
        self._beside = ""

    def lines(self) -> Sequence[Line]:
        """Kinds, each with where it was written last."""
        from auditkit.documents.catalog import KINDS

        audit = self.session.audit
        last = {each.kind: each for each in audit.documents()}
        titles = {kind: title for kind, (title, _) in KINDS.items()}
        titles |= {f"car {car.label}": f"Form for {car.label}" for car in audit.cars()}
        form = "%Y-%m-%d %H:%M" if self.app.size.width >= ROOMY else "%Y-%m-%d"
        at = {kind: _written(last.get(kind), form) for kind in titles}
        count = len(stops(audit))
        stop = {kind: f"STOP {count}" if count and _of_report(kind) else "" for kind in titles}
        wide, far = (max(map(len, each.values())) for each in (stop, at))
        return [
            _line(kind, title, f"{stop[kind]:<{wide}}", f"{at[kind]:<{far}}")
            for kind, title in titles.items()
        ]

    def show(self) -> None:
        """Everything anew."""
        super().show()
        self._now_writing(self._writing)

    def _now_writing(self, kind: str) -> None:
        """Cancelling is offered while there is something to cancel."""
        self._writing = kind
        idle = () if kind else ("document.cancel",)
        self.query_one(CommandFooter).leave_out(frozenset(idle))

    def on_resize(self) -> None:
        """The time of the day is told where there is room for it."""
        super().on_resize()
        if self.is_mounted:
            self.show()

    def detail(self, key: str) -> tuple[str, Content]:
        """What still stands in the way, then where the document was written."""
        words = {"stop": ("STOP ", BAD), "warn": ("LOOK ", WARN), "ok": ("ok   ", "")}
        parts = [
            content(*words[each.level]) + content(f"{each.text}{_way(each)}")
            for each in (report_obstacles(self.session.audit) if _of_report(key) else ())
        ]
        if not _of_report(key):
            parts.append(content("Nothing stops it: it is used before there is a report."))
        written = [each for each in self.session.audit.documents() if each.kind == key]
        parts += [
            content(f"{each.at.astimezone():%Y-%m-%d %H:%M}  {each.path}")
            for each in reversed(written)
        ]
        return "Before you write it, and where it was written", Content("\n").join(parts)

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter writes."""
        self.action_write()

    def action_write(self) -> None:
        """Write it; where something stops it, ask first."""
        from auditkit.documents.catalog import require_noted

        if self._writing:
            cancel = key_of("document.cancel")
            self.say(f"{self._writing} is being written; {cancel} cancels it.")
            return
        if self.kit.passing:
            self.say("From a pack: 'auditkit report KIND --audit PACK -o FILE' writes a document.")
            return
        require_noted(self.session.audit)
        self.kit.save_texts()
        kind = self.chosen
        stopped = stops(self.session.audit) if _of_report(kind) else ()
        if not stopped or self._beside == kind:
            self._write(kind)
            return

        def answered(agreed: bool) -> None:
            if agreed:
                self._write(kind)

        self.kit.ask(_question(stopped, self.session.audit), answered)

    def _write(self, kind: str) -> None:
        """Write it; one goes on working meanwhile."""
        self._now_writing(kind)
        self.say(f"Writing {self._writing} …")
        folder = self.session.audit.folder
        another = self._beside == self._writing
        self._beside = ""
        template = self.session.template
        work = partial(write_document, self.post_message, folder, self._writing, template, another)
        self.run_worker(work, group="write", thread=True, exclusive=True, exit_on_error=False)

    def action_cancel(self) -> None:
        """End the writing; what is there stays."""
        if not self._writing:
            self.say("Nothing is being written.")
            return
        for worker in self.workers:
            if worker.group == "write":
                worker.cancel()
        self.say(f"Cancelling {self._writing} …")

    def action_template(self) -> None:
        """The file whose styles, logo and headers the documents take."""
        field = Field(
            "template",
            "Template (.docx or .dotx), empty for none",
            self.session.template,
            check=_require_usable,
        )

        def take(values: Values | None) -> None:
            if values is None:
                return
            chosen = values["template"]
            self.session.template = chosen
            self.say(f"Documents are written in {Path(chosen).name}." if chosen else "No template.")

        memory = self.session.form_memory.setdefault("template")
        self.kit.ask(FormScreen("Template", (field,), memory), take)

    def on_progress(self, message: Progress) -> None:
        """How far it is."""
        self.say(f"{message.step} {message.done} of {message.total}")

    def on_document_written(self, message: DocumentWritten) -> None:
        """Note it in the record and say where it is."""
        self._now_writing("")
        if message.free:
            self._beside = message.kind
            write = letter_of("document.write")
            self.say(f"{message.problem} {write} again writes '{message.free}' beside it.")
            return
        if message.problem:
            self.say(message.problem)
            return
        if self.session.audit.takes_papers:
            self.session.audit.record_document(
                message.kind, message.named, message.sha256, message.head
            )
        self.show()
        if message.kept:
            self.say(f"Written; the edited one is kept as '{message.kept}'.")
        else:
            self.say(f"Written: {message.path}")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that broke says so in one sentence."""
        if event.state is WorkerState.ERROR:
            self._now_writing("")
            self.say(f"The document could not be written: {type(event.worker.error).__name__}.")


def _line(kind: str, title: str, stopped: str, written: str) -> Line:
    """What stops it and when it was written stand in columns of their own."""
    right = Text(f"{stopped}{written}", no_wrap=True, end="")
    right.stylize(BAD, 0, len(stopped))
    return Line(kind, label(title), right)


def _written(document: GeneratedDocument | None, form: str) -> str:
    """When it was written; ``form`` is that of a time."""
    return f"  written {document.at.astimezone():{form}}" if document else ""


def _of_report(kind: str) -> bool:
    """Whether what stops the report stops this document: it is marked DRAFT until then."""
    from auditkit.documents.catalog import KINDS, NEVER_DRAFTS

    return kind in KINDS and kind not in NEVER_DRAFTS


def _way(each: Obstacle) -> str:
    """Where one sees to it: the key, and the name of what it opens."""
    command = _WAYS.get(each.target, "go.findings" if each.target else "")
    return f" ({key_of(command)}: {_NAMES[command]})" if command else ""


def _question(stopped: Sequence[Obstacle], audit: Audit) -> ConfirmScreen:
    thing = "thing stops" if len(stopped) == 1 else "things stop"
    issued = audit.info.report_issued is not None
    face = "says 'amended since'" if issued else "carries DRAFT on every page"
    return ConfirmScreen(
        f"{len(stopped)} {thing} this document",
        (
            *(f"STOP {each.text}{_way(each)}" for each in stopped),
            "",
            f"Written all the same it {face}.",
        ),
        yes="writes it all the same",
        no="writes nothing",
        by_enter=False,
        by_letter=False,
    )


def _require_usable(template: str) -> None:
    """Raise `AuditkitError` for a template that no document can be written in."""
    from auditkit.documents.template.check import check
    from auditkit.documents.template.opening import open_template

    wrong = [each.text for each in check(open_template(Path(template))) if each.level == "error"]
    if wrong:
        raise AuditkitError(wrong[0])


SCREEN = DocumentsScreen
