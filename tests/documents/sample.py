"""A rich audit for looking at documents: findings of all grades, CARs, hostile strings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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
