"""Small audits that are quick to make, and a plain view of what an audit holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditkit.exchange.pack import write_pack
from auditkit.record.audit import Audit
from auditkit.record.doctor.examine import examine
from auditkit.record.proof import prove

CHECKLIST = """
id = "small"
standard = "House rules"
title = "House rules"
short = "HR"
note = "Our own."
[[section]]
ref = "1"
title = "One"
[[section.requirement]]
ref = "1.1"
title = "Doors"
kind = "clause"
intent = "Doors are shut."
ask = ["Caretaker"]
roles = ["provider"]
[[section.requirement.check]]
id = "1.1/a"
obligation = "Doors are shut."
question = "Are doors shut?"
methods = ["observation"]
conformity = "They are."
[[section.requirement.check]]
id = "1.1/b"
obligation = "Keys are kept."
question = "Where are the keys?"
methods = ["interview"]
conformity = "In the safe."
[[section.requirement]]
ref = "1.2"
title = "Lights"
kind = "clause"
intent = "Lights are out."
ask = ["Caretaker"]
roles = ["provider"]
[[section.requirement.check]]
id = "1.2/a"
obligation = "Lights are out at night."
question = "Are lights out?"
methods = ["observation"]
conformity = "They are."
"""


@pytest.fixture(scope="session")
def small_checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checklist of two requirements and three checks."""
    path = tmp_path_factory.mktemp("checklist") / "small.toml"
    path.write_text(CHECKLIST, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def begin(small_checklist: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Audit]:
    """Makes a small audit in a folder of its own."""

    def make(title: str = "Small", **more: Any) -> Audit:
        folder = tmp_path_factory.mktemp("audit") / "it"
        return Audit.create(folder, title=title, checklists=[str(small_checklist)], **more)

    return make


@pytest.fixture(scope="session")
def view() -> Callable[[Audit], dict[str, Any]]:
    """Everything an audit shows, for comparing memory with what is read from the disk."""

    def show(audit: Audit) -> dict[str, Any]:
        return {name: audit.db.table(name).all() for name in sorted(audit.db.tables())}

    return show


@pytest.fixture
def beside_the_record(tmp_path: Path) -> Callable[[Path, Path], Path]:
    """Looks whether doctor, verify and pack name a file that lies in an audit and is no part of
    its record; gives the pack."""

    def check(folder: Path, path: Path) -> Path:
        assert any(path.name in each.text for each in examine(folder) if each.level == "note")
        assert [each for each in examine(folder) if each.level == "problem"] == []
        assert any(path.name in each for each in prove(folder).notes)
        with Audit.open(folder) as audit:
            packed = write_pack(audit, tmp_path / "audit.zip")
        assert [each.what for each in packed.left_out] == [f"journal/{path.name}"]
        return tmp_path / "audit.zip"

    return check
