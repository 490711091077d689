"""Proposals for interview lines, made in a thread; the engine is built once a session."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from auditkit.analysis.filing import Filing, Proposal
from auditkit.record.audit import Audit
from auditkit.record.model import Ref


class Filer:
    """Builds the engine when it is first asked, and asks it."""

    def __init__(self, audit: Audit) -> None:
        self._criteria = audit.checklists
        self._systems = [each.name for each in audit.systems]
        self._filed = [
            (each.text, Ref(each.checklist, each.ref)) for each in audit.notes() if each.ref
        ]
        self._lock = asyncio.Lock()
        self._filing: Filing | None = None

    async def propose(
        self, line: str, role: str, recent: Sequence[Ref], *, typing: bool
    ) -> tuple[Proposal, ...]:
        """What a line may belong to, best first."""
        async with self._lock:
            if self._filing is None:
                self._filing = await asyncio.to_thread(
                    Filing, self._criteria, self._systems, self._filed
                )
        return await asyncio.to_thread(
            self._filing.propose, line, role=role, recent=recent, typing=typing
        )
