"""Evidence that is missing, old or was cited before: what the evidence screen offers for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auditkit.evidence.fingerprint import fingerprint
from auditkit.record.audit import Audit
from auditkit.record.model import FileStanding, Ref

Press = Callable[..., str]
KEYS = ("slash", "space", "underscore", "minus", "full_stop")
CHECKLIST = Path(__file__).parent / "tiny.toml"


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def lost(fresh: Path, evidence: Path) -> Path:
    """The minutes are registered and cited; then they lie elsewhere under another name."""
    path = evidence / "minutes 2026-01.txt"
    with Audit.open(fresh) as audit:
        item, _ = audit.link_file(
            path, ref("1.1"), quote="The board approved", fingerprint=fingerprint(path)
        )
        assert item.label == "E-001"
    (evidence / "archive").mkdir()
    path.rename(evidence / "archive" / "board.txt")
    return fresh


def where(folder: Path) -> tuple[str, str]:
    with Audit.open(folder, read_only=True) as audit:
        item = audit.evidence_item("E-001")
        look = audit.verification(item.id)
        return item.path, str(look.standing) if look else ""


def test_a_missing_file_says_which_key_tells_where_it_is(lost: Path, press: Press) -> None:
    seen = press(lost, "2", "v", "work", "work", size=(120, 40))
    assert "MISSING" in seen
    assert "; m says where it is now" in seen
    assert "May be now" in seen
    assert "c compares" not in seen
    assert "m says where it is now" in press(lost, "2", "v", "work", "work", "c")


def test_one_of_the_places_is_chosen_and_undone(lost: Path, press: Press) -> None:
    keys = ("2", "v", "work", "work", "m", "enter", "work", "work")
    seen = press(lost, *keys)
    assert "E-001 is at archive/board.txt now; u takes that back." in seen
    assert where(lost) == ("archive/board.txt", "unchanged")
    press(lost, "2", "u")
    assert where(lost) == ("minutes 2026-01.txt", "missing")


def test_any_file_is_found_by_its_name_and_held_against_the_hash(
    lost: Path, evidence: Path, press: Press
) -> None:
    # A key that is no letter: else all of this in one breath is taken for a sentence.
    keys = ("2", "v", "work", "work", "m", "work", "home")
    asked = press(lost, *keys, *"policy", "enter", "work", "work")
    assert "its hash differs" in asked
    assert where(lost)[1] == "missing"
    press(lost, *keys, *"board", "enter", "work", "work")
    assert where(lost) == ("archive/board.txt", "unchanged")


def test_what_is_not_missing_has_no_other_place(worked: Path, press: Press) -> None:
    assert "E-001 was not found missing." in press(worked, "2", "m")


def test_a_changed_file_is_compared(worked: Path, evidence: Path, press: Press) -> None:
    (evidence / "risk" / "AI risk register.csv").write_text("ID,Risk\n")
    seen = press(worked, "2", "v", "work", "work", size=(120, 44))
    assert "; c compares" in seen
    assert "m says" not in seen


def test_evidence_older_than_the_period_is_marked(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        audit.set_info(period_from=date(2026, 1, 1))
        audit.edit_evidence(audit.evidence_item("E-001").id, effective="2019")
    seen = press(worked, "2")
    assert "1 older than the period" in seen
    assert "OLD · 2 cited" in seen
    assert "2019: OLDER than the audit period, which begins 2026-01-01" in seen


@pytest.fixture
def before(tmp_path: Path, evidence: Path) -> Path:
    """Last year's audit, which cited the minutes for 1.2."""
    folder = tmp_path / "audit of 2025"
    with Audit.create(
        folder,
        title="Audit of 2025",
        checklists=[str(CHECKLIST)],
        evidence=[evidence],
        lead="A. Silva",
        clock=lambda: datetime(2025, 3, 2, tzinfo=UTC),
    ) as audit:
        audit.set_info(starts=date(2025, 3, 2))
        path = evidence / "minutes 2026-01.txt"
        audit.link_file(path, ref("1.1"), fingerprint=fingerprint(path))
    return folder


def test_an_earlier_audit_is_named_once_and_suggested_first(
    fresh: Path, before: Path, press: Press
) -> None:
    named = ("2", "P", *str(before), "enter", "work", "work")
    names = dict(zip("/ _-.", KEYS, strict=True))
    keys = tuple(names.get(key, key) for key in named)
    assert "1 citations of the earlier audit are suggested first." in press(fresh, *keys)
    seen = press(fresh, "e", "work", "work", "work", "work")
    below = seen[seen.index("Suggested for 1.1") : seen.index("Newest files")]
    assert "minutes 2026-01.txt" in below
    assert "cited for 1.1 in the audit of 2025" in " ".join(below.split())
    assert not any("audit of 2025" in path.read_text() for path in (fresh / "journal").iterdir())


def test_a_folder_that_is_no_audit_is_refused(fresh: Path, tmp_path: Path, press: Press) -> None:
    seen = press(fresh, "2", "P", *"nowhere", "enter", "work", "work")
    assert "nowhere" in seen
    assert "suggested first" not in seen


def test_moved_words_show_the_passage_as_it_stands(
    fresh: Path, evidence: Path, press: Press
) -> None:
    path = evidence / "Rules.txt"
    path.write_text("Rules\nEvery model has an owner.\n")
    with Audit.open(fresh) as audit:
        item = audit.register_file(path, fingerprint=fingerprint(path))
        audit.cite(item.id, ref=ref("1.1"), place="line 2", quote="Every model has an owner.")
    path.write_text("Rules\nIssue 2\nEvery model has an owner.\n")
    seen = press(fresh, "2", "v", "work", "work", "c")
    assert "another place" in seen
    assert seen.count("Every model has an owner.") >= 2
    with Audit.open(fresh, read_only=True) as audit:
        assert audit.verification(item.id).standing is FileStanding.CHANGED  # type: ignore[union-attr]
