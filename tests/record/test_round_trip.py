"""Any string a person types, or a file is named, is there unchanged after the audit is reopened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, NoteMark, Ref, Role, Verdict

Begin = Callable[..., Audit]
ANY_TEXT = st.text(alphabet=st.characters(), max_size=30)
DOORS = Ref("small", "1.1")
NASTY = (
    "\x1b[31mred\x1b[0m\x07",
    "[bold]not markup[/] [@click=app.quit]x[/]",
    "<w:t>&amp;</w:t>]]>",
    "invoice\u202egpj.exe",
    "caf\udce9.txt",
    "a\x00b\r\nc\u2028d",
    "=HYPERLINK(1)",
    '{"v": 1}\n{"v": 2}',
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY_TEXT, min_size=8, max_size=8))
def test_any_text_in_any_field(begin: Begin, texts: list[str]) -> None:
    with begin(title="T" + texts[0]) as audit:
        audit.set_info(organization=texts[1], objectives=(texts[2], texts[3]))
        person = audit.add_person(texts[4], Role.AUDITEE, function=texts[5])
        audit.set_verdict([Ref("small", "1.1/a")], Verdict.NOT_APPLICABLE, "x" + texts[6])
        audit.set_note(DOORS, texts[7])
        note = audit.add_note(texts[1], ref=DOORS, speaker=texts[2], mark=NoteMark.STRENGTH)
        said = audit.register_statement(EvidenceKind.INTERVIEW, texts[3], source=texts[4])
        quote = audit.cite(said.id, ref=DOORS, place=texts[5], quote=texts[6])
        finding = audit.raise_finding(Grade.MINOR, texts[7], refs=[DOORS], gap=texts[0])
    with Audit.open(audit.folder) as again:
        assert again.info.title == "T" + texts[0]
        assert again.info.organization == texts[1]
        assert again.info.objectives == (texts[2], texts[3])
        assert again.people == (person,)
        assert again.verdict(Ref("small", "1.1/a")).reason == "x" + texts[6]
        assert again.note_text(DOORS) == texts[7]
        assert again.notes() == (note,)
        assert again.evidence() == (said,)
        assert again.citations() == (quote,)
        assert again.findings() == (finding,)


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_stays_in_its_line_of_the_journal(begin: Begin, text: str) -> None:
    with begin() as audit:
        before = _lines(audit)
        audit.set_note(DOORS, text)
        assert _lines(audit) == before + 1
    with Audit.open(audit.folder) as again:
        assert again.note_text(DOORS) == text
    plain = TinyDB(audit.folder / "audit.json")
    assert [each["text"] for each in plain.table("notes")] == [text]
    plain.close()


@pytest.mark.parametrize("text", ["evi\x1b[2Jdence", "[red]x", "caf\udce9", "a\u202eb", "x\ny"])
def test_files_and_folders_with_hostile_names(tmp_path: Path, begin: Begin, text: str) -> None:
    root = tmp_path / f"{text}-root"
    path = root / f"{text}.txt"
    try:
        root.mkdir()
        path.write_text("kept")
    except OSError:
        pytest.skip("this file system cannot hold such a name")
    with begin(evidence=[root]) as audit:
        evidence, _ = audit.link_file(path, DOORS)
        assert evidence.path == path.name
    with Audit.open(audit.folder) as again:
        found = again.evidence()[0]
        assert again.evidence_path(found).read_text() == "kept"
        assert again.register_file(path) == found
        assert not any(char in again.history(limit=1)[0].about for char in "\x1b\u202e\udce9\n")


def test_a_message_about_a_hostile_name_is_safe_to_print(tmp_path: Path) -> None:
    hostile = tmp_path / ("no\u202eaudit" if os.name == "nt" else "no\x1b[31m\u202eaudit")
    hostile.mkdir()
    for folder in (hostile, hostile / "gone\u2028\udce9"):
        with pytest.raises(Exception, match="no") as caught:
            Audit.open(folder)
        assert str(caught.value).isprintable()


def test_an_audit_needs_a_title(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="title"):
        Audit.create(tmp_path / "audit", title=" \n")
    assert not (tmp_path / "audit").exists()


def _lines(audit: Audit) -> int:
    return sum(
        path.read_bytes().count(b"\n") for path in (audit.folder / "journal").glob("*.jsonl")
    )
