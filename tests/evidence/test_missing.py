"""A registered file that is gone: by contents, by name, by the words quoted from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditkit.evidence.extract import Unreadable, passages
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.hashing import hash_all
from auditkit.evidence.missing import Candidate, Wanted, seek
from auditkit.evidence.model import Fingerprint, Passage, WorkCancelled
from auditkit.evidence.scan import scan

QUOTE = "Risks above twelve need the approval of the board."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    for name, text in {
        "risk/AI risk criteria.md": f"# Criteria\n\n{QUOTE}\n",
        "risk/AI risk register.csv": "R-01,Wrong triage\n",
        "people/training.md": "Training list",
        "people/empty.md": "",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def wanted_of(root: Path, path: str, *quotes: str) -> Wanted:
    return Wanted(path, fingerprint(root / path), quotes)


def found(wanted: Wanted, root: Path) -> list[Candidate]:
    return seek(wanted, scan([root]).entries, passages)


def test_a_moved_and_renamed_file_is_found_by_its_contents(root: Path) -> None:
    wanted = wanted_of(root, "risk/AI risk criteria.md", QUOTE)
    target = root / "archive" / "2026" / "criteria (old).md"
    target.parent.mkdir(parents=True)
    (root / "risk/AI risk criteria.md").rename(target)
    (candidate,) = found(wanted, root)
    assert candidate.entry.path == "archive/2026/criteria (old).md"
    assert candidate.why == "same contents"


def test_of_several_copies_the_one_with_the_closest_path_comes_first(root: Path) -> None:
    wanted = wanted_of(root, "risk/AI risk criteria.md")
    for name in ("x/y.md", "risk/v2/AI risk criteria.md", "z.md"):
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_bytes((root / "risk/AI risk criteria.md").read_bytes())
    (root / "risk/AI risk criteria.md").unlink()
    assert next(each.entry.path for each in found(wanted, root)) == "risk/v2/AI risk criteria.md"
    assert len(found(wanted, root)) == 3


def test_a_changed_file_elsewhere_is_found_by_name_and_quotation(root: Path) -> None:
    wanted = wanted_of(root, "risk/AI risk criteria.md", QUOTE)
    (root / "risk/AI risk criteria.md").unlink()
    other = root / "governance"
    other.mkdir()
    (other / "AI risk criteria.md").write_text("something else entirely")
    (other / "AI risk criteria v2.md").write_text("Risks above ten need the approval of the board.")
    first, second = found(wanted, root)[:2]
    assert (first.entry.name, first.quotes) == ("AI risk criteria v2.md", 1)
    assert (second.entry.name, second.why, second.quotes) == ("AI risk criteria.md", "same name", 0)


def test_nothing_like_it_is_nothing(root: Path) -> None:
    wanted = wanted_of(root, "people/training.md")
    (root / "people/training.md").unlink()
    assert found(wanted, root) == []


def test_an_empty_file_is_not_taken_for_every_empty_file(root: Path) -> None:
    wanted = wanted_of(root, "people/empty.md")
    (root / "people/empty.md").rename(root / "people/quite-another-name.md")
    assert all(each.why != "same contents" for each in found(wanted, root))


def test_files_that_cannot_be_read_cost_only_themselves(root: Path) -> None:
    wanted = wanted_of(root, "risk/AI risk criteria.md", QUOTE)
    (root / "risk/AI risk criteria.md").unlink()
    for folder in ("a", "b"):
        (root / folder).mkdir()
        (root / folder / "AI risk criteria.md").write_text(f"{QUOTE} More.")

    def read(path: Path) -> Iterator[Passage]:
        if path.parent.name == "a":
            raise Unreadable("It is broken.")
        return passages(path)

    entries = scan([root]).entries
    (root / "b" / "AI risk criteria.md").touch()
    quotes = {
        each.entry.folder: each.quotes for each in seek(wanted, entries, read) if each.entry.folder
    }
    assert (quotes["a"], quotes["b"]) == (0, 1)
    vanished = [each for each in entries if each.folder == "b"]
    (root / "b" / "AI risk criteria.md").unlink()
    same_size = Wanted("other.md", Fingerprint("0" * 64, vanished[0].size, 0))
    assert seek(same_size, vanished, passages) == []


def test_seeking_can_be_cancelled(root: Path) -> None:
    wanted = wanted_of(root, "risk/AI risk criteria.md")
    with pytest.raises(WorkCancelled):
        seek(wanted, scan([root]).entries, passages, cancelled=lambda: True)


def test_many_files_are_hashed_and_each_problem_is_told(root: Path, tmp_path: Path) -> None:
    paths = [entry.absolute for entry in scan([root]).entries]
    told: list[tuple[int, int]] = []
    results = {
        each.number: each
        for each in hash_all(
            [*paths, root, tmp_path / "gone"], progress=lambda *done: told.append(done)
        )
    }
    assert len(results) == len(paths) + 2
    for number, path in enumerate(paths):
        assert results[number].fingerprint == fingerprint(path)
    assert results[len(paths)].problem
    assert not results[len(paths)].vanished
    assert results[len(paths) + 1].vanished
    assert told[-1] == (len(paths) + 2, len(paths) + 2)


def test_hashing_many_files_can_be_cancelled_and_holds_nothing_open(root: Path) -> None:
    big = root / "big.bin"
    big.write_bytes(os.urandom(4 << 20))
    with pytest.raises(WorkCancelled):
        list(hash_all([big] * 200, cancelled=lambda: True))
    assert list(hash_all([])) == []


def test_a_file_renamed_and_edited_is_found_by_the_words_quoted_from_it(root: Path) -> None:
    text = f"# Criteria\n\n{QUOTE}\n{'More words. ' * 10}"
    path = root / "risk/AI risk criteria.md"
    path.write_text(text)
    wanted = wanted_of(root, "risk/AI risk criteria.md", QUOTE)
    path.unlink()
    (root / "people/board decision.md").write_text(f"{text}A line was added.\n")
    (root / "people/other.md").write_text("Other words. " * 15)
    (candidate,) = found(wanted, root)
    assert (candidate.entry.path, candidate.why, candidate.quotes) == (
        "people/board decision.md",
        "same words",
        1,
    )
