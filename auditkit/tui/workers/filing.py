"""Proposals for interview lines, made in a thread by an engine that knows what was filed so far."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from auditkit.analysis.filing import Filing, Proposal
from auditkit.analysis.filing.of_audit import filed_lines
from auditkit.record.audit import Audit
from auditkit.record.model import Ref


class Known(NamedTuple):
    """What an audit itself teaches: names of its AI systems, and lines with where they are."""

    systems: tuple[str, ...]
    filed: tuple[tuple[str, Ref], ...]


class Filer:
    """Builds the engine when it is first asked, and anew once something else is filed: that
    takes a twentieth of a second, in a thread."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self._seen = -1
        self._known = Known((), ())
        """What the record holds now."""
        self._filing: Filing | None = None
        self._learned: Known | None = None
        """What the engine was built from."""
        self._building: asyncio.Task[None] | None = None

    def learn(self) -> None:
        """Begin to build where something else is filed now: the next line is not kept waiting."""
        if self._now() != self._learned and self._building is None:
            self._building = asyncio.create_task(self._build(self._known))

    async def propose(
        self, line: str, role: str, recent: Sequence[Ref], *, typing: bool
    ) -> tuple[Proposal, ...]:
        """What a line may belong to, best first. A key never waits for an engine that is being
        built while there is another one; a line that was entered does."""
        self.learn()
        filing = self._filing if typing and self._filing else await self._ready()
        return await asyncio.to_thread(
            filing.propose, line, role=role, recent=recent, typing=typing
        )

    async def _ready(self) -> Filing:
        """Who asks may give up at the next key; the engine is built all the same."""
        while self._filing is None or self._now() != self._learned:
            self.learn()
            assert self._building is not None
            await asyncio.shield(self._building)
        return self._filing

    async def _build(self, known: Known) -> None:
        try:
            self._filing = await asyncio.to_thread(Filing, self.audit.checklists, *known)
            self._learned = known
        finally:
            self._building = None

    def _now(self) -> Known:
        if self._seen != self.audit.revision:
            systems = tuple(each.name for each in self.audit.systems)
            self._known = Known(systems, filed_lines(self.audit))
            self._seen = self.audit.revision
        return self._known
