"""What every document has to hold, seen from the file that was written."""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from auditkit import text
from auditkit.analysis.counts import finding_counts
from auditkit.analysis.progress import progress
from auditkit.documents.catalog import KINDS, default_path, safe_name, write, write_car
from auditkit.documents.kit.base import Properties
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid, paragraph
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.forms import Field, control
from auditkit.documents.kit.page import page
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import HASH_MARK, hash_of
from auditkit.documents.kit.sections import Frame
from auditkit.documents.kit.tables import Column, table
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Grade

TODAY = sys.modules["documents_sample"].TODAY
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _text(path: Path) -> str:
    root = docx.Document(str(path)).element
    return "\n".join(
        "".join(node.text or "" for node in para.iter(f"{W}t")) for para in root.iter(f"{W}p")
    )


@pytest.fixture(scope="module")
def written(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of document of the rich audit, once."""
    folder = tmp_path_factory.mktemp("written")
    made = {k: write(rich, k, folder / f"{k}.docx", today=TODAY).path for k in KINDS}
    made["car"] = write_car(rich, "CAR-001", folder / "car.docx", today=TODAY).path
    made["letter"] = write(rich, "audit", folder / "l.docx", page="letter", today=TODAY).path
    return made


@pytest.mark.parametrize("kind", [*KINDS, "car", "letter"])
def test_document_is_valid(written: dict[str, Path], kind: str) -> None:
    assert [str(each) for each in OpenXmlValidator().validate(written[kind]).errors] == []


@pytest.mark.parametrize("kind", [*KINDS, "car"])
def test_links_bookmarks_and_fields_are_whole(written: dict[str, Path], kind: str) -> None:
    body = _parts(written[kind])["word/document.xml"].decode()
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    ids = re.findall(r'w:bookmarkStart w:id="(\d+)"', body)
    assert len(names) == len(set(names))
    assert sorted(ids) == sorted(re.findall(r'w:bookmarkEnd w:id="(\d+)"', body))
    assert set(re.findall(r'w:anchor="([^"]+)"', body)) <= set(names)
    assert all(len(name) <= 40 for name in names)
    kinds = re.findall(r'w:fldCharType="(\w+)"', body)
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert HASH_MARK not in body


@pytest.mark.parametrize("kind", [*KINDS, "car"])
def test_tables_state_their_widths(written: dict[str, Path], kind: str) -> None:
    for tbl in docx.Document(str(written[kind])).element.iter(f"{W}tbl"):
        grid = [int(col.get(f"{W}w")) for col in tbl.find(f"{W}tblGrid")]
        assert int(tbl.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == sum(grid)
        for row in tbl.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            assert [int(c.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for c in cells] == grid
            assert all(cell[-1].tag == f"{W}p" for cell in cells)
        assert tbl.find(f"{W}tblPr/{W}tblCaption") is not None


def test_same_record_gives_same_bytes(rich: Audit, tmp_path: Path) -> None:
    first = write(rich, "audit", tmp_path / "a.docx", today=TODAY)
    second = write(rich, "audit", tmp_path / "b.docx", today=TODAY)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == hashlib.sha256(second.path.read_bytes()).hexdigest()


def test_content_hash_stands_in_the_document_and_can_be_recomputed(
    rich: Audit, tmp_path: Path
) -> None:
    made = write(rich, "audit", tmp_path / "a.docx", today=TODAY)
    assert made.content_hash in _text(made.path)
    marked = {
        name: data.replace(made.content_hash.encode(), HASH_MARK.encode())
        for name, data in _parts(made.path).items()
    }
    assert hash_of(marked) == made.content_hash


def test_report_holds_what_a_report_has_to_hold(written: dict[str, Path]) -> None:
    shown = _text(written["audit"])
    for heading in (
        "Executive summary",
        "Objectives",
        "Scope",
        "Audit criteria",
        "Audit team",
        "Audit client and auditees",
        "Dates and locations",
        "Method",
        "Sampling and its limits",
        "What was not audited",
        "Obstacles",
        "Diverging opinions",
        "Conclusions",
        "Findings",
        "Strengths",
        "Corrective-action requests",
        "Results clause by clause",
        "Interviews and observations",
        "Evidence register",
        "Definitions",
        "Version history",
        "Sign-off",
    ):
        assert re.search(rf"^{heading}$", shown, re.MULTILINE), heading
    assert "Data centre in Lyon" in shown
    assert "The head of product holds" in shown
    assert "Hidden Name" not in shown, "auditees are named by function"


def test_key_figures_are_those_of_the_record(rich: Audit, written: dict[str, Path]) -> None:
    tiles = next(
        tbl
        for tbl in docx.Document(str(written["audit"])).element.iter(f"{W}tbl")
        if tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Key figures"
    )
    figures = [
        "".join(node.text or "" for node in cell[1].iter(f"{W}t")) for cell in tiles.iter(f"{W}tc")
    ]
    done, counts = progress(rich), finding_counts(rich)
    assert figures[0] == f"{done.judged} / {done.total}"
    assert sum(map(int, figures[1:4])) == done.judged
    assert int(figures[4]) == done.total - done.judged > 0
    assert list(map(int, figures[5:])) == [counts[grade] for grade in Grade]


def test_findings_come_majors_first_and_link_their_evidence(
    rich: Audit, written: dict[str, Path]
) -> None:
    heads = [
        para.text
        for para in docx.Document(str(written["audit"])).paragraphs
        if re.match(r"F-\d+", para.text) and para.style.name.startswith("Heading")
    ]
    assert [head[:5] for head in heads] == [each.label for each in rich.findings()]
    body = _parts(written["audit"])["word/document.xml"].decode()
    for finding in rich.findings():
        for citation in rich.citations(finding=finding.id):
            label = rich.evidence_item(citation.evidence).label.replace("-", "_")
            assert f'w:anchor="AK_evidence_{label}"' in body


def test_draft_is_marked_until_issued(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        made = write(audit, "audit", today=TODAY)
        assert b"DRAFT" in _parts(made.path)["word/header1.xml"]
        audit.set_info(report_issued=TODAY)
        made = write(audit, "audit", today=TODAY)
        assert all(b"DRAFT" not in data for data in _parts(made.path).values())
        assert [each.kind for each in audit.documents()] == ["audit", "audit"]
        assert (audit.folder / audit.documents()[0].path) == made.path


def test_empty_audit_shows_all_as_untested(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        made = write(audit, "audit", today=TODAY)
        total = progress(audit).total
    shown = _text(made.path)
    assert f"0 / {total}" in shown
    assert "Stage 1: not ready" in shown
    assert ": appears ready" not in shown
    assert not OpenXmlValidator().validate(made.path).errors


def test_car_form_locks_all_but_the_answer(written: dict[str, Path]) -> None:
    parts = _parts(written["car"])
    assert b'<w:documentProtection w:edit="forms" w:enforcement="1"/>' in parts["word/settings.xml"]
    controls = list(docx.Document(str(written["car"])).element.iter(f"{W}sdt"))
    tags = [each.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for each in controls]
    assert "car.root_cause" in tags
    for each, tag in zip(controls, tags, strict=True):
        assert each.getparent().tag == f"{W}p"
        assert each.find(f"{W}sdtPr/{W}text") is None
        before = each.getprevious()
        assert before is not None
        assert before.get(f"{W}name") == f"AK_{tag.replace('.', '_')}"


def test_unknown_kind_page_and_car_are_usage_errors(rich: Audit, tmp_path: Path) -> None:
    for call in (
        lambda: write(rich, "novel", tmp_path / "x.docx"),
        lambda: write(rich, "audit", tmp_path / "x.docx", page="A7"),
        lambda: write_car(rich, "CAR-999", tmp_path / "x.docx"),
    ):
        with pytest.raises(UsageError):
            call()
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_one_sentence(rich: Audit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", "utf-8")
    with pytest.raises(AuditkitError, match="could not be written"):
        write(rich, "evidence", tmp_path / "file" / "x.docx", today=TODAY)
    assert (tmp_path / "file").read_text("utf-8") == "kept"


def test_interrupted_writing_leaves_the_previous_file(rich: Audit, tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    target.write_bytes(b"previous")

    def stop(_name: str, number: int, _count: int) -> None:
        if number == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(rich, "audit", target, today=TODAY, progress=stop)
    assert target.read_bytes() == b"previous"


@pytest.mark.parametrize("name", ["a/b:c", "CON", "x" * 300, "end. ", "\u202egnp", "\ud800"])
def test_file_names_are_safe(name: str) -> None:
    made = safe_name(name)
    assert len(made) <= 61
    assert made.upper() != "CON"
    assert not set(made) & set('<>:"/\\|?*\u202e\ud800')
    assert made == made.strip(" .")


def test_default_place_is_the_documents_folder(rich: Audit) -> None:
    assert default_path(rich, "Internal audit report") == (
        rich.folder / "documents" / "IA-2026-01 Internal audit report.docx"
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_gives_a_document_that_shows_it(value: str) -> None:
    import io

    frame = Frame(value, value, value, True)
    properties = Properties(value, value, value, TODAY, "en-GB", True, (("x", value),))
    paper = Paper(page("A4"), frame, properties)
    flow = paper.flow
    flow.heading(value)
    flow.caption("Table", value)
    flow.add(table(flow.width, [Column(value, 1)], [[value]], title=value) + NEXT_TO_TABLE)
    flow.add(paragraph(value) + laid(control(flow, Field("car.x", value), value)))
    body = docx.Document(io.BytesIO(paper.finish().content))
    shown = body.tables[0].rows[1].cells[0].text
    assert shown == text.xml(value)


@given(st.text(max_size=400), st.integers(1, 5))
def test_fitted_text_is_kept_or_visibly_cut(value: str, lines: int) -> None:
    flat = " ".join(value.split())
    made = fit(value, width=9000, points=9, lines=lines)
    assert made == flat or (made.endswith("\u2026") and flat.startswith(made[:-1]))


def test_nothing_loads_word_before_it_is_needed() -> None:
    import subprocess

    code = "import sys, auditkit.documents.catalog; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_document_names_the_state_of_the_record_it_was_made_from(
    rich: Audit, tmp_path: Path
) -> None:
    makers = {
        kind: (lambda kind=kind: write(rich, kind, tmp_path / f"{kind}.docx")) for kind in KINDS
    }
    makers["car"] = lambda: write_car(rich, rich.cars()[0].label, tmp_path / "car.docx")
    for make in makers.values():
        head, digest = rich.head, rich.digest
        with zipfile.ZipFile(make().path) as parts:
            assert digest in parts.read("docProps/custom.xml").decode()
            feet = [parts.read(name).decode() for name in parts.namelist() if "footer" in name]
        assert any(f"record {head}" in foot for foot in feet)
