"""A document held against the record: verified, compared, and its wording taken back."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from auditkit.cli.root import root
from auditkit.documents.agreement.differences import differences
from auditkit.documents.agreement.units import Unit
from auditkit.record.audit import Audit

sample = sys.modules["documents_sample"]
BODY = "word/document.xml"


def run(*args: object) -> Result:
    return CliRunner().invoke(root, [str(each) for each in args])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An audit, and its report."""
    place = tmp_path_factory.mktemp("agreement")
    sample.rich_audit(place / "audit").close()
    report = place / "report.docx"
    assert run("report", "--audit", place / "audit", "-o", report).exit_code == 0
    return place / "audit", report


@pytest.fixture
def own(made: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of both, to be changed."""
    audit, report = made
    shutil.copytree(audit, tmp_path / "audit")
    return tmp_path / "audit", Path(shutil.copy(report, tmp_path / "report.docx"))


def edit(report: Path, change: Callable[[str], str]) -> None:
    """Change the XML of the body."""
    with zipfile.ZipFile(report) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[BODY].decode()
    after = change(before)
    assert after != before
    parts[BODY] = after.encode()
    with zipfile.ZipFile(report, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def compared(audit: Path, report: Path) -> list[dict[str, str]]:
    answer = run("report", "check", "--audit", audit, report, "--json")
    edited = json.loads(answer.output)["edited"]
    assert answer.exit_code == int(any(each["kind"] == "fact" for each in edited))
    return edited  # type: ignore[no-any-return]


@pytest.mark.parametrize("kind", ["audit", "checklist", "evidence", "car"])
def test_what_was_written_is_what_the_record_generates(
    kind: str, made: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "forms" if kind == "car" else tmp_path / "a.docx"
    assert run("report", kind, "--audit", made[0], "-o", target).exit_code == 0
    for each in sorted(target.iterdir()) if target.is_dir() else [target]:
        answer = run("report", "verify", "--audit", made[0], each)
        assert (answer.exit_code, answer.output.splitlines()[0]) == (
            0,
            "It is exactly what the record generates.",
        )
        assert compared(made[0], each) == []


def test_one_changed_letter_is_told(own: tuple[Path, Path]) -> None:
    audit, report = own
    edit(report, lambda xml: xml.replace("Findings", "Finding s", 1))
    answer = run("report", "verify", "--audit", audit, report)
    assert answer.exit_code == 1
    assert "NOT exactly" in answer.output
    assert "it was edited" in answer.output


def test_a_forged_hash_does_not_help(own: tuple[Path, Path]) -> None:
    """Whoever edits the document can put the right hash in; the record still says otherwise."""
    from auditkit.documents.agreement.opened import open_document
    from auditkit.documents.kit.save import HASH_MARK, hash_of

    audit, report = own
    edit(report, lambda xml: xml.replace("Findings", "Finding s", 1))
    opened = open_document(report)
    old = opened.content_hash.encode()
    marked = {name: data.replace(old, HASH_MARK.encode()) for name, data in opened.parts.items()}
    new = hash_of(marked).encode()
    with zipfile.ZipFile(report, "w") as archive:
        for name, data in opened.parts.items():
            archive.writestr(name, data.replace(old, new))
    assert open_document(report).untouched
    answer = run("report", "verify", "--audit", audit, report)
    assert answer.exit_code == 1
    assert "generates another content" in answer.output


def test_the_record_may_have_moved_on(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit) as opened:
        opened.set_info(scope="Another scope.")
    answer = run("report", "verify", "--audit", audit, report)
    assert answer.exit_code == 0
    assert "has changed in the record since" in answer.output
    since = json.loads(run("report", "check", "--audit", audit, report, "--json").output)
    assert since["edited"] == []
    assert [each["now"] for each in since["record_since"]] == ["Another scope."]


def test_a_softened_grade_is_a_fact(own: tuple[Path, Path]) -> None:
    audit, report = own
    edit(report, lambda xml: xml.replace("major nonconformity</w:t>", "minor lapse</w:t>"))
    found = compared(audit, report)
    assert found
    assert {each["kind"] for each in found} == {"fact"}
    assert any("\u00b7 Grade" in each["where"] for each in found)


def test_a_removed_finding_is_one_fact(own: tuple[Path, Path]) -> None:
    audit, report = own
    block = re.compile(
        r"<w:p>(?:(?!</w:p>).)*AK_finding_F_002(?:(?!</w:p>).)*</w:p><w:tbl>.*?</w:tbl>"
    )
    edit(report, lambda xml: _without_last(block, xml))
    found = compared(audit, report)
    assert [(each["kind"], each["where"], each["now"]) for each in found] == [("fact", "F-002", "")]


def _without_last(pattern: re.Pattern[str], xml: str) -> str:
    last = [each for each in pattern.finditer(xml) if "bookmarkStart" in each.group()][-1]
    return xml[: last.start()] + xml[last.end() :]


def test_edited_wording_goes_back_into_the_record_one_by_one(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit, read_only=True) as opened:
        label = opened.findings()[0].label
        gap, scope = opened.finding(label).gap, opened.info.scope
    edit(report, lambda x: x.replace(gap, "Worded anew.").replace(scope, "A scope worded anew."))
    found = {each["field"]: each for each in compared(audit, report)}
    assert found[f"{label} gap"]["kind"] == "wording"
    number = found[f"{label} gap"]["number"]
    assert run("report", "check", "--audit", audit, report, "--take", number).exit_code == 0
    with Audit.open(audit, read_only=True) as opened:
        assert opened.finding(label).gap == "Worded anew."
        assert opened.info.scope == scope
        assert opened.history()[0].about == "wording taken from a document"


def test_what_was_taken_is_no_difference_any_more(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit, read_only=True) as opened:
        scope = opened.info.scope
    edit(report, lambda xml: xml.replace(scope, "A scope worded anew."))
    (found,) = compared(audit, report)
    run("report", "check", "--audit", audit, report, "--take", found["number"])
    assert compared(audit, report) == []


def test_writing_a_document_is_no_change_of_what_it_shows(own: tuple[Path, Path]) -> None:
    audit, report = own
    run("report", "closing", "--audit", audit, "-o", report)
    answer = run("report", "verify", "--audit", audit, report)
    assert answer.output == "It is exactly what the record generates.\n"
    answer = run("report", "check", "--audit", audit, report)
    assert answer.output == "Nothing in it differs from what the record generated.\n"


CHART, HEADER, FOOTER = "word/charts/chart1.xml", "word/header1.xml", "word/footer1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "where"),
    [
        (HEADER, "DRAFT  <", "FINAL  <", "Header"),
        (HEADER, 'string="DRAFT"', 'string="FINAL"', "Watermark"),
        (FOOTER, "Confidential", "Public", "Footer"),
        (CHART, "<c:v>0</c:v>", "<c:v>7</c:v>", "Charts"),
    ],
)
def test_what_stands_outside_the_text_counts(
    own: tuple[Path, Path], part: str, old: str, new: str, where: str
) -> None:
    audit, report = own
    with zipfile.ZipFile(report) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new, 1).encode()
    with zipfile.ZipFile(report, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    found = compared(audit, report)
    assert {each["where"] for each in found} == {where}
    assert {each["kind"] for each in found} == {"fact"}


@pytest.mark.parametrize(
    ("property_", "now"),
    [("vanish", ""), ("strike", "[struck out: "), ("dstrike", "[struck out: ")],
)
def test_hidden_and_struck_words_count(own: tuple[Path, Path], property_: str, now: str) -> None:
    audit, report = own
    with Audit.open(audit, read_only=True) as opened:
        scope = opened.info.scope
    run_xml = f'<w:r><w:t xml:space="preserve">{scope}</w:t></w:r>'
    marked = run_xml.replace("<w:r>", f"<w:r><w:rPr><w:{property_}/></w:rPr>")
    edit(report, lambda xml: xml.replace(run_xml, marked))
    (found,) = compared(audit, report)
    assert found["was"] == scope
    assert found["now"].startswith(now)


def test_a_paragraph_cut_in_two_is_taken_back_whole(own: tuple[Path, Path]) -> None:
    audit, report = own
    first, second = "The first sentence stands here.", "The second one follows it closely."
    with Audit.open(audit) as opened:
        opened.set_info(conclusion=f"{first} {second}")
    assert run("report", "--audit", audit, "-o", report).exit_code == 0
    cut = f"{first}</w:t></w:r></w:p><w:p><w:r><w:t>{second} New."
    edit(report, lambda xml: _last(xml, f"{first} {second}", cut))
    (found,) = compared(audit, report)
    assert found["field"] == "conclusion"
    run("report", "check", "--audit", audit, report, "--take", found["number"])
    with Audit.open(audit, read_only=True) as opened:
        assert opened.info.conclusion == f"{first}\n\n{second} New."


def _last(text: str, old: str, new: str) -> str:
    head, _, tail = text.rpartition(old)
    return head + new + tail


def test_what_only_stands_elsewhere_is_no_difference(own: tuple[Path, Path]) -> None:
    audit, report = own
    block = re.compile(
        r"<w:p>(?:(?!</w:p>).)*AK_finding_F_002(?:(?!</w:p>).)*</w:p><w:tbl>.*?</w:tbl>"
    )

    def moved(xml: str) -> str:
        found = [each for each in block.finditer(xml) if "bookmarkStart" in each.group()][-1]
        rest = xml[: found.start()] + xml[found.end() :]
        at = rest.rindex("<w:sectPr>")
        return rest[:at] + found.group() + rest[at:]

    edit(report, moved)
    assert compared(audit, report) == []


def test_one_paragraph_of_a_box_is_told_by_itself(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit) as opened:
        opened.set_info(conclusion="A short conclusion that fits.")
    assert run("report", "--audit", audit, "-o", report).exit_code == 0
    edit(report, lambda xml: xml.replace("A short conclusion", "Another conclusion"))
    found = compared(audit, report)
    assert {each["field"] for each in found} == {"conclusion"}
    assert {each["was"] for each in found} == {"A short conclusion that fits."}


def test_a_fact_is_not_taken(own: tuple[Path, Path]) -> None:
    audit, report = own
    edit(report, lambda xml: xml.replace("major nonconformity</w:t>", "minor lapse</w:t>"))
    answer = run("report", "check", "--audit", audit, report, "--take", 1)
    assert answer.exit_code == 2
    assert "no wording of the auditor" in answer.output
    answer = run("report", "check", "--audit", audit, report, "--take", 99)
    assert answer.exit_code == 2


def test_words_that_the_record_has_left_behind_are_not_overwritten(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit) as opened:
        scope = opened.info.scope
        edit(report, lambda xml: xml.replace(scope, "Edited in Word."))
        opened.set_info(scope="Edited in the record.")
    found = {each["field"]: each["number"] for each in compared(audit, report)}
    answer = run("report", "check", "--audit", audit, report, "--take", found["scope"])
    assert answer.exit_code == 1
    assert "no longer says" in answer.output
    with Audit.open(audit, read_only=True) as opened:
        assert opened.info.scope == "Edited in the record."


def test_other_figures_in_a_wording_are_a_fact(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit) as opened:
        opened.set_info(conclusion="Two of 14 records were missing.")
    assert run("report", "--audit", audit, "-o", report).exit_code == 0
    edit(report, lambda xml: xml.replace("Two of 14 records", "Two of 41 records"))
    assert {each["kind"] for each in compared(audit, report)} == {"fact"}


def test_tracked_changes_count_as_accepted(own: tuple[Path, Path]) -> None:
    audit, report = own
    with Audit.open(audit, read_only=True) as opened:
        scope = opened.info.scope
    run_xml = f'<w:t xml:space="preserve">{scope}</w:t>'

    def tracked(xml: str) -> str:
        old = f"<w:r>{run_xml}</w:r>"
        assert old in xml
        by = 'w:author="M" w:date="2026-11-02T00:00:00Z"'
        gone = f'<w:del w:id="91" {by}><w:r><w:delText>{scope}</w:delText></w:r></w:del>'
        come = f'<w:ins w:id="92" {by}><w:r><w:t>New words.</w:t></w:r></w:ins>'
        return xml.replace(old, gone + come)

    edit(report, tracked)
    assert [each["now"] for each in compared(audit, report)] == ["New words."]


def test_a_document_of_another_audit_is_refused(own: tuple[Path, Path], tmp_path: Path) -> None:
    _, report = own
    run("new", tmp_path / "other", "--title", "Another")
    for command in ("verify", "check"):
        answer = run("report", command, "--audit", tmp_path / "other", report)
        assert answer.exit_code == 1
        assert "another audit" in answer.output


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"word/{number}.xml", b"\0" * (64 << 20))
        archive.writestr(BODY, "<a/>")


def _entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(BODY, "<a/>")
        archive.writestr("docProps/custom.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def _no_word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (_bomb, "too big"),
        (_entities, "entities of its own"),
        (_no_word, "no Word document"),
        (lambda path: path.write_bytes(b"not a zip"), "no Word document"),
        (lambda path: path.mkdir(), "not a regular file"),
        (lambda path: None, "no file"),
    ],
)
def test_hostile_files_get_one_sentence(
    write: Callable[[Path], object], said: str, made: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "h.docx"
    write(path)
    for command in ("verify", "check"):
        answer = run("report", command, "--audit", made[0], path)
        assert answer.exit_code == 1
        assert said in answer.output
        assert answer.output.count("\n") == 1


def test_a_broken_text_with_page_numbers_gets_one_sentence(own: tuple[Path, Path]) -> None:
    """The numbers are read from the text before anything else of it is."""
    audit, report = own
    with zipfile.ZipFile(report) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    custom = "docProps/custom.xml"
    parts[custom] = parts[custom].replace(b'"auditkit.number"', b'"auditkit.page_numbers"')
    parts[BODY] = b"<w:document"
    with zipfile.ZipFile(report, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    for command in ("verify", "check"):
        answer = run("report", command, "--audit", audit, report)
        assert answer.exit_code == 1
        assert answer.output.count("\n") == 1


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(st.lists(words, max_size=8), st.lists(words, max_size=8))
def test_nothing_that_differs_is_lost(
    rich: Audit, made_words: list[str], now_words: list[str]
) -> None:
    """Every text that is not in both stands in a difference, and the same texts give none, in
    whatever order."""

    def told(texts: list[str]) -> list[Unit]:
        return [Unit((each,), "", False) for each in texts]

    found = differences(rich, told(made_words), told(now_words))
    same = sorted(map(plain, made_words)) == sorted(map(plain, now_words))
    assert bool(found) is not same
    gone = {plain(t) for t in made_words} - {plain(t) for t in now_words}
    assert gone <= {plain(each.was) for each in found}


def plain(text: str) -> str:
    from auditkit.documents.agreement.units import plain as made_plain

    return made_plain(text)
