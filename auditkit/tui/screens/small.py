"""What stands on a terminal that is too small for everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from auditkit.tui.looks import SMALLEST, too_small
from auditkit.tui.screens.once import OnceScreen
from auditkit.tui.text import content

if TYPE_CHECKING:
    from auditkit.tui.app import AuditkitApp


class SmallScreen(OnceScreen[None]):
    """Says how large the terminal has to be, and goes away by itself when it is."""

    BINDINGS = [Binding("q,ctrl+q", "quit", show=False, priority=True)]
    DEFAULT_CSS = """
    SmallScreen Static { width: 100%; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Say it."""
        self._show()

    def on_resize(self) -> None:
        """Another size."""
        self._show()

    def on_screen_resume(self) -> None:
        """What stood before this is gone."""
        self._show()

    async def action_quit(self) -> None:
        """Leave."""
        cast("AuditkitApp", self.app).leave()

    def on_key(self, event: Any) -> None:
        """Nothing is done on a screen that is not seen."""
        event.stop()

    def _show(self) -> None:
        width, height = self.app.size
        if not too_small(width, height):
            if self.is_current:
                self.dismiss(None)
            return
        wide, high = SMALLEST
        self.query_one(Static).update(
            content(
                f"{width}x{height} is too small: {wide}x{high} or more shows the screens again, "
                "as they were.\n'auditkit next', 'show' and 'verdict' do the same line by line; "
                "q quits."
            )
        )
