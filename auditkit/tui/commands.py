"""The one table of commands: it feeds keys, footer, menu, help and the README's key list."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

MODES = ("dashboard", "audit", "evidence", "findings", "cars", "documents")
"""The screens behind the number keys, in their order."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    ``keys`` are Textual key names, the first is the one that is shown; ``where`` names the
    screens; ``rank`` orders the footer (0: not there, 1 first).
    """

    id: str
    keys: str
    action: str
    short: str
    label: str
    help: str
    where: tuple[str, ...]
    rank: int = 0

    @property
    def key(self) -> str:
        """The first key as it is shown to people."""
        return shown_key(self.keys.split(",")[0])

    @property
    def all_keys(self) -> str:
        """All keys as they are shown to people."""
        return " or ".join(shown_key(key) for key in self.keys.split(","))


_NAMES = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "minus": "-",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "escape": "esc",
    "plus": "+",
}


def shown_key(key: str) -> str:
    """A key name as people write it: ``question_mark`` is ``?``, ``ctrl+r`` is ``^r``."""
    name = _NAMES.get(key, key)
    if name.startswith("ctrl+"):
        return f"^{name[5:]}"
    return name.upper() if name[:1] == "f" and name[1:].isdigit() else name


def _c(
    id: str, keys: str, action: str, labels: str, help: str, where: str, rank: int = 0
) -> Command:
    short, _, long = labels.partition("|")
    return Command(id, keys, action, short, long or short, help, tuple(where.split()), rank)


_ALL = " ".join(MODES)
_LISTS = "evidence findings cars"

COMMANDS: tuple[Command, ...] = (
    _c(
        "verdict.conforms",
        "c",
        "verdict('conforms')",
        "OK|conforms",
        "The check conforms; on a requirement: all its untested checks.",
        "audit",
        1,
    ),
    _c(
        "verdict.fails",
        "v",
        "verdict('does not conform')",
        "NO|does not conform",
        "The check does not conform; no finding is drafted yet.",
        "audit",
        2,
    ),
    _c(
        "finding.minor",
        "m",
        "raise_finding('MINOR')",
        "min|minor",
        "The check does not conform: draft a minor nonconformity for it.",
        "audit",
        3,
    ),
    _c(
        "finding.major",
        "M",
        "raise_finding('MAJOR')",
        "MAJ|MAJOR",
        "The check does not conform: draft a major nonconformity for it.",
        "audit",
        4,
    ),
    _c(
        "verdict.na",
        "x",
        "not_applicable",
        "n/a",
        "Not applicable; asks for the reason.",
        "audit",
        6,
    ),
    _c(
        "verdict.clear",
        "minus",
        "verdict('untested')",
        "clear",
        "Take the verdict away: the check is untested again.",
        "audit",
    ),
    _c(
        "finding.ofi",
        "o",
        "raise_finding('OFI')",
        "OFI",
        "Draft an opportunity for improvement; the verdict stays.",
        "audit",
        10,
    ),
    _c(
        "finding.observation",
        "b",
        "raise_finding('OBSERVATION')",
        "obs|observation",
        "Draft an observation; the verdict stays.",
        "audit",
    ),
    _c(
        "finding.strength",
        "plus,s",
        "raise_finding('STRENGTH')",
        "strength",
        "Draft a strength; the verdict stays.",
        "audit",
    ),
    _c(
        "note.write",
        "i",
        "write",
        "note",
        "Write the running note of the requirement; esc comes back, everything is saved.",
        "audit",
        5,
    ),
    _c(
        "evidence.link",
        "e",
        "link_evidence",
        "evid|evidence",
        "Find a file or take down a statement, and cite it here.",
        "audit finding",
        7,
    ),
    _c(
        "finding.item",
        "f",
        "item_findings",
        "find|findings",
        "The findings of this requirement.",
        "audit",
        11,
    ),
    _c("go.next", "n", "next_untested(1)", "next", "The next check that is untested.", "audit", 8),
    _c(
        "go.previous",
        "N",
        "next_untested(-1)",
        "previous",
        "The previous check that is untested.",
        "audit",
    ),
    _c(
        "go.section",
        "right_square_bracket,L",
        "section(1)",
        "next section",
        "The next section of the checklist.",
        "audit",
    ),
    _c(
        "go.section_back",
        "left_square_bracket,H",
        "section(-1)",
        "previous section",
        "The previous section of the checklist.",
        "audit",
    ),
    _c(
        "view.filter",
        "F",
        "filter",
        "show|what to show",
        "Show all checks, or only untested ones, those that fail, those with findings.",
        "audit",
    ),
    _c(
        "view.read",
        "r",
        "read",
        "read",
        "Read the whole requirement: intent, questions, documents, typical failures.",
        "audit",
    ),
    _c(
        "citation.remove",
        "d",
        "remove_citation",
        "unlink",
        "In the evidence pane: take the citation away (undo brings it back).",
        "audit",
    ),
    _c(
        "finding.open",
        "enter",
        "open",
        "open|edit",
        "Open the finding in its editor.",
        "findings",
        1,
    ),
    _c(
        "finding.issue_list",
        "f8,ctrl+j",
        "issue",
        "issue",
        "Issue the finding: from then on it counts as given to the auditee.",
        "findings",
        2,
    ),
    _c(
        "finding.withdraw",
        "W",
        "withdraw",
        "withdraw",
        "Withdraw the finding; asks for the reason.",
        "findings",
        5,
    ),
    _c(
        "car.request",
        "a",
        "issue_car",
        "CAR|request CAR",
        "Issue a corrective-action request for an issued nonconformity.",
        "findings",
        3,
    ),
    _c(
        "car.answer",
        "enter",
        "answer",
        "answer",
        "Write down or change the auditee's answer.",
        "cars",
        1,
    ),
    _c(
        "car.advance",
        "a",
        "advance",
        "advance",
        "Take the request to its next state; asks what that state needs.",
        "cars",
        2,
    ),
    _c("car.finding", "f", "finding", "finding", "Open the finding of this request.", "cars", 3),
    _c("evidence.preview", "enter", "preview", "look", "Look into the file.", "evidence", 1),
    _c(
        "evidence.verify",
        "v",
        "verify",
        "verify",
        "Hash all registered files again and say which changed.",
        "evidence",
        2,
    ),
    _c(
        "evidence.date",
        "D",
        "effective",
        "date|effective date",
        "The date or period the evidence speaks of.",
        "evidence",
        3,
    ),
    _c(
        "evidence.statement",
        "s",
        "statement",
        "statement",
        "Register what was said or seen.",
        "evidence",
        4,
    ),
    _c("document.write", "enter,w", "write", "write", "Write the document.", "documents", 1),
    _c(
        "dashboard.open",
        "enter",
        "open",
        "open",
        "Go to the line under the cursor.",
        "dashboard",
        1,
    ),
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
    ),
    _c("redo", "ctrl+r", "redo", "redo", "Bring back what was undone.", _ALL),
    _c(
        "search",
        "slash",
        "search",
        "find|search",
        "Search requirements, checks, findings, evidence and notes.",
        _ALL,
        12,
    ),
    _c("history", "t", "history", "trail|history", "Who changed what, newest first.", _ALL),
    _c(
        "copy",
        "y",
        "copy_reference",
        "copy|copy reference",
        "Copy the reference under the cursor to the clipboard.",
        "audit findings cars evidence",
    ),
    _c("zoom", "z", "zoom", "zoom", "The pane with the focus takes the whole screen.", "audit"),
    _c(
        "view.all",
        "escape",
        "unzoom",
        "all panes",
        "All panes again after zoom or read.",
        "audit",
    ),
    _c(
        "pane.next",
        "tab,l",
        "pane(1)",
        "pane|next pane",
        "The next pane; shift+tab or h goes back.",
        "audit dashboard",
    ),
    _c(
        "pane.previous",
        "shift+tab,h",
        "pane(-1)",
        "previous pane",
        "The previous pane.",
        "audit dashboard",
    ),
    _c("menu", "colon,ctrl+p", "menu", "menu", "All commands of this screen, by name.", _ALL, 98),
    _c("help", "question_mark,f1", "help", "help", "The keys of this screen.", _ALL, 99),
    _c("start.open", "enter", "open", "open", "Open the line under the cursor.", "start", 1),
    _c("start.quit", "q,ctrl+q", "quit", "quit", "Leave.", "start", 2),
    _c("quit", "q,ctrl+q", "quit", "quit", "Leave; everything is saved already.", _ALL),
    _c(
        "write.done",
        "escape",
        "leave_write",
        "browse|back to browsing",
        "Back to browsing; nothing is discarded.",
        "write",
        1,
    ),
    _c(
        "write.evidence",
        "ctrl+o",
        "link_evidence",
        "evidence",
        "Find evidence, cite it, and put its label at the cursor.",
        "write",
        2,
    ),
    _c("write.time", "ctrl+t", "stamp", "time", "Put the time at the cursor.", "write", 3),
    _c(
        "write.finding",
        "ctrl+f",
        "finding_from_text",
        "finding|finding from text",
        "Draft a minor nonconformity with the selected text as evidence.",
        "write",
        4,
    ),
    _c(
        "write.next",
        "ctrl+n",
        "write_next",
        "next",
        "The next untested requirement, still writing.",
        "write",
        5,
    ),
    _c(
        "finder.link",
        "enter",
        "link",
        "link",
        "Cite the file at this place and go back.",
        "finder",
        1,
    ),
    _c(
        "finder.more",
        "ctrl+n",
        "link_more",
        "link, stay",
        "Cite the file and stay here.",
        "finder",
        2,
    ),
    _c("finder.pane", "tab", "pane(1)", "pane", "Query, preview, place.", "finder", 3),
    _c(
        "finder.statement",
        "ctrl+t",
        "statement",
        "statement",
        "Take down what was said or seen instead of a file.",
        "finder",
        4,
    ),
    _c(
        "finder.rescan",
        "ctrl+r",
        "rescan",
        "rescan",
        "Look again which files there are.",
        "finder",
        5,
    ),
    _c("finder.move", "down", "move(1)", "↓|next file", "The next file or line.", "finder"),
    _c(
        "finder.move_up",
        "up",
        "move(-1)",
        "↑|previous file",
        "The previous file or line.",
        "finder",
    ),
    _c("finder.page", "pagedown", "page(1)", "page", "A page down.", "finder"),
    _c("finder.page_up", "pageup", "page(-1)", "page up", "A page up.", "finder"),
    _c("finder.back", "escape", "back", "back", "Back without linking.", "finder", 6),
    _c(
        "editor.back",
        "escape",
        "back",
        "back|back, draft kept",
        "Back; the draft is kept.",
        "editor",
        1,
    ),
    _c(
        "editor.evidence",
        "ctrl+o",
        "link_evidence",
        "evidence",
        "Cite evidence for this finding.",
        "editor",
        2,
    ),
    _c("editor.grade", "ctrl+g", "grade", "grade", "Change the grade.", "editor", 3),
    _c(
        "editor.issue",
        "f8,ctrl+j",
        "issue",
        "issue",
        "Issue the finding; says what is missing.",
        "editor",
        4,
    ),
    _c(
        "editor.remove",
        "f4",
        "remove",
        "remove draft",
        "Remove this draft (undo brings it back).",
        "editor",
        6,
    ),
)


def commands_for(where: str) -> tuple[Command, ...]:
    """The commands that work on one screen, in the order of the table."""
    return tuple(command for command in COMMANDS if where in command.where)


def bindings_for(where: str, *, priority: bool = False) -> list[BindingType]:
    """Textual bindings of a screen. With ``priority`` a key acts before the next one is looked
    at: typing that runs ahead of the screen still finds the right place."""
    return [
        Binding(c.keys, c.action, c.label, show=False, id=f"{where}.{c.id}", priority=priority)
        for c in commands_for(where)
    ]


def footer_text(where: str, mode: str, width: int) -> str:
    """One line of at most ``width`` characters: the mode and the keys that matter most."""
    ranked = sorted((c for c in commands_for(where) if c.rank), key=lambda each: each.rank)
    for long, gap in ((True, "  "), (False, "  "), (False, " ")):
        line = _footer_line(ranked, mode, long, gap)
        if len(line) <= width:
            return line
    while ranked and len(_footer_line(ranked, mode, False, " ")) > width:
        droppable = [c for c in ranked if c.rank < 90]
        ranked.remove(droppable[-1] if droppable else ranked[-1])
    return _footer_line(ranked, mode, False, " ")


def _footer_line(commands: list[Command], mode: str, long: bool, gap: str) -> str:
    items = [f"{c.key} {c.label if long else c.short}" for c in commands]
    return gap.join([f" {mode} ", *items])


def key_table_markdown() -> str:
    """The key list of the README."""
    rows = ["| key | where | what it does |", "|---|---|---|"]
    for command in COMMANDS:
        where = "everywhere" if len(command.where) >= len(MODES) else ", ".join(command.where)
        keys = command.all_keys.replace("|", "\\|")
        rows.append(f"| `{keys}` | {where} | {command.help} |")
    return "\n".join(rows) + "\n"
