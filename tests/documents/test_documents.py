"""What every document has to hold, seen from the file that was written."""

from __future__ import annotations

import hashlib
import os
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
from auditkit.analysis.progress import progress
from auditkit.documents.catalog import (
    KINDS,
    NEVER_DRAFTS,
    default_path,
    safe_name,
    write,
    write_car,
)
from auditkit.documents.kit.base import Properties
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, laid, paragraph
from auditkit.documents.kit.forms import Field, control
from auditkit.documents.kit.foundation import OwnFoundation
from auditkit.documents.kit.page import page
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import HASH_MARK, hash_of
from auditkit.documents.kit.sections import Frame
from auditkit.documents.kit.tables import Column, table
from auditkit.documents.source import Choices
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit

sample = sys.modules["documents_sample"]
TODAY = sample.TODAY
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
    return made


def test_drafts_say_so_until_the_report_is_issued(written: dict[str, Path]) -> None:
    marked = {
        kind
        for kind, path in written.items()
        if docx.Document(str(path)).core_properties.content_status == "Draft"
    }
    assert marked == KINDS.keys() - NEVER_DRAFTS


def test_car_form_is_valid(written: dict[str, Path]) -> None:
    assert [str(each) for each in OpenXmlValidator().validate(written["car"]).errors] == []


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
    assert f"0\u00a0/\u00a0{total}" in shown
    assert "Nothing was tested yet." in shown
    cover = shown.split("Report number")[0].split("\n")
    assert cover.count("T") == 1, "the title stands once on the cover"
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
    paper = Paper(OwnFoundation(page("A4"), frame, properties))
    flow = paper.flow
    flow.heading(value)
    flow.caption("Table", value)
    flow.add(table(flow.width, [Column(value, 1)], [[value]], title=value) + NEXT_TO_TABLE)
    flow.add(paragraph(value) + laid(control(flow, Field("car.x", value), value)))
    body = docx.Document(io.BytesIO(paper.finish().content))
    shown = body.tables[0].rows[1].cells[0].text
    assert shown == text.xml(value)


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


PAGES = """#!/usr/bin/env python3
import pathlib, re, sys, zipfile
target = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
target.mkdir()
with zipfile.ZipFile(sys.argv[-1]) as probe, zipfile.ZipFile(target / "probe.docx", "w") as made:
    numbers = iter(range(4, 400))
    text = probe.read("word/document.xml").decode()
    asked = r"(PAGEREF .*?separate.*?<w:t[^>]*>)[^<]*<"
    made.writestr("word/document.xml", re.sub(asked, lambda m: f"{m[1]}{next(numbers)}<", text))
"""


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a script")
def test_page_numbers_come_from_a_layout_program(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(PAGES.replace("/usr/bin/env python3", sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    chosen = Choices(page_numbers=True)
    made = write(rich, "audit", tmp_path / "n.docx", today=TODAY, choices=chosen).path
    plain = write(rich, "audit", tmp_path / "p.docx", today=TODAY).path
    with_numbers, without = map(_contents, (made, plain))
    assert [line.partition("\t")[0] for line in with_numbers] == without
    numbers = [int(line.partition("\t")[2]) for line in with_numbers]
    assert numbers == list(range(4, 4 + len(without)))
    assert not OpenXmlValidator().validate(made).errors


def _contents(path: Path) -> list[str]:
    return [
        sample.said(each)
        for each in sample.body(path).iter(f"{W}p")
        if (style := each.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val").startswith("TOC")
    ]


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 3\n", ""])
@pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a script")
def test_without_a_layout_program_one_sentence_says_so(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if program:
        (tmp_path / "soffice").write_text(program)
        (tmp_path / "soffice").chmod(0o755)
    target = tmp_path / "n.docx"
    with pytest.raises(AuditkitError, match="LibreOffice"):
        write(rich, "audit", target, today=TODAY, choices=Choices(page_numbers=True))
    assert not target.exists()


def test_contents_stand_ready_without_a_prompt(written: dict[str, Path]) -> None:
    lines = _contents(written["audit"])
    listed = [each.split("  ", 1)[1] for each in lines]
    heads = [
        sample.said(each)
        for each in sample.body(written["audit"]).iter(f"{W}p")
        if (style := each.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val") in ("Heading1", "Heading2")
    ]
    assert listed == heads
    every = b"".join(_parts(written["audit"]).values())
    assert b"updateFields" not in every
    assert b"w:dirty" not in every
