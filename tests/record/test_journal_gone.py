"""A journal that is no longer where it was opened."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import Ref

REF = Ref("iso-iec-42001-2023", "4.1")


def replaced(audit: Audit) -> None:
    """As a synchronizing program or a restore does it."""
    (journal,) = audit.folder.glob("journal/*.jsonl")
    copy = journal.with_suffix(".copy")
    shutil.copy(journal, copy)
    copy.replace(journal)


def deleted(audit: Audit) -> None:
    (journal,) = audit.folder.glob("journal/*.jsonl")
    journal.unlink()


def moved(audit: Audit) -> None:
    audit.folder.rename(audit.folder.with_name("elsewhere"))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays in its place there")
@pytest.mark.parametrize("happens", [replaced, deleted, moved])
def test_nothing_is_called_saved_that_nobody_will_find(
    happens: Callable[[Audit], None], audit: Audit, tmp_path: Path
) -> None:
    audit.set_note(REF, "before")
    happens(audit)
    with pytest.raises(NotSaved, match="deleted, moved or replaced"):
        audit.set_note(REF, "after")
    assert audit.note_text(REF) == "before"
    if happens is moved:
        audit.close()
        assert not audit.folder.exists()
    if happens is replaced:
        audit.close()
        with Audit.open(audit.folder) as again:
            again.set_note(REF, "after")
            assert again.note_text(REF) == "after"
