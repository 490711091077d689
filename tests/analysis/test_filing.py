"""Which requirement a spoken line belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.analysis.filing import Captured, Filing, Proposal, captured
from auditkit.analysis.filing.of_audit import filing_of, recent_refs
from auditkit.checklist.catalog import checklist_file
from auditkit.checklist.load import load_checklist, parse
from auditkit.record.audit import Audit
from auditkit.record.model import NoteMark, Ref

MAIN = "iso-iec-42001-2023"
CHECKLIST = load_checklist(checklist_file(MAIN))
FILING = Filing([CHECKLIST])
OWN = """
id = "own"
standard = "House rules"
title = "House rules"
short = "own"
note = "Ours."
[[section]]
ref = "1"
title = "Doors"
[[section.requirement]]
ref = "1.1"
title = "Doors are locked"
kind = "clause"
intent = "Nobody walks in."
ask = ["Caretaker"]
roles = []
[[section.requirement]]
ref = "1.2"
title = "Windows are closed"
kind = "clause"
intent = "Rain stays out."
ask = ["Gardener"]
roles = []
"""


def refs(proposals: tuple[Proposal, ...]) -> list[str]:
    return [each.ref.ref for each in proposals]


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("nobody re-ran the risk workshop since the chatbot went live", {"6.1.2", "8.2"}),
        ("the residual risk was never accepted by anyone", {"6.1.3", "8.3"}),
        ("logs are gone after a week", {"A.6.2.8"}),
        ("two labellers rarely agree", {"A.7.6"}),
        ("purchasing took the vendor's word", {"A.10.3"}),
        ("the CEO skipped the management review", {"9.3.1"}),
    ],
)
def test_lines_as_they_are_said(line: str, accepted: set[str]) -> None:
    assert accepted & set(refs(FILING.propose(line)))


def test_every_phrase_of_the_checklist_finds_its_requirement() -> None:
    lost = [
        (requirement.ref, phrase)
        for requirement in CHECKLIST.requirements()
        for phrase in requirement.phrases
        if requirement.ref not in refs(FILING.propose(phrase))
    ]
    assert len(lost) <= 0.06 * sum(len(each.phrases) for each in CHECKLIST.requirements()), lost


def test_a_proposal_carries_its_title_and_a_reason() -> None:
    first = FILING.propose("the vendor changed the model without telling us")[0]
    assert first.ref == Ref(MAIN, "A.10.3")
    assert first.title == "Suppliers"
    assert first.why == 'like: "the vendor changed the model without notice"'
    assert "words: " in FILING.propose("provenance, GPUs and drift, all rather vague")[0].why


def test_proposals_come_best_first_and_no_more_than_asked_for() -> None:
    found = FILING.propose("risk assessment of the supplier", limit=3)
    assert len(found) == 3
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    assert FILING.propose("risk assessment of the supplier", limit=0) == ()


@pytest.mark.parametrize(
    "line", ["", "   ", "yes", "hm", "…", "could you pass the sugar", "we met at the airport", "¿?"]
)
def test_what_says_nothing_gets_no_proposal(line: str) -> None:
    assert FILING.propose(line) == ()


def test_slips_of_the_fingers_are_understood() -> None:
    right = refs(FILING.propose("the statement of applicability has no justification"))
    wrong = refs(FILING.propose("the statment of aplicability has no justifcation"))
    assert right[0] == wrong[0] == "6.1.3"


def test_the_last_word_may_be_half_typed() -> None:
    assert "A.7.5" in refs(FILING.propose("where is the provena", typing=True))
    assert "A.7.5" not in refs(FILING.propose("where is the provena"))
    whole = FILING.propose("who labels the data", typing=True)
    assert refs(whole) == refs(FILING.propose("who labels the data"))


def test_the_speaker_s_function_counts_a_little() -> None:
    line = "the assessment is too old"
    plain = {each.ref: each.score for each in FILING.propose(line, limit=99)}
    asked = {
        each.ref: each.score
        for each in FILING.propose(line, role="Privacy or human rights officer", limit=99)
    }
    named = Ref(MAIN, "8.4")
    assert asked[named] > plain[named]
    assert asked[Ref(MAIN, "6.1.2")] == plain[Ref(MAIN, "6.1.2")]


def test_what_was_touched_a_moment_ago_counts_a_little() -> None:
    line = "that was never signed off"
    plain = {each.ref: each.score for each in FILING.propose(line, limit=99)}
    last = min(plain, key=lambda ref: plain[ref])
    again = {each.ref: each.score for each in FILING.propose(line, recent=[last], limit=99)}
    assert again.pop(last) > plain.pop(last)
    assert again == plain


def test_a_line_that_was_filed_teaches_the_next_one() -> None:
    line = "Brunhilde keeps the blue binder upstairs"
    taught = Filing([CHECKLIST], filed=[(line, Ref(MAIN, "7.5.3/a"))])
    assert "7.5.3" not in refs(FILING.propose("ask Brunhilde about her blue binder"))
    found = taught.propose("ask Brunhilde about her blue binder")[0]
    assert found.ref == Ref(MAIN, "7.5.3")
    assert found.why == f'filed here before: "{line}"'


def test_filings_under_what_the_checklists_do_not_know_are_passed_over() -> None:
    taught = Filing([CHECKLIST], filed=[("anything", Ref("gone", "1.1"))])
    assert all(each.ref.checklist == MAIN for each in taught.propose("the vendor was not assessed"))


def test_the_name_of_an_ai_system_stands_for_a_system() -> None:
    named = Filing([CHECKLIST], ["Zyqqo"]).propose("Zyqqo is used for pricing now", limit=9)
    spoken = FILING.propose("the system is used for pricing now", limit=9)
    assert refs(named) == refs(spoken)


def test_one_s_own_checklist_without_phrases_is_enough() -> None:
    both = Filing([CHECKLIST, parse(OWN, "own.toml")])
    found = both.propose("the windows were closed all the time")
    assert Ref("own", "1.2") in [each.ref for each in found]
    alone = Filing([parse(OWN, "own.toml")])
    assert refs(alone.propose("who locked the doors", role="Gardener")) == ["1.1"]
    assert Filing([]).propose("anything at all") == ()


def test_reasons_are_safe_to_print() -> None:
    taught = Filing([CHECKLIST], filed=[("zorgol \x1b[2J\nblip wabash", Ref(MAIN, "5.2"))])
    assert "\x1b" not in taught.propose("zorgol blip wabash")[0].why
    assert "\n" not in taught.propose("zorgol blip wabash")[0].why


@given(st.text(max_size=300), st.text(max_size=40), st.booleans())
def test_any_text_is_borne(line: str, role: str, typing: bool) -> None:
    for each in FILING.propose(line, role=role, typing=typing):
        assert CHECKLIST.requirement(each.ref.ref).title == each.title
        assert each.why


def test_a_pasted_book_is_read_at_its_beginning() -> None:
    book = "the vendor was never assessed. " + "nonsense words " * 200_000
    assert refs(FILING.propose(book))[0] == "A.10.3"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nobody signed it", Captured("nobody signed it")),
        ("! nobody signed it", Captured("nobody signed it", NoteMark.NONCONFORMITY)),
        ("!nobody signed it", Captured("nobody signed it", NoteMark.NONCONFORMITY)),
        ("nobody signed it !", Captured("nobody signed it", NoteMark.NONCONFORMITY)),
        ("+ very tidy", Captured("very tidy", NoteMark.STRENGTH)),
        ("ask HR again ?", Captured("ask HR again", NoteMark.FOLLOW_UP)),
        ("who signed it?", Captured("who signed it?")),
        ("he said no!", Captured("he said no!")),
        ("@ minutes of May", Captured("minutes of May", NoteMark.EVIDENCE, True)),
        ("!@ minutes of May", Captured("minutes of May", NoteMark.NONCONFORMITY, True)),
        ("minutes of May ! @", Captured("minutes of May", NoteMark.NONCONFORMITY, True)),
        ("? who owns it !", Captured("who owns it", NoteMark.FOLLOW_UP)),
        ("+49 40 123 rings in vain", Captured("+49 40 123 rings in vain")),
        ("mail to a@b", Captured("mail to a@b")),
        ("!", Captured("", NoteMark.NONCONFORMITY)),
        ("", Captured("")),
    ],
)
def test_marks_are_read_off_a_line(line: str, expected: Captured) -> None:
    assert captured(line) == expected


@given(st.text())
def test_nothing_but_marks_and_spaces_is_lost(line: str) -> None:
    def bare(text: str) -> list[str]:
        return [char for char in text if char not in "!+?@" and not char.isspace()]

    assert bare(captured(line).text) == bare(line)


def test_an_audit_teaches_what_it_filed(audit: Audit) -> None:
    assert recent_refs(audit) == ()
    audit.add_note("the zeppelin hangar is unlocked", ref=Ref(MAIN, "A.4.5"))
    audit.add_note("the zeppelin pilot has no certificate", ref=Ref(MAIN, "7.2"))
    audit.add_note("the zeppelin is filed nowhere")
    assert recent_refs(audit) == (Ref(MAIN, "7.2"), Ref(MAIN, "A.4.5"))
    audit.add_system("Quuxomat")
    assert refs(filing_of(audit).propose("zeppelin hangar"))[0] == "A.4.5"
