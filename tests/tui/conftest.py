"""A small audit on a checklist of our own, and a way to live a story on its screens."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.pilot import Pilot

from auditkit.evidence.fingerprint import fingerprint
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.tui.app import AuditkitApp
from auditkit.tui.screens import confirm
from auditkit.tui.widgets.bars import CommandFooter

HERE = Path(__file__).parent
CHECKLIST = HERE / "tiny.toml"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

Hurry = Callable[[Pilot[Any], AuditkitApp, str], Awaitable[None]]
Story = Callable[[Pilot[Any], AuditkitApp], Awaitable[None]]


def ref(name: str) -> Ref:
    return Ref("tiny", name)


def screen_text(app: AuditkitApp) -> str:
    """The screen as plain text, and which widget has the focus."""
    strips = app.screen._compositor.render_strips()
    rows = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    focused = app.screen.focused
    return "\n".join([*rows, f"focus: {focused.id if focused else None}", ""])


@pytest.fixture
def words() -> Callable[[AuditkitApp], str]:
    """What the screen says, without the frames that break its lines."""

    def read(app: AuditkitApp) -> str:
        return " ".join(re.sub("[┃│]", " ", screen_text(app)).split())

    return read


_apps = itertools.count(1)
_APPS = 40
"""Apps whose memory may stay until it is looked at: looking takes longer than many a story."""
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def throw_away() -> None:
    """What closed apps left behind: they keep it out of the sight of Python's collector."""
    if next(_apps) % _APPS == 0:
        gc.unfreeze()
        gc.collect()


@pytest.fixture(autouse=True)
def _styles_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every app reads the same style sheets, which takes a tenth of a story."""
    parse = Stylesheet._parse_rules

    def once(styles: Stylesheet, css: str, *rest: Any, **named: Any) -> list[RuleSet]:
        variables = tuple(sorted(styles._variables.items()))
        key = (css, rest, tuple(sorted(named.items())), variables)
        if key not in _parsed:
            _parsed[key] = parse(styles, css, *rest, **named)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", once)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(confirm, "BOUNCE", 0.0)  # stories press faster than anybody reads
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    (folder / "risk").mkdir(parents=True)
    (folder / "risk" / "AI risk register.csv").write_text(
        "ID,Risk,Owner\nR14,Model drift,\nR15,Bias in shortlisting,People\n"
    )
    (folder / "AI policy.md").write_text("# AI policy\n\nApproved by the board on 2026-01-12.\n")
    (folder / "minutes 2026-01.txt").write_text("The board approved the AI policy.\n")
    for age, path in enumerate(sorted(folder.rglob("*.*"))):
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return folder


@pytest.fixture
def fresh(tmp_path: Path, evidence: Path) -> Path:
    """An audit in which nothing was done yet."""
    folder = tmp_path / "audit"
    with Audit.create(
        folder,
        title="AIMS internal audit",
        checklists=[str(CHECKLIST)],
        evidence=[evidence],
        lead="A. Silva",
        clock=lambda: NOON,
    ):
        pass
    return folder


@pytest.fixture
def worked(fresh: Path, evidence: Path) -> Path:
    """The same audit in mid-flight."""
    with Audit.open(fresh, clock=lambda: NOON) as audit:
        audit.set_verdict([ref("1.1/a")], Verdict.CONFORMS)
        audit.set_verdict([ref("1.1/b")], Verdict.DOES_NOT_CONFORM)
        audit.set_verdict([ref("1.2/a")], Verdict.NOT_APPLICABLE, "No supplier is used.")
        audit.set_note(ref("1.1"), "09:14 Product owner: criteria sit in the policy.")
        path = evidence / "risk" / "AI risk register.csv"
        cited, _ = audit.link_file(
            path, ref("1.1/b"), place="line 2", fingerprint=fingerprint(path)
        )
        finding = audit.raise_finding(
            Grade.MINOR,
            "Risks have no owner",
            checks=[ref("1.1/b")],
            requirement="Every risk has an owner.",
            objective_evidence="R14 in E-001 names no owner.",
            gap="One risk of two is owned by nobody.",
            extent_found=1,
            extent_sampled=2,
            extent="risks",
            area="Product",
        )
        audit.cite(cited.id, finding=finding.id, place="line 2")
        audit.issue_finding(finding.id)
        audit.issue_car(finding.id, response_due=date(2099, 1, 31))
        audit.raise_finding(Grade.OFI, "One register for all systems", refs=[ref("1.2")])
    return fresh


@pytest.fixture
def live() -> Callable[..., str]:
    """Live a story on the screens of an audit; gives the last screen as text."""

    def run(
        folder: Path | None, story: Story, size: tuple[int, int] = (120, 36), **how: bool
    ) -> str:
        seen = ""

        async def main() -> None:
            nonlocal seen
            app = AuditkitApp(folder, **how)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await story(pilot, app)
                await pilot.pause()
                seen = screen_text(app)
            app.close_audit()

        asyncio.run(main())
        throw_away()
        return seen

    return run


@pytest.fixture
def hurry() -> Hurry:
    """Type a text at eight keys a second by the program's clock, however slow the machine is."""

    async def run(pilot: Pilot[Any], app: AuditkitApp, text: str) -> None:
        at = events.Key("a", "a").time
        for char in text:
            at += 0.12
            pressed = events.Key(_character_to_key(char), char)
            pressed.set_sender(app)
            pressed.time = at
            app.post_message(pressed)
            await pilot.pause()

    return run


@pytest.fixture
def press(live: Callable[..., str]) -> Callable[..., str]:
    """Press keys one after the other ("work" waits for all work, "hush" for the footer to show its
    keys again); gives the last screen."""

    def run(folder: Path | None, *keys: str, size: tuple[int, int] = (120, 36), **how: bool) -> str:
        async def story(pilot: Pilot[Any], app: AuditkitApp) -> None:
            for key in keys:
                if key == "work":
                    await app.workers.wait_for_complete()
                elif key == "hush":
                    app.screen.query_one(CommandFooter).hush()
                else:
                    await pilot.press(key)
                await pilot.pause()

        return live(folder, story, size, **how)

    return run


@pytest.fixture
def kept() -> Callable[..., str]:
    """What a screen looked like, by its name and size; ``AUDITKIT_SNAPSHOTS=write`` keeps what it
    is given as that."""

    def read(name: str, size: tuple[int, int], seen: str = "") -> str:
        path = HERE / "snapshots" / f"{name}-{size[0]}x{size[1]}.txt"
        if seen and os.environ.get("AUDITKIT_SNAPSHOTS") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(seen, encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return read
