"""The control block of a document: where it says which version it is and who approved it.

ISO 9001 and the standards of its family ask for identification, review and approval of documents
(7.5.2) and control of versions (7.5.3). Organizations put them in a table on the first page, into
headers and footers, or at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from auditkit.evidence.smell.dates import dates
from auditkit.evidence.smell.facts import Facts, Line, Spot

HEAD = 60
"""Lines at the beginning in which a control block is looked for."""
_TAIL = 40  # lines at the end: sign-off pages
_EDGE = re.compile(r"(?:header|footer) \d+")
_SEPARATOR = r"\s*(?:[:|]\s*|\s)"
_STATUS = re.compile(rf"(?:document |approval )?(?:status|state){_SEPARATOR}(.+)", re.IGNORECASE)
_UNAPPROVED = re.compile(
    r"\W*(?:(?:\w+ )?(?:draft|entwurf)\b|wip\b|work in progress|for (?:comment|review|approval)\b"
    r"|(?:under|in) review\b|not (?:yet )?(?:approved|signed|in force)|unapproved|unsigned"
    r"|(?:pending|awaiting) (?:approval|review|signature))",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"[/|,] *(?:\w+ ){0,2}(?:approved|published|final|released|retired)", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?:(?:document |current )?(?:version|revision|rev\.?)(?: no\.?| number)?"
    rf"{_SEPARATOR}|(?:issue|edition)\s*[:|]\s*)(?:v(?:ersion)?\.? ?)?"
    r"(\d{1,3}(?:\.\d{1,4}){0,3})"
    r"(?=\s*(?:$|[,;(]|\|(?!\s*v?\d+\.\d)|\.(?!\d)| of \d| dated| from| draft| approved))",
    re.IGNORECASE,
)
_ANY_VERSION = re.compile(
    r"\b(?:version|revision|rev\.?|edition|issue|v)[\s.:|]*(?:no\.?\s*)?\d", re.IGNORECASE
)
_DONE = (
    r"(?:approved|authori[sz]ed|signed(?: off)?|released|adopted|endorsed|ratified|issued"
    r"|genehmigt|freigegeben)"
)
_NAMED = (
    r"(?:approv(?:ed|al|er)s?|authori[sz](?:ed|ation)|signed|signatures?|sign-?off|released|adopted"
    r"|issued by|genehmig\w+|freigegeben|freigabe|unterschrift)"
)
_APPROVAL = re.compile(
    # Approved by the CEO; adopted on 3 March; but not: is approved by the owner, to be signed by.
    r"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!\bnot )(?<!\bif )(?<!\bonce )(?<!\bbeing )(?<!\bun)"
    rf"\b{_DONE}"
    r"(?: and \w+)?(?:,? \d|,? (?:by|on|at|in the|durch|von|am) )"
    # Approval: Ada Smith; Approved by | Ada Smith | 2026-03-01; a column of a history of versions.
    rf"|(?:^|\| )(?:[\w ]{{0,30}} )?{_NAMED}\b[^|:]{{0,30}}(?:[:|]\s*[^\s|]|$)",
    re.IGNORECASE,
)
# What a document says about approving: all requests are approved by; needs approval; must be.
_RULE = re.compile(
    r"\b(?:needs?|requires?|required|must|shall|should|can|will|subject to|without|before|until"
    r"|unless|if|once|whenever|prior to|all|any|each|every)\b(?!:)[^|:]{0,80}"
    rf"\b(?:{_NAMED}|{_DONE})\b"
    rf"|\b(?:{_NAMED}|{_DONE})\b[^|:]{{0,60}}\b(?:is|are) (?:needed|required|logged|recorded|kept"
    r"|necessary|mandatory|obtained|given)\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\W*(?:approved|in force|effective|published|released|final|signed|active|valid)\b"
    r"|.*\b(?:approved|signed)\W*$",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:\W?\w{0,3}\W{0,2}\| )?"
    rf"[^|=]{{0,60}}\b{_NAMED}\b[^|=]{{0,60}}"
    r"(?:\|[\s|_]*|:?\s*_{3,}\W*)",
    re.IGNORECASE,
)


def head(facts: Facts) -> Iterator[Line]:
    """The lines among which a control block stands: the first ones, headers and footers."""
    body = (line for line in facts.lines() if not _EDGE.fullmatch(line.place))
    yield from islice(body, HEAD)
    yield from (line for line in facts.lines() if _EDGE.fullmatch(line.place))


def version(facts: Facts) -> tuple[Spot, tuple[int, ...]] | None:
    """The version that a control block states."""
    for line in head(facts):
        if found := _VERSION.match(line.text):
            return Spot(line.place, line.text), numbers(found[1])
    return None


def numbers(text: str) -> tuple[int, ...]:
    """``2.10`` as (2, 10)."""
    return tuple(int(each) for each in text.split("."))


def unapproved(facts: Facts) -> Spot | None:
    """Where a control block says that the document is not approved; a list of the states there
    are says nothing."""
    for line in head(facts):
        found = _STATUS.match(line.text)
        if found and _UNAPPROVED.match(found[1]) and not _CHOICE.search(found[1]):
            return Spot(line.place, line.text)
    return None


def empty_approvals(facts: Facts) -> Iterator[Spot]:
    """Rows that name an approval or a signature and are left empty."""
    for line in facts.lines():
        if _EMPTY.fullmatch(line.text):
            yield Spot(line.place, line.text)


def approved(facts: Facts) -> bool:
    """Whether a document shows that somebody approved, signed or issued it. How documents in
    general are approved, as a procedure says, is no approval."""
    if unapproved(facts) is not None:
        return False
    return any(_shows_approval(line.text) for line in _edges(facts))


def _shows_approval(text: str) -> bool:
    if _RULE.search(text):
        return False
    status = _STATUS.match(text)
    if status and _IN_FORCE.match(status[1]):
        return True
    return bool(_APPROVAL.search(text)) and not _EMPTY.fullmatch(text)


def identified(facts: Facts) -> bool:
    """Whether a document states a version or a date."""
    return any(_ANY_VERSION.search(line.text) or any(dates(line.text)) for line in _edges(facts))


def _edges(facts: Facts) -> Iterator[Line]:
    yield from head(facts)
    yield from list(facts.lines())[-_TAIL:]
