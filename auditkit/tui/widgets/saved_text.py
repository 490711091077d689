"""Text fields whose content is on the disk a moment after it was typed."""

from __future__ import annotations

from typing import Protocol, cast

from textual import events
from textual.widgets import Input, TextArea

from auditkit.tui.autosave import TextKey
from auditkit.tui.text import block, joined, set_title


class TypedText(Protocol):
    """Who is told what was typed: at once, since a message could come too late."""

    def typed(self, key: TextKey, text: str) -> None:
        """The text of ``key`` is another one now."""


class SavedText(TextArea):
    """A field that tells every change, and never rewrites what a file or a colleague wrote only
    because it was shown (control characters are shown as escapes)."""

    def __init__(
        self, *, id: str | None = None, title: str = "", single: bool = False, hint: str = ""
    ) -> None:
        super().__init__(id=id, show_line_numbers=False, placeholder=hint, tab_behavior="focus")
        self.cursor_blink = False
        self.highlight_cursor_line = False
        set_title(self, title)
        self.single = single
        self.key: TextKey | None = None
        self._loaded = ""

    def show_text(self, key: TextKey | None, text: str) -> None:
        """Show another text; what was typed into the one before is told first."""
        self.take()
        shown = block(text)
        if key == self.key and shown == self.text:
            self._loaded = shown
            return
        self.key, self._loaded = key, shown
        self.load_text(shown)
        self.move_cursor(self.document.end)

    def take(self) -> None:
        """Tell what was typed, if anything was."""
        if self.key is not None and self.text != self._loaded:
            self._loaded = self.text
            cast(TypedText, self.app).typed(self.key, self.typed_text)

    @property
    def typed_text(self) -> str:
        """What is to be saved."""
        return self.text

    def on_resize(self) -> None:
        """Lines break elsewhere; Textual draws them anew only where their number changes."""
        self.refresh()

    def on_text_area_changed(self) -> None:
        """Every change is told at once; when it is saved is not this widget's business."""
        self.take()

    async def _on_key(self, event: events.Key) -> None:
        if self.single and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.screen.focus_next()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        text = joined(event.text) if self.single else block(event.text)
        if not self.read_only and (result := self._replace_via_keyboard(text, *self.selection)):
            self.move_cursor(result.end_location)


class Line(Input):
    """One line of typed text; a paste with control characters or breaks becomes one safe line."""

    def __init__(
        self, value: str = "", *, hint: str = "", id: str | None = None, replace: bool = False
    ) -> None:
        """``replace``: what is typed first takes the place of ``value``, which is a proposal."""
        super().__init__(joined(value), placeholder=hint, id=id, select_on_focus=replace)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(joined(event.text))
