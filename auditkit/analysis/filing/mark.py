"""Marks that an auditor types with a line: what he or she thought while writing it down."""

from __future__ import annotations

from typing import NamedTuple

from auditkit.record.model import NoteMark

_MARKS = {mark.value: mark for mark in NoteMark if mark is not NoteMark.NONE}
SIGNS = frozenset(_MARKS)
"""What a line may begin or end with to say what it is."""


class Captured(NamedTuple):
    """A line without its marks."""

    text: str
    mark: NoteMark = NoteMark.NONE
    wants_evidence: bool = False


def captured(line: str) -> Captured:
    """Read the marks off a line, before (``! nobody signed``) or behind it (``nobody signed !``).

    A question mark or an exclamation mark that ends the last word belongs to the sentence: behind
    the line a mark stands alone; and ``+49`` is a number. Of several marks the first one counts;
    that of evidence beside another one only says that some is wanted.
    """
    text, marks = line.strip(), list[str]()
    while text[:1] and text[0] in SIGNS and not text[1:2].isdigit():
        marks.append(text[0])
        text = text[1:].lstrip()
    behind: list[str] = []
    while len(text) > 1 and text[-1] in SIGNS and text[-2].isspace():
        behind.insert(0, text[-1])
        text = text[:-1].rstrip()
    marks += behind
    found = [_MARKS[each] for each in marks]
    wanted = NoteMark.EVIDENCE in found
    thought = [each for each in found if each is not NoteMark.EVIDENCE] or found
    return Captured(text, thought[0] if thought else NoteMark.NONE, wanted)
