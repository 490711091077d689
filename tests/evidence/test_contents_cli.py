"""The commands that find evidence by its contents."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.record.audit import Audit

Run = Callable[..., Result]


@pytest.fixture
def evidence(audit: Audit) -> Path:
    folder = audit.roots()[0]
    (folder / "policy.txt").write_text("The board approved it.\nIt is \x1b[31mred\x1b[0m.")
    (folder / "register.csv").write_text("Risk;Owner\nBias;Lee\n")
    (folder / "broken.docx").write_bytes(b"PK")
    (folder / "chart.png").write_bytes(b"\x89PNG")
    return folder


def test_search_reads_what_is_new_and_answers_with_places(evidence: Path, run: Run) -> None:
    out = run("search", "approved board").stdout
    assert "policy.txt: line 1" in out
    assert "The board approved it." in out
    assert "cannot be read: broken.docx: The file is broken" in out
    (evidence / "new.txt").write_text("board approved again")
    assert "new.txt: line 1" in run("search", "approved board").stdout


def test_search_as_json_holds_nothing_else(evidence: Path, run: Run) -> None:
    result = run("search", "--json", "-n", "1", "baord")
    assert json.loads(result.stdout) == [
        {
            "path": "policy.txt",
            "place": "line 1",
            "text": "The board approved it.",
            "score": pytest.approx(0.75, abs=0.25),
        }
    ]
    assert "'baord' occurs nowhere; looked for: board" in result.stderr
    assert "broken.docx" in result.stderr


def test_search_shows_no_escape_sequences_of_files(evidence: Path, run: Run) -> None:
    out = run("search", "red").stdout
    assert "\x1b" not in out
    assert "It is red." in out


def test_search_without_update_says_what_is_missing(evidence: Path, run: Run) -> None:
    result = run("search", "--no-update", "board")
    assert "Nothing found." in result.stdout
    assert "4 files are not indexed yet" in result.stdout
    run("index")
    (evidence / "new.txt").write_text("board")
    result = run("search", "--no-update", "board")
    assert "new.txt" not in result.stdout
    assert "1 file is not indexed yet" in result.stdout


def test_words_may_come_one_by_one(evidence: Path, run: Run) -> None:
    assert "register.csv: row 2" in run("search", "bias", "lee").stdout
    assert "Nothing found." in run("search", "bias", "board").stdout


@pytest.mark.parametrize("query", ['"', "*", "a NEAR", "(", "--", "\x00", ":", "x" * 5000])
def test_no_query_is_an_error(evidence: Path, run: Run, query: str) -> None:
    run("search", "--json", "--", query)


def test_index_says_what_it_did_and_what_it_could_not_read(evidence: Path, run: Run) -> None:
    out = run("index").stdout
    assert "4 files in the index; 4 read, 0 removed." in out
    assert "1 file without text is found by name only" in out
    assert "cannot be read: broken.docx" in out
    (evidence / "chart.png").unlink()
    answer = json.loads(run("index", "--json").stdout)
    assert answer["problems"][0]["path"] == "broken.docx"
    assert "broken" in answer["problems"].pop()["reason"]
    assert answer == {
        "files": 3,
        "read": 0,
        "removed": 1,
        "pending": 0,
        "by_name_only": 0,
        "problems": [],
    }


def test_scan_lists_unreadable_files_once_there_is_an_index(evidence: Path, run: Run) -> None:
    assert json.loads(run("scan", "--json").stdout)["unreadable"] == []
    run("index")
    (problem,) = json.loads(run("scan", "--json").stdout)["unreadable"]
    assert problem["path"] == "broken.docx"
    assert "cannot be read: broken.docx" in run("scan").stdout


def test_a_folder_that_is_gone_for_now_keeps_its_index(evidence: Path, run: Run) -> None:
    run("index")
    evidence.rename(evidence.with_name("unplugged"))
    assert json.loads(run("index", "--json").stdout)["files"] == 4
    evidence.with_name("unplugged").rename(evidence)
    assert json.loads(run("index", "--json").stdout)["read"] == 0


def test_a_damaged_index_is_told_and_healed(evidence: Path, audit: Audit, run: Run) -> None:
    run("index")
    index = audit.folder / ".cache" / "contents.sqlite"
    index.write_bytes(b"junk" * 4000)
    result = run("search", "board")
    assert "made anew" in result.stderr
    assert "policy.txt: line 1" in result.stdout


def test_an_index_in_the_way_is_told_in_one_sentence(
    evidence: Path, audit: Audit, run: Run
) -> None:
    (audit.folder / ".cache" / "contents.sqlite").mkdir(parents=True)
    result = run("search", "board", code=1)
    assert "cannot be used" in result.stderr
    assert "Traceback" not in result.output


def test_an_audit_without_evidence_folder_is_told(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="T") as made:
        folder = str(made.folder)
    result = CliRunner().invoke(root, ["evidence", "search", "--audit", folder, "x"])
    assert (result.exit_code, "no evidence folder" in result.stderr) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_no_text_can_be_printed(evidence: Path, run: Run) -> None:
    try:
        (evidence / os.fsdecode(b"caf\xe9\x1b[2J.txt")).write_text("zebra")
    except OSError:
        pytest.skip("this file system knows no such names")
    assert "caf\\xe9\\x1b[2J.txt: line 1" in run("search", "zebra").stdout
    (row,) = json.loads(run("search", "--json", "zebra").stdout)
    assert os.fsencode(row["path"]) == b"caf\xe9\x1b[2J.txt"


def test_registered_evidence_is_read_first(
    evidence: Path, audit: Audit, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditkit.evidence.contents import Contents
    from auditkit.evidence.fingerprint import fingerprint

    old = evidence / "register.csv"
    os.utime(old, (1_000_000_000, 1_000_000_000))
    audit.register_file(old, fingerprint=fingerprint(old))
    seen: list[tuple[Path, ...]] = []
    build = Contents.build

    def watched(self: Contents, *arguments: object, **options: object) -> object:
        seen.append(tuple(options["likely"]))  # type: ignore[arg-type]
        return build(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Contents, "build", watched)
    run("index")
    assert seen == [(old,)]
