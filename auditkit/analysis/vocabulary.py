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

_BEGINNINGS = """
before besides both each else even everybody everyone everything finally first formally former
formerly generally interviewed interviewee interviewer maybe meanwhile mostly normally often
officially originally overall basically mainly manually medical modern most sometimes still
""".split()  # noqa: SIM905
"""Words with which people begin, whose first letters are keys that open something."""
_WORD = re.compile(r"[a-z]{2,}")


def vocabulary(checklists: Iterable[Checklist]) -> frozenset[str]:
    """All words in lower case; some 10 ms a checklist."""
    found = {*DAILY, *STOP, *_BEGINNINGS}
    for text in (GROUPS, *_texts([msgspec.to_builtins(each) for each in checklists])):
        found.update(_WORD.findall(text.lower()))
    return frozenset(found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
