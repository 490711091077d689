"""The documents screen: a template of one's own, a file that is open elsewhere, cancelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.tui.app import AuditkitApp

Press = Callable[..., str]
Live = Callable[..., str]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    target = tmp_path / "acme.docx"
    document = docx.Document()
    document.add_paragraph("ACME [[report.kind]]")
    document.add_paragraph("[[auditkit.body]]")
    document.save(str(target))
    return target


def written(folder: Path) -> list[Path]:
    with Audit.open(folder, read_only=True) as audit:
        return [folder / each.path for each in audit.documents()]


def test_documents_take_a_template(worked: Path, template: Path, press: Press) -> None:
    seen = press(worked, "5", "T", *str(template), "enter", "enter", "f8", "work", "work")
    assert "Written:" in seen
    (path,) = written(worked)
    assert docx.Document(str(path)).paragraphs[0].text == "ACME Internal audit report"


def test_a_template_that_cannot_be_used_is_not_taken(
    worked: Path, tmp_path: Path, press: Press
) -> None:
    seen = press(worked, "5", "T", *str(tmp_path / "none.docx"), "enter", "work")
    assert "There is no file none.docx" in " ".join(seen.split())


def test_a_file_open_elsewhere_is_left_alone(worked: Path, press: Press) -> None:
    press(worked, "5", "enter", "f8", "work", "work")
    (path,) = written(worked)
    before = path.read_bytes()
    path.with_name(f"~${path.name}").write_bytes(b"word")
    seen = " ".join(press(worked, "5", "enter", "f8", "work", "work").split())
    assert "open in another program" in seen
    press(worked, "5", "enter", "f8", "work", "enter", "work", "work")
    assert path.read_bytes() == before
    assert [each.name for each in written(worked)] == [
        path.name,
        f"{path.stem} (2){path.suffix}",
    ]


def test_writing_can_be_cancelled(
    worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from auditkit.documents import report

    reached, go = threading.Event(), threading.Event()
    real = report._PARTS

    def waits(*_: object) -> None:
        reached.set()
        go.wait(30)

    monkeypatch.setattr(report, "_PARTS", (("waiting", waits), *real))

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "enter")
        await pilot.pause()
        await pilot.press("f8")
        while not reached.is_set():
            await pilot.pause(0.01)
        await pilot.press("c")
        go.set()
        await app.workers.wait_for_complete()

    seen = " ".join(live(worked, story).split())
    assert "The writing was cancelled" in seen
    assert written(worked) == []
    assert not any((worked / "documents").glob("*.docx"))


def test_nothing_to_cancel_is_said(worked: Path, press: Press) -> None:
    assert "Nothing is being written." in press(worked, "5", "c")


def test_every_kind_is_listed(worked: Path, press: Press) -> None:
    from auditkit.documents.catalog import KINDS

    seen = press(worked, "5")
    assert all(title in seen for title, _ in KINDS.values())


def test_where_the_record_cannot_take_note_nothing_is_written_over(
    worked: Path, tmp_path: Path, press: Press
) -> None:
    press(worked, "5", "w", "f8", "work", "work")
    (path,) = written(worked)
    path.write_bytes(b"as it was")
    outside = tmp_path / "outside.docx"
    with Audit.open(worked):
        seen = " ".join(press(worked, "5", "w", "work", "work").split())
        assert "READ ONLY: it is open elsewhere" in seen
        assert "would not be recorded" in seen
        refused = CliRunner().invoke(root, ["report", "--audit", str(worked)])
        assert refused.exit_code == 1
        assert "would not be recorded" in refused.output
        given = CliRunner().invoke(root, ["report", "--audit", str(worked), "-o", str(outside)])
        assert given.exit_code == 0
    assert path.read_bytes() == b"as it was"
    assert outside.is_file()
    assert written(worked) == [path]
