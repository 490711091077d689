"""Which files are versions of one document, and which of them is the newest.

Versions lie in one folder and have one stem but for a version, a state, a full date or the mark
of a copy: ``Policy v1.0``, ``Policy_v1.1_FINAL``, ``Policy (1)``. A year alone tells documents
apart: the risk register of 2024 is no version of that of 2025. So does a date that tells when
something happened: minutes of two days are two records. It tells versions apart in a document that
governs, and beside a version or a state, but never in the name of a record.
"""

from __future__ import annotations

import re

from auditkit.evidence.words import lowered, plain

Rank = tuple[bool, tuple[int, ...], str, int]
"""Not superseded, version, date and state: the higher, the newer."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VERSION = re.compile(
    r"(?<![a-z0-9])(?:(?:version|ver|v)[ ._-]?([0-9]{1,4}(?:[._][0-9]{1,4})*)"
    r"|(?:revision|rev)[ ._-]?([0-9]{1,4}(?:[._][0-9]{1,4})*|[a-z]))(?![a-z0-9])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})([-_. ]?)(0[1-9]|1[0-2])"
    r"(?:\2(0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_DAY_FIRST = re.compile(
    r"(?<![0-9])(0[1-9]|[12][0-9]|3[01])([-_. ])(0[1-9]|1[0-2])\2((?:19|20)[0-9]{2})(?![0-9])"
)
_COPY = re.compile(
    r"\([0-9]{1,2}\)|(?<![a-z0-9])(?:copy of|copy(?:[ _-]\(?[0-9]{1,2}\)?)?|kopie)(?![a-z0-9])"
)
_STATES = {
    "superseded": -1,
    "obsolete": -1,
    "old": -1,
    "wip": 1,
    "draft": 1,
    "redlined": 1,
    "redline": 1,
    "for review": 2,
    "reviewed": 3,
    "clean": 3,
    "final": 4,
    "latest": 4,
    "approved": 5,
    "signed": 6,
}
_STATE = re.compile(rf"(?<![a-z0-9])({'|'.join(_STATES)})(?![a-z0-9])")
GOVERNING = (
    r"(?:polic(?:y|ies)|procedures?|plan|manual|methodology|charter|strategy|framework"
    r"|terms of reference|work instructions?|\w*richtlinie|verfahrensanweisung|arbeitsanweisung"
    r"|\w*handbuch)"
)
"""What documents that lay down how work is done are called, in lower case."""
_GOVERNS = re.compile(rf"(?<![a-z]){GOVERNING}(?![a-z])")
_RECORDS = re.compile(
    r"(?<![a-z])(?:minutes|meetings?|reviews?|reports?|briefing|notes?|log|scan|export|test"
    r"|training|attendance|interview|protokoll|besprechung|bericht)(?![a-z])"
)
_BETWEEN = re.compile(r"[\W_]+")
_FAMILIES = {
    **dict.fromkeys(["doc", "docx", "odt", "rtf", "pdf"], "document"),
    **dict.fromkeys(["xls", "xlsx", "ods"], "table"),
}


def document(name: str) -> str | None:
    """What the versions of a document in one folder have in common; None for a name of which
    nothing is left without its version."""
    text, suffix = _taken_apart(name)
    dates = (_YEAR_FIRST, _DAY_FIRST) if _is_dated_by_version(text) else ()
    for mark in (_VERSION, *dates, _COPY, _STATE):
        text = mark.sub(" ", text)
    core = _BETWEEN.sub(" ", text).strip()
    if not any(char.isalpha() for char in core):
        return None
    return f"{core}.{_FAMILIES.get(suffix, suffix)}"


def _is_dated_by_version(text: str) -> bool:
    if _RECORDS.search(text):
        return False
    return any(mark.search(text) for mark in (_GOVERNS, _VERSION, _STATE))


def twins(one: str, other: str) -> bool:
    """Whether two names are one but for case or the way in which their accents are stored: two
    files beside each other that some systems cannot even tell apart, and no versions."""
    return plain(one).casefold() == plain(other).casefold()


def rank(name: str) -> Rank:
    """How new a version says it is."""
    text, _ = _taken_apart(name)
    version = _VERSION.search(text)
    states = [_STATES[found] for found in _STATE.findall(text)]
    return (
        min(states, default=0) >= 0,
        _numbers(version[1] or version[2]) if version else (),
        _date(text),
        max(states, default=0),
    )


def _taken_apart(name: str) -> tuple[str, str]:
    """Stem and suffix in lower case, words at camelCase apart."""
    stem, _, suffix = plain(name).rpartition(".")
    if not stem or not suffix.isalnum() or suffix.isdigit():
        stem, suffix = plain(name), ""
    return lowered(_HUMP.sub(" ", stem)).replace("_", " "), lowered(suffix)


def _numbers(version: str) -> tuple[int, ...]:
    """``1.10`` as (1, 10), revision ``b`` as (2,)."""
    if version.isalpha():
        return (ord(version) - ord("a") + 1,)
    return tuple(int(number) for number in re.findall("[0-9]+", version))


def _date(text: str) -> str:
    """The first full date, year first, or nothing."""
    if found := _YEAR_FIRST.search(text):
        return f"{found[1]}{found[3]}{found[4] or ''}"
    if found := _DAY_FIRST.search(text):
        return f"{found[4]}{found[3]}{found[1]}"
    return ""
