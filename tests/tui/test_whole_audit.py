"""The audit as a whole: its details, closing it, leaving it for another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit
from auditkit.record.device import home
from auditkit.record.model import Ref, Role, Verdict
from auditkit.tui.app import AuditkitApp, program, way_back
from auditkit.tui.audit_details import DETAILS, shown, take
from auditkit.tui.commands import MODES
from auditkit.tui.recent import recent_audits
from auditkit.tui.screens.form import FormScreen

Press = Callable[..., str]
Live = Callable[..., str]
Words = Callable[[AuditkitApp], str]
NAMES = [each.name for each in DETAILS]


def form(app: AuditkitApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


def fill(app: AuditkitApp, **values: str) -> None:
    for name, text in values.items():
        widget = form(app).widget_of(name)
        if isinstance(widget, TextArea):
            widget.text = text
        else:
            widget.value = text


@pytest.mark.parametrize("digit", range(len(MODES)))
def test_details_are_one_key_away_from_every_screen(worked: Path, press: Press, digit: int) -> None:
    assert "Audit details" in press(worked, str(digit), "E", size=(80, 24))


def test_details_are_kept_as_one_change(worked: Path, live: Live, words: Words) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("E")
        await pilot.pause()
        fill(
            app,
            lead="B. Okafor",
            independence="Product, since 2024",
            people="C. Diaz; Auditor\nD. Wu; auditee; Head of AI; Product",
            objectives="See whether it works\nSee what is missing",
            starts="2026-03-02",
        )
        await pilot.press("f8")
        await pilot.pause()
        assert "Kept: lead auditor, lead auditor is independent of, team" in words(app)
        audit = app.session.audit
        assert audit.lead is not None
        assert (audit.lead.name, audit.lead.independent_of) == ("B. Okafor", "Product, since 2024")
        assert [(p.name, p.role, p.function, p.unit) for p in audit.people[1:]] == [
            ("C. Diaz", Role.AUDITOR, "", ""),
            ("D. Wu", Role.AUDITEE, "Head of AI", "Product"),
        ]
        assert audit.info.objectives == ("See whether it works", "See what is missing")
        assert audit.info.starts == date(2026, 3, 2)
        assert audit.undo() == "audit details"
        assert [each.name for each in audit.people] == ["A. Silva"]
        assert audit.info.objectives == ()

    live(worked, story)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_the_last_detail_is_reached_on_a_small_screen(
    worked: Path, press: Press, size: tuple[int, int]
) -> None:
    seen = press(worked, "E", "shift+tab", size=size)
    assert "Evidence folders" in seen
    assert "F8 done" in seen


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("title", "", "Title: needed here."),
        ("starts", "24.11.2026", "First day: '24.11.2026' is no date. Write it as 2026-03-31."),
        ("people", "D. Wu; boss", "'D. Wu; boss' names no role."),
        ("people", "; auditor", "has no name."),
        ("report_issued", "2026-03-31", "The report cannot be issued yet: F-002 is a draft."),
    ],
)
def test_a_detail_that_cannot_be_is_told_and_everything_stays(
    worked: Path, live: Live, words: Words, field: str, text: str, told: str
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("E")
        await pilot.pause()
        fill(app, **{"scope": "All of it", field: text})
        await pilot.press("f8")
        await pilot.pause()
        assert told in words(app)
        assert app.screen.focused is form(app).widget_of(field)
        assert form(app).values()["scope"] == "All of it"
        assert app.session.audit.info.scope == ""
        await pilot.press("escape", "E")
        await pilot.pause()
        assert form(app).values()["scope"] == "All of it"

    live(worked, story)


def test_what_was_left_alone_is_not_written_over_later_changes(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("E")
        await pilot.pause()
        fill(app, scope="All of it")
        await pilot.press("escape")
        app.session.audit.set_info(title="Another title")
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        info = app.session.audit.info
        assert (info.title, info.scope) == ("Another title", "All of it")

    live(worked, story)


def test_a_name_put_right_stays_the_same_person(fresh: Path) -> None:
    with Audit.open(fresh) as audit:
        first = audit.add_person("C. Dias", Role.AUDITOR, independent_of="HR")
        second = audit.add_person("D. Wu", Role.AUDITEE)
        before = shown(audit)
        take(audit, before, {**before, "people": "C. Diaz; auditor; ; ; HR\nD. Wu; observer"})
        assert [(p.id, p.name, p.role, p.independent_of) for p in audit.people[1:]] == [
            (first.id, "C. Diaz", Role.AUDITOR, "HR"),
            (second.id, "D. Wu", Role.OBSERVER, ""),
        ]
        before = shown(audit)
        take(audit, before, {**before, "people": "D. Wu; observer", "lead": ""})
        assert [each.id for each in audit.people] == [second.id]
        before = shown(audit)
        with pytest.raises(AuditkitError, match="Nobody leads"):
            take(audit, before, {**before, "independence": "HR"})


def test_nothing_changed_writes_nothing(worked: Path) -> None:
    with Audit.open(worked) as audit:
        revision = audit.revision
        assert take(audit, shown(audit), shown(audit)) == []
        assert audit.revision == revision


def test_closing_lists_what_is_open_and_wants_a_yes(worked: Path, live: Live, words: Words) -> None:
    with Audit.open(worked) as audit:
        audit.add_note("R14 has no owner")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("C")
        await pilot.pause()
        for told in (
            "A 1 interview line is filed nowhere",
            "3 1 finding is a draft",
            "4 1 CAR is not closed as effective",
            "1 1 check is untested",
            "E The report is not issued",
        ):
            assert told in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.audit.info.closed is None
        await pilot.press("escape", "C", "y")
        await pilot.pause()
        assert app.session.audit.info.closed is None
        await pilot.press("f8")
        await pilot.pause()
        assert app.session.audit.info.closed == date.today()
        assert "READ ONLY: it was closed on" in words(app)
        assert "Closed: READ ONLY until C opens it again." in words(app)
        await pilot.press("1", "n", "c")
        await pilot.pause()
        assert "C opens it again." in words(app)
        await pilot.press("C", "f8")
        await pilot.pause()
        assert not app.session.audit.read_only

    live(worked, story)


def test_an_audit_open_elsewhere_is_not_closed(worked: Path, press: Press) -> None:
    with Audit.open(worked):
        assert "READ ONLY: it is open elsewhere" in press(worked, "C")


def test_another_audit_is_a_key_away_and_this_one_let_go_of(
    worked: Path, live: Live, words: Words, tmp_path: Path
) -> None:
    Audit.create(tmp_path / "other", title="The other one", lead="A. Silva").close()

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        for mode in ("0", "2", "3", "4", "5", "1"):
            await pilot.press(mode)
        await pilot.press("i", "x", "y", "escape", "B")
        await pilot.pause()
        assert app.has_audit
        assert "To the list of audits?" in words(app)
        await pilot.press("f8")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not app.has_audit
        assert "AIMS internal audit" in words(app)
        with Audit.open(worked) as audit:
            assert not audit.read_only
            assert audit.note_text(Ref("tiny", "1.1")).endswith("xy")
        app.open_audit(tmp_path / "other")
        await pilot.pause()
        for mode in ("0", "2", "3", "4", "5", "1"):
            await pilot.press(mode)
            await pilot.pause()
            assert "The other one" in words(app)
        await pilot.press("B", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "The other one" in words(app)

    live(worked, story)


def test_the_dashboard_leads_there_too(worked: Path, press: Press) -> None:
    keys = ("0", "tab", "tab", "tab", "end")
    assert "New audit: a few questions" in press(worked, *keys, "enter", "f8", "work")
    assert "Close the audit?" in press(worked, *keys, "up", "enter")
    assert "Number of the audit" in press(worked, *keys, "up", "up", "enter")


def test_keys_on_the_dashboard_and_documents_are_those_in_force(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        audit.add_note("R14 has no owner")
    home().mkdir(parents=True, exist_ok=True)
    own = {"triage": "f6", "audit.details": "f7", "audit.close": "f9", "go.findings": "f10"}
    lines = "".join(f'"{name}" = "{key}"\n' for name, key in own.items())
    (home() / "keys.toml").write_text(f"[keys]\n{lines}")
    seen = press(worked, "0", size=(120, 36))
    for line, key in (
        ("File 1 interview line", "F6"),
        ("Audit details", "F7"),
        ("Close the audit", "F9"),
    ):
        assert any(line in row and key in row.partition(line)[2] for row in seen.splitlines())
    seen = press(worked, "5")
    assert "F-002 is a draft (F10: findings)" in seen
    assert "(F7: audit details)" in " ".join(seen.split())
    assert "Audit details" in press(worked, "f7")


def test_the_audit_opens_where_somebody_worked_last(worked: Path, press: Press) -> None:
    with Audit.open(worked) as audit:
        audit.set_note(Ref("tiny", "1.2"), "Here")
    assert "1.2 Suppliers" in _under_cursor(press(worked))
    with Audit.open(worked) as audit:
        audit.set_verdict([Ref("tiny", "2.1/a")], Verdict.CONFORMS)
    assert "2.1" in _under_cursor(press(worked))
    assert any("2.1" in row and "was open" in row for row in press(worked, "0").splitlines())


def _under_cursor(seen: str) -> str:
    return next(row for row in seen.splitlines() if "›" in row)


def test_the_list_of_audits_knows_how_far_one_was_left(worked: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert recent_audits()[0].progress == "3/4"
        await pilot.press("n", "c", "q", "enter")
        await pilot.pause()
        assert recent_audits()[0].progress == "4/4"

    live(worked, story)


def test_help_and_menu_work_before_an_audit_is_open(press: Press) -> None:
    assert "Open the line under the cursor." in press(None, "question_mark")
    assert "Dark, light or high contrast" in press(None, "colon")
    assert "Colours" in press(None, "colon", *"colours", "enter")


def test_a_new_audit_gets_a_folder_that_is_free_and_who_led_the_last(
    tmp_path: Path, live: Live, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = f"aims-internal-audit-{date.today().year}"

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("enter")
        await pilot.pause()
        fill(app, lead="A. Silva")
        assert form(app).values()["folder"] == folder
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("B", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert form(app).values()["folder"] == f"{folder}-2"
        assert form(app).values()["lead"] == "A. Silva"
        fill(app, title="Second", folder=folder)
        await pilot.press("f8")
        await pilot.pause()
        told = f"{folder} is there already. Type another, such as {folder}-2."
        assert f"Folder for the audit itself: {told}" in words(app)
        fill(app, folder="second", evidence=str(tmp_path / "gone"))
        await pilot.press("f8")
        await pilot.pause()
        assert "gone is no folder." in words(app)
        assert not (tmp_path / "second").exists()
        assert next(iter(form(app).query(Input))).value == "Second"

    live(None, story)


def test_leaving_says_how_to_come_back(
    worked: Path, live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("auditkit.tui.app.which", lambda name: f"/bin/{name}")

    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        assert way_back(app) == f'All of it is saved. Go on with: auditkit open "{worked}"'
        await pilot.press("B", "enter")
        await pilot.pause()
        assert way_back(app) == "'auditkit' shows the list of audits again."

    live(worked, story)


def test_a_document_that_is_stopped_is_asked_about(worked: Path, live: Live, words: Words) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        await pilot.press("5", "enter")
        await pilot.pause()
        assert "1 thing stops this document" in words(app)
        assert "STOP F-002 is a draft (3: findings)" in words(app)
        assert "Written all the same it carries DRAFT on every page." in words(app)
        await pilot.press("enter", "enter")  # the enter that asked may have bounced
        await pilot.pause()
        assert "F8 writes it all the same" in words(app)
        await pilot.press("escape")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.session.audit.documents() == ()
        await pilot.press("down", "down", "down", "enter")  # the paper to write on is no draft
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [each.kind for each in app.session.audit.documents()] == ["checklist-blank"]

    live(worked, story)


def test_bars_are_full_only_when_all_is_done() -> None:
    from auditkit.tui.dashboard_lines import filled

    assert [filled(done, 39) for done in (0, 1, 38, 39)] == [0, 1, 11, 12]
    assert filled(0, 0) == 0


NASTY = "[red]x[/] \x1b[31m \u202etxt \ud800 a;b\nsecond\tline"


def test_hostile_details_are_shown_and_left_as_they_are(
    worked: Path, live: Live, words: Words
) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        audit.set_info(title=NASTY, scope=NASTY, objectives=[NASTY], report_due="2026-03-05")
        audit.add_person(NASTY, Role.AUDITOR, function=NASTY)
        revision = audit.revision
        await pilot.press("E")
        await pilot.pause()
        assert "\x1b" not in words(app)
        await pilot.press("f8")
        await pilot.pause()
        assert "Nothing was changed." in words(app)
        assert audit.revision == revision
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("x")
        fill(app, people=f"{form(app).values()['people']}\nD. Wu; auditee")
        await pilot.press("f8")
        await pilot.pause()
        assert [each.role for each in audit.people[1:]] == [Role.AUDITOR, Role.AUDITEE]
        assert audit.info.scope == NASTY

    live(worked, story)


def test_a_program_that_is_not_found_by_its_name_is_named_by_its_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("auditkit.tui.app.which", lambda _: None)
    monkeypatch.setattr("sys.argv", [".venv/bin/auditkit"])
    assert program() == ".venv/bin/auditkit"
    monkeypatch.setattr("sys.argv", ["/lib/auditkit/__main__.py"])
    assert program() == "python -m auditkit"
