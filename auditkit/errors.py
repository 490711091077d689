"""The errors a person can do something about."""

from __future__ import annotations


class AuditkitError(Exception):
    """Something the user has to know, in one clear sentence.

    ``what`` says what is wrong and where; ``remedy`` says what to do about it. The command line
    prints both and ends with exit code 1; the screen shows both and goes on.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class UsageError(AuditkitError):
    """The request itself is wrong (an unknown reference, a missing field): exit code 2."""
