"""The documents: what can be written, what stands in the way, where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.content import Content
from textual.worker import Worker, WorkerState

from auditkit.analysis.completeness import report_obstacles
from auditkit.errors import AuditkitError
from auditkit.record.model import GeneratedDocument
from auditkit.tui.commands import bindings_for
from auditkit.tui.messages import DocumentWritten, Progress
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen
from auditkit.tui.text import BAD, WARN, content, label
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.workers.documents import write_document


class DocumentsScreen(ListingScreen):
    """One line a kind of document; below, what to look at before writing it."""

    WHERE = "documents"
    HEADING = "Documents"
    EMPTY = "No documents can be written by this installation."
    BINDINGS = bindings_for("documents", priority=True)

    def on_mount(self) -> None:
        """Nothing is being written yet."""
        self._writing = ""
        self._beside = ""

    def lines(self) -> Sequence[Line]:
        """Kinds, each with where it was written last."""
        from auditkit.documents.catalog import KINDS

        last = {each.kind: each for each in self.session.audit.documents()}
        lines = []
        for kind, (title, _) in KINDS.items():
            lines.append(_line(kind, title, last.get(kind)))
        for car in self.session.audit.cars():
            kind = f"car {car.label}"
            lines.append(_line(kind, f"Form for {car.label}", last.get(kind)))
        return lines

    def detail(self, key: str) -> tuple[str, Content]:
        """What still stands in the way, then where the document was written."""
        words = {"stop": ("STOP ", BAD), "warn": ("LOOK ", WARN), "ok": ("ok   ", "")}
        parts = [
            content(*words[each.level]) + content(each.text)
            for each in report_obstacles(self.session.audit)
        ]
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
        """Write it; one goes on working meanwhile."""
        if self._writing:
            self.say(f"{self._writing} is being written; c cancels it.")
            return
        if self.kit.passing:
            self.say("From a pack: 'auditkit report KIND --audit PACK -o FILE' writes a document.")
            return
        self.kit.save_texts()
        self._writing = self.chosen
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
            "template", "Template (.docx or .dotx), empty for none", self.session.template
        )

        def take(values: Values | None) -> None:
            if values is None:
                return
            chosen = values["template"].strip()
            problem = _unusable(chosen) if chosen else ""
            if problem:
                self.say(problem)
                return
            self.session.template = chosen
            self.say(f"Documents are written in {Path(chosen).name}." if chosen else "No template.")

        self.kit.ask(FormScreen("Template", (field,)), take)

    def on_progress(self, message: Progress) -> None:
        """How far it is."""
        self.say(f"{message.step} {message.done} of {message.total}")

    def on_document_written(self, message: DocumentWritten) -> None:
        """Note it in the record and say where it is."""
        self._writing = ""
        if message.free:
            self._beside = message.kind
            self.say(f"{message.problem} w again writes '{message.free}' beside it.")
            return
        if message.problem:
            self.say(message.problem)
            return
        if not self.session.audit.read_only:
            self.session.audit.record_document(
                message.kind, message.named, message.sha256, message.head
            )
        self.show()
        self.say(f"Written: {message.path}")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that broke says so in one sentence."""
        if event.state is WorkerState.ERROR:
            self._writing = ""
            self.say(f"The document could not be written: {type(event.worker.error).__name__}.")


def _line(kind: str, title: str, written: GeneratedDocument | None) -> Line:
    at = f"written {written.at.astimezone():%Y-%m-%d %H:%M}" if written else ""
    return Line(kind, label(title), label(at))


def _unusable(template: str) -> str:
    from auditkit.documents.template.check import check
    from auditkit.documents.template.opening import open_template

    try:
        remarks = check(open_template(Path(template)))
    except AuditkitError as error:
        return str(error)
    return next((each.text for each in remarks if each.level == "error"), "")


SCREEN = DocumentsScreen
