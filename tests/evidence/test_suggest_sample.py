"""The sample evidence, labelled by hand: a right file first, and silence where there is none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from auditkit.analysis.suggestion import Suggested, Suggestions, facts
from auditkit.evidence.contents import Contents
from auditkit.evidence.scan import scan
from auditkit.record.audit import Audit

HERE = Path(__file__).resolve().parents[2]
LABELS: dict[str, list[str]] = tomllib.loads(
    (HERE / "benchmarks/suggest_sample.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Suggested]]]:
    """What is suggested for each labelled requirement, in an audit that has cited nothing."""
    folder = tmp_path_factory.mktemp("sample")
    entries = scan((HERE / "sample_evidence",)).entries
    with (
        Audit.create(folder / "audit", title="Sample") as audit,
        Contents(folder / "index.sqlite") as contents,
    ):
        contents.build(entries)
        suggestions = Suggestions(facts(audit), entries, contents)
        yield {ref: suggestions.for_requirement(audit.resolve(ref), 5) for ref in LABELS}


def _places(ref: str, found: list[Suggested]) -> list[int]:
    return [
        place
        for place, each in enumerate(found)
        if any(fnmatchcase(each.entry.path, pattern) for pattern in LABELS[ref])
    ]


def test_labels_name_files_that_are_there() -> None:
    paths = [each.path for each in scan((HERE / "sample_evidence",)).entries]
    for ref, patterns in LABELS.items():
        for pattern in patterns:
            assert any(fnmatchcase(path, pattern) for path in paths), (ref, pattern)


def test_what_is_likely_is_right(answers: dict[str, list[Suggested]]) -> None:
    likely = {ref: found for ref, found in answers.items() if found and found[0].band == "likely"}
    right = [ref for ref, found in likely.items() if 0 in _places(ref, found)]
    assert len(likely) > 35
    assert len(right) / len(likely) >= 0.9


def test_a_right_file_is_among_five(answers: dict[str, list[Suggested]]) -> None:
    wanted = {ref: found for ref, found in answers.items() if LABELS[ref] and found}
    right = [ref for ref, found in wanted.items() if _places(ref, found)]
    assert len(right) / len(wanted) >= 0.95


def test_evidence_is_seldom_called_a_gap(answers: dict[str, list[Suggested]]) -> None:
    wanted = [ref for ref in answers if LABELS[ref]]
    assert sum(bool(answers[ref]) for ref in wanted) / len(wanted) >= 0.85


def test_a_gap_is_called_one(answers: dict[str, list[Suggested]]) -> None:
    assert [ref for ref, found in answers.items() if found and not LABELS[ref]] == []
