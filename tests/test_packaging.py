"""The data that ships with auditkit is found from a wheel, an sdist and a source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
ASK = (
    "from auditkit.resources import data_folder as f;"
    "from auditkit.checklist.catalog import shipped;"
    "print(len(shipped()), f('checklists').is_dir(), len(list(f('sample_evidence').rglob('*.*'))))"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = pytest.importorskip("hatchling.build", reason="the build backend is not installed")
    out = tmp_path_factory.mktemp("built")
    before = Path.cwd()
    os.chdir(REPOSITORY)
    try:
        build.build_wheel(str(out))
        build.build_sdist(str(out))
    finally:
        os.chdir(before)
    return out


def ask(path: Path) -> list[str]:
    """What a Python that sees only ``path`` and the installed dependencies finds."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "PYTHONPATH": str(path)},
        cwd=path,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_wheel_holds_checklists_and_sample(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    count, found, samples = ask(tmp_path)
    assert int(count) >= 1
    assert found == "True"
    assert int(samples) >= 60


def test_sdist_holds_checklists_and_sample(built: Path, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    count, found, samples = ask(next(tmp_path.iterdir()))
    assert int(count) >= 1
    assert found == "True"
    assert int(samples) >= 60


def test_source_tree_is_what_an_editable_install_sees() -> None:
    count, _, samples = ask(REPOSITORY)
    assert int(count) >= 1
    assert int(samples) >= 60


def test_console_script_is_declared(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        name = next(each for each in wheel.namelist() if each.endswith("entry_points.txt"))
        assert "auditkit = auditkit.cli:main" in wheel.read(name).decode()
