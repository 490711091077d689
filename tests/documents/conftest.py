"""The rich sample audit, made once; documents are written from it without changing it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditkit.record.audit import Audit


def _sample() -> object:
    place = Path(__file__).with_name("sample.py")
    spec = importlib.util.spec_from_file_location("documents_sample", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["documents_sample"] = module
    spec.loader.exec_module(module)
    return module


sample = _sample()


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    """A rich audit, opened for reading."""
    folder = tmp_path_factory.mktemp("rich") / "audit"
    sample.rich_audit(folder).close()  # type: ignore[attr-defined]
    with Audit.open(folder, read_only=True) as audit:
        yield audit
