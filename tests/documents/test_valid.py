"""Every document is valid, whatever the record holds: judged by a port of the Open XML SDK."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from auditkit import text
from auditkit.documents.catalog import KINDS, write, write_car
from auditkit.documents.source import Choices
from auditkit.record.audit import Audit

sample = sys.modules["documents_sample"]
TODAY = sample.TODAY


def faults(path: Path) -> list[str]:
    """What the validator says; empty for a valid document."""
    return [str(each) for each in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("page", ["A4", "Letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_record_gives_valid_documents(
    rich: Audit, tmp_path: Path, kind: str, page: str
) -> None:
    assert faults(write(rich, kind, tmp_path / "x.docx", page=page, today=TODAY).path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_record_gives_valid_documents(tmp_path: Path, kind: str) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        assert faults(write(audit, kind, today=TODAY).path) == []


def test_comparison_names_and_issue_stay_valid(rich: Audit, tmp_path: Path) -> None:
    with sample.previous_audit(tmp_path / "before") as previous:
        chosen = Choices(names=True, previous=previous)
        made = write(rich, "audit", tmp_path / "x.docx", today=TODAY, choices=chosen)
        previous.set_info(report_issued=TODAY)
        issued = write(previous, "audit", tmp_path / "y.docx", today=TODAY)
    assert faults(made.path) == faults(issued.path) == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_string_in_any_field_gives_a_valid_report_that_shows_it(value: str) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        sample.filled_audit(Path(folder) / "a", value) as audit,
    ):
        made = write(audit, "audit", Path(folder) / "r.docx", today=TODAY).path
        form = write_car(audit, "CAR-001", Path(folder) / "c.docx", today=TODAY).path
        assert faults(made) == faults(form) == []
        block = dict(sample.rows(made, "Finding F-001"))
    title = value if value.strip() else "T"
    flat = " ".join(text.xml(title).split())
    for label in ("Requirement", "Objective evidence", "Gap", "Effect", "Area"):
        assert " ".join(block[label].split()) == (flat or "Not recorded.")


def test_letter_and_a4_state_their_size_upright_and_turned(rich: Audit, tmp_path: Path) -> None:
    for page, sizes in (("A4", (11906, 16838)), ("letter", (12240, 15840))):
        made = write(rich, "audit", tmp_path / "x.docx", page=page, today=TODAY).path
        found = [
            (int(s.page_width.twips), int(s.page_height.twips))
            for s in docx.Document(str(made)).sections
        ]
        assert found == [sizes, sizes[::-1], sizes]
        body = sample.parts(made)["word/document.xml"].decode()
        widest = max(map(int, re.findall(r'<w:tblW w:w="(\d+)"', body)))
        assert widest <= sizes[1] - 2 * 1247
