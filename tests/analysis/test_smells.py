"""Questions in the light of the record: what it says of team and dates, and what is dismissed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from auditkit.analysis.smells import Question, chosen, context, dismiss, questions
from auditkit.errors import AuditkitError, UsageError
from auditkit.evidence.scan import scan
from auditkit.evidence.smell import Smell, facts, smells
from auditkit.record.audit import Audit
from auditkit.record.model import Role

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(audit: Audit) -> Path:
    """An evidence folder with two files that raise a question each."""
    root = audit.roots()[0]
    (root / "Objectives.md").write_text("# Objectives\n\n| Measure | TBD |\n", encoding="utf-8")
    (root / "Report draft.md").write_text("# Report\n\nText\n", encoding="utf-8")
    return root


def found(audit: Audit) -> list[Smell]:
    """All questions about the evidence as it lies there."""
    return list(smells(facts(scan(audit.roots()).entries), context(audit, TODAY)))


def ask(audit: Audit) -> list[Question]:
    """The questions with their dismissals."""
    return questions(audit, found(audit))


def open_rules(audit: Audit) -> list[str]:
    """Rules of the questions that are still to be asked."""
    return [each.smell.rule for each in ask(audit) if each.dismissal is None]


def test_the_record_says_who_audits_and_since_when_people_knew(audit: Audit) -> None:
    audit.set_info(announced=date(2026, 9, 14))
    audit.add_person("Tomás Reyes", Role.AUDITOR)
    audit.add_person("Ewa Expert", Role.TECHNICAL_EXPERT)
    audit.add_person("Henrik Dalgaard", Role.AUDITEE)
    known = context(audit, TODAY)
    assert known.team == ("Lena Auditor", "Tomás Reyes", "Ewa Expert")
    assert (known.announced, known.on) == (date(2026, 9, 14), TODAY)


def test_an_audit_that_has_ended_asks_as_of_its_last_day(audit: Audit) -> None:
    audit.set_info(ends=date(2026, 11, 6))
    assert context(audit, TODAY).on == date(2026, 11, 6)
    assert context(audit, date(2026, 11, 1)).on == date(2026, 11, 1)


def test_a_dismissed_question_is_hidden_and_keeps_the_numbers_of_others(
    audit: Audit, folder: Path
) -> None:
    before = ask(audit)
    assert [(each.number, each.smell.rule) for each in before] == [(1, "placeholder"), (2, "draft")]
    (made,) = dismiss(audit, chosen(before, "1"), "The measure follows with the plan of 2027.")
    assert (made.rule, made.path, made.place) == ("placeholder", "Objectives.md", "line 3")
    assert (made.by, len(made.sha256)) == ("Lena Auditor", 64)
    after = ask(audit)
    assert [each.number for each in after if each.dismissal is None] == [2]
    assert after[0].dismissal == made


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_dismissal_needs_a_reason(audit: Audit, folder: Path, reason: str) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        dismiss(audit, chosen(ask(audit), "1"), reason)
    assert audit.dismissals() == ()


def test_it_is_one_line_of_the_journal_that_survives_and_can_be_undone(
    audit: Audit, folder: Path
) -> None:
    lines = sum(lines for lines, _ in audit.heads().values())
    dismiss(audit, chosen(ask(audit), "draft", "Report draft.md"), "Not used.")
    assert sum(lines for lines, _ in audit.heads().values()) == lines + 1
    audit.close()
    with Audit.open(audit.folder) as again:
        assert open_rules(again) == ["placeholder"]
        again.undo()
        assert open_rules(again) == ["placeholder", "draft"]
        again.redo()
        assert open_rules(again) == ["placeholder"]


def test_the_question_comes_back_when_the_file_changes(audit: Audit, folder: Path) -> None:
    dismiss(audit, chosen(ask(audit), "1"), "In work.")
    touched = folder / "Objectives.md"
    os.utime(touched, ns=(1, 1))
    assert open_rules(audit) == ["draft"]  # another time, the same contents
    touched.write_text("# Objectives\n\n| Measure | TBD |\n\nMore.\n", encoding="utf-8")
    assert open_rules(audit) == ["placeholder", "draft"]


def test_dismissing_again_replaces_reason_and_version(audit: Audit, folder: Path) -> None:
    dismiss(audit, chosen(ask(audit), "1"), "In work.")
    (folder / "Objectives.md").write_text("#\n\n| Measure | TBD |\n\n", encoding="utf-8")
    dismiss(audit, chosen(ask(audit), "1"), "Still in work.")
    assert [each.reason for each in audit.dismissals()] == ["Still in work."]
    assert open_rules(audit) == ["draft"]


def test_a_question_about_further_files_is_another_one(audit: Audit, folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"Minutes {name}.csv").write_text("x,y\n" * 300, encoding="utf-8")
    (same,) = chosen(ask(audit), "same-file", "Minutes a.csv")
    dismiss(audit, [same], "b is a copy sent by mail.")
    assert "same-file" not in open_rules(audit)
    (folder / "Minutes c.csv").write_text("x,y\n" * 300, encoding="utf-8")
    assert "same-file" in open_rules(audit)


def test_taking_a_dismissal_back(audit: Audit, folder: Path) -> None:
    (made,) = dismiss(audit, chosen(ask(audit), "1"), "In work.")
    audit.undismiss(made.id)
    assert open_rules(audit) == ["placeholder", "draft"]
    with pytest.raises(UsageError):
        audit.undismiss(made.id)


@pytest.mark.parametrize(
    ("what", "path"), [("9", ""), ("0", ""), ("draft", "Objectives.md"), ("smelly", ""), ("²", "")]
)
def test_what_is_no_question_is_refused(audit: Audit, folder: Path, what: str, path: str) -> None:
    with pytest.raises(UsageError):
        chosen(ask(audit), what, path)


def test_a_file_that_is_gone_meanwhile_is_not_dismissed(audit: Audit, folder: Path) -> None:
    asked = chosen(ask(audit), "1")
    (folder / "Objectives.md").unlink()
    with pytest.raises(AuditkitError):
        dismiss(audit, asked, "In work.")
    assert audit.dismissals() == ()
