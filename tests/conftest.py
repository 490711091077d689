"""What all tests share: a home folder of their own, and a fresh audit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import auditkit
from auditkit.record.audit import Audit

# A slow or busy machine is no defect.
settings.register_profile("auditkit", deadline=None)
settings.load_profile("auditkit")


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
def audit(tmp_path: Path) -> Iterator[Audit]:
    """A new audit against ISO/IEC 42001 with a lead auditor and an empty evidence folder."""
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    with Audit.create(
        tmp_path / "audit", title="Internal audit", evidence=[evidence], lead="Lena Auditor"
    ) as made:
        yield made
