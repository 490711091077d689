"""The form in a real office program: opened, typed into, saved, read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from auditkit.documents.car import ANSWER as FIELDS
from auditkit.documents.intake.keeping import take_in
from auditkit.documents.intake.reading import read_in
from auditkit.record.audit import Audit
from auditkit.record.model import CarState

from .filling import ANSWER, TODAY, asked_audit, form

TYPIST = Path(__file__).with_name("type_into_form.py")
SECONDS = 100
TYPED = {
    **ANSWER,
    "correction": "S-07 & S-09 <assessed>\nand approved \u201cby the board\u201d",
    "extent_check": "\u5168\u90e8\u306e\u30b7\u30b9\u30c6\u30e0\u3092\u78ba\u8a8d\u3057\u305f",
    "root_cause": "\u0644\u0627 \u062e\u0637\u0648\u0629, no step \u65e5\u672c, \u05e9\u05dc\u05d5",
    "corrective_action": "1. Gate\n2. Owner\n\n3. Weekly look",
    "root_cause_method": "Fault tree",
}


@cache
def office_python() -> str:
    """A Python that knows LibreOffice; empty where there is none."""
    if os.name == "nt" or shutil.which("soffice") is None:
        return ""
    for name in (sys.executable, "/usr/bin/python3", shutil.which("python3") or ""):
        if name and Path(name).exists():
            tried = subprocess.run([name, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return name
    return ""


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Audit]:
    with asked_audit(tmp_path / "audit") as audit:
        yield audit


@pytest.fixture
def typed(asked: Audit, tmp_path: Path) -> Path:
    """The form as LibreOffice saved it."""
    python = office_python()
    if not python:
        pytest.skip("LibreOffice or its Python (python3-uno) is not installed here")
    labels = {field.name.partition(".")[2]: field.label for field in FIELDS}
    given = {"locked": "Gap", "answers": {labels[name]: text for name, text in TYPED.items()}}
    (tmp_path / "given.json").write_text(json.dumps(given), "utf-8")
    blank, saved = form(asked, tmp_path / "blank.docx"), tmp_path / "saved.docx"
    done = subprocess.run(
        [python, str(TYPIST), str(blank), str(saved), "given.json", f"auditkit{os.getpid()}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"locked": "Gap"}, "the protection lets labels be changed"
    return saved


def test_what_is_typed_in_libreoffice_comes_back(asked: Audit, typed: Path) -> None:
    intake = read_in(asked, typed, today=TODAY)
    assert {each.field: each.form for each in intake.changes} == TYPED
    assert {each.how for each in intake.changes} <= {"tag", "bookmark"}
    assert (intake.locked, intake.notes) == ((), ())
    assert take_in(asked, intake).state is CarState.ANSWERED
