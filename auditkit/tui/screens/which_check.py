"""Which check of a requirement is meant: asked where a key needs one and the cursor is on a
requirement. The letter of the check chooses it at once."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict
from auditkit.tui.outline import VERDICT_WORDS
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import content, label, set_title
from auditkit.tui.widgets.line_list import Line, LineList

if TYPE_CHECKING:
    from auditkit.tui.screens.base import AppScreen

_BESIDE = 11
"""Lines of the terminal that frame, text and keys take, as far as they are foreseen."""


class WhichCheckScreen(Dialog[Ref | None]):
    """Gives one of the checks, or nothing when the person went back."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
        *(Binding(each, f"take({each!r})", show=False, priority=True) for each in ascii_lowercase),
    ]
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    WhichCheckScreen .whole { height: auto; padding: 1 0; }
    """

    def __init__(self, audit: Audit, requirement: Ref, word: str, *, finding: bool = False) -> None:
        """``word`` ends the question: "failed", "conforms"; ``finding``: it is asked for one."""
        super().__init__()
        self._audit, self._word, self._finding = audit, word, finding
        self._requirement = requirement
        self._checks = {_letter(each): each for each in audit.check_refs(requirement)}

    def compose(self) -> ComposeResult:
        """A line a check, the whole text of the one under the cursor, the keys."""
        requirement = self._audit.requirement(self._requirement)
        with Vertical(classes="dialog question") as box:
            set_title(box, f"Which check of {requirement.ref} {requirement.title} {self._word}?")
            yield LineList()
            yield Static(classes="whole", markup=False)
            keys = " · ".join(("a letter takes its check", "enter the one marked", "esc none"))
            yield Static(content(keys), classes="foot", markup=False)

    def on_mount(self) -> None:
        """The checks, the one that is meant most likely under the cursor."""
        lines = [self._line(letter, each) for letter, each in self._checks.items()]
        listing = self.query_one(LineList)
        listing.styles.height = min(len(lines), max(3, self.app.size.height - _BESIDE))
        listing.set_lines(lines, self._likely())
        self._show_whole()

    def on_line_list_moved(self) -> None:
        """The whole text follows the cursor."""
        self._show_whole()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Enter or a click."""
        self.dismiss(self._checks[message.key])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter that no check has moves the cursor, or means nothing."""
        return action != "take" or parameters[0] in self._checks

    def action_take(self, letter: str) -> None:
        """The check with this letter."""
        self.dismiss(self._checks[letter])

    def _likely(self) -> str:
        """The letter of the first untested check; for a finding rather of one that does not
        conform and has none yet."""
        given = self._audit.verdicts()
        found = {check for each in self._audit.findings() for check in each.checks}
        bare = (
            letter
            for letter, check in self._checks.items()
            if check in given and given[check].verdict is Verdict.DOES_NOT_CONFORM
            if self._finding and check not in found
        )
        untested = (letter for letter, check in self._checks.items() if check not in given)
        return next(bare, "") or next(untested, "")

    def _line(self, letter: str, check: Ref) -> Line:
        word = VERDICT_WORDS[self._audit.verdict(check).verdict]
        return Line(letter, label(f"{letter} {self._audit.check(check).obligation}"), label(word))

    def _show_whole(self) -> None:
        check = self._audit.check(self._checks[self.query_one(LineList).key])
        self.query_one(".whole", Static).update(content(check.obligation))


def ask_check(
    screen: AppScreen,
    ref: Ref,
    word: str,
    go_on: Callable[[Ref], None],
    *,
    finding: bool = False,
) -> None:
    """Go on with a check: at once where ``ref`` is one, or has but one; else with the one that
    the person chooses. Going back changes nothing. ``finding``: it is asked for a finding."""
    checks = screen.session.audit.check_refs(ref)
    if len(checks) == 1:
        go_on(checks[0])
        return

    def given(check: Ref | None) -> None:
        if check is not None:
            go_on(check)

    screen.kit.ask(WhichCheckScreen(screen.session.audit, ref, word, finding=finding), given)


def _letter(check: Ref) -> str:
    return check.ref.rpartition("/")[2]
