"""The finder: a few letters, the best files, a look inside, enter cites the file at its place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from textwrap import wrap

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from auditkit.evidence.model import Match
from auditkit.record.model import Evidence, EvidenceKind, Ref
from auditkit.tui.commands import bindings_for
from auditkit.tui.messages import Found, Previewed, Scanned
from auditkit.tui.screens.base import AppScreen
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.text import block, content, label, set_title
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.saved_text import Line as TextLine
from auditkit.tui.workers.files import list_files, look_into, search_files

_LONGEST = 4000
"""Characters of one passage that are shown; a longer one is opened in its own program."""


class FinderScreen(AppScreen):
    """Cites evidence for a requirement or check, or for a finding; gives the labels cited."""

    WHERE = "finder"
    BINDINGS = [
        *bindings_for("finder", priority=True),
    ]
    AUTO_FOCUS = "#query"
    CSS_PATH = "finder.tcss"

    def __init__(self, ref: Ref | None = None, finding: str = "") -> None:
        super().__init__()
        self._ref, self._finding = ref, finding
        self._matches: list[Match] = []
        self._labels: list[str] = []
        self._quotes: dict[str, tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Query above; files and preview side by side; the place below."""
        target = self._ref.ref if self._ref else "the finding"
        yield TextLine(id="query", hint=f"Evidence for {target}: type a few letters of the file")
        yield Static("", id="count", classes="cap", markup=False)
        with Horizontal():
            yield LineList(id="files", title="Files", empty="No file fits.")
            with Vertical(id="look"):
                yield LineList(id="preview", title="Preview", empty="")
        yield TextLine(id="place", hint="Place in the file (tab into the preview picks one)")
        yield CommandFooter("finder")

    def on_key(self, event: events.Key) -> None:
        """Letters typed before the focus is set."""
        take_early_key(self, event)

    def on_mount(self) -> None:
        """List the files once for the session; later openings find them there."""
        if self.session.files is None:
            self.action_rescan()
        else:
            self._search("")

    def action_rescan(self) -> None:
        """Look again which files there are."""
        roots = self.session.audit.roots()
        if not roots:
            self._count(
                "This audit has no evidence folder: auditkit evidence root FOLDER adds one."
                " ^t takes down a statement."
            )
            return
        self._count("Looking which files there are …")
        work = partial(list_files, self.post_message, roots)
        self.run_worker(work, group="scan", thread=True, exclusive=True, exit_on_error=False)

    def on_scanned(self, message: Scanned) -> None:
        """The files are known now."""
        self.session.files, self.session.index = message.files, message.index
        if message.problems:
            self.say(f"{len(message.problems)} not readable, first: {message.problems[0]}")
        self._search(self.query_one("#query", TextLine).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while one types."""
        if event.input.id == "query":
            self._search(event.value)

    def on_found(self, message: Found) -> None:
        """Show the best files, unless something else was typed meanwhile."""
        if message.query != self.query_one("#query", TextLine).value:
            return
        self._matches = message.matches
        known = {
            (str(self.session.audit.evidence_path(e))): e.label
            for e in self.session.audit.evidence()
            if e.kind is EvidenceKind.FILE
        }
        listing = self.query_one("#files", LineList)
        listing.cursor = 0
        listing.set_lines([_file_line(str(i), m, known) for i, m in enumerate(self._matches)])
        total = len(self.session.files or ())
        shown = len(self._matches)
        self._count(
            f"{shown} shown of {total} files"
            if shown
            else f"None of {total} files fits; fewer letters find more."
        )
        self._look()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The preview follows the files, the place follows the preview."""
        if message.lines.id == "files":
            self._look()
        else:
            self._take_place()

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """A click on the chosen line links."""
        self.action_link()

    def on_previewed(self, message: Previewed) -> None:
        """Show what is inside, line by line with its place."""
        match = self._match()
        if match is None or match.entry.absolute != message.path:
            return
        pane = self.query_one("#preview", LineList)
        self._quotes = {}
        lines = []
        for number, passage in enumerate(message.preview.passages):
            for part, text in enumerate(wrapped(passage.text, pane.size.width - 4)):
                if text.strip():
                    key = f"{number}.{part}"
                    self._quotes[key] = (passage.place, text.strip())
                    lines.append(Line(key, label(text)))
        pane.empty = message.preview.problem or "There is no text in it."
        pane.cursor = 0
        pane.set_lines(lines)
        set_title(pane, match.entry.name, "more in the file" if message.preview.truncated else "")

    def action_link(self) -> None:
        """Cite and go back."""
        if self._link():
            self.dismiss(self._labels)

    def action_link_more(self) -> None:
        """Cite and stay."""
        if self._link():
            self.say(f"{self._labels[-1]} cited; {len(self._labels)} so far.")
            self._search(self.query_one("#query", TextLine).value)

    def action_back(self) -> None:
        """Back; what was cited stays cited."""
        self.dismiss(self._labels)

    def action_pane(self, step: int) -> None:
        """Query, preview, place and round again."""
        order = ["query", "preview", "place"]
        here = self.focused.id if self.focused is not None else None
        index = order.index(here) if here in order else 0
        wanted = order[(index + step) % len(order)]
        self.query_one(f"#{wanted}").focus()
        if wanted == "preview":
            self._take_place()

    def action_move(self, step: int) -> None:
        """Up and down always mean the files, unless the preview has the focus."""
        preview = self.query_one("#preview", LineList)
        (preview if preview.has_focus else self.query_one("#files", LineList)).action_move(step)

    def action_page(self, step: int) -> None:
        """A page of the files or of the preview."""
        preview = self.query_one("#preview", LineList)
        (preview if preview.has_focus else self.query_one("#files", LineList)).action_page(step)

    def action_statement(self) -> None:
        """What was said or seen, registered and cited like a file."""
        from auditkit.tui.screens.statement import statement_form, statement_kind

        def take(values: dict[str, str] | None) -> None:
            if values is None:
                return
            audit = self.session.audit
            with audit.group("statement"):
                made = audit.register_statement(
                    statement_kind(values["kind"]), values["title"], source=values["source"]
                )
                self._cite(made, "", "")
            self.dismiss(self._labels)

        memory = self.session.form_memory.setdefault("statement", {})
        self.kit.ask(statement_form(memory), take)

    def _link(self) -> bool:
        match = self._match()
        if match is None:
            self.say("No file is chosen: type fewer letters, or ^t for a statement.")
            return False
        place = self.query_one("#place", TextLine).value.strip()
        preview = self.query_one("#preview", LineList)
        picked, quote = self._quotes.get(preview.key, ("", ""))
        if picked != place or not place:
            quote = ""
        audit = self.session.audit
        with audit.group(f"evidence {match.entry.name} cited"):
            evidence = audit.register_file(match.entry.absolute)
            self._cite(evidence, place, quote)
        self.kit.hash_missing()
        return True

    def _cite(self, evidence: Evidence, place: str, quote: str) -> None:
        audit = self.session.audit
        audit.cite(evidence.id, ref=self._ref, finding=self._finding, place=place, quote=quote)
        self._labels.append(evidence.label)

    def _match(self) -> Match | None:
        key = self.query_one("#files", LineList).key
        return self._matches[int(key)] if key and int(key) < len(self._matches) else None

    def _search(self, query: str) -> None:
        if self.session.index is None:
            return
        audit = self.session.audit
        prior = {each.path: 0.02 for each in audit.evidence() if each.path}
        work = partial(search_files, self.post_message, self.session.index, query, prior)
        self.run_worker(work, group="find", thread=True, exclusive=True, exit_on_error=False)

    def _look(self) -> None:
        match = self._match()
        self.query_one("#place", TextLine).value = ""
        pane = self.query_one("#preview", LineList)
        pane.empty = "…" if match else ""
        pane.set_lines(())
        set_title(pane, match.entry.name if match else "Preview")
        if match is not None:
            work = partial(look_into, self.post_message, Path(match.entry.absolute))
            self.run_worker(work, group="look", thread=True, exclusive=True, exit_on_error=False)

    def _take_place(self) -> None:
        pane = self.query_one("#preview", LineList)
        place, _ = self._quotes.get(pane.key, ("", ""))
        match = self._match()
        set_title(pane, match.entry.name if match else "Preview", place)
        self.query_one("#place", TextLine).value = content(place).plain

    def _count(self, text: str) -> None:
        target = self._ref.ref if self._ref else "the finding"
        self.query_one("#count", Static).update(content(f" Evidence for {target} · {text}"))


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, none wider than ``width``."""
    lines = block(text[:_LONGEST]).splitlines()
    return [part for line in lines for part in (wrap(line, max(20, width)) or [""])]


def _file_line(key: str, match: Match, known: dict[str, str]) -> Line:
    name = label(match.entry.path)
    if name.plain == match.entry.path:
        for start, end in match.spans:
            name.stylize("bold underline", start, end)
    if match.versions:
        count = len(match.versions)
        name.append(f"  +{count} older {'version' if count == 1 else 'versions'}", "dim")
    return Line(key, name, label(known.get(str(match.entry.absolute), "")))


SCREEN = FinderScreen
