"""The evidence register: what is cited where, and whether it is still what it was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from auditkit.analysis.soundness import concern
from auditkit.analysis.verification import questions
from auditkit.record.model import Citation, Evidence, EvidenceKind, FileStanding, Outcome
from auditkit.tui.commands import bindings_for
from auditkit.tui.linked import standing_word
from auditkit.tui.messages import Previewed, Verified
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen, named
from auditkit.tui.screens.statement import statement_form, statement_kind
from auditkit.tui.text import BAD, content, label
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.workers.files import look_into, verify_files


class EvidenceScreen(ListingScreen):
    """Everything registered, with its standing after a verification."""

    WHERE = "evidence"
    HEADING = "Evidence register"
    EMPTY = "No evidence yet. On the audit screen (1), e finds a file and cites it."
    BINDINGS = bindings_for("evidence", priority=True)

    def lines(self) -> Sequence[Line]:
        """One line an entry."""
        return [self._line(each) for each in self.session.audit.evidence()]

    def summary(self) -> str:
        """How many, and how many are not what they were."""
        audit = self.session.audit
        looks = (audit.verification(each.id) for each in audit.evidence())
        changed = sum(look is not None and look.standing != "unchanged" for look in looks)
        more = f" · {changed} not as registered" if changed else ""
        return f"{len(self.session.audit.evidence())} registered{more}"

    def detail(self, key: str) -> tuple[str, Content]:
        """What is known, and where it is cited."""
        evidence = self.session.audit.evidence_item(key)
        audit = self.session.audit
        cited = "\n".join(self._cited(each) for each in audit.citations(evidence=evidence.id))
        look = audit.verification(evidence.id)
        text = named(
            (
                ("Path", evidence.path),
                ("Said by", evidence.source),
                ("SHA-256", evidence.sha256),
                ("Size", f"{evidence.size:,} bytes" if evidence.sha256 else ""),
                ("Speaks of", evidence.effective),
                (
                    "Verified",
                    f"{look.standing}, {look.at.astimezone():%d %b %H:%M}" if look else "",
                ),
                ("May be now", "\n".join(look.found) if look else ""),
                ("Cited for", cited or "nothing yet"),
            )
        )
        return f"{evidence.label} {evidence.title}", text

    def reference(self) -> str:
        """The label of the entry."""
        return self.session.audit.evidence_item(self.chosen).label

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """Enter looks inside."""
        self.action_preview()

    def action_preview(self) -> None:
        """The text of the file, in the pane below."""
        evidence = self.session.audit.evidence_item(self.chosen)
        if evidence.kind is not EvidenceKind.FILE:
            self.say("A statement has no file.")
            return
        path = self.session.audit.evidence_path(evidence)
        work = partial(look_into, self.post_message, path)
        self.run_worker(work, group="look", thread=True, exclusive=True, exit_on_error=False)

    def on_previewed(self, message: Previewed) -> None:
        """Show the text, if the cursor is still there."""
        evidence = self.session.audit.evidence_item(self.chosen)
        if self.session.audit.evidence_path(evidence) != message.path:
            return
        texts = [f"{each.place}: {each.text}" for each in message.preview.passages]
        if message.preview.problem:
            texts.append(message.preview.problem)
        self.query_one("#detail-text", Static).update(content("\n".join(texts)))

    def action_verify(self) -> None:
        """Hash everything again."""
        asked = questions(self.session.audit)
        if not asked:
            self.say("No file with a hash is registered yet.")
            return
        self.say(f"Verifying {len(asked)} files …")
        work = partial(verify_files, self.post_message, asked, self.session.audit.roots())
        self.run_worker(work, group="verify", thread=True, exclusive=True, exit_on_error=False)

    def on_verified(self, message: Verified) -> None:
        """Some are verified, or all: then it is noted, and nothing is decided."""
        if not message.looks:
            self.say(f"{message.done} of {message.total} verified")
            return
        changed = sum(each.standing is not FileStanding.UNCHANGED for each in message.looks)
        if not self.session.audit.read_only:
            self.session.audit.record_verification(message.looks)
        self.show()
        self.say(
            f"{message.total} files verified: "
            + (f"{changed} not as registered." if changed else "all unchanged.")
        )

    def action_keep(self) -> None:
        """Let evidence that changed stand as it is now."""
        kept = self.session.audit.keep_changed(self.chosen)
        self.show()
        self.say(f"{kept.label} stands as the file is now; u takes it back.")

    def action_effective(self) -> None:
        """The date or period the evidence speaks of."""
        evidence = self.session.audit.evidence_item(self.chosen)
        field = Field("effective", "Date or period the evidence speaks of", evidence.effective)

        def give(values: Values | None) -> None:
            if values is not None:
                self.session.audit.edit_evidence(evidence.id, effective=values["effective"])
                self.show()

        self.kit.ask(FormScreen(f"{evidence.label} {evidence.title}", (field,)), give)

    def action_statement(self) -> None:
        """Register what was said or seen."""

        def give(values: Values | None) -> None:
            if values is not None:
                made = self.session.audit.register_statement(
                    statement_kind(values["kind"]), values["title"], source=values["source"]
                )
                self.session.keep_place(self.WHERE, made.id)
                self.show()
                self.say(f"{made.label} registered; cite it where it belongs.")

        memory = self.session.form_memory.setdefault("statement", {})
        self.kit.ask(statement_form(memory), give)

    def _cited(self, cited: Citation) -> str:
        """What it is cited for, and where its words stand now, old and new one below the other."""
        parts = (cited.ref or self._finding(cited.finding), cited.place, cited.quote)
        lines = [" · ".join(part for part in parts if part)]
        if told := concern(self.session.audit, cited):
            lines.append(f"→ {told}")
        if cited.outcome is Outcome.REWORDED:
            lines.append(f"→ now, {cited.found_place}: {cited.found_words}")
        elif cited.outcome is Outcome.MOVED:
            lines.append(f"→ now: {cited.found_place}")
        return "\n".join(lines)

    def _finding(self, identity: str) -> str:
        found = [f.label for f in self.session.audit.findings(True) if f.id == identity]
        return found[0] if found else ""

    def _line(self, evidence: Evidence) -> Line:
        uses = len(self.session.audit.citations(evidence=evidence.id))
        word = standing_word(self.session, evidence)
        where = Path(evidence.path).parent.as_posix() if evidence.path else evidence.source
        left = label(f"{evidence.label} {evidence.title} · {where}")
        style = BAD if word in ("CHANGED", "MISSING", "UNREADABLE") else ""
        return Line(evidence.id, left, label(f"{uses} cited · {word}", style))


SCREEN = EvidenceScreen
