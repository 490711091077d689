"""Lint: each fault a checklist can have is found, with its place in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.checklist.catalog import checklist_file
from auditkit.checklist.lint import lint
from auditkit.checklist.load import load_checklist
from auditkit.errors import AuditkitError

MAIN = "iso-iec-42001-2023"
OWN = """id = "own"
standard = "House rules"
title = "House rules"
short = "HR"
note = "Our own."

[[section]]
ref = "1"
title = "Doors"

[[section.requirement]]
ref = "1.1"
title = "Locks"
kind = "clause"
intent = "Doors are locked."
ask = ["Caretaker"]
roles = ["provider"]
documents_usual = ["Key list"]
keywords = ["key"]
typical_failures = ["Left open."]
hints = ["Try the handle."]

[[section.requirement.check]]
id = "1.1/a"
obligation = "Doors are locked at night."
question = "Who locks the doors?"
methods = ["interview"]
conformity = "The caretaker does."

[[section.requirement.check]]
id = "1.1/b"
obligation = "Keys are counted."
question = "How many keys are there?"
methods = ["document", "observation"]
conformity = "The list agrees with the board."
"""
Lint = Callable[[str], list[str]]


@pytest.fixture
def faults(tmp_path: Path) -> Lint:
    """Faults of a checklist text, as sentences."""

    def found(text: str) -> list[str]:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return [str(fault) for fault in lint(path)]

    return found


@pytest.fixture(scope="module")
def main_text() -> str:
    return checklist_file(MAIN).read_text(encoding="utf-8")


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_a_good_checklist_has_no_faults(faults: Lint) -> None:
    assert faults(OWN) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Locks"', 'title = " "', "1.1: the field 'title' is empty"),
        ('intent = "Doors are locked."', 'intent = ""', "1.1: the field 'intent' is empty"),
        ('hints = ["Try the handle."]', "hints = []", "1.1: the field 'hints' is empty"),
        ('keywords = ["key"]', 'keywords = ["key", ""]', "1.1: an entry of 'keywords' is empty"),
        ('ask = ["Caretaker"]', "ask = []", "1.1: the field 'ask' is empty"),
        ('conformity = "The caretaker does."', 'conformity = "\\t"', "1.1/a: the field 'conf"),
        ('methods = ["interview"]', "methods = []", "1.1/a: the field 'methods' is empty"),
        ('title = "Doors"', 'title = ""', "section 1: the field 'title' is empty"),
        ('note = "Our own."', 'note = ""', "the top of the file: the field 'note' is empty"),
        ('id = "1.1/b"', 'id = "1.1/a"', "1.1/a: stands 2 times"),
        ('ref = "1.1"', 'ref = "1"', "1: stands 2 times"),
        ('id = "1.1/b"', 'id = "1.2/b"', "1.2/b: the id has to start with 1.1/"),
        ("Who locks the doors?", "Who locks the doors", "1.1/a: the question does not end"),
        ("How many keys are there?", "who LOCKS  the doors?", "1.1/b: asks the same as 1.1/a"),
        ("Who locks the doors?", "Who locks? And who opens?", "1.1/a: this is two questions"),
        ("Who locks the doors?", "Who locks and how is it logged?", "1.1/a: this is two questions"),
        ("Who locks the doors?", "Who locks, or when do you?", "1.1/a: this is two questions"),
        ("Who locks the doors?", "Who locks doors as well as gates?", "1.1/a: this is two ques"),
    ],
)
def test_each_fault_is_named_with_its_place(faults: Lint, old: str, new: str, fault: str) -> None:
    assert any(each.startswith(fault) for each in faults(changed(OWN, old, new)))


def test_a_requirement_needs_checks_and_a_checklist_requirements(faults: Lint) -> None:
    without_checks = OWN.partition("[[section.requirement.check]]")[0]
    assert "1.1: the field 'check' is empty" in faults(without_checks)
    without_any = OWN.partition("[[section.requirement]]")[0]
    assert faults(without_any) == ["the whole file: there is no requirement in it"]


def test_related_references_are_looked_up_where_they_are_known(faults: Lint) -> None:
    related = (
        '[section.requirement.related]\n"iso-iec-27001-2022" = ["4.1", "99.9"]\n'
        '"unknown-law" = ["Art 1"]\n\n[[section.requirement.check]]'
    )
    found = faults(changed(OWN, "[[section.requirement.check]]", related))
    assert found == ["1.1: related iso-iec-27001-2022 has no '99.9'"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'ref = "4.2"\n',
            'ref = "4.9"\n',
            {
                "4.9: ISO/IEC 42001:2023 has no requirement with this reference",
                "4.2: this requirement of ISO/IEC 42001:2023 is missing",
            },
        ),
        (
            'ref = "A.5"\n',
            'ref = "A.55"\n',
            {
                "A.55: ISO/IEC 42001:2023 has no section with this reference",
                "A.5: this section of ISO/IEC 42001:2023 is missing",
            },
        ),
        (
            'title = "AI policy"',
            'title = "Policy for AI"',
            {"5.2: the title has to be 'AI policy'"},
        ),
        (
            'annex_c = ["C.2.4", "C.3.1"]',
            'annex_c = ["C.2.4", "C.9.9"]',
            {"4.1: Annex C has no 'C.9.9'"},
        ),
    ],
    ids=["requirement", "section", "title", "annex C"],
)
def test_identifiers_have_to_be_those_of_the_standard(
    faults: Lint, main_text: str, old: str, new: str, expected: set[str]
) -> None:
    assert expected <= set(faults(changed(main_text, old, new)))


def test_faults_stand_in_the_order_of_the_references(faults: Lint) -> None:
    text = OWN.replace('note = "Our own."', f'note = "Our own."\nstructure = "{MAIN}"')
    missing = [each.partition(":")[0] for each in faults(text) if "requirement of" in each]
    assert len(missing) == 70
    assert missing[:3] == ["4.1", "4.2", "4.3"]
    assert missing.index("A.9.4") < missing.index("A.10.2")


@pytest.mark.parametrize("name", ["nothing", "../iso-iec-42001-2023", "a\\u0000b"])
def test_an_unknown_structure_is_said_in_a_sentence(faults: Lint, name: str) -> None:
    text = OWN.replace('note = "Our own."', f'note = "Our own."\nstructure = "{name}"')
    with pytest.raises(AuditkitError, match="no usable structure file"):
        faults(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "own"\ntitle = "open\n', 2),
        ("id = own\n", 1),
        (changed(OWN, 'ask = ["Caretaker"]', 'ask = ["Caretaker"'), 17),
        ("[[section]\n", 1),
        ('id = "a"\nid = "b"\n', 2),
        ('id = """never closed\n\n', 2),
        ("a = [\n1,\n", 2),
    ],
)
def test_broken_toml_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuditkitError, match=rf"broken\.toml, line {line}: .*TOML") as caught:
        load_checklist(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('short = "HR"', "short = 5", "line 4, field short"),
        ('title = "Doors"', "title = []", "line 9, section 1, field title"),
        ('kind = "clause"', 'kind = "rule"', "line 14, section 1, requirement 1, field kind"),
        ('ask = ["Caretaker"]', "ask = [1]", "line 16, section 1, requirement 1, field ask"),
        (
            'methods = ["document", "observation"]',
            'methods = ["guessing"]',
            "line 34, section 1, requirement 1, check 2, field methods",
        ),
        ('roles = ["provider"]', 'rolls = ["provider"]', "line 11, section 1, requirement 1"),
        ('id = "own"\n', "", "line 1, the top of the file"),
    ],
)
def test_a_wrong_type_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(changed(OWN, old, new), encoding="utf-8")
    with pytest.raises(AuditkitError) as caught:
        load_checklist(path)
    assert caught.value.what.startswith(f"wrong.toml, {place}: ")
    assert caught.value.remedy


def test_files_that_are_no_text_too_large_or_gone(tmp_path: Path) -> None:
    path = tmp_path / "odd\x1b.toml" if tmp_path.drive == "" else tmp_path / "odd.toml"
    for content, word in (
        (b"\xff\xfeid", "UTF-8"),
        (b"a = " + b"[" * 50_000, "TOML|nested"),
        (b"#" * 8_000_001, "too large"),
    ):
        path.write_bytes(content)
        with pytest.raises(AuditkitError, match=word) as caught:
            load_checklist(path)
        assert str(caught.value).isprintable()
    with pytest.raises(AuditkitError, match="cannot be read"):
        load_checklist(tmp_path / "gone.toml")
    with pytest.raises(AuditkitError, match="cannot be read"):
        load_checklist(tmp_path)


def test_line_ends_and_byte_order_mark_of_windows_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert lint(path) == ()
