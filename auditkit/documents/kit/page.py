"""Page sizes in twentieths of a point (twips)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditkit.errors import UsageError

CM = 567
EMU_PER_TWIP = 635


@dataclass(frozen=True)
class Page:
    """A page with its margins, in twips."""

    width: int
    height: int
    side: int = int(2.2 * CM)
    top: int = int(2.2 * CM)
    bottom: int = int(1.9 * CM)

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        return self.width - 2 * self.side

    @property
    def landscape(self) -> bool:
        """Whether the page is wider than high."""
        return self.width > self.height

    def turned(self) -> Page:
        """The same sheet in the other orientation."""
        return replace(self, width=self.height, height=self.width)


PAGES = {"A4": Page(11906, 16838), "Letter": Page(12240, 15840)}


def page(name: str) -> Page:
    """The page of this name (A4 or Letter, any case); raises `UsageError` for another one."""
    for known, size in PAGES.items():
        if known.casefold() == name.strip().casefold():
            return size
    raise UsageError(f"There is no page size {name!r}.", "Choose A4 or Letter.")


def name_of(page: Page) -> str:
    """The name of a page, upright or turned."""
    upright = page.turned() if page.landscape else page
    return next(name for name, size in PAGES.items() if size == upright)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Column widths in proportion to ``weights`` that add up to ``total`` exactly."""
    widths = [int(total * weight / sum(weights)) for weight in weights]
    widths[-1] += total - sum(widths)
    return widths
