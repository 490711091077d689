"""An answer that came in, taken from the screen of the requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import CarState

from ..documents.filling import ANSWER, asked_audit, filled, form

Press = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with asked_audit(tmp_path / "audit") as audit:
        blank = form(audit, tmp_path / "blank.docx")
    slip = {**ANSWER, "root_cause": "Somebody forgot the step in the list."}
    filled(blank, tmp_path / "a.docx", slip)
    return tmp_path / "audit"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short paths to type."""
    monkeypatch.chdir(tmp_path)


TYPED = ("4", "i", *"a.docx", "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_answer_is_shown_beside_the_record(
    folder: Path, press: Press, size: tuple[int, int]
) -> None:
    seen = press(folder, *TYPED, size=size)
    assert "a.docx: answer to CAR-001 (issued)" in seen
    assert "root cause: 'forgot' names a slip" in seen
    assert "F8 or enter takes it in" in seen
    with Audit.open(folder, read_only=True) as audit:
        assert audit.car("CAR-001").state is CarState.ISSUED


def test_f8_takes_it_in_and_u_takes_it_back(folder: Path, press: Press) -> None:
    seen = press(folder, *TYPED, "f8")
    assert "CAR-001 is answered now, its file is kept" in seen
    assert "Look at       root cause: 'forgot' names a slip" in seen
    with Audit.open(folder, read_only=True) as audit:
        assert audit.car("CAR-001").correction == ANSWER["correction"]
        assert len(list((folder / "received" / "CAR-001").iterdir())) == 1
    assert "undone: CAR-001: answer of form" in press(folder, "4", "u")
    with Audit.open(folder, read_only=True) as audit:
        assert audit.car("CAR-001").state is CarState.ISSUED


def test_escape_leaves_it(folder: Path, press: Press) -> None:
    assert "Nothing was taken in." in press(folder, *TYPED, "escape")
    with Audit.open(folder, read_only=True) as audit:
        assert audit.car("CAR-001").state is CarState.ISSUED


def test_accepting_asks_what_the_answer_raises(folder: Path, press: Press) -> None:
    seen = press(folder, *TYPED, "f8", "a", "enter")
    assert "CAR-001: answered becomes accepted" in seen
    assert "Look at root cause: 'forgot' names a slip" in seen


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("4", "i", *"gone.docx", "enter"), "There is no file gone.docx."),
        (("4", "i", *"~nobody9/a.docx", "enter"), "There is no file ~nobody9/a.docx."),
        (("4", "down", "i", *"a.docx", "enter"), "is the form of CAR-001, not of CAR-002."),
    ],
)
def test_what_cannot_be_taken_in_is_said(
    folder: Path, press: Press, keys: tuple[str, ...], told: str
) -> None:
    assert told in press(folder, *keys)


def test_a_path_that_was_dropped_in_quotes_is_found(folder: Path, press: Press) -> None:
    typed: tuple[Any, ...] = ("4", "i", "'", *"a.docx", "'", "enter")
    assert "answer to CAR-001" in press(folder, *typed)
