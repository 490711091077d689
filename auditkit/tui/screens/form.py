"""A short form: a few fields, esc goes back and keeps what was typed for the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from auditkit.errors import AuditkitError
from auditkit.tui.screens.early import take_early_key
from auditkit.tui.screens.once import Dialog
from auditkit.tui.text import BAD, block, content, set_title
from auditkit.tui.widgets.saved_text import Line, SavedText

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
        super().__init__()
        self._title, self._fields, self._words = title, fields, words
        self._memory = memory if memory is not None else {}
        self._began: dict[str, tuple[str, str]] = {}
        """For each field what it was given, and how that is shown."""

    def compose(self) -> ComposeResult:
        """One framed line for each question."""
        with Vertical() as box:
            set_title(box, self._title)
            with VerticalScroll(can_focus=False):
                if self._words:
                    yield Static(content(self._words), classes="words", markup=False)
                for field in self._fields:
                    yield self._input(field)
            yield Static(content(self._keys()), classes="foot", markup=False)

    def on_input_submitted(self) -> None:
        """Enter in the last field is done, in the others it goes on."""
        inputs = list(self.query("Line, SavedText"))
        if inputs and inputs[-1].has_focus:
            self.action_done()
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Back; what was typed is there when the form comes again."""
        self._memory.clear()
        self._memory.update({field.name: text for field, text in self._changed()})
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
        self._memory.clear()
        self.dismiss(values)

    def take(self, values: Values) -> None:
        """What is done before the form closes; an `AuditkitError` (a `Wrong` one names the field)
        is told, and the form stays with everything in it."""

    def _refuse(self, error: AuditkitError) -> None:
        named = self._field(error.field) if isinstance(error, Wrong) else None
        said = f"{named.label}: {error}" if named else str(error)
        told = [content(said, BAD), content(self._keys())]
        self.query_one(".foot", Static).update(Content("\n").join(told))
        if named:
            self._widget(named).focus()

    def values(self) -> Values:
        """What stands in the fields. One that nobody typed into gives back what it was given, with
        its lines and with the characters that a screen shows as escapes."""
        return {field.name: self._answer(field) for field in self._fields}

    def unfinished(self) -> str:
        """What was typed and not given yet, with the questions it answers; empty for nothing."""
        typed = [f"{field.label}: {text}" for field, text in self._changed() if text]
        return "\n".join([f"({self._title}, unfinished)", *typed]) if typed else ""

    def widget_of(self, name: str) -> Line | SavedText:
        """Where the answer to a question is typed."""
        return self._widget(self._field(name))

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
        self._began[field.name] = (value, _typed(widget))
        set_title(widget, _title(field))
        return widget

    def _widget(self, field: Field) -> Line | SavedText:
        widgets = list(self.query("Line, SavedText"))
        found = widgets[self._fields.index(field)]
        assert isinstance(found, Line | SavedText)
        return found

    def _changed(self) -> Iterator[tuple[Field, str]]:
        """The fields that hold something else than they were given."""
        for field in self._fields:
            if (text := self._answer(field)) != field.value:
                yield field, text

    def _answer(self, field: Field) -> str:
        given, shown = self._began[field.name]
        text = _typed(self._widget(field))
        return given if text == shown else text.strip()

    def _keys(self) -> str:
        long = any(each.long for each in self._fields)
        done = "tab next  F8 done" if long else "enter next, then done  F8 done"
        return f"WRITE  {done}  esc back (what you typed is kept)"


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
