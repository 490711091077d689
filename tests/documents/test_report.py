"""What the audit report says, against the record counted anew and against ISO 19011."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.documents.catalog import write
from auditkit.documents.source import Choices
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Role, Verdict

sample = sys.modules["documents_sample"]
TODAY, STANDARD, W = sample.TODAY, sample.STANDARD, sample.W

REQUIRED = {
    "audit objectives": "Determine the extent of conformity with the criteria",
    "audit scope: organization, functions and processes audited": "Development, provision and use",
    "audit client": "Audit client and auditees",
    "audit team": "Bo Lind",
    "auditees who took part": "Chief technology officer",
    "dates of the audit activities": "2 November 2026 to 6 November 2026",
    "locations, remote ones too": "Remote by video",
    "audit criteria": "ISO/IEC 42001:2023",
    "audit findings": "No impact assessment for two of nine AI systems",
    "evidence of the findings": "for S-07 and S-09 no assessment was shown",
    "audit conclusions": "The AI management system is defined and largely in operation.",
    "degree to which the criteria are met": "Degree to which the criteria are met",
    "unresolved diverging opinions": "The head of product holds that S-07 is no AI system.",
    "auditing is sampling": "Auditing rests on samples",
    "course of the audit and obstacles": "The change log of June was not at hand",
    "how far the objectives could be reached": "of 385 checks were judged",
    "areas not covered and why": "Closed for works",
    "summary for management": "Executive summary",
    "good practice": "Good practice worth sharing (2)",
    "agreed follow-up": "Corrective-action requests and where they stand",
    "confidentiality": "Classification",
    "distribution": "Audit committee",
}
"""What ISO 19011 6.5.1 asks of a report or names for one, in own words, with what shows it here."""


@pytest.fixture(scope="module")
def report(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(rich, "audit", tmp_path_factory.mktemp("report") / "r.docx", today=TODAY).path


@pytest.fixture
def previous(tmp_path: Path) -> Iterator[Audit]:
    with sample.previous_audit(tmp_path / "previous") as audit:
        yield audit


PLACES = {
    "audit objectives": ("Objectives", "Judge readiness for a certification audit in spring"),
    "audit scope": ("Scope", "Development, provision and use of AI systems"),
    "audit client": ("Audit client and auditees", "the audit client"),
    "audit team": ("Audit team", "Bo Lind"),
    "auditees": ("Audit client and auditees", "AI governance lead"),
    "dates and locations": ("Dates and locations", "Remote by video"),
    "timetable": ("Dates and locations", "No session is planned."),
    "audit criteria": ("Audit criteria", "ISO/IEC 42001:2023"),
    "findings with evidence": ("F-001 No impact assessment for two of nine AI systems", "E-001"),
    "conclusions": ("Conclusion of the audit team", "until both are mended"),
    "degree": ("Degree to which the criteria are met", "Requirements per clause"),
    "differing opinions": ("Diverging opinions", "S-07 is no AI system"),
    "sampling": ("Sampling and its limits", "Auditing rests on samples"),
    "obstacles": ("Obstacles", "change log of June"),
    "objectives reached": ("How far the objectives were reached", "they were not reached"),
    "areas not covered": ("What was not audited", "Closed for works"),
    "summary": ("Executive summary", "Overall conclusion|is not ready"),
    "good practice": ("Good practice worth sharing (2)", "Model cards are kept with the code"),
    "follow-up": ("Corrective-action requests", "new answer|decision on the answer"),
    "confidentiality": ("Confidentiality", "Protection: Not recorded."),
    "implications": ("Implications for the audit programme", "Not audited: Data centre in Lyon."),
    "distribution": ("Distribution", "Audit committee"),
    "earlier audits": ("Follow-up of earlier audits", "Not recorded."),
    "coverage": ("Results clause by clause", "Reference"),
    "evidence index": ("Evidence register", "SHA-256"),
}
"""Where in the report each of these items stands: the heading, and words beneath it."""


@pytest.mark.parametrize("item", PLACES)
def test_each_item_of_iso_19011_stands_under_its_heading(report: Path, item: str) -> None:
    heading, words = PLACES[item]
    parts = _chapters(report)
    assert heading in parts, f"no heading {heading!r}"
    assert any(each in parts[heading] for each in words.split("|")), parts[heading][:400]


def _chapters(path: Path) -> dict[str, str]:
    """The text beneath each heading of a document, deeper headings with what is beneath them."""
    found: dict[str, str] = {}
    held: list[tuple[int, str]] = []
    for each in sample.body(path):
        style = each.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val") if style is not None else ""
        level = re.fullmatch(r"(?:Front)?Heading(\d?)", name)
        if level is not None:
            depth = int(level[1] or 1)
            held = [open_one for open_one in held if open_one[0] < depth]
            held.append((depth, sample.said(each)))
        for _, title in held:
            text = "\n".join(sample.said(one) for one in each.iter(f"{W}p"))
            found[title] = f"{found.get(title, '')}\n{text}"
    return found


@pytest.mark.parametrize("item", REQUIRED)
def test_report_holds_what_iso_19011_asks_for(report: Path, item: str) -> None:
    assert REQUIRED[item] in sample.shown(report)


def _verdicts(audit: Audit, ref: str) -> Counter[str]:
    """Verdicts on the checks of a requirement, straight from the record."""
    given = audit.verdicts()
    checks = audit.requirement(Ref(STANDARD, ref)).checks
    places = [Ref(STANDARD, each.id) for each in checks]
    return Counter(
        given[each].verdict.value if each in given else Verdict.UNTESTED.value for each in places
    )


def _derived(counts: Counter[str]) -> str:
    if counts["does not conform"]:
        return "does not conform"
    if counts["untested"]:
        return "untested" if len(counts) == 1 else "partly tested"
    return "conforms" if counts["conforms"] else "not applicable"


def test_every_clause_stands_as_its_checks_were_judged(rich: Audit, report: Path) -> None:
    wanted = {each.ref: _verdicts(rich, each.ref) for each in rich.checklists[0].requirements()}
    found = {}
    for section in rich.checklists[0].sections:
        for row in sample.rows(report, f"Results of {section.ref}"):
            found[row[0]] = (row[2].split(" ", 1)[1], row[3].partition(";")[0])
    assert found == {
        ref: (_derived(counts), f"{counts.total() - counts['untested']} of {counts.total()} judged")
        for ref, counts in wanted.items()
    }


def test_numbers_on_the_executive_page_and_per_clause_add_up(rich: Audit, report: Path) -> None:
    every: Counter[str] = Counter()
    for section in rich.checklists[0].sections:
        here: Counter[str] = Counter()
        derived: Counter[str] = Counter()
        for requirement in section.requirements:
            counts = _verdicts(rich, requirement.ref)
            here += counts
            derived[_derived(counts)] += 1
        every += here
        row = next(r for r in sample.rows(report, "Checks per clause") if r[0] == section.ref)
        words = ("conforms", "does not conform", "not applicable", "untested")
        numbers = [0 if cell == "\u2013" else int(cell) for cell in row[1:6]]
        assert numbers == [*(here[word] for word in words), here.total()]
        degree = next(
            r for r in sample.rows(report, "Requirements per clause") if r[0].split()[0] == row[0]
        )
        order = ("conforms", "does not conform", "partly tested", "untested", "not applicable")
        assert [0 if cell == "\u2013" else int(cell) for cell in degree[1:7]] == [
            len(section.requirements),
            *(derived[word] for word in order),
        ]
    tiles = [cell.split("\n")[0] for row in sample.rows(report, "Key figures") for cell in row]
    assert tiles[0] == f"{every.total() - every['untested']}\u00a0/\u00a0{every.total()}"
    assert [int(each) for each in tiles[1:5]] == [every[word] for word in words]
    grades = Counter(each.grade for each in rich.findings())
    assert [int(each) for each in tiles[5:]] == [grades[grade] for grade in Grade]


def test_findings_cars_and_evidence_are_those_of_the_record(rich: Audit, report: Path) -> None:
    cars = {each.finding: each for each in rich.cars()}
    found = sample.rows(report, "Findings")
    asking = [each for each in rich.findings() if each.grade is not Grade.STRENGTH]
    assert [(row[0], row[2], row[4]) for row in found] == [
        (each.label, each.title, cars[each.id].label if each.id in cars else "\u2013")
        for each in asking
    ]
    labels = {each.id: each.label for each in rich.findings()}
    assert [
        (row[0], row[1], row[4].split(" ", 1)[1])
        for row in sample.rows(report, "Corrective-action requests")
    ] == [(each.label, labels[each.finding], each.state.value) for each in rich.cars()]
    used = Counter(each.evidence for each in rich.citations())
    assert [(row[0], row[5]) for row in sample.rows(report, "Evidence register")] == [
        (each.label, str(used[each.id])) for each in rich.evidence()
    ]


def test_checklist_paper_has_every_check_with_its_verdict(rich: Audit, tmp_path: Path) -> None:
    made = write(rich, "checklist", tmp_path / "c.docx", today=TODAY).path
    found = [
        (row[0], row[3].split(" ", 1)[1])
        for each in rich.checklists[0].requirements()
        for row in sample.rows(made, f"Checks of {each.ref}")
    ]
    given = rich.verdicts()
    assert found == [
        (each.id, given[ref].verdict.value if ref in given else "untested")
        for each in rich.checklists[0].checks()
        for ref in (Ref(STANDARD, each.id),)
    ]


def test_headings_of_the_checklist_carry_one_number_alone(rich: Audit, tmp_path: Path) -> None:
    made = write(rich, "checklist", tmp_path / "c.docx", today=TODAY).path
    headings = sample.headings(made)
    assert headings[1:3] == [
        "ISO/IEC 42001:2023, 4 Context of the organization",
        "4.1 Understanding the organization and its context",
    ]
    used = {each.get(f"{W}val") for each in sample.body(made).iter(f"{W}pStyle")}
    assert not used & {"Heading1", "Heading2"}, "these are numbered by Word"
    styles = sample.parts(made)["word/styles.xml"].decode()
    plain = re.search(r'w:styleId="FrontHeading2">.*?</w:style>', styles)
    assert plain is not None
    assert "numPr" not in plain[0]
    assert '<w:outlineLvl w:val="1"/>' in plain[0]


def test_every_number_leads_to_what_it_names(rich: Audit, report: Path) -> None:
    links: dict[str, str] = {}
    for link in sample.body(report).iter(f"{W}hyperlink"):
        links.setdefault(sample.said(link), link.get(f"{W}anchor"))
    for label in (*(each.label for each in rich.findings()), *(c.label for c in rich.cars())):
        assert label in links
    plain = [
        run.text
        for run in sample.body(report).iter(f"{W}t")
        if run.getparent().getparent().tag != f"{W}hyperlink"
        and re.search(r"\b(F|CAR)-0\d\d\b", run.text)
    ]
    heads = {each.label for each in rich.findings()} | {each.label for each in rich.cars()}
    assert all(text.split(" ")[0] in heads for text in plain), "only their own headings and places"
    assert links["6.1.2"] == sample_anchor(report, "6.1.2")


def sample_anchor(report: Path, shown: str) -> str:
    """The bookmark round a text."""
    for start in sample.body(report).iter(f"{W}bookmarkStart"):
        if sample.said(start.getnext()) == shown and start.getparent().tag == f"{W}p":
            return str(start.get(f"{W}name"))
    raise AssertionError(shown)


def test_blocks_of_findings_stay_together(rich: Audit, report: Path) -> None:
    for finding in rich.findings():
        block = next(
            each
            for each in sample.body(report).iter(f"{W}tbl")
            if each.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == f"Finding {finding.label}"
        )
        rows = block.findall(f"{W}tr")
        for row in rows[:-1]:
            assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p"))
        assert all(p.find(f"{W}pPr/{W}keepNext") is None for p in rows[-1].iter(f"{W}p"))


def test_people_of_the_auditee_are_named_only_where_that_was_chosen(
    rich: Audit, report: Path, tmp_path: Path
) -> None:
    assert "Hidden Name" not in sample.shown(report)
    chosen = write(rich, "audit", tmp_path / "n.docx", today=TODAY, choices=Choices(names=True))
    said = sample.shown(chosen.path)
    assert said.count("Hidden Name") >= 3
    assert "Head of data science (Hidden Name)" in said


def test_comparison_tells_what_was_mended_and_what_came_back(
    rich: Audit, previous: Audit, report: Path, tmp_path: Path
) -> None:
    assert "previous audit" not in sample.shown(report), "nothing is said where there is none"
    made = write(
        rich, "audit", tmp_path / "c.docx", today=TODAY, choices=Choices(previous=previous)
    ).path
    now = {ref: _derived(_verdicts(rich, ref)) for ref in ("4.2", "4.3", "5.1", "7.3")}
    assert now == {
        "4.2": "does not conform",
        "4.3": "conforms",
        "5.1": "does not conform",
        "7.3": "partly tested",
    }
    assert [row[0] for row in sample.rows(made, "Mended")] == ["4.3"]
    assert [row[0] for row in sample.rows(made, "No longer conforming")] == ["5.1"]
    assert [row[0] for row in sample.rows(made, "Not conforming again")] == ["4.2"]
    assert "7.3" in [row[0] for row in sample.rows(made, "Judged in one of the audits only")]
    counted = sample.rows(made, "Findings of both audits per grade")
    assert [row[1:] for row in counted[:2]] == [["0", "2", "+2"], ["2", "3", "+1"]]
    assert [row[0] for row in sample.rows(made, "Open requests")] == ["CAR-001", "CAR-002"]
    said = sample.shown(made)
    assert "1 requirement mended, 1 no longer conforming, 1 not conforming again" in said
    assert "IA-2025-01, Internal audit 2025, 3 November 2025 to 5 November 2025" in said
    assert f"journal head {previous.head}" in said


def test_an_audit_is_not_compared_with_itself_nor_where_nothing_compares(
    rich: Audit, previous: Audit, tmp_path: Path
) -> None:
    for kind, other in (("audit", rich), ("evidence", previous)):
        with pytest.raises(UsageError):
            write(rich, kind, tmp_path / "x.docx", choices=Choices(previous=other))
    assert not (tmp_path / "x.docx").exists()


def test_audits_without_a_common_criterion_compare_findings_alone(
    previous: Audit, tmp_path: Path
) -> None:
    with sample.large_audit(tmp_path / "l" / "audit", findings=3, checks=8, evidence=2) as audit:
        made = write(audit, "audit", today=TODAY, choices=Choices(previous=previous)).path
    said = sample.shown(made)
    assert "no requirement in common" in said
    assert not sample.rows(made, "Mended")


def test_version_history_names_documents_and_checkpoints(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau", clock=sample.Clock()) as audit:
        first = audit.head
        write(audit, "audit", today=TODAY)
        write(audit, "audit", tmp_path / "copy.docx", today=TODAY)
        audit.set_info(report_issued=TODAY)
        issued = audit.checkpoints()[0]
        made = write(audit, "audit", today=TODAY).path
        now = audit.documents()[-1].head
    history = sample.rows(made, "Version history")
    assert [row[1] for row in history] == [
        "Version 1, generated",
        "Checkpoint for report issue by Ada Moreau, not signed",
        "Version 2, Issued 20 November 2026",
    ]
    assert history[0][2] == f"Journal head {first}"
    assert re.search(rf"^head {history[1][2].split()[-1]}", issued.statement, re.MULTILINE)
    assert history[2][2] == f"Journal head {now}"
    said = sample.shown(made)
    assert "Without 1 report that was written outside the audit folder." in said
    assert "\n2, Issued 20 November 2026\n" in said, "the cover names the version"


def test_a_report_that_changed_since_its_issue_says_so(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau", clock=sample.Clock()) as audit:
        audit.set_info(report_issued=TODAY)
        write(audit, "audit", today=TODAY)
        same = sample.shown(write(audit, "audit", today=TODAY).path)
        audit.set_info(scope="All of it.")
        changed = sample.shown(write(audit, "audit", today=TODAY).path)
        audit.undo()
        audit.undo()
        assert audit.info.scope == ""
        taken_back = sample.shown(write(audit, "audit", today=TODAY).path)
    assert "amended since" not in same
    assert "\n3, Issued 20 November 2026, amended since\n" in changed
    assert "amended since" not in taken_back


def test_evidence_of_a_requirement_stands_in_order_of_its_numbers(report: Path) -> None:
    (row,) = (r for r in sample.rows(report, "Results of 6") if r[0] == "6.1.2")
    labels = re.findall(r"E-\d+", row[4])
    assert len(labels) > 5
    assert labels == sorted(labels)


def test_a_strength_is_no_worst_finding(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.raise_finding(Grade.STRENGTH, "Good", refs=(Ref(STANDARD, "10.2"),))
        audit.raise_finding(Grade.OFI, "Better", refs=(Ref(STANDARD, "7.2"),))
        made = write(audit, "audit", today=TODAY).path
    worst = {row[0].split()[0]: row[-1] for row in sample.rows(made, "Requirements per clause")}
    assert worst["10"] == "\u2013"
    assert worst["7"].endswith("opportunity for improvement")


def test_many_majors_and_uncited_controls_are_told_together(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        for number in range(8):
            audit.raise_finding(Grade.MAJOR, f"Gap {number}", refs=(Ref(STANDARD, "A.5.2"),))
        made = write(audit, "audit", today=TODAY).path
    said = sample.shown(made)
    every = ", ".join(f"F-00{number}" for number in range(1, 9))
    assert f"\n8 open major nonconformities: {every}\n" in said
    assert f"\n{every}: A.5.2 is a control, no requirement by itself" in said
    told = [line for line in said.split("\n") if re.match(r"F-\d+.*A\.5\.2 is a control", line)]
    assert len(told) == 1
    assert "'auditkit set report_issued=YYYY-MM-DD'" in said


def test_audit_client_signs_by_function(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.add_person("Eve", Role.AUDIT_CLIENT, function="Board of directors")
        made = write(audit, "audit", today=TODAY).path
    assert "Eve" not in sample.shown(made)
    assert [row[1].strip() for row in sample.rows(made, "Sign-off")] == ["", "Board of directors"]
    assert "is not recorded" not in sample.shown(made).split("Audit client and auditees")[1][:80]


def test_command_line_compares_and_names(tmp_path: Path) -> None:
    sample.rich_audit(tmp_path / "now" / "audit").close()
    sample.previous_audit(tmp_path / "before").close()
    target = tmp_path / "r.docx"
    arguments = ["report", "audit", "--audit", str(tmp_path / "now" / "audit"), "-o", str(target)]
    arguments += ["--previous", str(tmp_path / "before"), "--names", "--page", "Letter"]
    result = CliRunner().invoke(root, arguments)
    assert result.exit_code == 0, result.output
    said = sample.shown(target)
    assert "Comparison with the previous audit" in said
    assert "Hidden Name" in said
    assert "characters that cannot stand in a document were replaced in: " in result.stderr
    assert "finding F-003 objective evidence" in result.stderr
    size = next(iter(sample.body(target).iter(f"{W}pgSz")))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")
    wrong = CliRunner().invoke(root, [*arguments[:3], *arguments[3:6], "--previous", arguments[3]])
    assert wrong.exit_code == 2
    assert "compared with itself" in wrong.output
