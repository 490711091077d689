"""Thirty ways in which generated Word documents break, each looked for in ours.

The numbers are those of our list of pitfalls; 31 and 32 are about reading documents back.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import docx.table
import pytest
from lxml import etree

from auditkit.documents.catalog import default_path, write, write_car
from auditkit.documents.kit.page import PAGES
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref, Verdict

sample = sys.modules["documents_sample"]
TODAY, W = sample.TODAY, sample.W
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FILES = ("report", "letter", "checklist", "evidence", "car")

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr tabs bidi spacing ind jc outlineLvl "
    "rPr sectPr",
    "rPr": "rStyle rFonts b bCs i noProof color sz szCs u rtl lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW tblInd tblBorders tblLayout "
    "tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sdtPr": "alias tag id lock showingPlcHdr date dropDownList",
    "sectPr": "headerReference type pgSz pgMar titlePg",
    "settings": "zoom documentProtection defaultTabStop characterSpacingControl compat "
    "themeFontLang clrSchemeMapping decimalSymbol listSeparator",
}
"""Children in the order of the schema, as far as we write them; headers and footers of a section
may stand in any order."""


@pytest.fixture(scope="module", params=FILES)
def path(request: pytest.FixtureRequest, made: dict[str, Path]) -> Path:
    return made[request.param]


@pytest.fixture(scope="module")
def made(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One document of each make."""
    folder = tmp_path_factory.mktemp("made")
    kinds = {"report": "audit", "checklist": "checklist", "evidence": "evidence"}
    files = {n: write(rich, k, folder / f"{n}.docx", today=TODAY).path for n, k in kinds.items()}
    files["letter"] = write(rich, "audit", folder / "l.docx", page="Letter", today=TODAY).path
    files["car"] = write_car(rich, "CAR-001", folder / "car.docx", today=TODAY).path
    return files


def trees(path: Path) -> Iterator[tuple[str, Any]]:
    """All XML parts below word/ as trees."""
    for name, content in sample.parts(path).items():
        if re.fullmatch(r"word/[^/]+\.xml", name):
            yield name, etree.fromstring(content)


def test_01_no_table_is_filled_cell_by_cell(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("python-docx rebuilds the whole grid for each cell")

    monkeypatch.setattr(docx.table.Table, "cell", forbidden)
    monkeypatch.setattr(docx.table.Table, "_cells", property(forbidden))
    monkeypatch.setattr(docx.table._Row, "cells", property(forbidden))
    assert write(rich, "audit", tmp_path / "r.docx", today=TODAY).path.is_file()


def test_02_children_stand_in_the_order_of_the_schema(path: Path) -> None:
    for name, tree in trees(path):
        for kind, order in ORDER.items():
            names = order.split()
            for element in tree.iter(f"{W}{kind}"):
                local = [etree.QName(child).localname for child in element]
                places = [names.index(each.replace("footerR", "headerR")) for each in local]
                assert places == sorted(places), (name, kind)


def test_03_every_cell_ends_with_a_paragraph(path: Path) -> None:
    for _, tree in trees(path):
        assert all(cell[-1].tag == f"{W}p" for cell in tree.iter(f"{W}tc"))


def test_04_rows_fill_the_grid(path: Path) -> None:
    for table in sample.body(path).iter(f"{W}tbl"):
        columns = len(table.find(f"{W}tblGrid"))
        for row in table.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val")) for s in spans) == columns


def test_05_the_body_ends_with_its_section(path: Path) -> None:
    body = sample.body(path)
    assert body[-1].tag == f"{W}sectPr"
    assert sum(child.tag == f"{W}sectPr" for child in body) == 1


def test_06_fields_are_whole_and_have_a_result(path: Path) -> None:
    count = 0
    for _, tree in trees(path):
        depth, results = 0, []
        for node in tree.iter(f"{W}fldChar", f"{W}t"):
            kind = node.get(f"{W}fldCharType")
            assert kind is None or len(node.getparent().findall(f"{W}fldChar")) == 1
            if kind == "begin":
                depth, count = depth + 1, count + 1
                results.append("")
            elif kind == "end":
                depth -= 1
                assert results.pop().strip()
            elif kind is None and results:
                results = [each + (node.text or "") for each in results]
        assert depth == 0
    assert count


def test_07_bookmarks_are_unique_closed_and_short(path: Path) -> None:
    body = sample.body(path)
    starts = list(body.iter(f"{W}bookmarkStart"))
    names = [each.get(f"{W}name") for each in starts]
    assert len({each.casefold() for each in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", each) for each in names)
    ids = [each.get(f"{W}id") for each in starts]
    assert len(set(ids)) == len(ids)
    assert ids == [each.get(f"{W}id") for each in body.iter(f"{W}bookmarkEnd")]
    targets = {each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")}
    for node in body.iter(f"{W}instrText"):
        targets |= set(re.findall(r"(?:PAGE)?REF (\S+)", node.text))
    assert targets <= set(names)


def test_08_drawing_ids_are_unique(path: Path) -> None:
    ids = Counter(node.get("id") for _, t in trees(path) for node in t.iter("{*}docPr", "{*}shape"))
    assert all(count == 1 for count in ids.values())


def test_09_control_ids_are_unique_and_fit_32_bits(path: Path) -> None:
    ids = [int(each.get(f"{W}val")) for each in sample.body(path).iter(f"{W}id")]
    assert len(set(ids)) == len(ids)
    assert all(-(2**31) <= each < 2**31 for each in ids)


def test_10_spaces_are_preserved(path: Path) -> None:
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for _, tree in trees(path):
        for node in tree.iter(f"{W}t", f"{W}instrText"):
            assert (node.text or "") == (node.text or "").strip() or node.get(space) == "preserve"


def test_11_every_relation_used_is_one_of_that_part(path: Path) -> None:
    parts = sample.parts(path)
    for name, tree in trees(path):
        used = {v for e in tree.iter() for k, v in e.attrib.items() if k.startswith(R)}
        home = parts.get(f"word/_rels/{name.removeprefix('word/')}.rels", b"<x/>")
        known = {each.get("Id") for each in etree.fromstring(home)}
        assert used <= known, name


def test_12_prefixes_that_may_be_ignored_are_declared(path: Path) -> None:
    for name, tree in trees(path):
        ignorable = next((v for k, v in tree.attrib.items() if k.endswith("Ignorable")), "")
        assert set(ignorable.split()) <= set(tree.nsmap), name


def test_13_styles_used_exist_and_bear_the_names_of_word(path: Path) -> None:
    styles = etree.fromstring(sample.parts(path)["word/styles.xml"])
    names = {
        each.get(f"{W}styleId"): each.find(f"{W}name").get(f"{W}val")
        for each in styles.iter(f"{W}style")
    }
    used = {
        node.get(f"{W}val")
        for _, tree in trees(path)
        for node in tree.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    assert used <= set(names)
    for identity, name in (("Heading1", "heading 1"), ("TOC1", "toc 1"), ("Caption", "caption")):
        assert names[identity] == name


def test_14_and_15_after_every_table_comes_a_paragraph(path: Path) -> None:
    for table in sample.body(path).iter(f"{W}tbl"):
        assert table.getnext() is not None
        assert table.getnext().tag == f"{W}p"


def test_16_no_page_break_stands_before_a_turned_page(path: Path) -> None:
    body = sample.body(path)
    assert not [each for each in body.iter(f"{W}br") if each.get(f"{W}type") == "page"]
    for end in body.iterchildren(f"{W}p"):
        if end.find(f"{W}pPr/{W}sectPr") is not None:
            assert end.getnext().find(f"{W}pPr/{W}pageBreakBefore") is None
            assert not sample.said(end)


def test_17_a_finding_longer_than_a_page_may_break(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        for text in ("short", "word " * 900, "x\n" * 60, "\u5f71" * 3000):
            audit.raise_finding(Grade.OBSERVATION, "t", objective_evidence=text)
        made = write(audit, "audit", today=TODAY).path
    kept = {}
    for table in sample.body(made).iter(f"{W}tbl"):
        title = table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        kept[title] = [row.find(f".//{W}keepNext") is not None for row in table.findall(f"{W}tr")][
            :3
        ]
    heading_stays = [True, True]
    assert all(kept[f"Finding F-00{n}"][:2] == heading_stays for n in (1, 2, 3, 4))
    assert [kept[f"Finding F-00{n}"][2] for n in (1, 2, 3, 4)] == [True, False, False, False]


def test_17_a_row_higher_than_a_page_may_split(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        for effective in ("2026-03", "2026-03 " * 40):
            audit.register_statement(EvidenceKind.INTERVIEW, "Talk", effective=effective)
        made = write(audit, "evidence", today=TODAY).path
    for table in sample.body(made).iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Evidence register":
            whole = [r.find(f"{W}trPr/{W}cantSplit") is not None for r in table.iter(f"{W}tr")]
            assert whole == [True, True, False], "a narrow column makes few words high"


def test_18_no_table_sticks_out_of_the_margins(path: Path, made: dict[str, Path]) -> None:
    sheet = PAGES["Letter" if path == made["letter"] else "A4"]
    turned = path == made["checklist"]
    body = sample.body(path)
    for child in body:
        if child.tag == f"{W}p" and child.find(f"{W}pPr/{W}sectPr") is not None:
            turned = not turned
        if child.tag == f"{W}tbl":
            width = int(child.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
            assert width <= (sheet.turned() if turned else sheet).text_width
            assert child.find(f"{W}tblPr/{W}tblInd") is None


def test_19_long_and_dirty_properties_are_cut(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="x\x00" * 400, lead="y" * 300) as audit:
        made = docx.Document(str(write(audit, "audit", today=TODAY).path)).core_properties
    assert len(made.subject) == len(made.author) == 255
    assert "\x00" not in made.subject


def test_20_and_21_no_picture_is_embedded(path: Path) -> None:
    assert not [name for name in sample.parts(path) if "media" in name]


def test_22_nothing_leads_out_of_the_document(path: Path, rich: Audit) -> None:
    for name, content in sample.parts(path).items():
        assert b'TargetMode="External"' not in content, name
        assert b"file:" not in content
        assert str(rich.folder.parent).encode() not in content


def test_23_nothing_of_a_default_template_is_left(path: Path) -> None:
    parts = sample.parts(path)
    assert b"<Application>auditkit</Application>" in parts["docProps/app.xml"]
    assert not [n for n in parts if re.search("thumbnail|stylesWithEffects|customXml", n)]
    assert b"python-docx" not in b"".join(parts.values())


def test_24_word_is_not_put_into_compatibility_mode(path: Path) -> None:
    settings = sample.parts(path)["word/settings.xml"]
    assert re.search(rb'"compatibilityMode" [^>]*w:val="15"', settings)


def test_25_a_font_of_the_same_widths_is_named(path: Path) -> None:
    fonts = sample.parts(path)["word/fontTable.xml"]
    assert b'<w:font w:name="Calibri"><w:altName w:val="Carlito"/>' in fonts


@pytest.mark.parametrize("number", ["a/b:c?", "con", "\u202e", "x" * 400, "e\u0301 \ud800", "."])
def test_26_file_names_hold_on_every_system(tmp_path: Path, number: str) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.set_info(number=number)
        made = write(audit, "evidence", today=TODAY).path
        assert made == default_path(audit, "Evidence register")
    assert made.is_file()
    assert not set(made.name) & set('<>:"/\\|?*\u202e\ud800')
    assert len(made.name.encode()) < 160


def test_28_only_the_folder_of_the_target_is_written_to(
    rich: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    made = write(rich, "audit", tmp_path / "out" / "r.docx", today=TODAY).path
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert list(made.parent.iterdir()) == [made]


def test_29_the_workbook_of_a_chart_never_computes(tmp_path: Path) -> None:
    own = sample.large_checklist(tmp_path / "own.toml", 8)
    own.write_text(own.read_text("utf-8").replace('"Chapter 1"', '"=1+1 & <b>"'), "utf-8")
    with Audit.create(tmp_path / "a", title="T", checklists=(str(own),)) as audit:
        audit.set_verdict(audit.check_refs(Ref("large", "1.1")), Verdict.CONFORMS)
        parts = sample.parts(write(audit, "audit", today=TODAY).path)
    book = next(content for name, content in parts.items() if name.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(book)) as sheet:
        data = etree.fromstring(sheet.read("xl/worksheets/sheet1.xml"))
    assert not list(data.iter("{*}f"))
    names = [each for each in data.iter("{*}c") if each.get("t") == "inlineStr"]
    said = ["".join(each.itertext()).replace("\u00a0", " ") for each in names]
    assert "1 =1+1 & <b>" in said
    numbers = [int(each.findtext("{*}v")) for each in data.iter("{*}c") if not each.get("t")]
    assert numbers == [4, 0, 0, 4]


def test_30_times_in_the_properties_are_the_day_of_the_record(path: Path) -> None:
    core = docx.Document(str(path)).core_properties
    assert core.created == core.modified
    day = core.created.replace(tzinfo=UTC)
    assert day == datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
