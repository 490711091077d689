"""Questions that the properties and the text of a file give reason to ask, never verdicts."""

from __future__ import annotations

from auditkit.evidence.smell.facts import Context, Facts, Properties, Spot
from auditkit.evidence.smell.look import Smell, smells
from auditkit.evidence.smell.reading import facts
from auditkit.evidence.smell.rules import RULES

__all__ = ["RULES", "Context", "Facts", "Properties", "Smell", "Spot", "facts", "smells"]
