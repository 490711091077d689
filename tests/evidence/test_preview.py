"""Previews never raise, never hang, and say what is wrong."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.evidence import preview as module
from auditkit.evidence.model import Passage
from auditkit.evidence.preview import preview

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def test_text_is_shown_with_places(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo", encoding="utf-8")
    shown = preview(tmp_path / "a.txt")
    assert shown.kind == "text"
    assert shown.passages == (Passage("line 1", "one"), Passage("line 2", "two"))
    assert (shown.truncated, shown.problem) == (False, None)


@pytest.mark.parametrize(("limit", "kept", "cut"), [(4, "fo", True), (7, "four5", False)])
def test_it_says_when_there_is_more(tmp_path: Path, limit: int, kept: str, cut: bool) -> None:
    (tmp_path / "a.txt").write_text("ab\nfour5", encoding="utf-8")
    shown = preview(tmp_path / "a.txt", limit_chars=limit)
    assert shown.passages[-1].text == kept
    assert shown.truncated is cut


def test_office_files_are_read_in_a_process_of_their_own(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("We use AI with care.")
    document.save(str(tmp_path / "a.docx"))
    shown = preview(tmp_path / "a.docx")
    assert shown.passages == (Passage("paragraph 1", "We use AI with care."),)
    assert (shown.kind, shown.problem) == ("Word", None)


def test_modules_lying_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('ran', 'w')", encoding="utf-8")
    (tmp_path / "a.html").write_text("<p>x</p>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert preview(Path("a.html")).passages == (Passage("line 1", "x"),)
    assert not (tmp_path / "ran").exists()


def test_a_reader_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.0)
    (tmp_path / "a.html").write_text("<p>x</p>", encoding="utf-8")
    shown = preview(tmp_path / "a.html")
    assert shown.passages == ()
    assert "took longer" in str(shown.problem)


def test_a_reader_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "auditkit").mkdir()
    (tmp_path / "a.html").write_text("<p>x</p>", encoding="utf-8")
    environment = {**os.environ, "PYTHONHOME": str(tmp_path)}
    monkeypatch.setattr(module, "_environment", lambda: environment)
    assert "its reader fail" in str(preview(tmp_path / "a.html").problem)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.docx", b"", "empty"),
        ("empty.txt", b"", "empty"),
        ("broken.docx", b"PK\3\4", "broken"),
        ("broken.xlsx", b"junk", "broken"),
        ("broken.pdf", b"%PDF-1.4 junk", "broken"),
        ("a.bin", b"junk\0", "cannot be read"),
        ("binary.txt", b"\0\0\1\2", "no text"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    shown = preview(tmp_path / name)
    assert shown.passages == ()
    assert told in str(shown.problem)


def test_a_bomb_costs_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "0" * (30 << 20))
    assert "suspiciously" in str(preview(tmp_path / "a.docx").problem)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "is not there" in str(preview(tmp_path / "gone.pdf").problem)
    assert "is a folder" in str(preview(tmp_path).problem)


@posix_only
def test_pipes_and_links_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/etc/hosts")
    assert "not a regular file" in str(preview(tmp_path / "pipe.txt").problem)
    assert "is a link" in str(preview(tmp_path / "link.txt").problem)


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_a_hostile_name_reads_and_is_shown_harmlessly(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\n.html"
    path.write_text("<p>x</p>", encoding="utf-8")
    assert preview(path).problem is None
    path.unlink()
    assert "\x1b" not in str(preview(path).problem)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), suffix=st.sampled_from(["txt", "csv", "md", "json"]))
def test_any_bytes_are_shown_or_told(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    path.write_bytes(content)
    shown = preview(path)
    assert all(passage.place and passage.text for passage in shown.passages)
