"""Cited evidence copied into the audit folder by hash; originals stay as they are."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from auditkit.analysis.collection import collect, wanted
from auditkit.analysis.soundness import concerns
from auditkit.analysis.verification import answers, questions
from auditkit.errors import AuditkitError
from auditkit.evidence.extract import passages
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import WorkCancelled
from auditkit.evidence.scan import scan
from auditkit.record.audit import Audit
from auditkit.record.model import Grade


@pytest.fixture
def cited(audit: Audit) -> list[Path]:
    """Three files, two of them cited, with the same contents."""
    root = audit.roots()[0]
    paths = [root / name for name in ("a.md", "b.md", "c.md")]
    finding = audit.raise_finding(Grade.OFI, "F", refs=[audit.resolve("4.1")])
    for path in paths:
        path.write_text("the same")
    for path in paths[:2]:
        item = audit.register_file(path, fingerprint=fingerprint(path))
        audit.cite(item.id, finding=finding.id)
    audit.register_file(paths[2], fingerprint=fingerprint(paths[2]))
    return paths


def copies(audit: Audit) -> list[Path]:
    return [each for each in (audit.folder / "collected").rglob("*") if each.is_file()]


def test_cited_files_are_copied_once_by_hash(audit: Audit, cited: list[Path]) -> None:
    before = [(each.read_bytes(), each.stat().st_mtime_ns) for each in cited]
    items = wanted(audit)
    assert [each.label for each in items] == ["E-001", "E-002"]
    told: list[tuple[int, int]] = []
    done = list(collect(audit, items, progress=lambda *each: told.append(each)))
    assert [each.problem for each in done] == ["", ""]
    (copy,) = copies(audit)
    assert copy.name == fingerprint(cited[0]).sha256 == fingerprint(copy).sha256
    assert told == [(1, 2), (2, 2)]
    assert [(each.read_bytes(), each.stat().st_mtime_ns) for each in cited] == before
    if os.name != "nt":
        assert not any(each.stat().st_mode & 0o077 for each in (copy, copy.parent, copy.parents[1]))
    assert list(collect(audit, items)) == done
    assert scan([audit.folder.parent]).entries  # and the copies are no evidence by themselves
    assert not any("collected" in each.path for each in scan([audit.folder.parent]).entries)


def test_a_missing_file_that_was_collected_is_said_to_be_kept(
    audit: Audit, cited: list[Path]
) -> None:
    list(collect(audit, wanted(audit)))
    cited[0].unlink()
    looks = list(answers(questions(audit), passages, list))
    audit.record_verification(looks)
    assert "its copy is kept in the audit folder" in concerns(audit, audit.findings()[0])[0]


def test_what_changed_or_is_gone_is_told_and_not_copied(audit: Audit, cited: list[Path]) -> None:
    cited[0].write_text("changed")
    cited[1].unlink()
    first, second = collect(audit, wanted(audit))
    assert "changed since" in first.problem
    assert "is not there" in second.problem
    assert copies(audit) == []


def test_a_damaged_copy_is_made_anew(audit: Audit, cited: list[Path]) -> None:
    list(collect(audit, wanted(audit)))
    (copy,) = copies(audit)
    copy.write_text("damaged")
    list(collect(audit, wanted(audit)))
    assert fingerprint(copies(audit)[0]).sha256 == copy.name


def test_a_full_disk_is_one_sentence_and_leaves_no_half(
    audit: Audit, cited: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(AuditkitError, match="could not be written"):
        list(collect(audit, wanted(audit)))
    assert copies(audit) == []


def test_collecting_can_be_cancelled(audit: Audit, cited: list[Path]) -> None:
    with pytest.raises(WorkCancelled):
        list(collect(audit, wanted(audit), cancelled=lambda: True))
