"""A closed audit takes no change until it is opened again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Role

DAY = date(2026, 6, 2)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Audit]:
    with Audit.create(tmp_path / "audit", title="Closed", lead="A. Silva") as audit:
        audit.add_note("Heard before")
        audit.set_info(closed=DAY)
        yield audit


def test_it_says_why_and_how_to_go_on(closed: Audit) -> None:
    assert closed.read_only
    with pytest.raises(AuditkitError) as refused:
        closed.add_note("Heard after")
    assert "it was closed on 2026-06-02" in str(refused.value)
    assert "'auditkit set closed=' opens it again." in str(refused.value)
    with pytest.raises(AuditkitError, match="closed"):
        closed.set_info(scope="another")
    with pytest.raises(AuditkitError, match="closed"):
        closed.set_info(closed=None, scope="another")
    with pytest.raises(AuditkitError, match="closed"):
        closed.add_person("B. Okafor", Role.AUDITOR)
    assert [each.text for each in closed.notes()] == ["Heard before"]


def test_it_is_opened_again_and_goes_on(closed: Audit) -> None:
    closed.set_info(closed=None)
    assert not closed.read_only
    assert closed.raise_finding(Grade.OFI, "Goes on").label == "F-001"
    closed.undo()
    assert closed.undo() == "audit opened again"
    assert closed.read_only


def test_closing_is_a_checkpoint_and_can_be_undone(closed: Audit) -> None:
    assert [each.purpose for each in closed.checkpoints()] == ["closing"]
    closed.add_checkpoint("pack")
    closed.record_document("audit", "report.docx", "0" * 64, closed.head)
    assert closed.undo() == "audit written"
    assert closed.undo() == "audit: closed"
    assert closed.info.closed is None
    closed.redo()
    assert closed.info.closed == DAY
    assert closed.read_only


def test_it_is_closed_at_the_next_opening_and_its_snapshot_whole(closed: Audit) -> None:
    closed.close()
    with Audit.open(closed.folder) as again:
        assert again.messages == []
        assert again.read_only_reason == "it was closed on 2026-06-02"
        again.set_info(closed=None)
    with Audit.open(closed.folder) as again:
        assert not again.read_only
