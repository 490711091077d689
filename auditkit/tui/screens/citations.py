"""The citations of evidence that changed: the words as they were cited beside what stands now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from auditkit.analysis.soundness import WORDS
from auditkit.errors import AuditkitError
from auditkit.evidence.model import FileEntry
from auditkit.record.model import Citation, Evidence, Outcome
from auditkit.tui.commands import bindings_for, key_of
from auditkit.tui.differences import compared, new_words, old_words
from auditkit.tui.heading import Heading
from auditkit.tui.key_words import brought_back, taken_back
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.look import look_at
from auditkit.tui.text import content, label, set_title
from auditkit.tui.widgets.bars import CommandFooter, StatusBar
from auditkit.tui.widgets.line_list import Line, LineList

_SIDES = (("was", "As cited"), ("now", "As it stands now"))
_UNDO = "citations.undo"


class CitationsScreen(AppScreen):
    """Decides citation by citation; at 100 columns both wordings stand side by side."""

    WHERE = "citations"
    BINDINGS = bindings_for("citations", priority=True)
    AUTO_FOCUS = "#lines"
    CSS_PATH = "citations.tcss"
    PANES = ("lines", "was", "now")

    def __init__(self, evidence: str) -> None:
        super().__init__()
        self._evidence_id = evidence

    def compose(self) -> ComposeResult:
        """The citations above, the two wordings below."""
        yield StatusBar()
        yield LineList(id="lines", title="Citations", empty="Nothing is cited from it.")
        with Horizontal(id="sides"):
            for name, title in _SIDES:
                with VerticalScroll(id=name, classes="pane", can_focus=False) as side:
                    set_title(side, title)
                    yield Static(id=f"{name}-text", markup=False)
        yield CommandFooter("citations")

    def on_mount(self) -> None:
        """Show them."""
        self.show()

    def show(self) -> None:
        """Everything anew; the cursor stays where it was."""
        lines = self.query_one("#lines", LineList)
        lines.set_lines([self._line(each) for each in self._citations()], lines.key)
        set_title(lines, f"{self._evidence.label} {self._evidence.title}", self._left())
        self.refresh_status()
        self._show_sides()

    def refresh_status(self) -> None:
        """The saved word."""
        bar = self.query_one(StatusBar)
        bar.show(Heading("Evidence that changed"), self.session.saved_words())

    def on_line_list_moved(self, _message: LineList.Moved) -> None:
        """The two wordings follow."""
        self._show_sides()

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter looks into the file."""
        self.action_look()

    def action_accept(self) -> None:
        """Let the citation stand as it was found: at its new place, or with the new words."""
        kept = self.session.audit.keep_citation(self._chosen().id)
        self.show()
        left = len(self._open())
        rest = key_of("citations.accept_all")
        more = f"{left} left" if left else f"{rest} lets the file stand as it is now"
        self.say(f"Cited now: {kept.place or 'no place'}; {more}. {taken_back(_UNDO)}.")

    def action_accept_all(self) -> None:
        """Let all citations and the file stand as they are now."""
        kept = self.session.audit.keep_changed(self._evidence_id)
        self.show()
        self.say(f"{kept.label} stands as the file is now; {taken_back(_UNDO)}.")

    def action_remove(self) -> None:
        """Take the citation away."""
        self.session.audit.remove_citation(self._chosen().id)
        self.show()
        self.say(f"Citation taken away; {brought_back(_UNDO)}.")

    def action_look(self) -> None:
        """The file at the place where the words are now."""
        cited, audit = self._chosen(), self.session.audit
        evidence = self._evidence
        entry = FileEntry(
            str(audit.root_path(evidence.root)), evidence.path, evidence.size, evidence.mtime_ns
        )
        place = cited.found_place or cited.place
        words = cited.found_words or cited.quote
        self.app.push_screen(look_at(entry, evidence.title, place, words))

    def action_back(self) -> None:
        """Back to the evidence."""
        self.dismiss(None)

    @property
    def _evidence(self) -> Evidence:
        return self.session.audit.evidence_item(self._evidence_id)

    def _citations(self) -> tuple[Citation, ...]:
        return self.session.audit.citations(evidence=self._evidence_id)

    def _open(self) -> list[Citation]:
        look = self.session.audit.verification(self._evidence_id)
        if look is None or not look.sha256:
            return []
        return [each for each in self._citations() if each.sha256 != look.sha256]

    def _left(self) -> str:
        left = len(self._open())
        return f"{left} to decide" if left else "nothing to decide"

    def _chosen(self) -> Citation:
        key = self.query_one("#lines", LineList).key
        found = next((each for each in self._citations() if each.id == key), None)
        if found is None:
            raise AuditkitError(
                "No citation is left to decide.", f"{key_of('look.back')} goes back."
            )
        return found

    def _line(self, cited: Citation) -> Line:
        findings = self.session.audit.findings(True)
        used = cited.ref or next((f.label for f in findings if f.id == cited.finding), "")
        text = " · ".join(part for part in (used, cited.place, cited.quote) if part)
        return Line(cited.id, label(text), label(self._word(cited)))

    def _word(self, cited: Citation) -> str:
        if all(each.id != cited.id for each in self._open()):
            return "stands"
        return "not looked for" if cited.outcome is Outcome.NONE else cited.outcome.upper()

    def _show_sides(self) -> None:
        lines = self.query_one("#lines", LineList)
        cited = next((each for each in self._citations() if each.id == lines.key), None)
        was, now = sides(cited) if cited is not None else (Content(""), Content(""))
        places = (cited.place, cited.found_place) if cited else ("", "")
        for (name, title), text, place in zip(_SIDES, (was, now), places):
            self.query_one(f"#{name}-text", Static).update(text)
            set_title(self.query_one(f"#{name}"), f"{title} · {place}" if place else title)


def sides(cited: Citation) -> tuple[Content, Content]:
    """The words as they were cited, and what stands there now, the differing ones marked."""
    if cited.outcome is Outcome.REWORDED:
        was, now = compared(cited.quote, cited.found_words)
        return old_words(was), new_words(now)
    told = WORDS.get(cited.outcome, "Nothing that was cited here has changed.")
    sentence = f"{told[:1].upper()}{told[1:].rstrip('.')}."
    told = f"{sentence}\n\n{cited.found_words}" if cited.found_words else sentence
    return content(cited.quote or "(no words were quoted)"), content(told)
