"""The Statement of Applicability as a document."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from auditkit import text
from auditkit.documents.catalog import write
from auditkit.record.audit import Audit
from auditkit.record.model import Applicability, EvidenceKind, Grade, Implementation, Ref

sample = sys.modules["documents_sample"]
STANDARD = "iso-iec-42001-2023"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTROLS = """id = "own"
standard = "Own rules 1"
title = "Own rules"
short = "OWN"
note = "Own."
[[section]]
ref = "A.2"
title = "Theme"
[[section.requirement]]
ref = "A.2.2"
title = "Locks"
kind = "control"
intent = "Doors have locks."
ask = []
roles = []
[[section.requirement.check]]
id = "A.2.2/a"
obligation = "Doors have locks."
question = "Where are the locks?"
methods = ["observation"]
conformity = "On the doors."
"""


@pytest.fixture
def stated(audit: Audit) -> Audit:
    """Controls stated in every way, with evidence and findings."""
    policy, alignment, review, roles = (
        Ref(STANDARD, ref) for ref in ("A.2.2", "A.2.3", "A.2.4", "A.3.2")
    )
    said = audit.register_statement(EvidenceKind.INTERVIEW, "said", source="Head of AI")
    audit.cite(said.id, ref=policy)
    audit.set_soa(
        [policy],
        applicability=Applicability.APPLICABLE,
        reason="R-1 has to be treated",
        grounds=("risk treatment",),
        status=Implementation.IMPLEMENTED,
        owner="Head of AI",
        named_evidence="AIMS-010",
    )
    audit.set_soa([alignment], applicability=Applicability.EXCLUDED)
    audit.set_soa(
        [review], applicability=Applicability.APPLICABLE, reason=sample.HOSTILE, status="planned"
    )
    audit.set_soa([roles], applicability=Applicability.EXCLUDED, reason="long " * 900)
    audit.set_soa([Ref(STANDARD, "A.3.3")], applicability=Applicability.APPLICABLE, grounds=["law"])
    audit.raise_finding(Grade.MAJOR, "Policy is not known", refs=[policy])
    return audit


def written(audit: Audit, tmp_path: Path) -> Path:
    return write(audit, "soa", tmp_path / "soa.docx", today=sample.TODAY).path


def rows(path: Path, title: str) -> list[list[str]]:
    """The texts of the cells of a table, known by its alternative text."""
    for tbl in docx.Document(str(path)).element.iter(f"{W}tbl"):
        if tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == title:
            return [
                ["".join(n.text or "" for n in c.iter(f"{W}t")) for c in row.findall(f"{W}tc")]
                for row in tbl.findall(f"{W}tr")
            ]
    raise AssertionError(title)


def test_every_control_has_one_row_with_what_is_stated_of_it(stated: Audit, tmp_path: Path) -> None:
    path = written(stated, tmp_path)
    sections = {
        section.ref: section.requirements
        for section in stated.checklist(STANDARD).sections
        if section.ref.startswith("A.")
    }
    for ref, controls in sections.items():
        shown = [row[0] for row in rows(path, f"Controls of {ref}")[1:]]
        assert shown == [f"{each.ref} {each.title}" for each in controls]
    first, second, third = rows(path, "Controls of A.2")[1:]
    fourth, fifth = rows(path, "Controls of A.3")[1:]
    assert first[1:6] == [
        "applicable",
        "R-1 has to be treatedGround: risk treatment",
        "+ implemented",
        "Head of AIAIMS-010",
        "\u2013 untested",
    ]
    assert first[6:] == ["E-001", "F-001"]
    assert second[1:4] == ["\u25cb excluded", "No reason is stated.", "\u2013"]
    assert third[3] == "\u25c6 planned"
    assert third[2] == text.xml(sample.HOSTILE).replace("\n", "")
    assert fourth[2].startswith("long long")
    assert fifth[1:4] == ["applicable", "Ground: law", "\u2013 unknown"]


def test_nothing_is_invented_where_nothing_is_stated(audit: Audit, tmp_path: Path) -> None:
    path = written(audit, tmp_path)
    for row in rows(path, "Controls of A.2")[1:]:
        assert row[1:] == [
            "\u2013 undecided", "\u2013", "\u2013", "\u2013", "\u2013 untested", "\u2013", "\u2013"
        ]  # fmt: skip
    (figures,) = rows(path, "Key figures")
    assert figures[0] == "38undecided"
    assert all(each.startswith("0") for each in figures[1:])


def test_figures_begin_with_the_undecided_and_add_up(stated: Audit, tmp_path: Path) -> None:
    (figures,) = rows(written(stated, tmp_path), "Key figures")
    numbers = [int(re.match(r"\d+", each).group()) for each in figures]  # type: ignore[union-attr]
    assert numbers[:3] == [33, 3, 2]
    assert sum(numbers[3:7]) == numbers[1]


def test_what_does_not_fit_together_leads_to_the_control(stated: Audit, tmp_path: Path) -> None:
    path = written(stated, tmp_path)
    told = rows(path, "Where statement and audit do not fit together")[1:]
    assert [row[0][:5] for row in told] == ["A.2.2", "A.2.3", "A.3.3"]
    assert "F-001 (major nonconformity)" in told[0][1]
    assert told[1][1] == "Excluded without a reason."
    with zipfile.ZipFile(path) as parts:
        body = parts.read("word/document.xml").decode()
    anchors = set(re.findall(r'w:anchor="([^"]+)"', body))
    assert anchors <= set(re.findall(r'w:name="([^"]+)"', body))
    assert {"AK_finding_F_001", "AK_evidence_E_001"} <= anchors


def test_it_is_valid_landscape_and_the_same_each_time(stated: Audit, tmp_path: Path) -> None:
    path = written(stated, tmp_path)
    assert [str(each) for each in OpenXmlValidator().validate(path).errors] == []
    section = docx.Document(str(path)).sections[0]
    assert section.page_width > section.page_height
    stated.close()
    with Audit.open(stated.folder, read_only=True) as kept:
        one, other = (written(kept, tmp_path / name).read_bytes() for name in ("1", "2"))
    assert one == other


def test_controls_of_all_criteria_stand_apart(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(CONTROLS, "utf-8")
    with Audit.create(tmp_path / "audit", title="T", checklists=[STANDARD, str(own)]) as audit:
        audit.set_soa([Ref("own", "A.2.2")], applicability=Applicability.EXCLUDED)
        path = written(audit, tmp_path)
    shown = [p.text for p in docx.Document(str(path)).paragraphs]
    assert "Controls of ISO/IEC 42001:2023" in shown
    assert "Controls of Own rules 1" in shown
    (told,) = rows(path, "Where statement and audit do not fit together")[1:]
    assert told[0] == "OWN A.2.2 Locks"
    assert not OpenXmlValidator().validate(path).errors


def test_without_controls_it_says_so(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(CONTROLS.replace('"control"', '"clause"'), "utf-8")
    with Audit.create(tmp_path / "audit", title="T", checklists=[str(own)]) as audit:
        path = written(audit, tmp_path)
    shown = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "None of the criteria of this audit has controls" in shown
    assert not OpenXmlValidator().validate(path).errors


def test_a_tall_row_may_go_over_a_page(stated: Audit, tmp_path: Path) -> None:
    for tbl in docx.Document(str(written(stated, tmp_path))).element.iter(f"{W}tbl"):
        if tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Controls of A.3":
            tall, low = (row.find(f"{W}trPr/{W}cantSplit") for row in tbl.findall(f"{W}tr")[1:])
            assert tall is None
            assert low is not None
