"""What stands left in the bar above: the audit, how far it is, what was found."""

from __future__ import annotations

from dataclasses import dataclass

from auditkit.tui.text import cells, clipped, joined

_SHORTEST = 12
"""Columns of a title below which it says nothing any more."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Parts of a heading, of which a narrow bar shows less."""

    title: str
    standards: str = ""
    done: str = ""
    """Checks judged of all: ``12/385``."""
    found: str = ""
    """Findings by grade: ``MAJ 1 min 2``."""

    def fit(self, room: int) -> str:
        """The most that ``room`` columns hold. First the standards give way, then the end of the
        title, then all of it, then the findings; how far the audit is stays longest."""
        figures = _line(self.done, self.found)
        for text in (_line(self.title, self.standards, figures), _line(self.title, figures)):
            if cells(text) <= room:
                return text
        left = room - cells(figures) - 3 * bool(figures)
        if left >= _SHORTEST or not figures:
            return _line(clipped(joined(self.title), left), figures)
        return next((text for text in (figures, self.done) if cells(text) <= room), "")


def _line(*parts: str) -> str:
    return " · ".join(joined(part) for part in parts if part)
