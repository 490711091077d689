"""The sheets of the opening and the closing meeting."""

from __future__ import annotations

import sys
from datetime import date, time
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, SessionKind
from auditkit.record.phrase import phrase

sample = sys.modules["documents_sample"]
STANDARD = "iso-iec-42001-2023"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 11, 6)


@pytest.fixture
def held(audit: Audit) -> Audit:
    """An audit with both meetings, findings, and a request that waits."""
    audit.set_info(number="IA-1", report_due=date(2026, 11, 20), appeals="To the board")
    for title, kind, start in (
        ("Opening meeting", SessionKind.OPENING, 9),
        ("Closing meeting", SessionKind.CLOSING, 15),
    ):
        audit.add_session(
            title, DAY, time(start), time(start, 30), kind=kind, place="Hall",
            auditees=("Head of AI", "Chief operating officer"), auditors=(audit.people[0].id,),
        )  # fmt: skip
    audit.attend("opening", function="Head of AI", name="Ada")
    audit.attend("opening", function="Visitor")
    said = audit.register_statement(EvidenceKind.INTERVIEW, "said")
    for grade, title in (
        (Grade.STRENGTH, "Good cards"),
        (Grade.MINOR, "Records are late"),
        (Grade.MAJOR, "No assessment"),
    ):
        made = audit.raise_finding(
            grade, title, refs=[Ref(STANDARD, "6.1.4")], requirement="r", gap="g",
            objective_evidence="o", area="Data science",
        )  # fmt: skip
        audit.cite(said.id, finding=made.id)
        audit.issue_finding(made.id)
    audit.issue_car("F-003", response_due=date(2026, 11, 16))
    return audit


def rows(path: Path, title: str) -> list[list[str]]:
    """The texts of the cells of a table, known by its alternative text."""
    for tbl in docx.Document(str(path)).element.iter(f"{W}tbl"):
        if tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == title:
            return [
                [
                    "\n".join(
                        "".join(n.text or "" for n in p.iter(f"{W}t")) for p in c.iter(f"{W}p")
                    )
                    for c in row.findall(f"{W}tc")
                ]
                for row in tbl.findall(f"{W}tr")
            ]
    raise AssertionError(title)


def sheet(audit: Audit, kind: str, tmp_path: Path) -> Path:
    path = write(audit, kind, tmp_path / f"{kind}.docx", today=DAY).path
    assert [str(each) for each in OpenXmlValidator().validate(path).errors] == []
    return path


def test_both_sheets_name_day_place_and_who_leads(held: Audit, tmp_path: Path) -> None:
    for kind, title, hours in (
        ("opening", "Opening meeting", "09:00\u201309:30"),
        ("closing", "Closing meeting", "15:00\u201315:30"),
    ):
        known = dict(rows(sheet(held, kind, tmp_path), title))
        assert known["Day and time"] == f"6 November 2026, {hours}"
        assert known["Place"] == "Hall"
        assert known["Lead auditor"] == "Lena Auditor"


def test_the_agenda_says_what_the_record_says(held: Audit, tmp_path: Path) -> None:
    opening = {row[1]: row[2] for row in rows(sheet(held, "opening", tmp_path), "Agenda")[1:]}
    assert opening["Feedback and objections"] == "To the board"
    assert opening["Confidentiality and information security"] == "Not recorded."
    assert "14 days for a major" in opening["How findings are graded and reported"]
    assert opening["Plan and timetable confirmed, changes agreed"].startswith("2 sessions on 1 day")
    closing = {row[1]: row[2] for row in rows(sheet(held, "closing", tmp_path), "Agenda")[1:]}
    assert closing["Strengths"] == "Good cards"
    assert closing["Next steps"].splitlines()[:2] == [
        "1 request still to be answered, the first by 16 November 2026.",
        "Report due 20 November 2026.",
    ]
    assert closing["Conclusion"] == "Not recorded."


def test_attendance_tells_who_was_there_from_who_is_expected(held: Audit, tmp_path: Path) -> None:
    told = [row[:3] for row in rows(sheet(held, "opening", tmp_path), "Attendance")[1:]]
    assert told == [
        ["Head of AI", "Ada", "was there"],
        ["Visitor", "", "was there"],
        ["lead auditor", "Lena Auditor", ""],
        ["Chief operating officer", "", ""],
        *[["", "", ""]] * 3,
    ]
    held.attend("opening", function="lead auditor", name="Lena Auditor")
    told = [row[:3] for row in rows(sheet(held, "opening", tmp_path), "Attendance")[1:]]
    assert told[2:4] == [
        ["lead auditor", "Lena Auditor", "was there"],
        ["Chief operating officer", "", ""],
    ]
    closing = [row[2] for row in rows(sheet(held, "closing", tmp_path), "Attendance")[1:]]
    assert not any(closing), "nobody was noted there"


def test_findings_come_majors_first_without_strengths(held: Audit, tmp_path: Path) -> None:
    told = rows(sheet(held, "closing", tmp_path), "Findings, majors first")[1:]
    assert [(row[0], row[2], row[4]) for row in told] == [
        ("F-003", "No assessment", "CAR-001"),
        ("F-002", "Records are late", "\u2013"),
    ]


def test_requests_stand_with_what_is_due(held: Audit, tmp_path: Path) -> None:
    path = sheet(held, "closing", tmp_path)
    (request,) = rows(path, "Open requests")[1:]
    assert request == [
        "CAR-001", "F-003", "Data science", "\u2013 issued", "answer", "due 16 November 2026"
    ]  # fmt: skip
    shown = [p.text for p in docx.Document(str(path)).paragraphs]
    assert "1 nonconformity has no request yet: F-002." in shown


def test_the_closing_sheet_carries_the_head_of_the_record(held: Audit, tmp_path: Path) -> None:
    words, head = phrase(held.digest), held.head
    (state,) = rows(sheet(held, "closing", tmp_path), "State of the record")
    assert state[0].splitlines()[:2] == [words, f"Head {head}, 6 November 2026"]
    parts = [row[0] for row in rows(tmp_path / "closing.docx", "Signatures")[1:]]
    assert parts == ["Lead auditor", "Audit client", "Auditee"]


def test_without_plan_and_findings_nothing_is_invented(audit: Audit, tmp_path: Path) -> None:
    known = dict(rows(sheet(audit, "opening", tmp_path), "Opening meeting"))
    assert known["Day and time"] == "Not planned."
    path = sheet(audit, "closing", tmp_path)
    shown = [p.text for p in docx.Document(str(path)).paragraphs]
    assert "No finding of these grades was raised." in shown
    assert "No request is open." in shown
    closing = {row[1]: row[2] for row in rows(path, "Agenda")[1:]}
    assert closing["Findings, each with grade and criterion"] == "None."


def test_hostile_words_are_shown_and_do_no_harm(audit: Audit, tmp_path: Path) -> None:
    hostile = sample.HOSTILE
    audit.add_session(hostile, DAY, time(9), time(10), kind=SessionKind.CLOSING, remark=hostile)
    audit.attend("closing", function=hostile, name=hostile)
    audit.set_info(conclusion=hostile, objectives=(hostile,))
    told = rows(sheet(audit, "closing", tmp_path), "Attendance")[1]
    assert "[bold]& " in told[0]
