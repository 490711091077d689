"""The clock of the sample audit: the days of the story instead of today."""

from __future__ import annotations

from datetime import datetime, timedelta

STEP = timedelta(seconds=2)
"""How far the clock moves whenever it is asked; a few changes a minute, as when people work."""


class StoryClock:
    """A clock that stands where the story is and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The time of the story, aware."""
        self._now += STEP
        return self._now

    def go(self, moment: datetime) -> None:
        """Move on to a moment of the story; one that has passed changes nothing."""
        self._now = max(self._now, moment)
