"""What the index of contents keeps of a folder that cannot be listed for now."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.record.audit import Audit


def indexed(audit: Path) -> dict[str, Any]:
    answer = CliRunner().invoke(root, ["evidence", "index", "--audit", str(audit), "--json"])
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def test_a_folder_that_may_not_be_read_for_now_keeps_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "home"))
    evidence, audit = tmp_path / "evidence", tmp_path / "audit"
    (evidence / "shut").mkdir(parents=True)
    for name in ("shut/a.txt", "b.txt", "c.txt"):
        (evidence / name).write_text("word")
    Audit.create(audit, title="T", evidence=[evidence]).close()
    indexed(audit)
    real = os.open

    def refusing(path: Any, *rest: Any, **options: Any) -> int:
        if isinstance(path, str) and "shut" in path:
            raise PermissionError(13, "Permission denied", path)
        return real(path, *rest, **options)

    (evidence / "c.txt").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        told = indexed(audit)
        assert (told["files"], told["removed"], told["read"]) == (2, 1, 0)
        assert indexed(audit)["removed"] == 0
    assert indexed(audit)["read"] == 0
    (evidence / "shut" / "a.txt").unlink()
    assert indexed(audit)["files"] == 1
