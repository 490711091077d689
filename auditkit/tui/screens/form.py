"""A short form: a few fields, esc goes back and keeps what was typed for the next time."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from auditkit.tui.screens.early import take_early_key
from auditkit.tui.text import content, set_title
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


class FormScreen(ModalScreen[Values | None]):
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
        self._memory.update(self.values())
        self.dismiss(None)

    def action_done(self) -> None:
        """Give the answers, when every required one is there."""
        values = self.values()
        for field in self._fields:
            if field.required and not values[field.name]:
                self.query_one(".foot", Static).update(content(f"{field.label}: needed here."))
                self._widget(field).focus()
                return
        self._memory.clear()
        self.dismiss(values)

    def values(self) -> Values:
        """What stands in the fields."""
        return {field.name: self._text(field).strip() for field in self._fields}

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
            area.load_text(content(value).plain)
            widget: Line | SavedText = area
        else:
            proposal = field.replace and field.name not in self._memory
            widget = Line(value, hint=field.hint, replace=proposal)
        set_title(widget, _title(field))
        return widget

    def _widget(self, field: Field) -> Line | SavedText:
        widgets = list(self.query("Line, SavedText"))
        found = widgets[self._fields.index(field)]
        assert isinstance(found, Line | SavedText)
        return found

    def _text(self, field: Field) -> str:
        widget = self._widget(field)
        return widget.value if isinstance(widget, Line) else widget.text

    def _keys(self) -> str:
        done = "F8 done" if self._fields[-1].long else "enter next, then done  F8 done"
        return f"WRITE  {done}  esc back (what you typed is kept)"


def _title(field: Field) -> str:
    return f"{field.label}{' (needed)' if field.required else ''}"
