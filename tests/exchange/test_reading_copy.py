"""The page to read without auditkit: sound HTML, nothing from outside, every word escaped."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditkit.exchange.reading_copy import reading_copy
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Exclusion, Grade, NoteMark, Ref, Role, Verdict
from auditkit.record.phrase import phrase
from auditkit.text import lines

AT = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
STANDARD = "iso-iec-42001-2023"
VOID = {"br", "meta", "hr"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></textarea><h1>x",
    "&lt;b&gt; &amp; &#x3c;",
    "\x1b[31mred\x07 \u202egnp.exe \ud800 \x00",
    "javascript:alert(1)",
    "\u05e9\u05dc\u05d5\u05dd \u65e5\u672c\u8a9e",
]


class Page(HTMLParser):
    """A page taken apart; complains about tags that do not close in order."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(content.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        """All text in one line."""
        return " ".join(" ".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(audit: Audit) -> Page:
    return Page(reading_copy(audit, AT))


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer"),
    *("section", "article", "div", "span", "p", "a", "ul", "ol", "li", "dl", "dt", "dd", "br"),
    *("h1", "h2", "h3", "h4", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("strong", "small", "code", "q", "bdi"),
}


def assert_sound(made: Page) -> None:
    """No element or attribute that could load, run or send anything."""
    assert {tag for tag, _ in made.tags} <= ALLOWED
    for _, attributes in made.tags:
        assert not {"src", "action", "srcset", "background"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")


def fill(audit: Audit, text: str) -> None:
    """The same text wherever a person can write one."""
    shown = text if text.strip() else f"{text}x"
    ref = Ref(STANDARD, "4.1")
    frame = ("number", "organization", "scope", "method", "sampling", "conclusion", "obstacles")
    more = ("diverging_opinions", "classification", "language")
    audit.set_info(
        title=shown,
        **dict.fromkeys((*frame, *more), text),
        locations=[text],
        decisions=[text],
        objectives=[text],
        distribution=[text],
        not_audited=[Exclusion(what=text, reason=text)],
    )
    audit.add_person(text, Role.AUDITOR, text, text, text)
    audit.add_person("Nobody", Role.AUDITEE, text, text)
    audit.add_system(text, text, text)
    audit.set_note(ref, text)
    audit.add_note(text, ref=ref, speaker=text, mark=NoteMark.FOLLOW_UP)
    audit.add_note(text, speaker=text)
    audit.set_verdict(
        [Ref(STANDARD, "4.2/a")], Verdict.NOT_APPLICABLE, text if text.strip() else "reason"
    )
    item = audit.register_statement(EvidenceKind.INTERVIEW, text, source=text, effective=text)
    fields = ("requirement", "objective_evidence", "gap", "effect", "extent", "area", "ai_system")
    finding = audit.raise_finding(
        Grade.MAJOR, text, refs=[ref], grade_reason=text, **dict.fromkeys(fields, text)
    )
    audit.cite(item.id, finding=finding.id, place=text, quote=text)
    audit.record_document(text, text, text, text)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.sampled_from(HOSTILE))
@example(text=HOSTILE[0])
@example(text=HOSTILE[1])
@example(text=HOSTILE[3])
@example(text=HOSTILE[5])
def test_any_text_anywhere_is_shown_and_never_becomes_markup(text: str, audit: Audit) -> None:
    fill(audit, text)
    made = page(audit)
    assert_sound(made)
    wanted = " ".join(lines(text).split())
    assert made.words.count(wanted) >= 10
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", "".join(made.text))


def test_a_hostile_audit_keeps_all_labels_and_links_apart(audit: Audit) -> None:
    for text in HOSTILE:
        fill(audit, text)
    made = page(audit)
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    targets = {each["href"].removeprefix("#") for each in made.all("a")}
    assert targets <= set(ids)


def test_screen_readers_find_headings_captions_and_headers(full: Audit) -> None:
    made = page(full)
    assert made.all("html") == [{"lang": "en-GB"}]
    levels = [int(tag[1]) for tag, _ in made.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(made.all("table")) == len(made.all("caption")) > 10
    assert all(each.get("scope") in ("col", "row") for each in made.all("th"))
    named = {attributes.get("id") for _, attributes in made.tags}
    for _, attributes in made.tags:
        assert attributes.get("aria-labelledby") in named | {None}


def test_nothing_comes_from_outside_and_nothing_runs(full: Audit) -> None:
    made = page(full)
    assert_sound(made)
    content = reading_copy(full, AT).decode()
    assert "default-src 'none'" in content
    assert not re.search(r"url\(|@import|https?:|//", content)


def test_what_a_reader_has_to_know_is_there(full: Audit) -> None:
    words = page(full).words
    for said in (
        "Internal audit <of> the AIMS",
        "Lena Auditor",
        "All AI systems.",
        "2 November 2026",
        "ISO/IEC 42001:2023, 6.1.2",
        "Criteria were not approved",
        "Two of three were not.",
        "CAR-001",
        "E-002 Risk register",
        "row 3",
        "Signed in March.",
        "Talk about risk",
        full.digest,
        phrase(full.digest),
        next(iter(full.heads().values()))[1],
        *(each.sha256 for each in full.evidence()),
        *(each.sha256 for each in full.criteria),
        "Stage 1: not ready",
        "Stage 2: not ready",
    ):
        assert said in words, said
    assert "Otto Auditee" not in words
    assert "Head of data" in words


def test_findings_come_worst_first(full: Audit) -> None:
    refs = [Ref(STANDARD, "4.1")]
    full.raise_finding(Grade.STRENGTH, "The strength", refs=refs)
    full.raise_finding(Grade.MAJOR, "The major", refs=refs)
    withdrawn = full.raise_finding(Grade.OFI, "The withdrawn", refs=refs)
    full.withdraw_finding(withdrawn.id, "Raised in error")
    words = page(full).words.partition("Findings in order of their weight")[2]
    assert words.index("The major") < words.index("Criteria were not") < words.index("The strength")
    assert words.index("The strength") < words.index("The withdrawn")
    assert "Raised in error" in words


def test_it_is_a_draft_until_the_report_is_issued(full: Audit) -> None:
    content = reading_copy(full, AT).decode()
    assert "<title>DRAFT: " in content
    assert 'content: "DRAFT"' in content
    assert "DRAFT of 20 November 2026" in page(full).words
    full.set_info(report_issued=date(2026, 11, 30))
    assert "DRAFT" not in reading_copy(full, AT).decode()
    assert "Issued 30 November 2026" in page(full).words


def test_untested_is_never_shown_as_conforming(audit: Audit) -> None:
    words = page(audit).words
    assert "0 of 385 checks were judged" in words
    assert "0 conform" in words
    assert "385 untested" in words
    results = words.partition("Results clause by clause Requirements per section")[2]
    assert results.partition("Evidence register")[0].count(" conforms ") == 0


def test_checkpoints_are_listed(full: Audit) -> None:
    full.add_checkpoint("closing")
    words = page(full).words
    assert "closing" in words.partition("Checkpoint for")[2]
    assert "not signed" in words.partition("Checkpoint for")[2]


@pytest.mark.parametrize(("language", "shown"), [("de", "de"), ('"><x', "en"), ("", "en")])
def test_the_language_is_a_language(language: str, shown: str, full: Audit) -> None:
    full.set_info(language=language)
    assert page(full).all("html") == [{"lang": shown}]
