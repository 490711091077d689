"""The guards: what they let through can harm no terminal, no XML and no spreadsheet."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditkit.refs import requirement_of, sort_key
from auditkit.text import clip, fold, lines, one_line, spreadsheet, within, xml

ANY = st.text(alphabet=st.characters())
ODD = (
    "".join(
        map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029))
    )
    + "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\ud800\udc80\udfff"
)
SPOOFING = {
    "\u061c",
    "\u200e",
    "\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
}


@settings(deadline=None)
@given(ANY)
@example(ODD)
def test_one_line_holds_nothing_that_moves_or_hides(text: str) -> None:
    shown = one_line(text)
    assert not [each for each in shown if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp")]
    assert not SPOOFING & set(shown)
    assert one_line(shown) == shown
    shown.encode("utf-8")


@settings(deadline=None)
@given(ANY)
@example(ODD)
def test_lines_keep_breaks_and_tabs_only(text: str) -> None:
    shown = lines(text)
    assert not [
        each
        for each in shown
        if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") and each not in "\n\t"
    ]
    assert not SPOOFING & set(shown)
    assert shown.splitlines() == shown.split("\n")[: len(shown.splitlines())]


@settings(deadline=None)
@given(ANY)
@example(ODD)
@example("\ud83d\ude00")
@example("a\ud800b")
@example("\ufffe\uffff")
def test_xml_text_can_always_be_written_and_read_back(text: str) -> None:
    clean = xml(text)
    element = ElementTree.Element("t")
    element.text = clean
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")).text or ""
    assert read == clean
    assert not SPOOFING & set(clean)
    assert {each for each in clean if unicodedata.category(each) == "Cc"} <= {"\n", "\t"}
    assert xml(clean) == clean


@settings(deadline=None)
@given(ANY)
@example("\r=1+1")
@example("\x1b[31m=1+1")
@example("\n@SUM(A1)")
def test_a_spreadsheet_never_computes_text(text: str) -> None:
    assert spreadsheet(text)[:1] not in ("=", "+", "-", "@", "\t", "\n", "\r")
    assert spreadsheet(text).removeprefix("'").lstrip("'") == xml(text).lstrip("'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain äöü 漢字 🙂", "plain äöü 漢字 🙂"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("a\u202eb", "a\\u202eb"),
        ("a\r\nb\tc", "a\\x0d\\x0ab\\x09c"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("fill\u3164er\uffa0\u115f", "fill\\u3164er\\uffa0\\u115f"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
    ],
)
def test_one_line_makes_odd_characters_visible(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_lines_and_xml_turn_every_kind_of_break_into_one() -> None:
    text = "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ni"
    assert lines(text) == xml(text) == "a\nb\nc\nd\ne\nf\ng\nh\ni"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\x08c", "a\ufffdb\ufffdc"),
        ("caf\udce9", "caf\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("a\x7fb\x80c\x9b31md", "a\ufffdb\ufffdc\ufffd31md"),
        ("<b>&amp;</b>]]>", "<b>&amp;</b>]]>"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_xml_drops_escapes_and_replaces_what_xml_forbids(text: str, clean: str) -> None:
    assert xml(text) == clean


def test_a_number_with_a_sign_is_shown_as_text() -> None:
    assert spreadsheet("-5") == "'-5"
    assert spreadsheet("5-5") == "5-5"
    assert spreadsheet("") == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(0, 20))
@example("a\u00e9\U0001f600", 3)
def test_a_text_within_some_bytes_is_its_beginning(text: str, size: int) -> None:
    cut = within(text, size)
    assert text.startswith(cut)
    assert len(cut.encode()) <= size < len(text[: len(cut) + 1].encode()) or cut == text


def test_folding_forgets_case_accents_and_forms() -> None:
    assert fold("ÄRGER") == fold("a\u0308rger") == "arger"
    assert fold("Straße") == "strasse"
    assert fold("ﬁle ２０２６") == "file 2026"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_clipping_keeps_within_the_width(text: str, width: int) -> None:
    clipped = clip(text, width)
    assert len(clipped) <= width
    assert clipped == text or clipped.endswith("…")


def test_clipping_shows_the_cut() -> None:
    assert clip("abcdef", 4) == "abc…"
    assert clip("abcd", 4) == "abcd"
    assert clip("abc", 1) == "…"


def test_references_sort_as_people_read_them() -> None:
    ordered = ["4.1", "4.2", "6.1.2", "6.1.2/a", "6.1.2/b", "6.2", "9.1", "10.1"]
    ordered += ["A.2.2", "A.9.4", "A.10.2", "Art 4", "Art 4a", "Art 10", "MAP 1.1"]
    assert sorted(set(ordered), key=sort_key) == ordered
    assert requirement_of("6.1.2/c") == requirement_of("6.1.2") == "6.1.2"


@settings(deadline=None)
@given(ANY, ANY)
@example("4.²", "9" * 5000)
@example("٣", "...")
def test_any_reference_can_be_sorted(one: str, other: str) -> None:
    assert sorted([one, other], key=sort_key) == sorted([other, one], key=sort_key) or (
        sort_key(one) == sort_key(other)
    )
