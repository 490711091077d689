"""Every screen as text, at both sizes. ``AUDITKIT_SNAPSHOTS=write`` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auditkit.analysis.verification import answers, questions
from auditkit.evidence.preview import whole_text
from auditkit.record.audit import Audit
from auditkit.record.model import NoteMark, Ref

Kept = Callable[..., str]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

SCREENS = {
    "audit": (),
    "audit-check": ("enter", "down", "down"),
    "audit-read": ("r",),
    "dashboard": ("0",),
    "evidence": ("2",),
    "evidence-unlinked": ("2", "F", "work", "work", "hush"),
    "evidence-changed": ("2", "F", "F", "hush"),
    "citations": ("2", "c", "end"),
    "evidence-questions": ("2", "F", "F", "F", "work", "work", "hush"),
    "findings": ("3",),
    "finding": ("3", "enter"),
    "which-check": ("m", "down"),
    "requirements-cited": ("3", "enter", "f3"),
    "grade": ("3", "enter", "ctrl+g", "y"),
    "cars": ("4",),
    "documents": ("5",),
    "capture": ("I", "work", *"who owns the risk", "work", "work"),
    "triage": ("A", "work", "hush"),
    "triage-empty": ("A", "work", "hush"),
    "triage-filed": ("A", "work", "F", "up", "work", "hush"),
    "triage-which": ("A", "work", "F", "up", "work", "hush", "v"),
    "finder": ("e", "work", "r", "i", "s", "k", "work", "work"),
    "finder-contents": ("e", "work", "ctrl+f", "work", "work", *"drift", "work", "work", "hush"),
    "finder-empty": ("e", "work", "a", "backspace", "work", "work"),
    "statement": ("e", "work", "work", "work", "ctrl+t"),
    "not-applicable": ("enter", "down", "x"),
    "menu": ("colon", "f", "i", "n"),
    "help": ("question_mark",),
    "search": ("slash", "r", "i", "s", "k", "work", "work"),
    "search-in-texts": ("slash", *"owned by", "work", "work"),
    "history": ("t",),
    "history-entry": ("t", "enter"),
    "who-speaks": ("I", "work", "f3"),
    "details": ("E",),
    "stopped": ("5", "enter"),
    "found": ("O",),
    "what-is-pending": ("C",),
}


class March(date):
    """What is shown on one day."""

    @classmethod
    def today(cls) -> March:
        return cls(2026, 3, 4)


def reword(folder: Path, path: Path) -> None:
    """Words that were cited from a file change, and somebody notices."""
    with Audit.open(folder, clock=lambda: NOON) as audit:
        (item,) = audit.evidence()
        audit.cite(item.id, ref=Ref("tiny", "1.1"), place="row 3", quote="Bias in shortlisting")
        path.write_text("ID,Risk,Owner\nR14,Model drift,\nR15,Bias in short lists,People\n")
        looks = list(answers(questions(audit), whole_text, lambda: ()))
        audit.record_verification(looks)


def hear(folder: Path, filed: str) -> None:
    """Lines of an interview, the first of them filed or not."""
    with Audit.open(folder, clock=lambda: NOON) as audit:
        first = audit.add_note(
            "nobody owns R14", speaker="Model owner", mark=NoteMark.NONCONFORMITY
        )
        audit.add_note("the supplier is looked at every year", speaker="Model owner")
        audit.add_note("[b]who[/b] keeps the criteria?", mark=NoteMark.FOLLOW_UP)
        if filed:
            audit.file_note(first.id, Ref("tiny", filed))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(
    name: str,
    size: tuple[int, int],
    worked: Path,
    evidence: Path,
    press: Callable[..., str],
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("auditkit.tui.screens.cars.date", March)
    if name in ("menu", "help"):  # they name a file in it
        monkeypatch.chdir(worked.parent)
        monkeypatch.setenv("AUDITKIT_HOME", "home")
    if name == "evidence-questions":
        (evidence / "Scope DRAFT.txt").write_text("Scope\nStatus: Draft 0.9\nOwner: TBD\n")
    if name in ("evidence-changed", "citations"):
        reword(worked, evidence / "risk" / "AI risk register.csv")
    if name in ("triage", "triage-filed", "triage-which"):
        hear(worked, "" if name == "triage" else "1.1")
    seen = press(worked, *SCREENS[name], size=size)
    assert seen == kept(name, size, seen)


@pytest.mark.parametrize("name", ["audit", "dashboard", "findings", "finding", "cars", "documents"])
def test_without_colour_the_words_are_the_same(
    name: str,
    worked: Path,
    press: Callable[..., str],
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("auditkit.tui.screens.cars.date", March)
    assert press(worked, *SCREENS[name]) == kept(name, (120, 36))


@pytest.mark.parametrize("size", [(60, 20), (200, 60)], ids=["60x20", "200x60"])
def test_other_sizes_show_the_same_things(
    size: tuple[int, int], worked: Path, press: Callable[..., str]
) -> None:
    seen = press(worked, "enter", "down", size=size)
    assert "Risk register" in seen
    if size[0] < 80:  # one pane at a time
        seen = press(worked, "enter", "down", "tab", size=size)
    assert "Which risks" in seen
    assert "BROWSE" in seen
    assert max(len(line) for line in seen.splitlines()) <= size[0]
