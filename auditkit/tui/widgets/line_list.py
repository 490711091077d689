"""A list of lines: only the visible ones are drawn, so a hundred thousand are no burden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditkit.tui.text import clip, label, set_title


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``left`` gives way to ``right`` when the list is narrow."""

    key: str
    left: Text
    right: Text = field(default_factory=lambda: label(""))
    selectable: bool = True
    tail: Text = field(default_factory=lambda: label(""))
    """Follows ``left``, which is cut before this is."""
    spare: bool = False
    """``right`` is left out where the rest does not fit beside it."""


T = TypeVar("T")
_LEAST = 6
"""Columns that stay of what stands left, however long its tail is."""


class LazyLines(Sequence[Line], Generic[T]):
    """Lines that are made when they are looked at; their keys are their numbers."""

    def __init__(self, items: Sequence[T], make: Callable[[str, T], Line]) -> None:
        self._items, self._make = items, make

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        number = range(len(self))[index]
        return self._make(str(number), self._items[number])

    def place_of(self, key: str) -> int | None:
        """Where the line with a key stands."""
        return int(key) if key.isdecimal() and int(key) < len(self) else None

    def item(self, key: str) -> T | None:
        """What the line with a key is made of."""
        at = self.place_of(key)
        return None if at is None else self._items[at]


class LineList(ScrollView, can_focus=True):
    """Lines with a cursor; the place of the cursor is a word, the mark ``›`` and a colour."""

    BINDINGS = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another line."""

        def __init__(self, lines: LineList, key: str) -> None:
            super().__init__()
            self.lines, self.key = lines, key

        @property
        def control(self) -> LineList:
            """The list it comes from."""
            return self.lines

    class Chosen(Message):
        """Enter on a line, or a click on the line under the cursor."""

        def __init__(self, lines: LineList, key: str) -> None:
            super().__init__()
            self.lines, self.key = lines, key

        @property
        def control(self) -> LineList:
            """The list it comes from."""
            return self.lines

    def __init__(
        self, *, id: str | None = None, empty: str = "", title: str = "", marks: bool = True
    ) -> None:
        """Without ``marks`` the cursor is seen only while the list has the focus, so that one of
        several lists beside each other is the one that enter goes to."""
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._marks = marks
        self.cursor = 0
        self.empty = empty
        set_title(self, title)

    @property
    def key(self) -> str:
        """The key of the line under the cursor; empty for an empty list."""
        return self._lines[self.cursor].key if self._lines else ""

    @property
    def columns(self) -> int:
        """Columns of a line, whether the list scrolls or not; before it is laid out those of the
        terminal."""
        bar = self.styles.scrollbar_size_vertical
        return max(0, self.outer_size.width - self.gutter.width - bar) or self.app.size.width

    def set_lines(self, lines: Sequence[Line], key: str = "") -> None:
        """Show other lines; the cursor goes to ``key``, or stays about where it was."""
        before, seen, was = self._lines, self.scroll_offset, self.cursor
        self._lines = lines
        found = _place_of(lines, key) if key else None
        self.cursor = found if found is not None else min(self.cursor, max(0, len(lines) - 1))
        self._skip(1)
        self._size_up()
        self._reveal(ahead=self.cursor != was)
        if len(before) != len(lines) or seen != self.scroll_offset:
            self.refresh()
            return
        for index in self._in_sight():
            if index in (was, self.cursor) or before[index] != lines[index]:
                self.refresh_lines(index)

    def _in_sight(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(len(self._lines), top + self.scrollable_content_region.height))

    def move_to(self, key: str) -> None:
        """Put the cursor on a line, quietly."""
        for index, line in enumerate(self._lines):
            if line.key == key:
                self.cursor = index
                self._reveal()
                self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line as it stands on the screen."""
        width, index = self.scrollable_content_region.width, y + self.scroll_offset.y
        base = self.rich_style
        if not self._lines and y == 0 and self.empty:
            return self._drawn(Line("", label(self.empty), selectable=False), False, width, base)
        if index >= len(self._lines):
            return Strip.blank(width, base)
        return self._drawn(self._lines[index], index == self.cursor, width, base)

    def action_move(self, step: int) -> None:
        """Move the cursor by lines."""
        self._go(self.cursor + step, step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self._go(self.cursor + step * max(1, self.size.height - 1), step)

    def action_edge(self, step: int) -> None:
        """Go to the first or last line."""
        self._go(0 if step < 0 else len(self._lines) - 1, -step)

    def action_choose(self) -> None:
        """Open the line under the cursor."""
        if self.key:
            self.post_message(self.Chosen(self, self.key))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._size_up()
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """The mouse does what the keys do."""
        place = event.get_content_offset(self)
        if place is None:
            return
        index = place.y + self.scroll_offset.y
        if index == self.cursor:
            self.action_choose()
        elif index < len(self._lines):
            self._go(index, 1)

    def _go(self, index: int, step: int) -> None:
        before = self.cursor
        self.cursor = max(0, min(len(self._lines) - 1, index))
        self._skip(step)
        self._reveal()
        for each in {before, self.cursor}:
            self.refresh_lines(each)
        if self.cursor != before and self._lines:
            self.post_message(self.Moved(self, self.key))

    def _skip(self, step: int) -> None:
        """Headings are passed over."""
        count = len(self._lines)
        for direction in (1 if step >= 0 else -1, -1 if step >= 0 else 1):
            index = self.cursor
            while 0 <= index < count and not self._lines[index].selectable:
                index += direction
            if 0 <= index < count:
                self.cursor = index
                return

    def _size_up(self) -> None:
        self.virtual_size = Size(max(1, self.scrollable_content_region.width), len(self._lines))

    def _reveal(self, *, ahead: bool = False) -> None:
        """Scroll where the cursor is out of sight; ``ahead`` so far that what comes next is seen
        too, and the next steps need no scrolling."""
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if not height:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            lines_above = height // 3 if ahead else height - 1
            self.scroll_to(y=self.cursor - lines_above, animate=False, force=True)

    def _drawn(self, line: Line, current: bool, width: int, base: Style) -> Strip:
        current = current and line.selectable and (self._marks or self.has_focus)
        left, tail, right = (each.copy() for each in (line.left, line.tail, line.right))
        clip(right, max(1, width // 2))
        if line.spare and left.cell_len + tail.cell_len > _room(width, right):
            right = label("")
        room = _room(width, right)
        clip(tail, max(1, room - min(left.cell_len, _LEAST)))
        clip(left, room - tail.cell_len)
        left.append_text(tail)
        gap = " " * (width - 2 - left.cell_len - right.cell_len)
        console = self.app.console
        segments = [
            Segment("›" if current else " "),
            *left.render(console),
            Segment(gap),
            *right.render(console),
            Segment(" "),
        ]
        extra = Style(reverse=self.has_focus, bold=True) if current else Style()
        drawn = [Segment(s.text, base + (s.style or Style()) + extra) for s in segments if s.text]
        return Strip(drawn).adjust_cell_length(width, base + extra)


def _room(width: int, right: Text) -> int:
    """Columns beside what stands right."""
    return max(1, width - 2 - (right.cell_len + 1 if right.plain else 0))


def _place_of(lines: Sequence[Line], key: str) -> int | None:
    if isinstance(lines, LazyLines):
        return lines.place_of(key)
    return next((i for i, line in enumerate(lines) if line.key == key), None)
