"""What can be done with evidence that is registered: verified, accepted as changed, dated."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from auditkit.analysis.verification import questions as to_verify
from auditkit.record.model import Evidence, FileStanding
from auditkit.text import plural
from auditkit.tui.key_words import taken_back
from auditkit.tui.messages import Verified
from auditkit.tui.screens.form import Field, FormScreen, Values
from auditkit.tui.screens.listing import ListingScreen
from auditkit.tui.screens.statement import statement_form, statement_kind
from auditkit.tui.workers.files import verify_files
from auditkit.tui.workers.running import run_in_thread

_NAMED = 5
"""Files that are named in one sentence."""


class RegisterScreen(ListingScreen):
    """A list whose lines may be entries of the evidence register."""

    @abstractmethod
    def registered(self) -> Evidence:
        """The entry under the cursor; raises `AuditkitError` where that is none."""

    def action_verify(self) -> None:
        """Hash everything again."""
        asked = to_verify(self.session.audit)
        if not asked:
            self.say(f"No file with a hash is registered yet.{self._without()}")
            return
        self.say(f"Verifying {plural(len(asked), 'file')} …")
        work = partial(verify_files, self.post_message, asked, self.session.audit.roots())
        run_in_thread(self, "verify", work)

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
            f"{plural(message.total, 'file')} verified: "
            + (f"{changed} not as registered." if changed else "all unchanged.")
            + self._without()
        )

    def _without(self) -> str:
        """What nothing can be said of."""
        left = [each.label for each in self.session.audit.unhashed()]
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        named, files = f"{', '.join(left[:_NAMED])}{more}", plural(len(left), "file")
        return f" {files} without a hash, NOT verified: {named}." if left else ""

    def action_keep(self) -> None:
        """Let evidence that changed stand as it is now."""
        kept = self.session.audit.keep_changed(self.registered().id)
        self.show()
        self.say(f"{kept.label} stands as the file is now; {taken_back()}.")

    def action_effective(self) -> None:
        """The date or period the evidence speaks of."""
        evidence = self.registered()
        field = Field("effective", "Date or period the evidence speaks of", evidence.effective)

        def give(values: Values | None) -> None:
            if values is not None:
                self.session.audit.edit_evidence(evidence.id, effective=values["effective"])
                self.show()

        memory = self.session.form_memory.setdefault(f"effective {evidence.id}")
        self.kit.ask(FormScreen(f"{evidence.label} {evidence.title}", (field,), memory), give)

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
