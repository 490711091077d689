"""The grade of a finding, reached by questions that y and n answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from auditkit.analysis.grading import Question, grade_of, next_question, reason
from auditkit.record.model import Grade
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import content, set_title

HAND = "by hand"
"""Given where the auditor wants to choose the grade without questions."""

_FIRST = "y or n answers this question; enter takes the grade that the answers lead to."


class GradeScreen(Dialog[tuple[Grade, str] | str | None]):
    """Gives grade and reason, `HAND`, or nothing."""

    BINDINGS = [
        Binding("y", "answer(True)", show=False, priority=True),
        Binding("n", "answer(False)", show=False, priority=True),
        Binding("b,backspace,left", "back", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
        Binding("g", f"dismiss({HAND!r})", show=False, priority=True),
        Binding("escape", "dismiss(None)", show=False, priority=True),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._answers: dict[str, bool] = {}

    def compose(self) -> ComposeResult:
        """The question, what it means, and what was answered so far."""
        with Vertical(classes="dialog question") as box:
            set_title(box, self._title)
            yield Static(id="grade-question", markup=False)
            yield Static(id="grade-keys", classes="foot", markup=False)

    def on_mount(self) -> None:
        """Ask the first."""
        self._show()

    def action_answer(self, yes: bool) -> None:
        """Yes or no; after the last question these keys mean nothing."""
        asked = next_question(self._answers)
        if asked is not None:
            self._answers[asked.key] = yes
            self._show()

    def action_back(self) -> None:
        """The question before."""
        if self._answers:
            self._answers.popitem()
            self._show()

    def action_take(self) -> None:
        """Take the grade that was reached."""
        if next_question(self._answers) is None:
            self.dismiss((grade_of(self._answers), reason(self._answers)))
        else:
            self.query_one("#grade-keys", Static).update(content(_FIRST))

    def _show(self) -> None:
        asked = next_question(self._answers)
        told = reason(self._answers)
        parts = [
            _asked(asked) if asked else self._reached(),
            *([f"So far: {told}"] if told else []),
        ]
        self.query_one("#grade-question", Static).update(content("\n\n".join(parts)))
        keys = "y yes  n no" if asked else "enter take it"
        back = "  b question before" if self._answers else ""
        self.query_one("#grade-keys", Static).update(
            content(f"{keys}{back}  g choose by hand  esc leave the grade as it is")
        )

    def _reached(self) -> str:
        return f"Grade: {grade_of(self._answers)}"


def _asked(question: Question) -> str:
    return f"{question.text}\n{question.help}"
