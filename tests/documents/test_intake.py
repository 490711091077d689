"""A form goes out, is filled in by somebody else's program, and comes back understood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from auditkit.documents.car import ANSWER as FIELDS
from auditkit.documents.intake.answer import Intake, kept_path, received
from auditkit.documents.intake.keeping import take_in
from auditkit.documents.intake.plain import plain_form
from auditkit.documents.intake.reading import read_in
from auditkit.documents.intake.sending import write_text_form
from auditkit.documents.kit.forms import PLACEHOLDERS, Field
from auditkit.documents.kit.page import page
from auditkit.documents.source import Source
from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.model import Car, CarState

from .filling import (
    ANSWER,
    CUSTOM,
    TODAY,
    Filler,
    W,
    asked_audit,
    by_hand,
    by_word,
    by_word_cell,
    by_word_paragraphs,
    by_writer,
    control_of,
    edited,
    filled,
    form,
    run,
)

WAYS: dict[str, tuple[Filler, str]] = {
    "Word": (by_word, "tag"),
    "Word, paragraphs": (by_word_paragraphs, "tag"),
    "Word, cell": (by_word_cell, "tag"),
    "Writer": (by_writer, "bookmark"),
    "by hand": (by_hand, "row label"),
}
LINES = "First line\nsecond <line> & more\n\n\u65e5\u672c\u8a9e \u0639\u0631\u0628\u0649\tend"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Audit]:
    with asked_audit(tmp_path / "audit") as audit:
        yield audit


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Audit, Path, Path]]:
    """An audit that is only read, its blank form, and a place to fill it in."""
    place = tmp_path_factory.mktemp("kept")
    with asked_audit(place / "audit") as audit:
        yield audit, form(audit, place / "blank.docx"), place


def read(audit: Audit, path: Path, **more: Any) -> Intake:
    return read_in(audit, path, today=TODAY, **more)


def texts(intake: Intake) -> dict[str, str]:
    return {each.field: each.form for each in intake.changes}


@pytest.mark.parametrize("way", WAYS)
def test_every_field_comes_back_and_says_how_it_was_found(
    asked: Audit, tmp_path: Path, way: str
) -> None:
    fill, how = WAYS[way]
    answers = {**ANSWER, "correction": LINES, "root_cause": LINES}
    intake = read(asked, filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", answers, fill))
    assert texts(intake) == answers
    assert {each.how for each in intake.changes} == {how}
    assert (intake.car.label, intake.locked, intake.notes) == ("CAR-001", (), ())
    assert (intake.missing, intake.becomes) == ((), CarState.ANSWERED)


def test_taking_it_in_is_one_step_that_undo_takes_back(asked: Audit, tmp_path: Path) -> None:
    before = asked.car("CAR-001")
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    intake = read(asked, path)
    car = take_in(asked, intake)
    assert car.state is CarState.ANSWERED
    assert {name: str(getattr(car, name)) for name in ANSWER} == ANSWER
    kept = kept_path(asked, intake)
    assert kept.read_bytes() == path.read_bytes()
    assert kept.relative_to(asked.folder).parts[:2] == ("received", "CAR-001")
    assert list(received(asked, car)) == [intake.file.sha256]
    journal = "".join(each.read_text() for each in (asked.folder / "journal").iterdir())
    assert intake.file.sha256 in journal
    undone = asked.undo() or ""
    assert intake.file.sha256[:12] in undone
    assert asked.car("CAR-001") == before
    assert not received(asked, before)
    assert take_in(asked, read(asked, path)).state is CarState.ANSWERED


def test_the_same_file_and_the_same_words_are_nothing_new(asked: Audit, tmp_path: Path) -> None:
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    take_in(asked, read(asked, path))
    with pytest.raises(AuditkitError, match="Nothing new: this very file was taken in"):
        read(asked, path)
    again = edited(path, tmp_path / "saved again.docx", lambda root: root.set("x", "y"))
    with pytest.raises(AuditkitError, match=r"Nothing new: .* says what the record holds"):
        read(asked, again)


def test_a_second_answer_takes_the_place_of_the_first(asked: Audit, tmp_path: Path) -> None:
    blank = form(asked, tmp_path / "a")
    take_in(asked, read(asked, filled(blank, tmp_path / "b.docx", ANSWER)))
    better = {**ANSWER, "root_cause": "Nobody owns the release checklist since the reorganization."}
    intake = read(asked, filled(blank, tmp_path / "c.docx", better))
    assert [each.field for each in intake.changes if each.changes] == ["root_cause"]
    assert any("changed after this form was written" in each for each in intake.notes)
    assert take_in(asked, intake).root_cause == better["root_cause"]
    assert len(received(asked, intake.car)) == 2


def test_a_returned_request_shows_why_and_is_answered_again(asked: Audit, tmp_path: Path) -> None:
    take_in(asked, read(asked, filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)))
    asked.advance_car(
        "CAR-001", CarState.RETURNED, decision_reason="No word of S-09.", decided=TODAY
    )
    again = form(asked, tmp_path / "again.docx")
    assert "No word of S-09." in etree.tostring(_body(again), encoding="unicode")
    with pytest.raises(AuditkitError, match="Nothing new"):
        read(asked, again)
    intake = read(asked, filled(again, tmp_path / "c.docx", {"correction": "S-09 too, see E-4."}))
    assert [each.field for each in intake.changes if each.changes] == ["correction"]
    assert any(each.field == "answered" for each in intake.remarks)
    assert take_in(asked, intake).state is CarState.ANSWERED


@pytest.mark.parametrize("field", ["root_cause", "action_due", "answered"])
def test_an_incomplete_answer_is_kept_and_does_not_count_yet(
    asked: Audit, tmp_path: Path, field: str
) -> None:
    answers = {name: text for name, text in ANSWER.items() if name != field}
    intake = read(asked, filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", answers))
    assert len(intake.missing) == 1
    car = take_in(asked, intake)
    assert car.state is CarState.ISSUED
    assert car.correction == ANSWER["correction"]


def test_an_accepted_request_keeps_its_answer(asked: Audit, tmp_path: Path) -> None:
    blank = form(asked, tmp_path / "a")
    take_in(asked, read(asked, filled(blank, tmp_path / "b.docx", ANSWER)))
    asked.advance_car("CAR-001", CarState.ACCEPTED, decided=TODAY)
    with pytest.raises(AuditkitError, match="CAR-001 is accepted: its answer was decided on"):
        read(asked, filled(blank, tmp_path / "c.docx", {**ANSWER, "correction": "Other"}))


def test_a_changed_request_is_shown_and_never_taken_in(asked: Audit, tmp_path: Path) -> None:
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)

    def soften(root: Any) -> None:
        for each in root.iter(f"{W}t"):
            each.text = (each.text or "").replace("Two systems are", "One system was")

    intake = read(asked, edited(path, tmp_path / "c.docx", soften))
    assert [each.label for each in intake.locked] == ["Gap"]
    assert "One system was" in intake.locked[0].form
    assert any("changed by somebody" in each for each in intake.notes)
    take_in(asked, intake)
    assert asked.finding("F-001").gap == "Two systems are in operation without an assessment."


def test_a_row_that_was_taken_out_of_the_request_is_told(asked: Audit, tmp_path: Path) -> None:
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)

    def without_gap(root: Any) -> None:
        for row in list(root.iter(f"{W}tr")):
            if "".join(row[0].itertext()) == "Gap" or "".join(row[1].itertext()) == "Gap":
                row.getparent().remove(row)

    intake = read(asked, edited(path, tmp_path / "c.docx", without_gap))
    assert [(each.label, each.form) for each in intake.locked] == [("Gap", "")]
    assert any("changed by somebody" in each for each in intake.notes)


def test_a_record_that_moved_on_is_told_from_a_form_that_was_changed(
    asked: Audit, tmp_path: Path
) -> None:
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    asked.edit_finding("F-001", gap="Three systems are in operation without an assessment.")
    form(asked, tmp_path / "newer.docx")
    intake = read(asked, path)
    assert [each.label for each in intake.locked] == ["Gap"]
    assert any("request in the record was changed" in each for each in intake.notes)
    assert any("newer form" in each for each in intake.notes)
    assert not any("somebody" in each for each in intake.notes)


def test_an_empty_field_keeps_what_the_record_holds(asked: Audit, tmp_path: Path) -> None:
    asked.edit_car("CAR-001", root_cause="Noted by telephone.")
    answers = {name: text for name, text in ANSWER.items() if name != "root_cause"}
    blank = form(asked, tmp_path / "a")
    path = filled(blank, tmp_path / "b.docx", {**answers, "root_cause": " "})
    intake = read(asked, path)
    assert any("kept in the record: Root cause" in each for each in intake.notes)
    assert take_in(asked, intake).root_cause == "Noted by telephone."


def test_tracked_changes_are_read_as_accepted_and_told(asked: Audit, tmp_path: Path) -> None:
    def track(root: Any) -> None:
        content = control_of(root, "root_cause").find(f"{W}sdtContent")
        taken_out = etree.Element(f"{W}del")
        gone = etree.SubElement(etree.SubElement(taken_out, f"{W}r"), f"{W}delText")
        gone.text = "Somebody forgot it. "
        moved = etree.Element(f"{W}moveFrom")
        moved.append(run("This went elsewhere. "))
        put_in = etree.Element(f"{W}ins")
        put_in.append(run("The checklist has no such step."))
        content[:] = [taken_out, moved, put_in]

    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    intake = read(asked, edited(path, tmp_path / "c.docx", track))
    assert texts(intake)["root_cause"] == "The checklist has no such step."
    assert any("tracked changes" in each for each in intake.notes)


def test_comments_are_shown_and_not_taken_in(asked: Audit, tmp_path: Path) -> None:
    import docx

    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    document = docx.Document(str(path))
    document.add_comment(document.paragraphs[0].runs[0], "Is this agreed with the board?", "Ada")
    document.save(str(tmp_path / "c.docx"))
    intake = read(asked, tmp_path / "c.docx")
    assert any("Is this agreed with the board?" in each for each in intake.notes)
    assert texts(intake) == ANSWER


def test_words_beside_a_control_belong_to_the_answer(asked: Audit, tmp_path: Path) -> None:
    def beside(root: Any) -> None:
        control = control_of(root, "root_cause")
        control.getparent().append(run(" And nobody checks it."))

    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    intake = read(asked, edited(path, tmp_path / "c.docx", beside))
    found = next(each for each in intake.changes if each.field == "root_cause")
    assert found.form == f"{ANSWER['root_cause']} And nobody checks it."
    assert found.notes


@pytest.mark.parametrize("at", [0, 7, 27])
def test_words_typed_into_the_prompt_are_told_from_it(
    asked: Audit, tmp_path: Path, at: int
) -> None:
    prompt = next(iter(PLACEHOLDERS.values()))
    words = f"{prompt[:at]}Nobody was asked{prompt[at:]}"
    answers = {**ANSWER, "root_cause": words}
    intake = read(asked, filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", answers, by_hand))
    assert texts(intake)["root_cause"] == "Nobody was asked"


def test_a_prompt_in_another_language_is_no_answer(asked: Audit, tmp_path: Path) -> None:
    def emptied(root: Any) -> None:
        for each in control_of(root, "root_cause").iter(f"{W}t"):
            each.text = "Klicken oder tippen Sie hier, um Text einzugeben."

    blank = edited(form(asked, tmp_path / "a"), tmp_path / "b.docx", emptied)
    rest = {name: text for name, text in ANSWER.items() if name != "root_cause"}
    intake = read(asked, filled(blank, tmp_path / "c.docx", rest))
    found = next(each for each in intake.changes if each.field == "root_cause")
    assert found.form == ""
    assert any("Klicken oder tippen" in each for each in found.notes), "in case it was an answer"
    assert intake.missing == ("the root cause",)


def test_an_answer_in_the_look_of_the_prompt_is_read(asked: Audit, tmp_path: Path) -> None:
    """Typed before the prompt, in a program that changes neither its mark nor its style."""

    def typed(root: Any) -> None:
        for each in control_of(root, "root_cause").iter(f"{W}t"):
            each.text = f"Nobody was asked. {each.text}"

    blank = edited(form(asked, tmp_path / "a"), tmp_path / "b.docx", typed)
    intake = read(asked, blank)
    assert texts(intake)["root_cause"] == "Nobody was asked."


def test_a_mark_that_was_left_beside_an_answer_hides_nothing(asked: Audit, tmp_path: Path) -> None:
    def keep_mark(root: Any) -> None:
        settings = control_of(root, "root_cause").find(f"{W}sdtPr")
        etree.SubElement(settings, f"{W}showingPlcHdr")

    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER)
    assert texts(read(asked, edited(path, tmp_path / "c.docx", keep_mark))) == ANSWER


def test_strict_files_and_renamed_parts_are_read(asked: Audit, tmp_path: Path) -> None:
    from .filling import BODY, packed, parts_of

    parts = parts_of(filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", ANSWER))
    body = parts.pop(BODY)
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document2.xml"] = body.replace(usual, strict)
    (tmp_path / "c.docx").write_bytes(packed(parts))
    assert texts(read(asked, tmp_path / "c.docx")) == ANSWER


def test_a_form_without_its_properties_is_known_by_its_text(asked: Audit, tmp_path: Path) -> None:
    path = filled(form(asked, tmp_path / "a", "CAR-002"), tmp_path / "b.docx", ANSWER)
    bare = edited(path, tmp_path / "c.docx", lambda root: root.__setitem__(slice(None), []), CUSTOM)
    assert read(asked, bare).car.label == "CAR-002"


def test_a_document_that_lost_all_marks_is_read_by_its_rows(asked: Audit, tmp_path: Path) -> None:
    """As programs leave it that know neither controls nor bookmarks nor properties."""

    def unmark(root: Any) -> None:
        for control in list(root.iter(f"{W}sdt")):
            words = list(control.find(f"{W}sdtContent"))
            for each in words:
                control.addprevious(each)
            control.getparent().remove(control)
        for mark in [*root.iter(f"{W}bookmarkStart"), *root.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)

    some = {name: ANSWER[name] for name in ("correction", "root_cause", "action_due")}
    path = filled(form(asked, tmp_path / "a"), tmp_path / "b.docx", some)
    plain = edited(path, tmp_path / "c.docx", unmark)
    bare = edited(
        plain, tmp_path / "d.docx", lambda root: root.__setitem__(slice(None), []), CUSTOM
    )
    intake = read(asked, bare)
    assert {name: text for name, text in texts(intake).items() if text} == some
    assert {each.how for each in intake.changes} == {"row label"}


DATES = {
    "2026-12-15": "2026-12-15",
    "15.12.2026": "2026-12-15",
    "5.1.2027": "2027-01-05",
    "15 December 2026": "2026-12-15",
    "December 15th, 2026": "2026-12-15",
    "15/12/2026": "2026-12-15",
    "12/15/2026": "2026-12-15",
    "2026\u5e7412\u670815\u65e5": "2026-12-15",
    "\u0662\u0660\u0662\u0666-\u0661\u0662-\u0661\u0665": "2026-12-15",
    "3/4/2027": "",
    "31.11.2026": "",
    "as soon as possible": "",
    "2026-12-15 or later": "",
}


@pytest.mark.parametrize("typed", DATES)
def test_dates_as_people_write_them(kept: tuple[Audit, Path, Path], typed: str) -> None:
    audit, blank, place = kept
    path = filled(blank, place / "date.docx", {**ANSWER, "action_due": typed})
    found = next(e for e in read(audit, path).changes if e.field == "action_due")
    assert str(found.value or "") == DATES[typed]
    assert bool(found.notes) == (not DATES[typed])


SHOWN = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda char: char in "\n\t" or char >= " "
)


def as_typed(text: str) -> str:
    """What a person sees of a text: one kind of line break, no blanks around it."""
    for each in ("\r\n", "\x85", "\u2028", "\u2029"):
        text = text.replace(each, "\n")
    return text.strip()


@settings(max_examples=250)
@given(st.text(SHOWN, max_size=200), st.sampled_from(FIELDS), st.sampled_from(list(WAYS)))
def test_any_text_in_any_field_comes_back(
    kept: tuple[Audit, Path, Path], text: str, field: Field, way: str
) -> None:
    assume(not any(each in text for each in PLACEHOLDERS.values()))
    audit, blank, place = kept
    name = field.name.partition(".")[2]
    other = "action_owner" if name == "answered_by" else "answered_by"
    path = filled(blank, place / "any.docx", {other: "x", name: text}, WAYS[way][0])
    assert texts(read(audit, path))[name] == as_typed(text)


def answered_text(words: str, answers: dict[str, str]) -> str:
    for name, text in answers.items():
        words = words.replace(f"[car.{name}]\n", f"[car.{name}]\n{text}\n")
    return words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_form_comes_back(asked: Audit, tmp_path: Path, encoding: str) -> None:
    answers = {**ANSWER, "correction": LINES}
    written = write_text_form(asked, "CAR-001", today=TODAY).path
    assert written.parent == asked.folder / "documents"
    answered = tmp_path / "answer.txt"
    answered.write_text(answered_text(written.read_text("utf-8"), answers), encoding)
    intake = read(asked, answered)
    assert texts(intake) == answers
    assert {each.how for each in intake.changes} == {"heading"}
    assert (intake.locked, intake.notes) == ((), ())
    assert take_in(asked, intake).state is CarState.ANSWERED
    assert kept_path(asked, intake).suffix == ".txt"


def test_a_text_form_is_held_against_the_record_too(asked: Audit, tmp_path: Path) -> None:
    words = answered_text(_plain(asked, asked.car("CAR-001")), ANSWER)
    words = words.replace("Two systems are", "One system was").replace(" [car.root_cause]", "")
    (tmp_path / "a.md").write_text(words, "utf-8")
    intake = read(asked, tmp_path / "a.md")
    assert [each.label for each in intake.locked] == ["Gap"]
    how = {each.field: each.how for each in intake.changes}
    assert (how["root_cause"], texts(intake)["root_cause"]) == ("row label", ANSWER["root_cause"])


@settings(max_examples=60)
@given(st.text(SHOWN, max_size=200))
def test_any_text_in_a_text_form_comes_back(kept: tuple[Audit, Path, Path], text: str) -> None:
    assume(not any(line.startswith(">>") for line in as_typed(text).splitlines()))
    audit, _, place = kept
    words = _plain(audit, audit.car("CAR-001"))
    path = place / "any.txt"
    answers = {"answered_by": "x", "root_cause": text}
    path.write_bytes(answered_text(words, answers).encode())
    assert texts(read(audit, path))["root_cause"] == as_typed(text)


def _plain(audit: Audit, car: Car) -> str:
    return plain_form(Source(audit, TODAY, page("A4")), car)


def _body(path: Path) -> Any:
    from .filling import BODY, parts_of

    return etree.fromstring(parts_of(path)[BODY])
