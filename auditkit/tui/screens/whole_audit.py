"""What is asked of the audit as a whole, from whatever screen: its details, and closing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

from textual import events
from textual.binding import Binding

from auditkit.analysis.closing import CLOSED, Where, open_points
from auditkit.record.audit import Audit
from auditkit.tui.command import shown_key
from auditkit.tui.commands import key_of
from auditkit.tui.refusal import only_closed, refusal
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.screens.details import DetailsScreen

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp
    from auditkit.tui.screens.base import AppScreen
    from auditkit.tui.session import Session

_KEYS = {
    Where.LINES: "triage",
    Where.FINDINGS: "go.findings",
    Where.CARS: "go.cars",
    Where.CHECKS: "go.audit",
    Where.REPORT: "audit.details",
}
"""Commands that lead to what is open."""

_LEFT = "All of it is saved; the list shows it first, and enter opens it again there."
_READ = "It was opened only to be read; there is nothing to save, and it is not on the list."


class YesScreen(ConfirmScreen, inherit_bindings=False):
    """A question whose yes is a key of its own: neither enter, typed on the way, nor a sentence
    answers it. A key that it names as leading somewhere leads there."""

    BINDINGS = [
        Binding("f8", "agree('F8')", "yes", show=False, priority=True),
        Binding("escape,q,n", "dismiss(False)", "no", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        lines: Iterator[str],
        *,
        yes: str,
        no: str,
        ways: Mapping[str, str] | None = None,
    ) -> None:
        """``ways``: keys with the commands that they run instead of an answer."""
        super().__init__(title, lines, yes=yes, no=no, by_enter=False, by_letter=False)
        self._ways = ways or {}
        self.way = ""
        """The command that was chosen instead of an answer."""

    def on_key(self, event: events.Key) -> None:
        """Go where a key leads; nothing is answered."""
        way = self._ways.get(shown_key(event.key))
        if way:
            event.prevent_default()
            event.stop()
            self.way = way
            self.dismiss(False)


def ask_details(kit: AuditkitApp) -> None:
    """The details of the audit, to be changed."""
    session = kit.session
    form = DetailsScreen(session.audit, session.form_memory.setdefault("details", {}))

    def kept(values: object) -> None:
        kit.show_again()
        if values is not None:
            kit.remember()
            kit.tell(form.told())

    kit.ask(form, kept)


def ask_other(kit: AuditkitApp) -> None:
    """Go to the list of audits: a letter leads here, so that no letter may answer."""
    if not kit.save_texts():
        kit.call_later(kit.other_audit)  # says what is in the way
        return
    lines = (kit.session.audit.info.title, "", _READ if kit.passing else _LEFT)
    form = ConfirmScreen(
        "To the list of audits?", lines, yes="leaves this audit", no="stays in it", by_letter=False
    )

    def answered(agreed: bool) -> None:
        if agreed:
            # The app does it, since the screen that asked goes away with it.
            kit.call_later(kit.other_audit)

    kit.ask(form, answered)


def ask_closing(kit: AuditkitApp) -> None:
    """Close the audit, or open it again; raises `AuditkitError` where neither can be done."""
    audit = kit.session.audit
    if only_closed(audit):
        title, lines, yes, no = "Open it again?", _closed_words(audit), "opens it", "leaves it"
    elif audit.read_only:
        raise refusal(audit)
    else:
        title, lines, yes, no = "Close the audit?", _open_words(kit.session), "closes it", "goes on"

    form = YesScreen(title, lines, yes=yes, no=no, ways=_ways(kit.session))
    caught = kit.guard.caught

    def answered(agreed: bool) -> None:
        if agreed:
            kit.end_audit(None if only_closed(audit) else date.today())
        elif form.way:
            kit.call_after_refresh(lead, cast("AppScreen", kit.screen))

    async def lead(screen: AppScreen) -> None:
        # A sentence that began with these letters may have been caught meanwhile.
        if kit.guard.caught == caught:
            await screen._run_chosen(form.way)

    kit.ask(form, answered)


def _ways(session: Session) -> dict[str, str]:
    audit = session.audit
    points = [] if audit.read_only else [_KEYS[each.where] for each in open_points(audit)]
    commands = [*points, *(["capture"] * session.capturing.begun)]
    return {key_of(command): command for command in commands}


def _open_words(session: Session) -> Iterator[str]:
    points = open_points(session.audit)
    yield "Still open, with the key that leads there:" if points else "Nothing is open any more."
    for each in points:
        yield f"  {key_of(_KEYS[each.where]):>2}  {each.text}"
    if session.capturing.begun:
        yield f"  {key_of('capture'):>2}  1 interview line is begun; closing enters it, unfiled"
    yield ""
    yield f"{CLOSED} {key_of('audit.close')} opens it again."


def _closed_words(audit: Audit) -> Iterator[str]:
    yield f"{audit.sealed[:1].upper()}{audit.sealed[1:]}. Opened again, everything can be changed."
    yield "The closing stays in the history, and so does the opening."
