"""A rich audit for looking at documents: findings of all grades, CARs, hostile strings."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx

from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, Exclusion, Grade, Ref, Role, Verdict

STANDARD = "iso-iec-42001-2023"
HOSTILE = (
    "</w:t>\x00\x1b[31m[bold]& \u202egnp.exe \u05e9\u05dc\u05d5\u05dd "
    "\u65e5\u672c\u8a9e \ud800 <x>\n=1+1"
)
TODAY = date(2026, 11, 20)


class Clock:
    """A clock that runs one second a question."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


FINDINGS = (
    (
        Grade.MAJOR,
        "No impact assessment for two of nine AI systems",
        ("6.1.4", "8.4", "A.5.2"),
        2,
        9,
    ),
    (Grade.MAJOR, "Internal audit programme was not carried out in 2026", ("9.2.2",), 3, 4),
    (Grade.MINOR, "Risk criteria were changed without approval", ("6.1.1", "6.1.2"), 1, 3),
    (Grade.MINOR, "Training records of engineers are incomplete", ("7.2",), 4, 12),
    (Grade.MINOR, "Drift of the scoring model is not monitored", ("9.1", "A.6.2.6"), 1, 9),
    (
        Grade.OFI,
        "The register of AI systems could name the owner of the data",
        ("A.4.3",),
        None,
        None,
    ),
    (Grade.OFI, "Policy review could be tied to the management review", ("5.2",), None, None),
    (Grade.OBSERVATION, "Two suppliers answer late", ("A.10.3",), None, None),
    (Grade.STRENGTH, "Incidents are discussed with the people affected", ("10.2",), None, None),
    (Grade.STRENGTH, "Model cards are kept with the code", ("A.6.2.7",), None, None),
)


def rich_audit(folder: Path, times: int = 1, hostile: bool = True) -> Audit:
    """An audit in mid-flight with ``times`` ten findings."""
    audit = Audit.create(
        folder,
        title="Internal audit of the AI management system 2026",
        lead="Ada Moreau",
        clock=Clock(),
        actor="Ada Moreau",
    )
    _frame(audit)
    _judge(audit)
    evidence = [
        audit.register_statement(
            EvidenceKind.INTERVIEW if number % 2 else EvidenceKind.OBSERVATION,
            f"Talk about the AI life cycle, part {number}" if number % 5 else HOSTILE,
            source="Head of data science",
            effective="2026-11-03",
        )
        for number in range(1, 21)
    ]
    root = folder.parent / "evidence"
    root.mkdir()
    audit.add_root(root)
    for number in range(25):
        path = root / f"AIMS-{number:03d} Risk treatment plan and follow-up record v{number}.md"
        path.write_text(f"content {number}", "utf-8")
        item = audit.register_file(path, effective=f"2026-0{number % 9 + 1}")
        audit.cite(item.id, ref=Ref(STANDARD, "6.1.2"), place=f"page {number + 1}")
        evidence.append(item)
    for number in range(times):
        _raise(audit, [each.id for each in evidence], number, hostile)
    return audit


def _frame(audit: Audit) -> None:
    audit.set_info(
        number="IA-2026-01",
        organization="Example Analytics B.V.",
        objectives=(
            "Determine the extent of conformity with the criteria",
            "Judge readiness for a certification audit in spring",
        ),
        scope="Development, provision and use of AI systems at the sites Utrecht and remote.",
        method="Interviews, review of documents, observation; one day remote by video.",
        sampling="Nine AI systems were in scope; four were sampled by risk.",
        locations=("Utrecht, main office", "Remote by video"),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 10, 31),
        starts=date(2026, 11, 2),
        ends=date(2026, 11, 6),
        announced=date(2026, 9, 14),
        not_audited=(Exclusion(what="Data centre in Lyon", reason="Closed for works"),),
        obstacles="The change log of June was not at hand before the last day.",
        diverging_opinions="The head of product holds that S-07 is no AI system.",
        conclusion="The AI management system is defined and largely in operation. Impact "
        "assessments are missing for two systems and the audit programme was not carried out; "
        "until both are mended the organization cannot show that risks to people are controlled.",
        decisions=(
            "Approve owner and date for F-001",
            "Postpone the stage 2 booking until F-001 and F-002 are verified",
            "Fund monitoring of model drift",
        ),
        distribution=("Board of directors", "AI governance lead", "Audit committee"),
    )
    audit.add_person(
        "Bo Lind",
        Role.AUDITOR,
        function="Internal auditor",
        independent_of="Has no part in AI development",
    )
    for function in ("Chief technology officer", "AI governance lead", "Head of data science"):
        audit.add_person("Hidden Name", Role.AUDITEE, function=function, unit="Technology")
    for name in ("S-01 Churn score", "S-07 CV screening", "S-09 Chat assistant"):
        audit.add_system(name, "provider", "Supports decisions about customers and applicants")


def _judge(audit: Audit) -> None:
    checks = [Ref(STANDARD, check.id) for check in audit.checklist(STANDARD).checks()]
    groups: dict[Verdict, list[Ref]] = {}
    for number, check in enumerate(checks):
        if number % 17 == 3:
            continue
        verdict = (
            Verdict.DOES_NOT_CONFORM
            if number % 13 == 5
            else Verdict.NOT_APPLICABLE
            if number % 29 == 7
            else Verdict.CONFORMS
        )
        groups.setdefault(verdict, []).append(check)
    for verdict, members in groups.items():
        reason = "No such system is in use" if verdict is Verdict.NOT_APPLICABLE else ""
        audit.set_verdict(members, verdict, reason)
    audit.set_note(Ref(STANDARD, "4.1"), "Context was reviewed in March; climate change named.")
    audit.set_note(Ref(STANDARD, "5.2"), HOSTILE)


def _raise(audit: Audit, evidence: list[str], number: int, hostile: bool) -> None:
    for place, (grade, title, refs, found, sampled) in enumerate(FINDINGS):
        finding = audit.raise_finding(
            grade,
            f"{title} ({number + 1})" if number else title,
            refs=tuple(Ref(STANDARD, ref) for ref in refs),
            requirement="An assessment of the impact on people is made for every AI system before "
            "it goes into operation, and kept.",
            objective_evidence="The register of 3 November lists nine systems; for S-07 and S-09 "
            "no assessment was shown." + (f" {HOSTILE}" if hostile and place == 2 else ""),
            gap="The assessment is missing for two systems that are in operation.",
            effect="Harm to applicants and customers may stay unseen.",
            extent_found=found,
            extent_sampled=sampled,
            extent="systems sampled" if found else "",
            area="Data science",
            grade_reason="A process of the system is missing." if grade is Grade.MAJOR else "",
        )
        for offset in range(3):
            audit.cite(
                evidence[(place * 3 + offset) % len(evidence)],
                finding=finding.id,
                place="page 2",
                quote="not assessed" if offset else "",
            )
        if place == 7:
            continue
        audit.issue_finding(finding.id)
        if grade.nonconformity:
            _request(audit, finding.id, place)


def _request(audit: Audit, finding: str, place: int) -> None:
    car = audit.issue_car(
        finding, response_due=date(2026, 11, 10 + 5 * place), issued_to="Head of data science"
    )
    if place in (2, 3):
        audit.advance_car(
            car.id,
            CarState.ANSWERED,
            correction="Criteria approved.",
            correction_date=date(2026, 11, 9),
            extent_check="Two more criteria were looked at.",
            root_cause="The change process has no approval step.",
            root_cause_method="5 whys",
            corrective_action="Approval step added to the change process.",
            action_owner="AI governance lead",
            action_due=date(2026, 12, 15),
            answered=date(2026, 11, 9),
            answered_by="AI governance lead",
        )


GRADED = (Grade.MINOR, Grade.OFI, Grade.MINOR, Grade.OBSERVATION, Grade.MAJOR, Grade.STRENGTH)
"""Grades of the findings of a large audit, taken in turn."""
_LONG = "What was seen is described at length, as an auditor in a hurry writes it down. "


def large_checklist(target: Path, checks: int) -> Path:
    """A checklist of one's own with so many checks: four a requirement, five of those a section."""
    lines = ['id = "large"', 'standard = "House rules 7"', 'title = "House rules"']
    lines += ['short = "house"', 'note = "Own words."']
    for number in range(0, checks, 4):
        section, place = divmod(number // 4, 5)
        if place == 0:
            lines += ["[[section]]", f'ref = "{section + 1}"', f'title = "Chapter {section + 1}"']
        ref = f"{section + 1}.{place + 1}"
        lines += ["[[section.requirement]]", f'ref = "{ref}"', f'title = "Rule {ref} of the house"']
        lines += ['kind = "clause"', 'intent = "It is kept."', "ask = []", "roles = []"]
        for letter in "abcd"[: min(4, checks - number)]:
            lines += ["[[section.requirement.check]]", f'id = "{ref}/{letter}"']
            lines += ['obligation = "The rule is kept."', 'question = "How is the rule kept?"']
            lines += ['methods = ["interview"]', 'conformity = "It is shown."']
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return target


def large_audit(
    folder: Path, *, findings: int = 350, checks: int = 2000, evidence: int = 1000
) -> Audit:
    """An audit with so many findings, checks and pieces of evidence, all of them cited."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    own = large_checklist(folder.parent / "large.toml", checks)
    audit = Audit.create(
        folder, title="Large audit", checklists=(str(own),), lead="Ada Moreau", clock=Clock()
    )
    audit.set_info(number="IA-L", organization="Example Analytics B.V.", scope="All of it.")
    requirements = list(audit.checklist("large").requirements())
    for number, requirement in enumerate(requirements):
        given = Verdict.DOES_NOT_CONFORM if number % 9 == 4 else Verdict.CONFORMS
        if number % 11:
            audit.set_verdict([Ref("large", each.id) for each in requirement.checks], given)
    with audit.group("evidence"):
        kept = [_statement(audit, number) for number in range(evidence)]
    for number in range(findings):
        ref = Ref("large", requirements[number * 7 % len(requirements)].ref)
        _large_finding(audit, number, ref, [kept[number * 3 % evidence], kept[-number % evidence]])
    return audit


def _statement(audit: Audit, number: int) -> str:
    return audit.register_statement(
        EvidenceKind.INTERVIEW,
        f"Talk {number} about the rules of the house",
        source="Head of data science",
        effective="2026-11-03",
    ).id


def _large_finding(audit: Audit, number: int, ref: Ref, cited: list[str]) -> None:
    grade = GRADED[number % len(GRADED)]
    finding = audit.raise_finding(
        grade,
        f"Rule {ref.ref} is {'kept well' if grade is Grade.STRENGTH else 'not kept'} ({number})",
        refs=(ref,),
        requirement="The rule is kept by everybody in the house.",
        objective_evidence=_LONG * (1 + number % 7 + (60 if number % 97 == 50 else 0)),
        gap="The rule was not kept in two of the cases that were looked at.",
        effect="Work has to be done twice." * (1 + number % 3),
        extent_found=2,
        extent_sampled=9,
        extent="cases",
        area="Data science",
    )
    for each in dict.fromkeys(cited):
        audit.cite(each, finding=finding.id, place=f"page {number % 9}", quote="not kept")
    audit.issue_finding(finding.id)
    if grade.nonconformity:
        audit.issue_car(
            finding.id, response_due=date(2026, 12, 1 + number % 28), issued_to="Head of product"
        )


SCRIPTS = {
    "latin": "Wm\u2014\u00c5ngstr\u00f6m ",
    "cjk": "\u5f71\u97ff\u8a55\u4fa1 \u304c\u306a\u3044\u3002",
    "arabic": "\u0644\u0645 \u064a\u062a\u0645 \u0627\u0644\u062a\u0642\u064a\u064a\u0645 ",
    "devanagari": "\u092a\u094d\u0930\u092d\u093e\u0935 \u0915\u093e "
    "\u0906\u0915\u0932\u0928 \u0928\u0939\u0940\u0902 ",
    "thai": "\u0e01\u0e32\u0e23\u0e1b\u0e23\u0e30\u0e40\u0e21\u0e34\u0e19\u0e1c\u0e25",
    "one word": "x",
    "lines": "line\n\nline\n",
    "emoji": "\U0001f600\U0001f469\u200d\U0001f52c",
}
"""Strings that are repeated until every field of a report is far too long."""


def overflowing_audit(folder: Path, script: str) -> Audit:
    """An audit in which whatever the executive page shows is far too long for it."""
    long = SCRIPTS[script] * 60
    audit = Audit.create(folder, title=long, lead="Ada Moreau", clock=Clock())
    audit.set_info(
        number=long[:300], organization=long, conclusion=long, decisions=(long,) * 9, scope=long
    )
    for ref in ("4.1", "6.1.2", "8.4", "A.5.2"):
        finding = audit.raise_finding(
            Grade.MAJOR,
            long,
            refs=(Ref(STANDARD, ref),),
            requirement="r",
            objective_evidence="o",
            gap="g",
            effect=long,
            area=long,
        )
        statement = audit.register_statement(EvidenceKind.INTERVIEW, "s", source="f")
        audit.cite(statement.id, finding=finding.id)
        audit.issue_finding(finding.id)
        audit.issue_car(finding.id, response_due=date(2026, 11, 3), issued_to=long)
    return audit


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a document by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(path: Path) -> Any:
    """The body of a document as an element."""
    return docx.Document(str(path)).element.body


def said(element: Any) -> str:
    """The text of a paragraph or a cell, line breaks and tabs as they are."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        marks.get(node.tag, node.text or "")
        for node in element.iter(f"{W}t", *marks)
        if node.getparent().tag == f"{W}r"
    )


def shown(path: Path) -> str:
    """All text of a document, one paragraph a line."""
    return "\n".join(said(each) for each in body(path).iter(f"{W}p"))


def rows(path: Path, title: str) -> list[list[str]]:
    """The rows of all tables with this alternative text, head rows left out."""
    found = []
    for table in body(path).iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") != title:
            continue
        for row in table.findall(f"{W}tr"):
            if row.find(f"{W}trPr/{W}tblHeader") is None:
                found.append(["\n".join(map(said, c.iter(f"{W}p"))) for c in row.iter(f"{W}tc")])
    return found


def headings(path: Path) -> list[str]:
    """The headings of a document in their order."""
    return [
        said(each)
        for each in body(path).iter(f"{W}p")
        if (style := each.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val").startswith(("Heading", "FrontHeading"))
    ]


def previous_audit(folder: Path) -> Audit:
    """The audit of the year before the rich one, with some of the same and some other results."""
    audit = Audit.create(
        folder, title="Internal audit 2025", lead="Ada Moreau", clock=Clock(), actor="Ada Moreau"
    )
    audit.set_info(number="IA-2025-01", starts=date(2025, 11, 3), ends=date(2025, 11, 5))
    for ref, given in (
        ("4.3", Verdict.DOES_NOT_CONFORM),
        ("4.2", Verdict.DOES_NOT_CONFORM),
        ("5.1", Verdict.CONFORMS),
        ("7.3", Verdict.CONFORMS),
    ):
        audit.set_verdict(audit.check_refs(Ref(STANDARD, ref)), given)
    statement = audit.register_statement(EvidenceKind.INTERVIEW, "Talk of 2025", source="CTO")
    for title in ("Scope was not written down", "Interested parties were not known"):
        finding = audit.raise_finding(
            Grade.MINOR,
            title,
            refs=(Ref(STANDARD, "4.3"),),
            requirement="It is written down.",
            objective_evidence="Nothing was shown.",
            gap="It is missing.",
        )
        audit.cite(statement.id, finding=finding.id)
        audit.issue_finding(finding.id)
        audit.issue_car(finding.id, response_due=date(2025, 12, 1), issued_to="Head of quality")
    return audit


def filled_audit(folder: Path, value: str) -> Audit:
    """A small audit with one string in every field that a person writes."""
    title = value if value.strip() else "T"
    audit = Audit.create(folder, title=title, lead=title, clock=Clock(), actor="Ada Moreau")
    texts = ("number", "organization", "scope", "classification", "method", "sampling")
    texts += ("obstacles", "diverging_opinions", "conclusion")
    lists = ("objectives", "locations", "decisions", "distribution")
    audit.set_info(
        **dict.fromkeys(texts, value),
        **dict.fromkeys(lists, (value,)),
        not_audited=(Exclusion(what=value, reason=value),),
    )
    audit.add_person(title, Role.AUDITEE, function=value, unit=value)
    audit.add_system(title, value, value)
    requirement = Ref(STANDARD, "6.1.2")
    audit.set_note(requirement, value)
    item = audit.register_statement(EvidenceKind.INTERVIEW, title, source=value, effective=value)
    audit.cite(item.id, ref=requirement, place=value, quote=value)
    for grade in (Grade.MAJOR, Grade.STRENGTH):
        fields = dict.fromkeys(FINDING_TEXTS, title)
        finding = audit.raise_finding(grade, title, refs=(requirement,), **fields)
        audit.cite(item.id, finding=finding.id, place=value, quote=value)
        audit.issue_finding(finding.id)
        if grade.nonconformity:
            audit.issue_car(finding.id, response_due=TODAY, issued_to=value)
    return audit


FINDING_TEXTS = ("requirement", "objective_evidence", "gap", "effect", "extent", "area")
