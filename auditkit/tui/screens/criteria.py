"""Which requirements a finding cites: enter cites the one under the cursor, or takes it away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.widgets import Input, Static

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.findings import RISK_TREATMENT, criterion_notice
from auditkit.record.model import Finding, Ref
from auditkit.refs import requirement_of
from auditkit.tui.narrowing import narrowed
from auditkit.tui.screens.picker import PickerScreen
from auditkit.tui.text import content, label
from auditkit.tui.widgets.line_list import Line, LineList
from auditkit.tui.widgets.saved_text import Line as TextLine


class CriteriaScreen(PickerScreen):
    """Stays until esc; every change is in the record at once."""

    KEYS = "type to narrow · enter cites or takes away · esc when done"

    def __init__(self, audit: Audit, finding: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._audit, self._finding, self._changed = audit, finding, changed
        self.TITLE_TEXT = f"Requirements that {audit.finding(finding).label} cites"
        self._ordered = list(_in_order(audit, audit.finding(finding)))

    def lines(self, query: str) -> Sequence[Line]:
        """Requirements with every word typed; those to think of stand first."""
        cited = self._audit.finding(self._finding).refs
        things = [
            ((ref, why), (ref.ref, self._audit.requirement(ref).title), why)
            for ref, why in self._ordered
        ]
        return [
            Line(
                str(ref),
                label(f"{ref.ref} {self._audit.requirement(ref).title}"),
                label("cited" if ref in cited else why),
            )
            for ref, why in narrowed(things, query)
        ]

    def on_input_submitted(self, event: Input.Submitted) -> None:  # type: ignore[override]
        """Enter cites, or takes away; the list of `PickerScreen` would close."""
        event.prevent_default()
        self._toggle(self.query_one(LineList).key)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A click does the same."""
        message.prevent_default()
        self._toggle(message.key)

    def _toggle(self, key: str) -> None:
        if not key:
            return
        told = self.KEYS
        try:
            toggle(self._audit, self._finding, self._audit.resolve(key))
        except AuditkitError as error:
            told = str(error)
        self.query_one(".dialog > Static", Static).update(content(told))
        self._changed()
        self.query_one(LineList).set_lines(self.lines(self.query_one(TextLine).value), key)


def toggle(audit: Audit, name: str, ref: Ref) -> None:
    """Cite a requirement as criterion of a finding, or no longer; raises `AuditkitError` where a
    check of it is what the finding stands on."""
    finding = audit.finding(name)
    if ref not in finding.refs:
        audit.edit_finding(name, refs=(*finding.refs, ref))
        return
    own = [each.ref for each in finding.checks if requirement_of(each.ref) == ref.ref]
    if own:
        raise AuditkitError(f"{finding.label} stands on {own[0]}, so {ref.ref} stays cited.")
    audit.edit_finding(name, refs=tuple(each for each in finding.refs if each != ref))


def _in_order(audit: Audit, finding: Finding) -> Iterator[tuple[Ref, str]]:
    """Every requirement once: those cited, those to think of, the rest; each with why."""
    every = [Ref(c.id, each.ref) for c in audit.checklists for each in c.requirements()]
    wanted = RISK_TREATMENT if criterion_notice(finding) else frozenset()
    own = {each.checklist for each in finding.refs}
    thought_of = [each for each in every if each.ref in wanted and each.checklist in own]
    first = dict.fromkeys((*finding.refs, *thought_of))
    for ref in (*first, *(each for each in every if each not in first)):
        yield ref, "criterion of a control" if ref in thought_of else ""
