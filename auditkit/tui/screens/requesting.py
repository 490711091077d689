"""Issuing a CAR for an issued nonconformity: to whom, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditkit.analysis.counts import nonconformities_without_car
from auditkit.record.cars import DAYS_TO_ANSWER
from auditkit.tui.commands import commands_for, key_of
from auditkit.tui.key_words import taken_back
from auditkit.tui.screens.car_forms import typed_date
from auditkit.tui.screens.confirm import ConfirmScreen
from auditkit.tui.screens.form import Field, FormScreen, Values

if TYPE_CHECKING:
    from auditkit.tui.screens.base import AppScreen


def request_car(screen: AppScreen, name: str) -> None:
    """Ask, then issue the request; raises `AuditkitError` for a finding that gets none."""
    audit = screen.session.audit
    finding = audit.finding(name)
    if finding not in nonconformities_without_car(audit):
        audit.issue_car(finding.id)  # refused; the sentence says why
        return
    due = date.today() + timedelta(days=DAYS_TO_ANSWER[finding.grade])
    fields = (
        Field("due", "Answer due", due.isoformat(), required=True, replace=True, check=typed_date),
        Field("to", "Issued to (function)", finding.area),
    )
    memory = screen.session.form_memory.setdefault(f"car {finding.id}", {})

    def give(values: Values | None) -> None:
        if values is None:
            return
        car = audit.issue_car(
            finding.id, response_due=typed_date(values["due"]), issued_to=values["to"]
        )
        screen.show()
        told = f"{car.label} issued, answer due {car.response_due}"
        ways = f"{key_of('go.cars')} shows it, {key_of('go.documents')} writes its form"
        screen.say(f"{told}; {_back_first(screen)}{taken_back()}, {ways}.")

    title = f"Issue a CAR for {finding.label}"
    screen.kit.ask(FormScreen(title, fields, memory), give)


def offer_car(screen: AppScreen, name: str, otherwise: Callable[[], None]) -> None:
    """After a nonconformity was issued: its CAR at once, or later."""
    finding = screen.session.audit.finding(name)
    words = (
        f"{finding.grade}: {finding.title}",
        "",
        "A CAR asks the auditee for correction, cause and corrective action; a form asks next "
        "until when and of whom.",
    )
    form = ConfirmScreen(
        f"{finding.label} is issued. Issue a CAR for it now?",
        words,
        yes="issues one",
        no=f"leaves it for later ({key_of('car.request')} on screen {key_of('go.findings')})",
    )
    screen.kit.ask(form, lambda agreed: request_car(screen, name) if agreed else otherwise())


def _back_first(screen: AppScreen) -> str:
    """From a screen before those behind the number keys one goes back before a letter works."""
    here = any(each.id == "go.cars" for each in commands_for(screen.WHERE))
    return "" if here else f"{key_of('editor.back')}, then "
