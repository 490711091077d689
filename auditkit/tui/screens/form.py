"""A short form: a few fields. What was typed and not given is there when it comes again, where the
form has a memory; on an audit that is written to, it is on the disk meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from auditkit.errors import AuditkitError
from auditkit.tui.form_memory import FormText
from auditkit.tui.screens.base import AuditScreen
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import BAD, block, content, joined, set_title
from auditkit.tui.widgets.saved_text import Line, SavedText

if TYPE_CHECKING:
    from auditkit.tui.keeping import KeepingApp

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form."""

    name: str
    label: str
    value: str = ""
    required: bool = False
    hint: str = ""
    long: bool = False
    replace: bool = False
    """Whether ``value`` is a proposal that typing replaces."""
    check: Callable[[str], object] | None = None
    """Raises `AuditkitError` for a text that cannot be; not asked about an empty one, nor
    about ``value`` as it was given."""


class Wrong(AuditkitError):
    """What cannot be in a form, with the name of the field that it stands in."""

    def __init__(self, field: str, error: AuditkitError) -> None:
        super().__init__(error.what, error.remedy)
        self.field = field


class FormScreen(Dialog[Values | None]):
    """Asks for some texts; gives them stripped, or nothing when the person went back."""

    BINDINGS = [
        Binding("escape", "back", "back", show=False, priority=True),
        Binding("f8,ctrl+j", "done", "done", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = "Line, SavedText"
    DEFAULT_CSS = """
    FormScreen > Vertical { width: 90; max-width: 100%; height: auto; max-height: 100%;
        border: heavy $primary; background: $surface; padding: 0 1; }
    FormScreen VerticalScroll { height: auto; max-height: 100%; }
    FormScreen SavedText { height: 5; }
    FormScreen .words { height: auto; padding: 0 0 1 0; }
    FormScreen .foot { dock: bottom; height: auto; }
    """

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        memory: Values | None = None,
        *,
        words: str = "",
    ) -> None:
        """``memory``: where is kept what was typed and not given, from one time to the next; that
        of the session (`FormMemory`) outlives the program. Nothing is kept where there is none."""
        super().__init__()
        self._title, self._fields, self._words = title, fields, words
        self._keeps = memory is not None
        self._memory = memory if memory is not None else {}
        self._at_first = dict(self._memory)
        self._gone = False
        self._wrong: Content | None = None
        """Why what was given last was not taken."""
        self._widgets: dict[str, Line | SavedText] = {}
        self._began: dict[str, tuple[str, str]] = {}
        """For each field what it was given, and how that is shown."""
        if isinstance(memory, FormText):
            memory.title = title

    def compose(self) -> ComposeResult:
        """One framed line for each question."""
        with Vertical() as box:
            set_title(box, self._title)
            with VerticalScroll(can_focus=False):
                if self._words:
                    yield Static(content(self._words), classes="words", markup=False)
                for field in self._fields:
                    yield self._input(field)
            yield Static(self._foot(), classes="foot", markup=False)

    def on_input_submitted(self) -> None:
        """Enter in the last field is done, in the others it goes on."""
        inputs = list(self.query("Line, SavedText"))
        if inputs and inputs[-1].has_focus:
            self.action_done()
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Back; what was typed is there when the form comes again."""
        self.keep_typed()
        self._gone = True
        self.dismiss(None)

    def action_done(self) -> None:
        """Give the answers, when they are all there and can be; else say what cannot."""
        values = self.values()
        try:
            for field in self._fields:
                _require_possible(field, values[field.name])
            self.take(values)
        except AuditkitError as error:
            self._refuse(error)
            return
        self.keep_typed()
        self._at_first, self._gone = dict(self._memory), True
        self._memory.clear()
        self.dismiss(values)

    def keep_typed(self) -> None:
        """Remember what differs from what the fields were given; nothing else, so that the others
        show next time what the record holds then."""
        if not self._gone and len(self._began) == len(self._fields):
            typed = {field.name: text for field, text in self._changed()}
            self._memory.clear()
            self._memory.update(typed)

    def not_taken(self) -> None:
        """What was given could not be taken: it is remembered as before."""
        if not self._memory:
            self._memory.update(self._at_first)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed_on(self) -> None:
        self.keep_typed()
        self._kit.typed_form()

    def on_unmount(self) -> None:
        """One that was taken away with letters that were meant for something else remembers what
        it did before them; when the program ends, all of it stays."""
        if not self._gone and self.app.is_running:
            self._gone = True
            self._memory.clear()
            self._memory.update(self._at_first)
            self._kit.typed_form()

    def take(self, values: Values) -> None:
        """What is done before the form closes; an `AuditkitError` (a `Wrong` one names the field)
        is told, and the form stays with everything in it."""

    def refresh_status(self) -> None:
        """Where saving fails, that is said here too: the bar may be covered, and is behind this."""
        for foot in self.query(".foot").results(Static):
            foot.update(self._foot())
        for screen in self.app.screen_stack:
            if isinstance(screen, AuditScreen):
                screen.refresh_status()

    def _refuse(self, error: AuditkitError) -> None:
        named = self._field(error.field) if isinstance(error, Wrong) else None
        self._wrong = content(f"{named.label}: {error}" if named else str(error), BAD)
        self.refresh_status()
        if named:
            self._widgets[named.name].focus()

    def values(self) -> Values:
        """What stands in the fields. One that nobody typed into gives back what it was given, with
        its lines and with the characters that a screen shows as escapes."""
        return {field.name: self._answer(field) for field in self._fields}

    def propose(self, name: str, text: str) -> None:
        """Give a field another value than it began with, as long as nobody typed into it."""
        field, widget = self._field(name), self._widgets[name]
        if isinstance(widget, Line) and self._answer(field) == field.value != text:
            self._fields = tuple(
                replace(each, value=text) if each is field else each for each in self._fields
            )
            widget.value = joined(text)
            self._began[name] = (text, widget.value)

    def widget_of(self, name: str) -> Line | SavedText:
        """Where the answer to a question is typed."""
        return self._widgets[name]

    def title_of(self, name: str) -> str:
        """The question as it stands in the frame."""
        return _title(self._field(name))

    def _field(self, name: str) -> Field:
        return next(each for each in self._fields if each.name == name)

    def on_key(self, event: events.Key) -> None:
        """Keys typed here mean nothing outside."""
        take_early_key(self, event)
        if event.is_printable:
            event.stop()

    def _input(self, field: Field) -> Line | SavedText:
        value = self._memory.get(field.name, field.value)
        if field.long:
            area = SavedText(hint=field.hint)
            area.load_text(block(value))
            widget: Line | SavedText = area
        else:
            proposal = field.replace and field.name not in self._memory
            widget = Line(value, hint=field.hint, replace=proposal)
        self._widgets[field.name] = widget
        self._began[field.name] = (value, _typed(widget))
        set_title(widget, _title(field))
        return widget

    def _changed(self) -> Iterator[tuple[Field, str]]:
        """The fields that hold something else than they were given."""
        for field in self._fields:
            if (text := self._answer(field)) != field.value:
                yield field, text

    def _answer(self, field: Field) -> str:
        given, shown = self._began[field.name]
        text = _typed(self._widgets[field.name])
        return given if text == shown else text.strip()

    def _foot(self) -> Content:
        """What is wrong, each in a line, above the keys."""
        lost = content(self._not_saved(), BAD) if self._not_saved() else None
        told = [lost, self._wrong, content(self._keys())]
        return Content("\n").join(each for each in told if each is not None)

    def _not_saved(self) -> str:
        """Why what is typed does not reach the disk; the way out is a key of the screen below."""
        session = self._kit.session if self._kit.has_audit else None
        if session is None or session.trouble is None:
            return ""
        return session.not_saved(session.trouble).replace(" · ", " · esc, then ")

    def _keys(self) -> str:
        long = any(each.long for each in self._fields)
        done = "tab next  F8 done" if long else "enter next, then done  F8 done"
        return f"WRITE  {done}  esc back{self._kept()}"

    def _kept(self) -> str:
        """What becomes of the text at esc; nothing is promised that does not hold."""
        if not self._keeps or self._not_saved():
            return ""
        lasts = isinstance(self._memory, FormText) and not self._kit.session.read_only
        return " (what you typed is kept)" if lasts else " (kept until you quit)"

    @property
    def _kit(self) -> KeepingApp:
        return cast("KeepingApp", self.app)


def _require_possible(field: Field, text: str) -> None:
    try:
        if field.required and not text:
            raise AuditkitError("needed here.")
        if field.check is not None and text and text != field.value:
            field.check(text)
    except AuditkitError as error:
        raise Wrong(field.name, error) from error


def _title(field: Field) -> str:
    return f"{field.label}{' (needed)' if field.required else ''}"


def _typed(widget: Line | SavedText) -> str:
    return widget.value if isinstance(widget, Line) else widget.text
