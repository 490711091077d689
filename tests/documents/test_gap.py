"""The gap assessment as it was written: a plan in order, with the figures of the record."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from auditkit.analysis.gaps import STEPS
from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict

from . import sample
from .sample import STANDARD, TODAY, overflowing_audit
from .shown import dash, table_of, text_of, tiles_of


@pytest.fixture(scope="module")
def made(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assessment of the rich audit."""
    return write(rich, "gap", tmp_path_factory.mktemp("gap") / "gap.docx", today=TODAY).path


def verdicts(audit: Audit) -> dict[str, list[Verdict]]:
    """The verdicts of the checks of each requirement, recounted from the record."""
    return {
        each.ref: [audit.verdict(Ref(STANDARD, check.id)).verdict for check in each.checks]
        for each in audit.checklist(STANDARD).requirements()
    }


def test_figures_are_those_of_the_record(rich: Audit, made: Path) -> None:
    given, tiles = verdicts(rich), tiles_of(made)
    failing = [ref for ref, each in given.items() if Verdict.DOES_NOT_CONFORM in each]
    untested = [ref for ref, each in given.items() if set(each) == {Verdict.UNTESTED}]
    partly = [
        ref
        for ref, each in given.items()
        if Verdict.UNTESTED in each and ref not in failing and ref not in untested
    ]
    left_out = [ref for ref, each in given.items() if set(each) == {Verdict.NOT_APPLICABLE}]
    assert tiles["do not conform"] == len(failing) > 0
    assert tiles["partly tested"] == len(partly) > 0
    assert tiles["untested"] == len(untested)
    assert tiles["not applicable"] == len(left_out)
    rest = len(given) - len({*failing, *partly, *untested, *left_out})
    assert tiles["requirements conform"] == rest > 0
    kinds = ("cited", "registered, not cited there", "not recognized by name", "not seen")
    assert sum(tiles[each] for each in kinds) == tiles["documents expected"]
    asked = [d for each in rich.checklist(STANDARD).requirements() for d in each.documents_required]
    assert (
        tiles["documents expected"] == len(asked) == len(table_of(made, "Expected documents")) - 1
    )


def test_the_plan_holds_each_open_requirement_once_in_order(rich: Audit, made: Path) -> None:
    rows = [row for step in STEPS for row in _step(made, step.name)]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    refs = [row[1].split(" ")[0] for row in rows]
    assert len(set(refs)) == len(refs)
    settled = {
        ref
        for ref, each in verdicts(rich).items()
        if not {Verdict.UNTESTED, Verdict.DOES_NOT_CONFORM} & set(each)
    }
    cited = {ref.ref for each in rich.findings() if each.grade.nonconformity for ref in each.refs}
    assert set(refs) == set(verdicts(rich)) - (settled - cited)
    majors = {ref.ref for e in rich.findings() if e.grade is Grade.MAJOR for ref in e.refs}
    assert set(refs[: len(majors)]) == majors
    first = table_of(made, "What to do first")[1:]
    assert [row[1].split(" ")[0] for row in first] == refs[: len(first)]


def _step(made: Path, name: str) -> list[list[str]]:
    try:
        return table_of(made, name)[1:]
    except AssertionError:
        return []


def test_each_clause_adds_up(rich: Audit, made: Path) -> None:
    rows = table_of(made, "Where each clause stands")[1:]
    given = verdicts(rich)
    for section, row in zip(rich.checklist(STANDARD).sections, rows, strict=True):
        assert row[0] == f"{section.ref} {section.title}"
        numbers = [dash(each) for each in row[1:7]]
        assert numbers[0] == len(section.requirements) == sum(numbers[1:])
        failing = sum(Verdict.DOES_NOT_CONFORM in given[each.ref] for each in section.requirements)
        assert numbers[2] == failing


def test_it_says_what_is_open_and_never_how_many_days(rich: Audit, made: Path) -> None:
    shown = text_of(made)
    failing = [ref for ref, each in rich.verdicts().items() if each.verdict == "does not conform"]
    for ref in failing:
        assert f"{ref.ref} does not conform: {rich.check(ref).obligation}" in shown
    assert "It is no estimate of days." in shown
    for word in ("certified", "compliant"):
        assert word not in shown.casefold()


def test_a_new_audit_gives_a_plan_and_a_settled_one_says_so(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New") as audit:
        path = write(audit, "gap", tmp_path / "new.docx", today=TODAY).path
        total = sum(1 for _ in audit.checklists[0].requirements())
        assert f"{total} of {total} requirements have something open." in text_of(path)
        checks = [Ref(STANDARD, each.id) for each in audit.checklists[0].checks()]
        audit.set_verdict(checks, Verdict.CONFORMS)
        done = write(audit, "gap", tmp_path / "done.docx", today=TODAY).path
    assert f"Nothing is open about the {total} requirements." in text_of(done)
    for each in (path, done):
        assert not OpenXmlValidator().validate(each).errors


def test_of_very_many_findings_on_one_requirement_the_first_are_told(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New") as audit:
        for number in range(30):
            audit.raise_finding(Grade.MINOR, f"Gap {number}", refs=[audit.resolve("7.2")])
        path = write(audit, "gap", tmp_path / "a.docx", today=TODAY).path
    (row,) = [r for r in _step(path, STEPS[2].name) if r[1].startswith("7.2")]
    assert row[3].count("minor nonconformity: Gap") == 5
    assert "25 more nonconformities: F-006, F-007" in row[3]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice lays the pages out")
@pytest.mark.parametrize(("script", "page"), [("lines", "A4"), ("latin", "Letter")])
def test_the_first_page_is_one_page_however_long_the_texts(
    tmp_path: Path, script: str, page: str
) -> None:
    with overflowing_audit(tmp_path / "a", script) as audit:
        path = write(audit, "gap", tmp_path / "gap.docx", page=page, today=TODAY).path
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(path)], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "gap.pdf") as pages:
        first, second = (pages[n].get_textpage().get_text_bounded() for n in (0, 1))
    assert "What to do first" in first
    assert "How order and effort were found stands at the end." in first
    assert "The plan in order" in second


def test_the_first_page_tells_all_that_is_to_do_where_it_has_room(tmp_path: Path) -> None:
    own = sample.large_checklist(tmp_path / "own.toml", 4)
    with Audit.create(tmp_path / "a", title="T", checklists=(str(own),)) as audit:
        for number in range(8):
            audit.raise_finding(Grade.MINOR, f"Gap {number}", refs=(Ref("large", "1.1"),))
        made = write(audit, "gap", tmp_path / "g.docx", today=sample.TODAY).path
    (row,) = sample.rows(made, "What to do first")
    assert all(f"F-00{number} (draft)" in row[2] for number in range(1, 9))


@pytest.mark.parametrize("kind", ["gap", "readiness"])
def test_the_rules_at_the_end_stay_on_one_page(rich: Audit, tmp_path: Path, kind: str) -> None:
    made = write(rich, kind, tmp_path / "g.docx", today=sample.TODAY).path
    rules = [
        each
        for each in sample.body(made).iter(f"{sample.W}p")
        if each.find(f"{sample.W}pPr/{sample.W}pStyle[@{sample.W}val='ListBullet']") is not None
    ][-5:]
    kept = [each.find(f"{sample.W}pPr/{sample.W}keepNext") is not None for each in rules]
    assert kept == [True, True, True, True, False]
