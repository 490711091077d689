"""Strings from anywhere in a document: shown, cleaned where they must be, and told when so."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit import text
from auditkit.documents.catalog import write
from auditkit.documents.kit.fit import fit
from auditkit.documents.kit.inline import runs, starts_rtl
from auditkit.record.audit import Audit
from auditkit.record.model import Grade

sample = sys.modules["documents_sample"]
TODAY, W = sample.TODAY, sample.W
REPLACEMENT = "\ufffd"
HEBREW, ARABIC, CJK = "\u05e9\u05dc\u05d5\u05dd", "\u0644\u0645 \u064a\u062a\u0645", "\u65e5\u672c"

CASES = {
    "NUL": ("a\x00b", f"a{REPLACEMENT}b"),
    "escape sequence": ("a\x1b[31mred\x1b[0m", "ared"),
    "vertical tab": ("a\x0bb", "a\nb"),
    "form feed": ("a\x0cb", "a\nb"),
    "delete": ("a\x7fb", f"a{REPLACEMENT}b"),
    "C1 control": ("a\x9b31mb\x80", f"a{REPLACEMENT}31mb{REPLACEMENT}"),
    "bell": ("a\x07", f"a{REPLACEMENT}"),
    "next line": ("a\x85b", "a\nb"),
    "line separator": ("a\u2028b", "a\nb"),
    "lone high surrogate": ("a\ud83db", f"a{REPLACEMENT}b"),
    "lone low surrogate": ("a\ude00b", f"a{REPLACEMENT}b"),
    "surrogate pair": ("a\ud83d\ude00b", "a\U0001f600b"),
    "U+FFFE": ("a\ufffeb", f"a{REPLACEMENT}b"),
    "U+FFFF": ("a\uffffb", f"a{REPLACEMENT}b"),
    "noncharacter": ("a\ufdd0b", "a\ufdd0b"),
    "emoji": ("a\U0001f600b", "a\U0001f600b"),
    "direction override": ("a\u202eb", "a\\u202eb"),
    "isolate": ("a\u2066b", "a\\u2066b"),
    "zero width": ("a\u200bb", "a\u200bb"),
    "byte order mark": ("\ufeffa", "\ufeffa"),
    "carriage return": ("a\rb", "a\nb"),
    "CRLF is one break": ("a\r\nb", "a\nb"),
    "tab": ("a\tb", "a\tb"),
    "combining": ("e\u0301", "e\u0301"),
    "end of CDATA": ("a]]>b", "a]]>b"),
    "entities stay as typed": ("a&amp;<b>", "a&amp;<b>"),
    "spaces are kept": ("  a  b ", "  a  b "),
    "quotes": ("\"a' b", "\"a' b"),
    "leading equals": ("=1+1", "=1+1"),
}


@pytest.fixture(scope="module")
def finding_text(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How each case reads in the report, as title of evidence in the register."""
    folder = tmp_path_factory.mktemp("characters")
    with Audit.create(folder / "a", title="T") as audit:
        finding = audit.raise_finding(Grade.OBSERVATION, "t")
        audit.edit_finding(finding.id, objective_evidence="|".join(v for v, _ in CASES.values()))
        path = write(audit, "audit", today=TODAY).path
    row = next(r for r in sample.rows(path, "Finding F-001") if r[0] == "Objective evidence")
    return dict(zip(CASES, row[1].split("|"), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_characters_are_shown_or_replaced(finding_text: dict[str, str], case: str) -> None:
    assert finding_text[case] == CASES[case][1]


def test_only_what_was_lost_is_told_with_its_field(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.set_info(scope="one\x0btwo\r\nthree\ttabs", method="a\x00b", sampling="\u202egnp")
        audit.add_system("S\ud800", "provider", "p")
        audit.raise_finding(
            "observation", "t\x07", objective_evidence="\x1b[1mx", gap="fine \U0001f600"
        )
        audit.raise_finding(Grade.OBSERVATION, "t", gap="only in a withdrawn one \x00")
        audit.issue_finding(_complete(audit, "F-002"))
        audit.withdraw_finding("F-002", "wrong")
        made = write(audit, "audit", today=TODAY)
        register = write(audit, "evidence", today=TODAY)
    assert made.replaced == (
        "audit method",
        "audit sampling",
        "AI system 1 name",
        "finding F-001 title",
        "finding F-001 objective evidence",
    )
    assert register.replaced == (), "the evidence register shows none of them"


def _complete(audit: Audit, label: str) -> str:
    ref = audit.resolve("6.1.2")
    audit.edit_finding(label, refs=(ref,), objective_evidence="o")
    return label


def test_right_to_left_paragraphs_and_runs(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.set_info(scope=f"{HEBREW} abc", method=f"abc {HEBREW} {ARABIC}", sampling=CJK)
        path = write(audit, "audit", today=TODAY).path
    by_text = {sample.said(p): p for p in sample.body(path).iter(f"{W}p")}
    first, mixed = by_text[f"{HEBREW} abc"], by_text[f"abc {HEBREW} {ARABIC}"]
    assert first.find(f"{W}pPr/{W}bidi") is not None
    assert mixed.find(f"{W}pPr/{W}bidi") is None, "the first strong character decides"
    for paragraph in (first, mixed):
        for run in paragraph.iter(f"{W}r"):
            right = run.find(f"{W}rPr/{W}rtl") is not None
            assert right == bool(re.search(r"[\u0590-\u08ff]", sample.said(run)))
    assert by_text[CJK].find(f"{W}pPr") is None
    styles = sample.parts(path)["word/styles.xml"].decode()
    assert re.search(r'<w:rFonts [^>]*w:eastAsia="', styles)
    assert re.search(r'<w:lang [^>]*w:eastAsia="ja-JP" w:bidi="ar-SA"', styles)


@given(st.text())
def test_runs_lose_nothing_that_xml_can_hold(value: str) -> None:
    shown = re.sub(r"<w:br/>", "\n", re.sub(r"<w:tab/>", "\t", runs(value)))
    plain = re.sub(r"<[^>]+>", "", shown)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    assert plain == text.xml(value)


@given(st.text(alphabet=f"{HEBREW}abc 12."))
def test_direction_is_that_of_the_first_strong_character(value: str) -> None:
    strong = [char for char in value if char.isalpha()]
    assert starts_rtl(value) == bool(strong and strong[0] in HEBREW)


@given(st.text(max_size=300), st.integers(1, 5), st.integers(600, 9000))
def test_fitted_text_is_kept_or_visibly_cut(value: str, lines: int, width: int) -> None:
    flat = " ".join(value.split())
    made = fit(value, width=width, points=9, lines=lines)
    assert made == flat or (made.endswith("\u2026") and flat.startswith(made[:-1]))
    assert len(made) <= lines * (width / 20 / 9) / 0.36 + 1
