"""What the things of an audit have in common."""

from __future__ import annotations

import msgspec


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """Something with an id of its own."""

    id: str


class Ref(msgspec.Struct, frozen=True, order=False):
    """A requirement or a check of one checklist; A.5.2 exists in more than one standard."""

    checklist: str
    ref: str

    def __str__(self) -> str:
        return f"{self.checklist}:{self.ref}"
