"""The sample audit: what it holds, that its quotes are true, and the demo command."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.analysis.completeness import report_obstacles
from auditkit.analysis.counts import car_counts, finding_counts, overdue_cars
from auditkit.analysis.progress import progress
from auditkit.analysis.readiness import readiness
from auditkit.analysis.wording import lint_finding
from auditkit.cli.root import root
from auditkit.demo.build import Demo, build_demo, is_demo
from auditkit.demo.clock import StoryClock
from auditkit.demo.story import load_story
from auditkit.errors import AuditkitError
from auditkit.evidence.extract import passages
from auditkit.evidence.model import Fingerprint
from auditkit.evidence.verify import standing
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, EvidenceKind, FindingState, Grade, Verdict

STORY = load_story()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "sample"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITKIT_HOME", str(tmp_path_factory.mktemp("home")))
        return build_demo(folder)


@pytest.fixture
def audit(demo: Demo) -> Iterator[Audit]:
    with Audit.open(demo.folder, read_only=True) as opened:
        yield opened


def test_the_folder_is_an_audit_with_its_evidence_and_documents(demo: Demo) -> None:
    assert demo.problems == ()
    assert is_demo(demo.folder)
    assert {child.name for child in demo.folder.iterdir()} == {
        ".cache", "audit.json", "checklists", "documents", "evidence", "journal",
    }  # fmt: skip
    assert len(demo.documents) >= 9
    assert all(zipfile.is_zipfile(path) for path in demo.documents)


def test_documents_are_recorded_as_they_lie_on_the_disk(demo: Demo, audit: Audit) -> None:
    recorded = {audit.folder / document.path for document in audit.documents()}
    assert recorded == set(demo.documents)


def test_most_checks_are_judged_and_some_requirements_are_untouched(audit: Audit) -> None:
    done = progress(audit)
    assert done.total == 385
    assert 0.80 <= done.judged / done.total <= 0.90
    words = [each.verdict for each in audit.verdicts().values()]
    assert words.count(Verdict.CONFORMS) > 250
    assert words.count(Verdict.DOES_NOT_CONFORM) >= 12
    assert words.count(Verdict.NOT_APPLICABLE) >= 5
    judged = {ref.ref.partition("/")[0] for ref in audit.verdicts()}
    assert not judged & {"8.4", "9.2.1", "A.8.3", "A.10.2", "A.10.3", "A.10.4"}


def test_a_check_that_does_not_conform_has_a_reason(audit: Audit) -> None:
    failing = [v for v in audit.verdicts().values() if v.verdict is Verdict.DOES_NOT_CONFORM]
    assert all(verdict.reason for verdict in failing)


def test_only_one_requirement_waits_for_its_finding(audit: Audit) -> None:
    unexplained = [each.text for each in report_obstacles(audit) if "no finding" in each.text]
    assert unexplained == ["Does not conform, but no finding: 8.2/d, 8.2/e"]


def test_checks_of_nonconformities_do_not_conform(audit: Audit) -> None:
    for finding in audit.findings():
        if finding.grade.nonconformity:
            verdicts = {audit.verdict(check).verdict for check in finding.checks}
            assert verdicts == {Verdict.DOES_NOT_CONFORM}, finding.title


def test_checks_of_other_findings_do_not_fail(audit: Audit) -> None:
    for finding in audit.findings():
        if not finding.grade.nonconformity:
            verdicts = {audit.verdict(check).verdict for check in finding.checks}
            assert verdicts == {Verdict.CONFORMS}, finding.title


def test_findings_of_all_grades_with_one_draft(audit: Audit) -> None:
    assert finding_counts(audit) == {
        Grade.MAJOR: 2, Grade.MINOR: 5, Grade.OFI: 2, Grade.OBSERVATION: 1, Grade.STRENGTH: 2,
    }  # fmt: skip
    drafts = [each for each in audit.findings() if each.state is FindingState.DRAFT]
    assert [each.title for each in drafts] == ["Incident INC-2026-014 closed without a cause"]


def test_issued_findings_draw_no_remark(audit: Audit) -> None:
    remarks = [
        (finding.label, remark.field, remark.text)
        for finding in audit.findings()
        if finding.state is FindingState.ISSUED
        for remark in lint_finding(finding, audit.citations(finding=finding.id), audit.people)
    ]
    assert remarks == []


def test_no_finding_and_no_request_names_a_person(audit: Audit) -> None:
    names = {part for person in audit.people for part in person.name.split()}
    texts = [repr(each) for each in (*audit.findings(), *audit.cars(), audit.info)]
    for finding in audit.findings():
        texts[texts.index(repr(finding))] = repr(finding).replace(finding.by, "")
    found = {name for name in names for text in texts if name in text}
    assert found == set()


def test_requests_stand_in_many_states_and_one_is_overdue(audit: Audit) -> None:
    states = {state for state, number in car_counts(audit).items() if number}
    assert states == set(CarState) - {CarState.NOT_EFFECTIVE}
    overdue = overdue_cars(audit, STORY.today)
    assert [car.issued_to for car in overdue] == ["Human resources manager"]


def test_every_issued_nonconformity_has_a_request(audit: Audit) -> None:
    for finding in audit.findings():
        expected = finding.grade.nonconformity and finding.state is FindingState.ISSUED
        assert (audit.car_of(finding.id) is not None) == expected, finding.title


def test_dates_of_requests_follow_each_other(audit: Audit) -> None:
    for car in audit.cars():
        dates = [car.issued, car.answered, car.decided, car.implemented, car.verified]
        known = [each for each in dates if each is not None]
        assert known == sorted(known), car.label


def test_quotes_stand_where_they_are_cited(audit: Audit) -> None:
    files = {each.id: each for each in audit.evidence() if each.kind is EvidenceKind.FILE}
    cited = [each for each in audit.citations() if each.evidence in files]
    assert len(cited) >= 60
    for citation in cited:
        item = files[citation.evidence]
        at_place = {
            _plain(passage.text)
            for passage in passages(audit.evidence_path(item))
            if passage.place == citation.place
        }
        assert any(_plain(citation.quote) in text for text in at_place), (
            f"{item.path}, {citation.place}: {citation.quote}"
        )


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_evidence_is_hashed_unchanged_dated_and_cited(audit: Audit) -> None:
    for item in audit.evidence():
        assert audit.citations(evidence=item.id), item.title
        assert item.effective, item.title
        if item.kind is EvidenceKind.FILE:
            known = Fingerprint(item.sha256, item.size, item.mtime_ns)
            assert standing(audit.evidence_path(item), known) == "unchanged"


def test_every_effective_date_of_the_story_belongs_to_a_cited_file(audit: Audit) -> None:
    assert set(STORY.effective) == {each.path for each in audit.evidence() if each.path}


def test_notes_are_there_and_some_wait_to_be_filed(audit: Audit) -> None:
    requirements = [r for checklist in audit.checklists for r in checklist.requirements()]
    written = [r.ref for r in requirements if audit.note_text(audit.resolve(r.ref))]
    assert len(written) >= 30
    assert len(audit.unfiled_notes()) >= 3


def test_two_majors_stand_in_the_way_of_stage_2(audit: Audit) -> None:
    stages = readiness(audit, STORY.today)
    assert not stages.stage2.ready
    assert sum("open major" in reason for reason in stages.stage2.reasons) == 2


def test_the_story_happens_within_its_days(audit: Audit) -> None:
    moments = [entry.at for entry in audit.history(limit=10_000)]
    assert moments == sorted(moments, reverse=True)
    assert date(2026, 9, 28) <= moments[-1].date()
    assert moments[0].date() == STORY.today


def test_the_clock_of_the_story_never_goes_back() -> None:
    noon = datetime(2026, 10, 12, 12, tzinfo=UTC)
    clock = StoryClock(noon)
    first = clock()
    clock.go(datetime(2026, 10, 1, tzinfo=UTC))
    assert noon <= first < clock()


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(AuditkitError, match="not empty"):
        build_demo(tmp_path)
    assert [child.name for child in tmp_path.iterdir()] == ["letter.txt"]


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auditkit.demo.build.shutil.copytree", full)
    with pytest.raises(AuditkitError, match="No space left"):
        build_demo(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, ["demo", *arguments])


def test_the_command_builds_once_and_then_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    first = run(str(folder), "--no-tui")
    assert first.exit_code == 0, first.output
    assert "2 major nonconformity, 5 minor nonconformity" in first.output
    assert "IA-2026-07 Internal audit report.docx" in first.output
    before = (folder / "audit.json").read_bytes()
    second = run(str(folder), "--no-tui")
    assert second.exit_code == 0
    assert "already holds the sample audit" in second.output
    assert (folder / "audit.json").read_bytes() == before


def test_the_command_refuses_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    result = run(str(tmp_path), "--no-tui")
    assert result.exit_code == 1
    assert "not empty" in result.output
    assert "Traceback" not in result.output


def test_another_audit_is_no_sample_audit(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    Audit.create(folder, title="Another audit").close()
    assert not is_demo(folder)
    assert run(str(folder), "--no-tui").exit_code == 1
