"""Commands of interview lines: writing them down, and filing those that lie about."""

from __future__ import annotations

from auditkit.tui.command import MODES, Command
from auditkit.tui.command import command as _c

_ALL = " ".join(MODES)

CAPTURE: tuple[Command, ...] = (
    _c(
        "capture",
        "I,f2",
        "capture",
        "interview|interview lines",
        "Write down what is said line by line; proposals say where each line belongs.",
        _ALL,
        changes=True,
    ),
    _c(
        "triage",
        "A",
        "triage",
        "unfiled|file interview lines",
        "Interview lines that are filed nowhere yet: file, correct or remove them.",
        _ALL,
    ),
    _c(
        "write.capture",
        "f2",
        "capture",
        "interview|interview lines",
        "Write down what is said line by line; what stands here is kept.",
        "write editor",
        changes=True,
    ),
    *(
        _c(
            f"triage.file{digit}",
            str(digit),
            f"file_digit({digit})",
            f"file|file under {digit}",
            f"File the line under proposal {digit}; another digit files it there, too.",
            "triage",
            digit == 1,
            changes=True,
        )
        for digit in range(1, 6)
    ),
    _c(
        "triage.search",
        "slash",
        "search_by_hand",
        "by hand|file by hand",
        "Choose a requirement by its number or title and file the line there.",
        "triage",
        2,
        changes=True,
    ),
    _c(
        "triage.edit",
        "enter",
        "edit",
        "edit",
        "Correct the words of the line; the journal keeps what it said before.",
        "triage",
        3,
        changes=True,
    ),
    _c(
        "triage.minor",
        "m",
        "draft('MINOR')",
        "min|minor",
        "Draft a minor nonconformity under the filed requirement, with the line as evidence.",
        "triage",
        4,
        changes=True,
    ),
    _c(
        "triage.major",
        "M",
        "draft('MAJOR')",
        "MAJ|MAJOR",
        "Draft a major nonconformity under the filed requirement, with the line as evidence.",
        "triage",
        5,
        changes=True,
    ),
    _c(
        "triage.remove",
        "x",
        "remove",
        "away|take away",
        "Take the line away (undo brings it back).",
        "triage",
        6,
        changes=True,
    ),
    _c(
        "triage.filed",
        "F",
        "filter",
        "show|filed ones too",
        "Show the filed lines of the last day as well, or only the unfiled ones.",
        "triage",
        7,
    ),
    _c("triage.undo", "u", "undo", "undo", "Take back the last change.", "triage", 8, changes=True),
    _c("triage.redo", "ctrl+r", "redo", "redo", "Bring it back.", "triage", changes=True),
    _c("triage.back", "escape,q", "back", "back", "Back to where one was.", "triage", 90),
    _c("triage.help", "question_mark,f1", "help", "help", "The keys.", "triage", 99),
)
