"""The audit plan as a document."""

from __future__ import annotations

import sys
from datetime import date, time
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import Exclusion, Ref, Role, SessionKind

sample = sys.modules["documents_sample"]
STANDARD = "iso-iec-42001-2023"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
ARRANGED = {
    "working_language": "Dutch",
    "communication": "Every evening",
    "logistics": "Room 12",
    "resources": "Access to logs",
    "risks": "Few people",
    "confidentiality": "Signed",
    "earlier_audits": "Two minors of 2025",
    "appeals": "To the board",
}


@pytest.fixture
def planned(audit: Audit) -> Audit:
    """An audit with everything that a plan may hold."""
    audit.set_info(
        number="IA-1",
        objectives=("Learn how far the criteria are met",),
        scope="All of it",
        method="Interviews",
        sampling="Every second record",
        locations=("Utrecht", "By video"),
        starts=MONDAY,
        ends=TUESDAY,
        report_due=date(2026, 10, 30),
        not_audited=(Exclusion(what="Lyon", reason="Closed"), Exclusion(what="Oslo", reason="")),
        **ARRANGED,
    )
    audit.add_person("Hidden Name", Role.AUDIT_CLIENT, function="Chief operating officer")
    audit.add_system("S-01 Score", "provider")
    lead = audit.people[0].id
    audit.add_session(
        "Opening meeting", MONDAY, time(9), time(9, 30), kind=SessionKind.OPENING, auditors=(lead,)
    )
    audit.add_session(
        "Operation", MONDAY, time(10), time(12, 15), refs=[Ref(STANDARD, "8.1")],
        auditees=("MLOps lead", "Head of AI"), auditors=(lead,), method="Observation",
        remark=sample.HOSTILE, place="Teams", remote=True,
    )  # fmt: skip
    audit.add_session("Team", TUESDAY, time(8), time(8, 45), kind=SessionKind.TEAM)
    return audit


def paragraphs(path: Path) -> list[str]:
    root = docx.Document(str(path)).element
    return ["".join(n.text or "" for n in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def table(path: Path, title: str) -> list[list[list[str]]]:
    """The paragraphs of the cells of a table, known by its alternative text."""
    for tbl in docx.Document(str(path)).element.iter(f"{W}tbl"):
        if tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == title:
            return [
                [
                    ["".join(n.text or "" for n in p.iter(f"{W}t")) for p in c.iter(f"{W}p")]
                    for c in row.findall(f"{W}tc")
                ]
                for row in tbl.findall(f"{W}tr")
            ]
    raise AssertionError(title)


def test_it_holds_what_a_plan_has_to_hold(planned: Audit, tmp_path: Path) -> None:
    path = write(planned, "plan", tmp_path / "p.docx", today=sample.TODAY).path
    shown = paragraphs(path)
    for wanted in (
        "Learn how far the criteria are met",
        "All of it",
        "S-01 Score (provider)",
        "ISO/IEC 42001:2023, AI management system",
        "Interviews",
        "Every second record",
        "Lyon: Closed",
        "Oslo: the reason is not recorded.",
        "Chief operating officer",
        "12 October 2026 to 13 October 2026",
        "Lena Auditor",
        *ARRANGED.values(),
    ):
        assert wanted in shown, wanted
    assert any("30 October 2026" in each for each in shown)
    assert "Hidden Name" not in "\n".join(shown)
    assert not OpenXmlValidator().validate(path).errors


def test_the_timetable_is_by_day_with_times_people_and_places(
    planned: Audit, tmp_path: Path
) -> None:
    path = write(planned, "plan", tmp_path / "p.docx", today=sample.TODAY).path
    _, opening, operation = table(path, "Timetable of 12 October 2026")
    assert opening[0] == ["09:00\u201309:30", "30 min", "S-001"]
    assert opening[1] == ["Opening meeting"]
    assert operation[0][:2] == ["10:00\u201312:15", "2 h 15 min"]
    assert operation[1][:3] == ["Operation", "8.1", "Observation"]
    assert operation[2] == ["MLOps leadHead of AI"]
    assert operation[3:] == [["Lena Auditor"], ["Remote: Teams"]]
    (_, team) = table(path, "Timetable of 13 October 2026")
    assert team[1] == ["Team meeting: Team"]
    assert "Monday, 12 October 2026" in "\n".join(paragraphs(path))
    assert "3 sessions on 2 days; 1 audit session of together 2 h 15 min." in paragraphs(path)


def test_breaks_stand_there_only_where_somebody_wrote_them(planned: Audit, tmp_path: Path) -> None:
    def shown() -> str:
        path = write(planned, "plan", tmp_path / "p.docx", today=sample.TODAY).path
        return "\n".join(paragraphs(path)).casefold()

    assert "break" not in shown()
    assert "lunch" not in shown()
    planned.add_session("Lunch", MONDAY, time(12, 15), time(13), kind=SessionKind.BREAK)
    assert "break: lunch" in shown()


def test_a_bare_audit_says_what_is_not_recorded(audit: Audit, tmp_path: Path) -> None:
    path = write(audit, "plan", tmp_path / "p.docx", today=sample.TODAY).path
    shown = paragraphs(path)
    assert "No session is planned yet." in shown
    assert shown.count("Not recorded.") >= 14
    assert "Still open in this plan" not in shown
    assert not OpenXmlValidator().validate(path).errors


def test_what_is_open_is_told_to_the_reader(planned: Audit, tmp_path: Path) -> None:
    path = write(planned, "plan", tmp_path / "p.docx", today=sample.TODAY).path
    shown = paragraphs(path)
    assert "Still open in this plan" in shown
    assert "No closing meeting is planned." in shown


def test_a_plan_is_no_draft_of_the_report(planned: Audit, tmp_path: Path) -> None:
    path = write(planned, "plan", tmp_path / "p.docx", today=sample.TODAY).path
    headers = [each.header._element.xml for each in docx.Document(str(path)).sections]
    assert all("DRAFT" not in each for each in headers)
