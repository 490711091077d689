"""Commands of the other screens, and those that work on all of them."""

from __future__ import annotations

from auditkit.tui.command import MODES, Command
from auditkit.tui.command import command as _c
from auditkit.tui.commands_boards import BOARDS
from auditkit.tui.commands_evidence import EVIDENCE

_ALL = " ".join(MODES)

SCREENS: tuple[Command, ...] = (
    *BOARDS,
    *EVIDENCE,
    _c("go.dashboard", "0", "go('dashboard')", "dashboard", "Progress, findings, readiness.", _ALL),
    _c("go.audit", "1", "go('audit')", "audit", "Checklist, verdicts and notes.", _ALL),
    _c("go.evidence", "2", "go('evidence')", "evidence", "The evidence register.", _ALL),
    _c("go.findings", "3", "go('findings')", "findings", "All findings.", _ALL),
    _c("go.cars", "4", "go('cars')", "CARs", "All corrective-action requests.", _ALL),
    _c(
        "go.documents",
        "5",
        "go('documents')",
        "documents",
        "What can be written, and what stands in the way.",
        _ALL,
    ),
    _c(
        "undo",
        "u",
        "undo",
        "undo",
        "Take back the last change, also of an earlier day; says what it was.",
        _ALL,
        9,
        changes=True,
    ),
    _c("redo", "ctrl+r,U", "redo", "redo", "Bring back what was undone.", _ALL, changes=True),
    _c(
        "search",
        "slash",
        "search",
        "search",
        "Search requirements, checks, findings, evidence and notes.",
        _ALL,
        12,
    ),
    _c("history", "t", "history", "trail|history", "Who changed what, newest first.", _ALL),
    _c(
        "notices",
        "O",
        "notices",
        "found|what opening found",
        "What opening this audit found, and what to do about it.",
        _ALL,
    ),
    _c(
        "save.elsewhere",
        "S,ctrl+s",
        "save_elsewhere",
        "save elsewhere",
        "When something is NOT SAVED: save the whole audit in another folder and go on there.",
        _ALL,
    ),
    _c(
        "colours",
        "f4",
        "colours",
        "colours",
        "Dark, light or high contrast; kept for the next time.",
        f"{_ALL} start",
    ),
    _c("menu", "colon,ctrl+p", "menu", "menu", "All commands of this screen, by name.", _ALL, 98),
    _c("help", "question_mark,f1", "help", "help", "The keys of this screen.", _ALL, 99),
    _c("start.open", "enter", "open", "open", "Open the line under the cursor.", "start", 1),
    _c("start.quit", "q,ctrl+q", "quit", "quit", "Leave.", "start", 2),
    _c("quit", "q,ctrl+q", "quit", "quit", "Leave; everything is saved already.", _ALL),
)
