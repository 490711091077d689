"""The words that an audit speaks in: those of its checklists and of everyday talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from auditkit.analysis.filing.concepts import GROUPS
from auditkit.analysis.filing.daily import DAILY
from auditkit.analysis.filing.terms import STOP
from auditkit.checklist.model import Checklist

_BEGINNINGS = frozenset(
    """
    another apparently basically before besides bias big both builds by cars cases data deadlines
    done down during each early either else employees even events every everybody everyone
    everything exactly finally five first five formally former formerly four from generally good
    he her here internal interns interviewed interviewee interviewer it keys
    later less logs mainly management managers manually medical medium members met mistakes
    models modern more most mostly much nobody nobodys none normally now officially often old
    older once one only open operators originally our outside overall owners people
    sales same samples security several show six so some sometimes staff still suppliers systems
    team ten that the then there they this three two users usually vendors was where without
    pdf pdfs years yesterday zero
    """.split()  # noqa: SIM905
)
"""Words with which people begin, whose first letters are keys that open something."""
_WORD = re.compile(r"[a-z]{2,}")


def vocabulary(checklists: Iterable[Checklist]) -> frozenset[str]:
    """All words in lower case; some 10 ms a checklist."""
    found = {*DAILY, *beginnings()}
    for text in (GROUPS, *_texts([msgspec.to_builtins(each) for each in checklists])):
        found.update(_WORD.findall(text.lower()))
    return frozenset(found)


def beginnings() -> frozenset[str]:
    """Words with which people begin to speak, in lower case."""
    return STOP | _BEGINNINGS


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
