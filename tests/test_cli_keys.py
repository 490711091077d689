"""``auditkit keys``: what the keys are, and whether those of one's own are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path))
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(root, ["keys", *args])


def test_the_keys_in_force_are_listed(home: Path) -> None:
    (home / "keys.toml").write_text('[keys]\n"verdict.conforms" = "Y"\n')
    commands = {each["id"]: each for each in json.loads(run("--json").stdout)["commands"]}
    assert commands["verdict.conforms"]["keys"] == ["Y"]
    assert commands["verdict.conforms"]["own"]
    assert commands["undo"]["keys"] == ["u"]
    assert "Y (your own)" in run().stdout


def test_a_check_says_what_is_wrong(home: Path) -> None:
    assert run("--check").exit_code == 0
    (home / "keys.toml").write_text('[keys]\nundoo = "f9"\n')
    checked = run("--check")
    assert checked.exit_code == 1
    assert "Did you mean undo?" in checked.stderr
