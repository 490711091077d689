"""``auditkit car``: forms out, answers in, by the command line alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import CarState

from .documents.filling import ANSWER, asked_audit, filled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    asked_audit(tmp_path / "audit").close()
    return tmp_path / "audit"


def call(folder: Path, *arguments: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(
        root, ["car", arguments[0], "--audit", str(folder), *arguments[1:]], input=stdin
    )
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answer(folder: Path, **fields: str) -> Path:
    blank = folder.parent / "blank.docx"
    made = call(folder, "form", "CAR-001", "-o", str(blank))
    assert made.stdout.strip() == str(blank)
    return filled(blank, folder.parent / "answer.docx", {**ANSWER, **fields})


def state(folder: Path) -> CarState:
    with Audit.open(folder, read_only=True) as audit:
        return audit.car("CAR-001").state


def test_yes_takes_an_answer_in(folder: Path) -> None:
    result = call(folder, "import", "--yes", str(answer(folder)))
    assert result.exit_code == 0
    assert "answer to CAR-001 (issued)" in result.stdout
    assert ANSWER["root_cause"] in result.stdout
    assert "(by tag)" in result.stdout
    assert "CAR-001 answered; its file is kept as received/CAR-001/" in result.stdout
    assert state(folder) is CarState.ANSWERED
    assert len(list((folder / "received" / "CAR-001").iterdir())) == 1


@pytest.mark.parametrize(("said", "becomes"), [("y\n", CarState.ANSWERED), ("n\n", "issued")])
def test_it_asks(folder: Path, said: str, becomes: str) -> None:
    result = call(folder, "import", str(answer(folder)), stdin=said)
    assert result.exit_code == 0
    assert state(folder) == becomes


def test_where_nobody_answers_nothing_is_taken_in(folder: Path) -> None:
    result = call(folder, "import", str(answer(folder)), stdin="")
    assert result.exit_code == 0
    assert "Nothing was taken in; with --yes" in result.stdout
    assert state(folder) is CarState.ISSUED
    assert not (folder / "received").exists()


def test_a_dry_run_shows_and_changes_nothing(folder: Path) -> None:
    path = answer(folder, corrective_action="All engineers were reminded of it.")
    with Audit.open(folder, read_only=True) as audit:
        before = audit.digest
    result = call(folder, "import", "--dry-run", str(path))
    assert result.exit_code == 0
    assert "CAR-001 would be answered then." in result.stdout
    assert "corrective action: 'reminded' acts on people" in result.stdout
    with Audit.open(folder, read_only=True) as audit:
        assert audit.digest == before


def test_json_says_all_and_takes_in_only_with_yes(folder: Path) -> None:
    path = answer(folder)
    (looked,) = json.loads(call(folder, "import", "--json", str(path)).stdout)
    assert (looked["taken"], looked["state"], looked["becomes"]) == (False, "issued", "answered")
    assert {each["field"]: each["form"] for each in looked["fields"]} == ANSWER
    assert {each["how"] for each in looked["fields"]} == {"tag"}
    assert state(folder) is CarState.ISSUED
    (taken,) = json.loads(call(folder, "import", "--json", "--yes", str(path)).stdout)
    assert (taken["taken"], taken["state"]) == (True, "answered")
    assert (folder / taken["kept"]).read_bytes() == path.read_bytes()
    assert taken["sha256"] in taken["kept"]


def test_a_bad_file_does_not_keep_a_good_one_out(folder: Path) -> None:
    good = answer(folder)
    bad = folder.parent / "letter.docx"
    bad.write_text("Dear auditor")
    result = call(folder, "import", "--yes", str(bad), str(good), str(good))
    assert result.exit_code == 1
    assert "letter.docx is no Word document." in result.stderr
    assert "Nothing new: this very file was taken in for CAR-001" in result.stderr
    assert state(folder) is CarState.ANSWERED


def test_an_incomplete_answer_says_what_is_missing(folder: Path) -> None:
    path = answer(folder, action_due="soon")
    result = call(folder, "import", "--yes", str(path))
    assert "the due date of the action" in result.stdout
    assert "This is no date" in result.stdout
    assert "CAR-001 issued; its file is kept" in result.stdout
    done = call(folder, "advance", "CAR-001", "answered", "action_due=2026-12-15")
    assert done.exit_code == 0
    assert state(folder) is CarState.ANSWERED


def test_a_form_of_another_request_is_refused(folder: Path) -> None:
    path = answer(folder)
    other = call(folder, "import", "--yes", "--car", "CAR-002", str(path))
    assert other.exit_code == 1
    assert "is the form of CAR-001, not of CAR-002" in other.stderr
    assert call(folder, "import", "--car", "CAR-9", str(path)).exit_code == 2
    assert state(folder) is CarState.ISSUED


def test_yes_and_dry_run_exclude_each_other(folder: Path) -> None:
    result = call(folder, "import", "--yes", "--dry-run", "x.docx")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


def test_hostile_words_reach_the_terminal_made_harmless(folder: Path) -> None:
    path = answer(folder, root_cause="cause \x85\u202egnp.exe \x9b31m")
    result = call(folder, "import", "--dry-run", str(path))
    assert "\u202e" not in result.stdout
    assert "\x9b" not in result.stdout
    assert "\\u202egnp.exe" in result.stdout


def test_advance_and_show_ask_about_the_answer(folder: Path) -> None:
    call(folder, "import", "--yes", str(answer(folder, root_cause="Somebody forgot the step.")))
    told = "look at root cause: 'forgot' names a slip"
    assert told in call(folder, "show", "CAR-001").stdout
    accepted = call(folder, "advance", "CAR-001", "accepted", "decided=2026-11-20")
    assert "CAR-001 accepted" in accepted.stdout
    assert told in accepted.stdout
    assert told not in call(folder, "show", "CAR-001").stdout


def test_a_text_form_goes_out_and_comes_back(folder: Path) -> None:
    made = call(folder, "form", "CAR-001", "--text")
    path = Path(made.stdout.strip())
    assert path.parent == folder / "documents"
    words = path.read_text("utf-8")
    for name, text in ANSWER.items():
        words = words.replace(f"[car.{name}]\n", f"[car.{name}]\n{text}\n")
    answered = folder.parent / "answer.txt"
    answered.write_text(words, "utf-8")
    assert call(folder, "import", "--yes", str(answered)).exit_code == 0
    assert state(folder) is CarState.ANSWERED


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["CAR-9"], 2, "There is no car 'CAR-9'"),
        (["CAR-001", "-o", "form.txt"], 2, "A form is a .docx file"),
        (["CAR-001", "--text", "-o", "form.docx"], 2, "A form is a .txt or .md file"),
    ],
)
def test_wrong_forms_are_wrong_usage(
    folder: Path, arguments: list[str], code: int, told: str
) -> None:
    result = call(folder, "form", *arguments)
    assert result.exit_code == code
    assert told in result.stderr


def test_a_form_is_never_written_into_the_record(folder: Path) -> None:
    result = call(folder, "form", "CAR-001", "-o", str(folder / "journal" / "form.docx"))
    assert result.exit_code == 2
    assert "lies in the audit's own record" in result.stderr


def test_a_file_that_cannot_be_kept_leaves_the_record_as_it_was(folder: Path) -> None:
    path = answer(folder)
    (folder / "received").write_text("in the way")
    result = call(folder, "import", "--yes", str(path))
    assert result.exit_code == 1
    assert "could not be written" in result.stderr
    assert state(folder) is CarState.ISSUED
