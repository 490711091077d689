"""What cannot be saved is said, kept, tried again, and saved elsewhere when one says so."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.journal import NotSaved
from auditkit.record.model import Ref, Verdict
from auditkit.tui import autosave, elsewhere
from auditkit.tui.app import AuditkitApp
from auditkit.tui.autosave import TextKey
from auditkit.tui.elsewhere import proposed_folder, typed_path
from auditkit.tui.recent import recent_audits
from auditkit.tui.saving import OPENED_AGAIN
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.screens.notice import NoticeScreen
from auditkit.tui.session import Session
from auditkit.tui.widgets.bars import CommandFooter
from auditkit.tui.widgets.notes import Notes
from auditkit.tui.widgets.saved_text import Line

Press = Callable[..., str]
Live = Callable[..., str]
NOTE = TextKey("note", "tiny:1.1")


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def footer(app: AuditkitApp) -> str:
    return app.screen.query_one(CommandFooter).told


def lines_of(folder: Path) -> int:
    return sum(len(p.read_bytes().splitlines()) for p in (folder / "journal").glob("*.jsonl"))


def without_full_fsync(patch: pytest.MonkeyPatch) -> None:
    """On macOS too `os.fsync` is what brings a file to the disk, as on a network drive there."""
    if sys.platform == "darwin":
        import fcntl

        def refused(*_: object) -> int:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

        patch.setattr(fcntl, "fcntl", refused)


class Disk:
    """Lets an `os` call fail for files below one folder, until it is healed."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch, self._folder = patch, folder
        self.broken: dict[str, int] = {}
        self.times = 0
        without_full_fsync(patch)

    def breaks(self, call: str, code: int, times: int = 1_000_000) -> None:
        """From now on, for so many times."""
        real = getattr(os, call)
        self.broken[call], self.times = code, times

        def failing(number: int, *args: Any) -> Any:
            if call in self.broken and self.times > 0 and self._below(number):
                self.times -= 1
                raise OSError(code, os.strerror(code))
            return real(number, *args)

        self._patch.setattr(os, call, failing)

    def heals(self) -> None:
        self.broken.clear()

    def _below(self, number: int) -> bool:
        found = os.fstat(number)
        files = (path for path in self._folder.rglob("*") if path.is_file())
        return any(os.path.samestat(found, path.stat()) for path in files)


@pytest.fixture
def disk(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch, fresh)


@pytest.fixture
def session(fresh: Path) -> Iterator[Session]:
    opened = Session(Audit.open(fresh))
    yield opened
    opened.audit.close()


def test_a_full_disk_is_said_with_its_reason_and_the_way_out(
    fresh: Path, live: Live, disk: Disk
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("i", *"R14", "escape")
        await pilot.pause()
        reason = os.strerror(errno.ENOSPC)
        assert app.session.saved_words() == f"NOT SAVED: {reason} · ^s saves elsewhere"
        assert app.query_one(Notes).text == "R14"
        disk.heals()
        assert app.save_texts()
        assert app.session.saved_words().startswith("saved ")

    seen = live(fresh, story, (80, 24))
    assert "0/4" in seen.splitlines()[0]


@pytest.mark.parametrize("keys", [("ctrl+s",), ("escape", "S"), ("escape", "ctrl+s")], ids=" ".join)
def test_the_audit_goes_on_in_another_folder_with_all_that_was_typed(
    keys: tuple[str, ...], fresh: Path, live: Live, disk: Disk, tmp_path: Path
) -> None:
    target = tmp_path / "other disk" / "audit"

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("c")
        await pilot.pause()
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("i", *"R14", *keys)
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.query_one("Line").value = str(target)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, NoticeScreen)
        assert app.session.audit.folder == target
        assert app.session.saved_words().startswith("saved ")
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert app.query_one(Notes).text == "R14"
        await pilot.press("n", "n", "v")
        await pilot.pause()
        assert len(app.session.audit.verdicts()) == 3

    old = lines_of(fresh)
    live(fresh, story)
    assert lines_of(fresh) == old + 1
    with Audit.open(target) as audit:
        assert audit.note_text(ref("1.1")) == "R14"
        assert len(audit.verdicts()) == 3
        assert audit.messages == []
    assert recent_audits()[0].folder == target.resolve()


def test_the_notice_says_where_the_audit_is_now(
    fresh: Path, live: Live, disk: Disk, tmp_path: Path
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("i", "k", "ctrl+s")
        await pilot.pause()
        app.screen.query_one("Line").value = str(tmp_path / "n")  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause()

    seen = live(fresh, story, (90, 36))
    said = "".join(seen.replace("┃", "").split())
    assert f"Theauditisin{tmp_path / 'n'}now" in said
    assert "could not be written" not in seen


def test_texts_of_the_finding_editor_move_too(
    worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    disk = Disk(monkeypatch, worked)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("3", "enter", "tab")
        await pilot.pause()
        disk.breaks("write", errno.EROFS)
        await pilot.press("end", *"!", "ctrl+s")
        await pilot.pause()
        app.screen.query_one("Line").value = str(tmp_path / "new")  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("escape", *"!")
        await pilot.pause()
        app.save_texts()

    live(worked, story)
    with Audit.open(tmp_path / "new") as audit:
        assert audit.finding("F-001").title == "Risks have no owner!!"
    with Audit.open(worked) as audit:
        assert audit.finding("F-001").title == "Risks have no owner"


def test_where_the_other_folder_fails_too_everything_stays(
    fresh: Path, live: Live, disk: Disk, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("i", "k", "ctrl+s")
        await pilot.pause()
        app.screen.query_one("Line").value = str(tmp_path / "mine")  # type: ignore[attr-defined]
        await pilot.press("f8")
        await pilot.pause()
        assert "not empty" in footer(app)
        assert app.session.audit.folder == fresh
        assert app.session.saved_words().startswith("NOT SAVED")
        assert app.query_one(Notes).text == "k"
        disk.heals()
        assert app.save_texts()

    live(fresh, story)
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "k"


def test_a_move_that_fails_after_the_first_text_keeps_both(
    session: Session, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.breaks("write", errno.ENOSPC)
    session.texts.typed(NOTE, "one")
    session.texts.typed(TextKey("note", "tiny:1.2"), "two")
    assert not session.save()
    with monkeypatch.context() as patch:
        real = Audit.set_note

        def half(audit: Audit, where: Ref, text: str) -> None:
            if text == "two":
                raise NotSaved(Path("other"), "The other disk is full, too")
            real(audit, where, text)

        patch.setattr(Audit, "set_note", half)
        with pytest.raises(NotSaved):
            session.move(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert set(session.texts.pending.values()) == {"one", "two"}
    session.move(tmp_path / "new")
    assert session.texts.pending == {}
    assert session.audit.note_text(ref("1.1")) == "one"
    assert session.audit.note_text(ref("1.2")) == "two"


def test_with_everything_saved_there_is_nothing_to_move(fresh: Path, press: Press) -> None:
    seen = press(fresh, "c", "S")
    assert "Nothing is NOT SAVED" in seen
    assert "NOT SAVED" not in press(fresh, "i", "k", "ctrl+s").splitlines()[0]


def test_leaving_with_something_unsaved_asks_twice(fresh: Path, live: Live, disk: Disk) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("i", "k", "escape", "q")
        await pilot.pause()
        assert "^s saves elsewhere" in footer(app)
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 1
        disk.heals()

    live(fresh, story)


def test_a_verdict_that_is_not_saved_stays_said_until_something_is(
    fresh: Path, live: Live, disk: Disk
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("write", errno.ENOSPC)
        await pilot.press("c")
        await pilot.pause()
        assert app.session.audit.verdicts() == {}
        assert footer(app).startswith("NOT SAVED")
        assert app.session.saved_words().startswith("NOT SAVED")
        disk.heals()
        await pilot.press("c")
        await pilot.pause()
        assert app.session.saved_words().startswith("saved ")

    live(fresh, story)


def test_a_proposed_folder_is_new_and_named_after_the_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit, home = tmp_path / "acme", tmp_path / "me"
    audit.mkdir()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    beside = Path(proposed_folder(audit))
    assert beside.parent == tmp_path.resolve()
    assert beside.name.startswith("acme-20")
    beside.mkdir()
    assert proposed_folder(audit) == f"{beside}-2"
    monkeypatch.setattr(elsewhere, "_disk", lambda folder: len(str(folder)))
    assert proposed_folder(audit) == f"~/{beside.name}"
    assert typed_path(proposed_folder(audit)) == home / beside.name


@pytest.mark.skipif(os.name == "nt", reason="Windows guesses other users' folders")
def test_a_user_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(AuditkitError, match="no user's folder"):
        typed_path("~no-such-user-here/audit")


@pytest.mark.parametrize("times", [1, 4], ids=["once", "for a while"])
def test_after_a_failed_fsync_the_audit_is_opened_again_and_the_text_saved(
    times: int, session: Session, disk: Disk
) -> None:
    session.judge(Verdict.CONFORMS)
    disk.breaks("fsync", errno.EIO, times)
    session.texts.typed(NOTE, "R14")
    tries = 0
    while not session.save():
        tries += 1
        assert session.saved_words().startswith("NOT SAVED: ")
        assert session.texts.pending == {NOTE: "R14"}
        assert not session.read_only
        assert tries < 10
    assert tries >= 1
    assert OPENED_AGAIN in session.found
    assert session.audit.note_text(ref("1.1")) == "R14"
    assert session.undo() == "undone: note 1.1"
    assert session.undo() == "undone: 1.1 conforms (2 checks)"


def test_as_long_as_no_fsync_returns_the_journal_is_not_read_again(
    session: Session, disk: Disk
) -> None:
    audit = session.audit
    disk.breaks("fsync", errno.EIO)
    session.texts.typed(NOTE, "R14")
    for _ in range(4):
        assert not session.save()
    assert session.audit is audit
    disk.heals()
    assert session.save()
    assert session.audit is not audit


def test_a_disk_that_refused_is_not_asked_at_every_key() -> None:
    def full(*_: object) -> None:
        raise NotSaved(Path("here"), "The disk is full")

    texts = autosave.Autosave(full)
    texts.typed(NOTE, "a")
    assert texts.typed(NOTE, "a" * 99)
    texts.flush()
    assert not texts.typed(NOTE, "a" * 999)


def test_a_line_that_could_not_be_taken_back_is_there_once(
    session: Session, disk: Disk, fresh: Path
) -> None:
    before = lines_of(fresh)
    disk.breaks("fsync", errno.EIO, 1)
    truncate = os.ftruncate
    disk._patch.setattr(os, "ftruncate", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "I")))
    session.texts.typed(NOTE, "R14")
    assert not session.save()
    assert lines_of(fresh) == before + 1
    disk._patch.setattr(os, "ftruncate", truncate)
    assert session.save()
    assert lines_of(fresh) == before + 1
    assert session.audit.note_text(ref("1.1")) == "R14"


def test_a_journal_changed_by_another_program_is_read_again(session: Session, fresh: Path) -> None:
    (journal,) = (fresh / "journal").glob("*.jsonl")
    with journal.open("ab") as stream:
        stream.write(b"half a li")
    session.texts.typed(NOTE, "R14")
    session.save()
    assert session.save()
    assert session.audit.note_text(ref("1.1")) == "R14"
    assert any("was unfinished" in each for each in session.found)


@pytest.mark.skipif(os.name == "nt", reason="Windows renames no folder with open files")
def test_while_the_audit_cannot_be_opened_again_one_goes_on_typing(
    session: Session, disk: Disk, fresh: Path
) -> None:
    disk.breaks("fsync", errno.EIO, 1)
    session.texts.typed(NOTE, "R14")
    session.save()
    away = fresh.rename(fresh.with_name("unplugged"))
    assert not session.save()
    assert "There is no folder" in session.saved_words()
    session.texts.typed(NOTE, "R14 and R15")
    assert not session.read_only
    assert not session.save()
    away.rename(fresh)
    assert session.save()
    assert session.audit.note_text(ref("1.1")) == "R14 and R15"


def test_an_audit_that_another_window_took_meanwhile_is_taken_back(
    session: Session, disk: Disk, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.breaks("fsync", errno.EIO, 1)
    session.texts.typed(NOTE, "R14")
    session.save()
    close, others = Audit.close, []

    def taken(audit: Audit) -> None:
        close(audit)
        monkeypatch.setattr(Audit, "close", close)
        others.append(Audit.open(fresh))

    monkeypatch.setattr(Audit, "close", taken)
    assert not session.save()
    assert "open elsewhere" in session.saved_words()
    assert session.texts.pending == {NOTE: "R14"}
    others[0].close()
    assert session.save()
    assert session.audit.note_text(ref("1.1")) == "R14"


def test_a_verdict_after_a_failed_fsync_is_asked_for_once_more(
    fresh: Path, live: Live, disk: Disk
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("fsync", errno.EIO, 1)
        await pilot.press("c", "c")
        await pilot.pause()
        assert footer(app) == f"{OPENED_AGAIN} Try that once more."
        await pilot.press("c")
        await pilot.pause()
        assert len(app.session.audit.verdicts()) == 2
        assert app.session.saved_words().startswith("saved ")

    live(fresh, story)


def test_the_screen_goes_on_by_itself_after_a_failed_fsync(
    fresh: Path, live: Live, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "QUIET", 0.01)
    monkeypatch.setattr(autosave, "RETRY", 0.01)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        disk.breaks("fsync", errno.EIO, 1)
        await pilot.press("i", *"R14")
        for _ in range(200):
            await pilot.pause(0.02)
            if app.session.saved_words().startswith("saved "):
                break
        await pilot.press(*"R15", "escape")
        await pilot.pause()
        assert app.query_one(Notes).text == "R14R15"

    live(fresh, story)
    with Audit.open(fresh) as audit:
        assert audit.note_text(ref("1.1")) == "R14R15"


def test_a_typed_folder_takes_the_place_of_the_proposed_one(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.push_screen(elsewhere.elsewhere_form(app.session.audit, {}))
        await pilot.pause()
        line = app.screen.query_one(Line)
        assert line.value
        await pilot.press("a", "b")
        assert line.value == "ab"

    live(fresh, story)
