"""What stands in a form and was not given yet is on the disk, and in the form at the next start."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write
from auditkit.record import unfinished
from auditkit.record.audit import Audit
from auditkit.record.device import home
from auditkit.record.unfinished_forms import files, take_in
from auditkit.tui import autosave
from auditkit.tui.app import AuditkitApp
from auditkit.tui.commands import MODES, use_keys
from auditkit.tui.keymap import Keymap
from auditkit.tui.screens.form import FormScreen
from auditkit.tui.widgets.saved_text import Line

Live = Callable[..., str]
Press = Callable[..., str]
Words = Callable[[AuditkitApp], str]
EVIDENCE = str(list(MODES).index("evidence"))
WAITS = "Audit details: what you typed is not given yet; E opens it."


@pytest.fixture(autouse=True)
def _no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment is as long as a test says."""
    monkeypatch.setattr(autosave, "QUIET", 600.0)


def kept(folder: Path) -> dict[str, dict[str, str]]:
    """What lies on the disk: the texts of each form, by its title."""
    found = {}
    for path in files(folder):
        for form in json.loads(path.read_bytes()).values():
            found[form["title"]] = form["texts"]
    return found


def form(app: AuditkitApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def details(pilot: Pilot[Any]) -> None:
    await pilot.press("E")
    await pilot.pause()


@pytest.mark.parametrize("keys", [("escape", "q"), ("ctrl+q",), ("escape", "ctrl+q")])
def test_whoever_leaves_finds_the_form_as_it_was(
    keys: tuple[str, ...], fresh: Path, live: Live, words: Words
) -> None:
    async def leaving(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", *" qzv")
        await pilot.press(*keys)
        for _ in range(100):
            if app.is_running:  # a letter that comes so fast waits for what follows it
                await pilot.pause(0.05)
        assert not app.is_running

    async def coming(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()
        assert WAITS in words(app)
        await pilot.press("enter")
        await details(pilot)
        assert form(app).values()["title"] == "AIMS internal audit qzv"
        assert "esc back (what you typed is kept)" in words(app)

    live(fresh, leaving)
    assert kept(fresh) == {"Audit details": {"title": "AIMS internal audit qzv"}}
    live(fresh, coming)
    with Audit.open(fresh) as audit:
        assert audit.notes() == ()
        assert audit.info.title == "AIMS internal audit"


def test_a_moment_after_the_last_key_it_is_on_the_disk(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "QUIET", 0.01)

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x")
        while not kept(fresh):
            await pilot.pause(0.01)
        assert isinstance(app.screen, FormScreen)
        assert kept(fresh) == {"Audit details": {"title": "AIMS internal auditx"}}

    live(fresh, story)


def test_no_key_waits_for_the_disk_and_much_does_not_wait_for_a_pause(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", *"x" * 5)
        await pilot.pause()
        assert kept(fresh) == {}
        await pilot.press(*"x" * (autosave.BURST + 5))
        await pilot.pause()
        assert len(kept(fresh)["Audit details"]["title"]) > autosave.BURST

    live(fresh, story)


@pytest.mark.parametrize(
    ("keys", "texts"), [(("escape",), [{"title": "AIMS internal auditx"}]), (("f8",), [])]
)
def test_what_nobody_wants_any_more_is_let_go_after_a_question(
    keys: tuple[str, ...], texts: list[dict[str, str]], fresh: Path, press: Press
) -> None:
    press(fresh, "E", "end", "x", "escape")
    assert "x lets go of what waits in forms" in press(fresh)
    asked = press(fresh, "x", "y", "enter")
    assert "Audit details: AIMS internal auditx" in asked
    press(fresh, "x", *keys)
    assert list(kept(fresh).values()) == texts
    assert ("not given yet" in press(fresh)) == bool(texts)


def test_where_nothing_waits_there_is_nothing_to_let_go(fresh: Path, press: Press) -> None:
    seen = press(fresh, "O", "x")
    assert "Opening found nothing wrong." in seen
    assert "lets go" not in seen


@pytest.mark.parametrize("keys", [("f8",), ("backspace", "escape")])
def test_given_or_as_before_it_is_gone(keys: tuple[str, ...], fresh: Path, live: Live) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "escape")
        await pilot.pause()
        assert kept(fresh)
        assert app.session.form_memory.waiting() == []  # it is no earlier run that left it

    async def ended(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await details(pilot)
        await pilot.press("end", *keys)
        await pilot.pause()
        assert kept(fresh) == {}
        app.show_found()
        await pilot.pause()
        assert WAITS not in app.session.found

    live(fresh, begun)
    live(fresh, ended)
    assert list(files(fresh)) == []
    with Audit.open(fresh) as audit:
        assert audit.info.title == "AIMS internal audit" + "x" * ("f8" in keys)


def test_fields_nobody_touched_show_what_the_record_holds_by_then(fresh: Path, live: Live) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "ctrl+q")

    async def ended(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await details(pilot)
        values = form(app).values()
        assert (values["title"], values["scope"]) == ("AIMS internal auditx", "All of it")

    live(fresh, begun)
    with Audit.open(fresh) as audit:
        audit.set_info(scope="All of it")
    live(fresh, ended)


def test_two_forms_are_kept_apart(worked: Path, live: Live, words: Words) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "escape", "4")
        await pilot.pause()
        await pilot.press("i", *"answer.docx", "escape", "q")

    async def ended(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()
        assert WAITS in words(app)
        waits = "CAR-001: the answer that came in: what you typed is not given yet; i on screen 4"
        assert waits in words(app)
        await pilot.press("enter")
        await details(pilot)
        await pilot.press("f8", "4", "i")
        await pilot.pause()
        assert form(app).values() == {"path": "answer.docx"}

    live(worked, begun)
    assert len(kept(worked)) == 2
    live(worked, ended)
    assert kept(worked) == {"CAR-001: the answer that came in": {"path": "answer.docx"}}


def test_what_could_not_be_taken_is_still_in_the_form(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("4", "i", *"no such file.docx", "f8")
        await pilot.pause()
        assert kept(worked) == {"CAR-001: the answer that came in": {"path": "no such file.docx"}}
        await pilot.press("i")
        await pilot.pause()
        assert form(app).values() == {"path": "no such file.docx"}

    live(worked, story)


def test_an_error_of_its_own_while_a_form_is_taken_keeps_it(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        monkeypatch.setattr(app, "show_again", broken)
        await pilot.press("end", "x", "f8")
        await pilot.pause()

    with pytest.raises(RuntimeError):
        live(fresh, story)
    assert kept(fresh) == {"Audit details": {"title": "AIMS internal auditx"}}


def test_the_key_in_force_is_named(fresh: Path, live: Live, words: Words) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "ctrl+q")

    async def ended(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()
        assert "not given yet; F9 opens it." in words(app)

    live(fresh, begun)
    (home() / "keys.toml").write_text('[keys]\n"audit.details" = "f9"\n')
    try:
        live(fresh, ended)
    finally:
        use_keys(Keymap())


def test_whoever_only_reads_is_told_nothing_and_writes_none(
    fresh: Path, live: Live, words: Words
) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "ctrl+q")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()
        assert "not given yet" not in words(app)
        memory = app.session.form_memory.setdefault("details")
        app.push_screen(FormScreen("A form", form_fields(), memory))
        await pilot.pause()
        assert "esc back (kept until you quit)" in words(app)
        await pilot.press("x", "escape")
        await pilot.pause()
        assert app.save_texts()

    live(fresh, begun)
    (path,) = files(fresh)
    before = path.read_bytes()
    with Audit.open(fresh):  # another process, for all the app knows
        live(fresh, story)
    assert path.read_bytes() == before


def form_fields() -> Any:
    from auditkit.tui.screens.form import Field

    return (Field("title", "Title"),)


def test_a_closed_audit_that_is_opened_again_still_has_it(fresh: Path, live: Live) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "escape")
        await pilot.pause()
        app.end_audit(app.session.today().date())

    async def ended(pilot: Pilot[Any], app: AuditkitApp) -> None:
        app.end_audit(None)
        await pilot.press("enter")
        await details(pilot)
        assert form(app).values()["title"] == "AIMS internal auditx"

    live(fresh, begun)
    live(fresh, ended)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 512,
        b'{"details": {"title": 1, "texts": {}}}',
        b'{"details": {"title": "\\u001b[31m[red]x", "texts": {"title": "\\u001b[2J", "no": "x"}}}',
        json.dumps(
            {str(n): {"title": "x" * 999, "texts": {"a": "b"}} for n in range(999)}
        ).encode(),
    ],
)
def test_whatever_the_file_holds_the_audit_opens(content: bytes, fresh: Path, live: Live) -> None:
    async def begun(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "ctrl+q")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.pause()
        assert 0 < len(app.session.found) < 10
        await pilot.press("enter")
        await details(pilot)
        await pilot.press("end", "y", "escape")
        await pilot.pause()
        assert kept(fresh)["Audit details"]["title"].endswith("y")

    live(fresh, begun)
    (path,) = files(fresh)
    path.write_bytes(content)
    assert "\x1b" not in live(fresh, story)


def test_letters_that_were_a_sentence_leave_no_text_in_the_form_they_opened(
    fresh: Path, live: Live
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "escape")
        await details(pilot)
        await pilot.press("end", *"very one knows")
        app.save_texts()
        app.pop_screen()  # as the burst guard does
        await pilot.pause()
        app.save_texts()
        assert kept(fresh) == {"Audit details": {"title": "AIMS internal auditx"}}

    live(fresh, story)


def test_a_full_disk_is_told_until_there_is_room(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(path: Path, _: bytes) -> None:
        raise cannot_write(path, full) from full

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x")
        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_bytes", write)
            await pilot.press("escape")
            await pilot.pause()
            assert full.strerror in app.session.saved_words()
        assert app.save_texts()
        assert "NOT SAVED" not in app.session.saved_words()
        assert kept(fresh)

    live(fresh, story)


def test_it_goes_along_into_another_folder(
    fresh: Path, live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere"

    def refused(path: Path, _: bytes) -> None:
        raise AuditkitError(f"{path.name} could not be written.") from OSError(errno.EIO, "broken")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await details(pilot)
        await pilot.press("end", "x", "escape")
        await pilot.press(EVIDENCE, "s", "a")
        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_bytes", refused)
            await pilot.press("escape", "ctrl+s")
            await pilot.pause()
            form(app).query_one(Line).value = str(target)
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.audit.folder == target
        assert sorted(kept(target)) == ["Audit details", "Statement as evidence"]
        assert kept(fresh) == {}

    live(fresh, story)
    with Audit.open(target) as audit:
        assert len(take_in(audit)) == 2
