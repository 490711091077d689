"""Which requirement does a line of an interview belong to? Pure; see docs/filing.md."""

from __future__ import annotations

from auditkit.analysis.filing.engine import Filing, Proposal
from auditkit.analysis.filing.mark import Captured, captured

__all__ = ["Captured", "Filing", "Proposal", "captured"]
