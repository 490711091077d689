"""The checklist on paper: with what was judged, and blank."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest

from auditkit.documents.catalog import write
from auditkit.record.audit import Audit

sample = sys.modules["documents_sample"]


@pytest.fixture(scope="module")
def blank(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(rich, "checklist-blank", tmp_path_factory.mktemp("blank") / "b.docx").path


def test_the_blank_one_asks_every_question(rich: Audit, blank: Path) -> None:
    document = docx.Document(str(blank))
    rows = [
        [cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]
    ]
    wanted = [[c.id, c.question, c.conformity] for c in rich.checklists[0].checks()]
    assert [row[:3] for row in rows] == wanted
    assert all(not cell.strip() for row in rows for cell in row[3:])


def test_the_blank_one_shows_nothing_of_the_record(rich: Audit, blank: Path) -> None:
    shown = sample.shown(blank)
    judged = [each for each in rich.verdicts().values() if each.reason]
    assert judged
    assert not [each for each in judged if each.reason in shown]
    notes = [rich.note_text(ref) for ref in rich.verdicts()]
    assert not [note for note in notes if note and note in shown]
    assert "DRAFT" not in shown
