"""The text of a file as pieces one can point at; several neighbouring ones may be picked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.strip import Strip

from auditkit.tui.picking import Picked, Piece, picked
from auditkit.tui.text import label, wrapped
from auditkit.tui.widgets.line_list import Line, LineList

_NARROWEST = 20
FOUND = "bold underline"
"""How words that were looked for stand out."""


class PassageList(LineList):
    """Pieces wrapped to the width. The cursor stands on a whole piece, whatever its lines."""

    BINDINGS = [
        Binding("shift+down", "extend(1)", show=False),
        Binding("shift+up", "extend(-1)", show=False),
        Binding("v", "mark", show=False),
    ]

    def __init__(self, *, id: str | None = None, empty: str = "", title: str = "") -> None:
        super().__init__(id=id, empty=empty, title=title)
        self._pieces: Sequence[Piece] = ()
        self._words: tuple[str, ...] = ()
        self._first_row: list[int] = []
        self._piece_of: list[int] = []
        self._anchor: int | None = None
        self._marking = False
        self._touched = False
        """Whether something is picked: a text that is only shown has nothing marked."""
        self._wrapped_at = 0

    @property
    def chosen(self) -> range:
        """The numbers of the pieces that are picked: the one under the cursor, or several."""
        if not self._piece_of:
            return range(0)
        here = self._piece_of[self.cursor]
        other = here if self._anchor is None else self._anchor
        return range(min(here, other), max(here, other) + 1)

    @property
    def picked(self) -> Picked:
        """What a citation of the picked pieces says."""
        return picked([self._pieces[number] for number in self.chosen])

    @property
    def marking(self) -> bool:
        """Whether moving the cursor picks more."""
        return self._marking

    def set_pieces(
        self, some: Sequence[Piece], chosen: range = range(0), words: Sequence[str] = ()
    ) -> None:
        """Show another text, with some of its pieces picked and ``words`` standing out."""
        self._pieces, self._words = some, tuple(words)
        self._marking, self._anchor = False, None
        self._touched = bool(chosen) or self.has_focus
        self.cursor = 0
        self._wrap()
        if chosen and chosen[-1] < len(some):
            self._anchor = chosen[0] if len(chosen) > 1 else None
            self.cursor = self._first_row[chosen[-1]]
            self._show(chosen)

    def action_mark(self) -> None:
        """Begin to pick several pieces here, or pick only this one again."""
        self._marking = not self._marking
        self._anchor = self._here if self._marking else None
        self._tell()

    def action_extend(self, step: int) -> None:
        """Pick one piece more, or one less."""
        if self._anchor is None:
            self._anchor = self._here
        self._to(self._here + step, keep=True)

    def action_move(self, step: int) -> None:
        """The next or previous piece."""
        self._to(self._here + step)

    def action_page(self, step: int) -> None:
        """A page of the text."""
        row = self.cursor + step * max(1, self.size.height - 1)
        at = self._piece_of[max(0, min(len(self._piece_of) - 1, row))] if self._piece_of else 0
        self._to(at if at != self._here else at + step)

    def action_edge(self, step: int) -> None:
        """The first or last piece."""
        self._to(0 if step < 0 else len(self._pieces) - 1)

    def on_focus(self) -> None:
        """Who goes there points at a piece."""
        self._touched = True
        self.refresh()

    def on_resize(self) -> None:
        """Lines break elsewhere in another width."""
        if self._width != self._wrapped_at:
            here = self._here
            self._wrap()
            self.cursor = self._first_row[here] if here < len(self._first_row) else 0
        super().on_resize()

    def render_line(self, y: int) -> Strip:
        """One line as it stands on the screen; all lines of what is picked are marked."""
        index = y + self.scroll_offset.y
        if index >= len(self._piece_of):
            return super().render_line(y)
        on = self._touched and self._piece_of[index] in self.chosen
        base = self.rich_style
        return self._drawn(self._lines[index], on, self.scrollable_content_region.width, base)

    @property
    def _here(self) -> int:
        return self._piece_of[self.cursor] if self._piece_of else 0

    @property
    def _width(self) -> int:
        return max(_NARROWEST, self.scrollable_content_region.width - 2)

    def _go(self, index: int, step: int) -> None:  # noqa: ARG002 - pieces have no headings
        """A click: the piece whose line was clicked."""
        if self._piece_of:
            self._to(self._piece_of[max(0, min(len(self._piece_of) - 1, index))])

    def _to(self, number: int, *, keep: bool = False) -> None:
        if not self._pieces:
            return
        if not keep and not self._marking:
            self._anchor = None
        number = max(0, min(len(self._pieces) - 1, number))
        self.cursor = self._first_row[number]
        self._show(range(number, number + 1))
        self._tell()

    def _tell(self) -> None:
        self._touched = True
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _wrap(self) -> None:
        self._wrapped_at = self._width
        rows: list[Line] = []
        self._first_row, self._piece_of = [], []
        for number, piece in enumerate(self._pieces):
            self._first_row.append(len(rows))
            for text in wrapped(piece.text, self._wrapped_at):
                rows.append(Line(str(number), self._marked(text)))
                self._piece_of.append(number)
        self.set_lines(rows)

    def _marked(self, text: str) -> Text:
        line = label(text)
        if self._words:
            line.highlight_words(self._words, Style.parse(FOUND))
        return line

    def _show(self, numbers: range) -> None:
        """Bring pieces into sight with all their lines, as far as there is room."""
        last = numbers[-1] + 1
        end = self._first_row[last] if last < len(self._first_row) else len(self._piece_of)
        begin, cursor = self._first_row[numbers[0]], self.cursor
        for row in (end - 1, begin):
            self.cursor = row
            self._reveal()
        self.cursor = cursor
        self.refresh()
