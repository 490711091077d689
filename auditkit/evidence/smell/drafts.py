"""Documents that say of themselves that they are drafts. What a document says about drafts in
general (how they are numbered, who may see them) is no such mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditkit.evidence.smell import control
from auditkit.evidence.smell.facts import NAME, PROPERTIES, Context, Facts, Line, Spot
from auditkit.evidence.smell.nature import PAPERS, is_set_aside, is_template, titles
from auditkit.evidence.words import plain

_HANDLING = r"[\s_-]*(?:handling|control|management|process|review|procedure|stage|guide)"
_IN_NAME = re.compile(rf"(?<![a-z])(?:draft|entwurf|wip)(?![a-z])(?!{_HANDLING})", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:draft|entwurf)\b[ :–-]+\w{2}.*|.*[(\[](?:draft|entwurf)\b[^)\]]*[)\]].*"
    r"|.*[:–-] ?(?:draft|entwurf)\W*",
    re.IGNORECASE,
)
_ABOUT_DRAFTS = re.compile(rf"\bdraft{_HANDLING}", re.IGNORECASE)
_STANDS_ALONE = re.compile(
    r"[^\w`]*(?:(?:final |first |second |third |working |initial )?draft"
    r"(?: (?:version|document|copy|only|for (?:comment|review|discussion|approval).{0,40}))?"
    r"(?:,? ?v?\d+(?:\.\d+)*)?|entwurf|not (?:yet )?approved|for review only)\W*",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:version|revision|rev\.?)\b[^|:]{0,20}[\s:|]+v?[\d.]*\s*[(,/–-]?\s*(?:draft|entwurf)\b.{0,40}",
    re.IGNORECASE,
)
_AT_THE_EDGE = re.compile(r"\bDRAFT\b|\bENTWURF\b|(?:^|[-–(] ?)Draft\b")
_EDGE_WORDS = 12
_TOP = 5  # lines


def draft_marks(facts: Facts, _: Context) -> Iterator[Spot]:
    """Where a document marks itself as a draft, the clearest mark first."""
    if facts.kind not in PAPERS or is_template(facts) or is_set_aside(facts):
        return
    if spot := control.unapproved(facts):
        yield spot
    if _IN_NAME.search(plain(facts.stem)):
        yield Spot(NAME, facts.entry.name)
    if _is_draft(facts.properties.title):
        yield Spot(PROPERTIES, facts.properties.title)
    yield from _marked_lines(facts)


def _marked_lines(facts: Facts) -> Iterator[Spot]:
    heading = titles(facts)[-1:]
    for number, line in enumerate(control.head(facts)):
        if (
            _stands_alone(line.text, number)
            or _VERSION.fullmatch(line.text)
            or _is_marked_edge(line)
            or (line.text in heading and _is_draft(line.text))
        ):
            yield Spot(line.place, line.text)


def _stands_alone(text: str, number: int) -> bool:
    """The one word in small letters counts at the very beginning only: further down it is an
    entry of some list."""
    mark = _STANDS_ALONE.fullmatch(text)
    return bool(mark) and (number < _TOP or len(text.split()) > 1 or text.isupper())


def _is_draft(title: str) -> bool:
    return bool(_TITLE.fullmatch(title)) and not _ABOUT_DRAFTS.search(title)


def _is_marked_edge(line: Line) -> bool:
    at_edge = line.place.startswith(("header ", "footer "))
    return (
        at_edge and len(line.text.split()) <= _EDGE_WORDS and bool(_AT_THE_EDGE.search(line.text))
    )
