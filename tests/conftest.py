"""What all tests share: a home folder of their own, and a fresh audit."""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import settings

import auditkit
from auditkit.cli.root import root
from auditkit.record.audit import Audit

# A slow or busy machine is no defect, and the same tree gives the same result twice. To look for
# more: HYPOTHESIS_PROFILE=explore pytest (and AUDITKIT_EXAMPLES for the longer machines).
settings.register_profile("auditkit", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "auditkit"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Screens wait more than they work: four tests a core keep all of them busy."""
    return 4 * (os.cpu_count() or 1)


_WHOLE = 100_000
"""Characters from which a TOML text is a whole checklist."""
_read = functools.cache(tomllib.loads)


@pytest.fixture(autouse=True)
def checklists_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the TOML of a whole checklist takes longer than many a test."""

    def loads(text: str, **how: Any) -> dict[str, Any]:
        return tomllib_loads(text, **how) if how or len(text) < _WHOLE else _read(text)

    tomllib_loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", loads)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the user's own auditkit folder, or the user's chosen audit; and
    child processes find the package where this one found it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("AUDITKIT_HOME", str(home))
    monkeypatch.delenv("AUDITKIT_AUDIT", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(auditkit.__file__).parents[1]))
    return home


@pytest.fixture
def on_audit(tmp_path: Path) -> Callable[..., str]:
    """Runs a command on the audit in ``tmp_path / "audit"`` and gives what it printed on both
    outputs; it has to end with ``code``, and never in a traceback."""

    def command(*arguments: str, code: int = 0) -> str:
        env = {"AUDITKIT_AUDIT": str(tmp_path / "audit")}
        done = CliRunner().invoke(root, [*arguments], env=env)
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        return done.output

    return command


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[Audit]:
    """A new audit against ISO/IEC 42001 with a lead auditor and an empty evidence folder."""
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    with Audit.create(
        tmp_path / "audit", title="Internal audit", evidence=[evidence], lead="Lena Auditor"
    ) as made:
        yield made
