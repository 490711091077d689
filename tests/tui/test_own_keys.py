"""Keys of one's own on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit

Press = Callable[..., str]


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], None]:
    def write(text: str) -> None:
        (tmp_path / "home").mkdir(exist_ok=True)
        (tmp_path / "home" / "keys.toml").write_text(text)

    return write


def test_a_command_has_its_own_key_and_no_other(
    fresh: Path, press: Press, own: Callable[[str], None]
) -> None:
    own('[keys]\n"verdict.conforms" = "Y"\n')
    assert "BROWSE  Y OK" in press(fresh)
    assert "c is no command here" in press(fresh, "c")
    press(fresh, "Y")
    with Audit.open(fresh) as audit:
        assert len(audit.verdicts()) == 2
    assert "Y " in press(fresh, "question_mark")


def test_without_a_file_the_keys_are_the_usual_ones(fresh: Path, press: Press) -> None:
    assert "BROWSE  c OK" in press(fresh)


def test_what_is_wrong_is_told_at_the_start(
    fresh: Path, press: Press, own: Callable[[str], None]
) -> None:
    own('[keys]\nundoo = "f9"\n')
    assert "Did you mean undo?" in press(fresh)


@pytest.mark.parametrize(
    ("name", "key", "title"),
    [("history", "f9", "History"), ("help", "f9", "Keys: audit")],
)
def test_the_key_that_shows_something_takes_it_away_again(
    name: str, key: str, title: str, worked: Path, press: Press, own: Callable[[str], None]
) -> None:
    own(f'[keys]\n"{name}" = "{key}"\n')
    assert title in press(worked, key)
    assert title not in press(worked, key, key)


def test_so_does_the_key_for_what_opening_found(
    fresh: Path, press: Press, own: Callable[[str], None]
) -> None:
    own('[keys]\n"notices" = "f9"\n')
    press(fresh, "E", "end", "x", "escape")
    assert "not given yet" in press(fresh)
    assert "not given yet" not in press(fresh, "f9")
    assert "not given yet" in press(fresh, "f9", "f9")
