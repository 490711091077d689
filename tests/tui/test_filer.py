"""Proposals follow what was filed in this very session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from auditkit.analysis.filing import Filing, Proposal
from auditkit.analysis.filing.of_audit import filing_of
from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.tui.app import AuditkitApp
from auditkit.tui.workers.filing import Filer

Live = Callable[..., str]
ODD = "the quokka sleeps in zone seven"
"""A line that shares no word with any requirement."""


def keys(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


async def refs_for(app: AuditkitApp, text: str) -> list[str]:
    found = await app.filer.propose(text, "", (), typing=False)
    return [each.ref.ref for each in found]


def test_a_line_filed_now_counts_for_the_next_one(fresh: Path, live: Live) -> None:
    async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        assert await refs_for(app, ODD) == []
        await pilot.press("I", *keys("risks have no owner"), "enter")
        await app.workers.wait_for_complete()
        (note,) = audit.notes()
        audit.edit_note(note.id, ODD)
        await pilot.press("1")
        await pilot.pause()
        filed = audit.notes()[0].ref
        await pilot.press(*keys(ODD))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen.query_one(Input).value == ODD
        assert f"1 {filed}" in "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )
        await pilot.press("enter")

    live(fresh, story)


def test_what_was_taken_back_counts_no_more(fresh: Path, live: Live) -> None:
    async def story(_: Pilot[Any], app: AuditkitApp) -> None:
        audit = app.session.audit
        audit.add_note(ODD, ref=Ref("tiny", "1.2"))
        assert await refs_for(app, ODD) == ["1.2"]
        audit.undo()
        assert await refs_for(app, ODD) == []

    live(fresh, story)


def test_an_audit_opened_again_is_asked_itself(fresh: Path, live: Live) -> None:
    async def story(_: Pilot[Any], app: AuditkitApp) -> None:
        assert await refs_for(app, ODD) == []
        app.session.reopen()
        app.session.audit.add_note(ODD, ref=Ref("tiny", "1.1"))
        assert await refs_for(app, ODD) == ["1.1"]

    live(fresh, story)


def test_it_proposes_what_a_new_start_would(worked: Path) -> None:
    async def story(audit: Audit) -> tuple[Proposal, ...]:
        filer = Filer(audit)
        await filer.propose("risks", "", (), typing=True)
        for number, ref in enumerate(("1.1", "1.2", "1.1")):
            audit.add_note(f"owner of risk number {number}", ref=Ref("tiny", ref))
            filer.learn()
        return await filer.propose("who owns risk number 2", "", (), typing=False)

    with Audit.open(worked) as audit:
        assert asyncio.run(story(audit)) == filing_of(audit).propose("who owns risk number 2")


def test_who_gives_up_asking_does_not_begin_the_building_anew(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    class Counted(Filing):
        def __init__(self, *given: Any) -> None:
            built.append(given)
            super().__init__(*given)

    monkeypatch.setattr("auditkit.tui.workers.filing.Filing", Counted)

    async def story(ask: Callable[[], Awaitable[object]]) -> None:
        for _ in range(5):
            asked = asyncio.ensure_future(ask())
            await asyncio.sleep(0)
            asked.cancel()
        await ask()

    with Audit.open(fresh) as audit:
        filer = Filer(audit)
        asyncio.run(story(lambda: filer.propose("risk", "", (), typing=True)))
    assert len(built) == 1
