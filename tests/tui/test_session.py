"""What the screens show and change, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import FindingState, Grade, Ref, Verdict
from auditkit.tui.autosave import BURST, Autosave, TextKey
from auditkit.tui.extent import parse_extent
from auditkit.tui.outline import Show
from auditkit.tui.session import Session


def ref(name: str) -> Ref:
    return Ref("tiny", name)


@pytest.fixture
def session(fresh: Path) -> Iterator[Session]:
    with Audit.open(fresh) as audit:
        yield Session(audit)


def test_it_begins_at_the_first_requirement(session: Session) -> None:
    assert session.ref == ref("1.1")


def test_a_verdict_on_a_requirement_means_its_untested_checks(session: Session) -> None:
    session.go(ref("1.1/b"))
    session.judge(Verdict.DOES_NOT_CONFORM)
    session.go(ref("1.1"))
    session.judge(Verdict.CONFORMS)
    assert session.audit.verdict(ref("1.1/a")).verdict is Verdict.CONFORMS
    assert session.audit.verdict(ref("1.1/b")).verdict is Verdict.DOES_NOT_CONFORM


def test_a_requirement_without_untested_checks_says_so(session: Session) -> None:
    session.judge(Verdict.CONFORMS)
    with pytest.raises(AuditkitError, match=r"No check of 1\.1 is untested"):
        session.judge(Verdict.CONFORMS)


def test_clearing_takes_all_verdicts_of_a_requirement_away(session: Session) -> None:
    session.judge(Verdict.CONFORMS)
    session.judge(Verdict.UNTESTED)
    assert session.audit.verdicts() == {}


def test_a_nonconformity_sets_the_verdict_of_its_check_and_is_one_undo(session: Session) -> None:
    session.go(ref("1.1/b"))
    finding = session.raise_finding(Grade.MINOR)
    assert finding.state is FindingState.DRAFT
    assert finding.requirement == "Every risk has an owner."
    assert session.audit.verdict(ref("1.1/b")).verdict is Verdict.DOES_NOT_CONFORM
    session.undo()
    assert session.audit.findings() == ()
    assert session.audit.verdict(ref("1.1/b")).verdict is Verdict.UNTESTED


def test_an_ofi_leaves_the_verdict(session: Session) -> None:
    session.go(ref("1.1/b"))
    session.raise_finding(Grade.OFI)
    assert session.audit.verdict(ref("1.1/b")).verdict is Verdict.UNTESTED


def test_the_same_key_again_goes_on_with_the_draft_just_begun(session: Session) -> None:
    session.go(ref("1.1/b"))
    first = session.raise_finding(Grade.MINOR)
    assert session.raise_finding(Grade.MINOR).id == first.id
    session.audit.edit_finding(first.id, title="Risks have no owner")
    assert session.raise_finding(Grade.MINOR).id != first.id


def test_next_untested_visits_every_check_and_comes_round(session: Session) -> None:
    seen = [session.next_untested(1) for _ in range(5)]
    assert [each.ref for each in seen if each] == ["1.1/a", "1.1/b", "1.2/a", "2.1/a", "1.1/a"]


def test_previous_untested_passes_over_judged_checks(session: Session) -> None:
    session.audit.set_verdict([ref("1.2/a")], Verdict.CONFORMS)
    session.go(ref("2.1/a"))
    assert session.next_untested(-1) == ref("1.1/b")


def test_no_untested_check_is_left(session: Session) -> None:
    everything_ = [ref(each) for each in ("1.1/a", "1.1/b", "1.2/a", "2.1/a")]
    session.audit.set_verdict(everything_, Verdict.CONFORMS)
    assert session.next_untested(1) is None


def test_the_filter_shows_only_what_it_says(session: Session) -> None:
    session.audit.set_verdict([ref("1.1/a"), ref("1.1/b")], Verdict.CONFORMS)
    session.outline.show = Show.UNTESTED
    assert [r.name for r in session.outline.rows() if r.kind == "requirement"] == ["1.2", "2.1"]
    session.outline.show = Show.FAILING
    assert session.outline.rows() == ()


def test_words_of_the_outline(session: Session) -> None:
    session.audit.set_verdict([ref("1.1/a")], Verdict.CONFORMS)
    words = {row.name: row.word for row in session.outline.rows()}
    assert words["1"] == "1/3"
    assert words["1.1"] == "1/2"
    assert words["1.2"] == "···"


def test_what_is_typed_is_kept_until_it_is_saved() -> None:
    kept: dict[str, str] = {}
    full = True

    def save(key: TextKey, text: str) -> None:
        if full:
            raise NotSaved(Path("here"), "The disk is full")
        kept[key.owner] = text

    texts = Autosave(save)
    key = TextKey("note", "tiny:1.1")
    texts.typed(key, "who looks after R14?")
    assert not texts.flush()
    assert "The disk is full" in texts.failure
    assert texts.text(key, "old") == "who looks after R14?"
    full = False
    assert texts.flush()
    assert kept == {"tiny:1.1": "who looks after R14?"}
    assert texts.pending == {}


def test_much_text_is_saved_without_waiting_for_quiet() -> None:
    texts = Autosave(lambda _key, _text: None)
    key = TextKey("note", "x")
    assert not texts.typed(key, "a")
    assert texts.typed(key, "a" * (BURST + 1))


def test_a_typed_note_is_in_the_record(session: Session) -> None:
    session.texts.typed(TextKey("note", "tiny:1.1"), "seen: R14 has no owner")
    session.texts.flush()
    assert session.audit.note_text(ref("1.1")) == "seen: R14 has no owner"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3 of 10 training records", (3, 10, "training records")),
        ("3/10", (3, 10, "")),
        ("all of them", (None, None, "all of them")),
        ("", (None, None, "")),
    ],
)
def test_extent_as_it_is_typed(text: str, parts: tuple[int | None, int | None, str]) -> None:
    assert parse_extent(text) == parts
