"""Documents of the organization that name somebody of the audit team as their author: auditors do
not audit their own work (ISO 19011, 4 e)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditkit.evidence.smell.facts import PROPERTIES, Context, Facts, Spot
from auditkit.evidence.smell.nature import OFFICE
from auditkit.text import fold

_WORD = re.compile(r"[^\W\d_]+")


def written_by_auditor(facts: Facts, context: Context) -> Iterator[Spot]:
    """The author or the last editor in the properties is one of the team, by the full name.

    Mail is not looked at: auditors write to the people whom they audit.
    """
    if facts.kind not in OFFICE:
        return
    team = {_name(each) for each in context.team}
    for label, name in (
        ("author", facts.properties.author),
        ("last changed by", facts.properties.changed_by),
    ):
        if len(_name(name)) > 1 and _name(name) in team:
            yield Spot(PROPERTIES, f"{label}: {name}")


def _name(text: str) -> frozenset[str]:
    """The words of a name in no order: ``Solberg, Ingrid`` is Ingrid Solberg."""
    return frozenset(_WORD.findall(fold(text)))
