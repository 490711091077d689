"""A title that tells two findings: "Policy is not approved and training records are missing".

Two things count as two clauses where each has a subject and a predicate of its own. "Register is
outdated and has no owner" is one thing with two sides, and "Roles and duties are not documented"
one predicate: neither is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditkit.analysis.phrases import Hit

_AND = re.compile(r"(?:,? (?:and|plus) |; (?:and )?| & |[.] (?=[A-Z]))")
_WORD = re.compile(r"[^\W_][\w.'’-]*")
_CLAUSE = re.compile(r"[,;:(]|[.] | but ")
_LONGEST = 500
"""Characters of a title that are looked at."""
_PLURALS = ("s", "people", "staff", "data", "criteria", "men", "women")
_VERBS = frozenset(
    """
    is are was were isn't aren't wasn't weren't has have had hasn't haven't does do did doesn't
    don't didn't cannot can can't could couldn't will won't lacks lack lacked fails fail failed
    exists exist contradicts contradict refuses refuse uses use omits omit ignores ignore misses
    miss names name shows show differs differ contains contain covers cover exceeds exceed leaves
    leave keeps keep remains remain holds hold runs run
    """.split()  # noqa: SIM905
)
"""Verbs with a person: the nouns among them (use, lack, name, ...) count after a subject only."""
_SURE = frozenset(
    """
    is are was were isn't aren't wasn't weren't has have had hasn't haven't does did doesn't don't
    didn't cannot can't couldn't won't lacks lacked fails failed exists contradicts refuses omits
    ignores misses
    """.split()  # noqa: SIM905
)
"""Those that are never nouns: one of them makes a first clause by itself."""
_ENDS = frozenset(
    """
    missing outdated incomplete expired overdue late absent unsigned unapproved undated unread
    untested unknown undefined undocumented unassigned unowned unfilled unavailable obsolete
    inconsistent wrong empty open closed deleted skipped lost ignored exceeded approved
    communicated documented reviewed assessed tested signed trained informed recorded updated
    named defined done held made kept met implemented monitored planned followed revoked removed
    evaluated validated verified
    """.split()  # noqa: SIM905
)
"""With these the clauses of titles end that do without a verb: "Register outdated"."""
_NO_SUBJECT = frozenset(
    """
    not never also therefore thus so then still it they this these that nobody none
    no-one hence only just even partly already yet now later there which who
    """.split()  # noqa: SIM905
)
"""A clause that begins with one of these goes on with the first."""
_ASIDE = frozenset(
    """
    that which who whose whom whether if when where while until unless because although how why
    before after since
    """.split()  # noqa: SIM905
)
"""What follows these is a part of another clause."""


def seconds(title: str) -> Iterator[Hit]:
    """Where the second of two clauses begins."""
    title = title[:_LONGEST]
    for found in _AND.finditer(title):
        one, two = _words(title[: found.start()]), _words(_CLAUSE.split(title[found.end() :])[0])
        if _tells(one) and _stands_alone(two):
            yield Hit(title[found.end() :].strip(), found.end())
            return


def _tells(words: list[str]) -> bool:
    """Whether a beginning has a subject and a predicate, and does not end within a clause aside."""
    verbs = [at for at, word in enumerate(words) if word in _SURE or _as_verb(words, at)]
    aside = [at for at, word in enumerate(words) if word in _ASIDE]
    if len(words) > 1 and words[-1] in _ENDS and not aside:
        return True
    return bool(verbs) and verbs[0] > 0 and (not aside or verbs[-1] < aside[0])


def _stands_alone(words: list[str]) -> bool:
    """Whether what follows has a subject of its own before its predicate."""
    if not words or words[0] in _VERBS | _ASIDE or _continues(words):
        return False
    upto = next((at for at, word in enumerate(words) if word in _ASIDE), len(words))
    own = words[:upto]
    if any(word in _SURE or _as_verb(own, at) for at, word in enumerate(own) if at):
        return True
    return len(own) > 1 and own[-1] in _ENDS


def _as_verb(words: list[str], at: int) -> bool:
    """Whether a word that may be a noun is the verb: after a subject, before something more."""
    return words[at] in _VERBS and 0 < at < len(words) - 1 and words[at - 1].endswith(_PLURALS)


def _continues(words: list[str]) -> bool:
    return words[0] in _NO_SUBJECT or words[0].endswith("ly") or words[:2] == ["no", "longer"]


def _words(text: str) -> list[str]:
    return [found[0].rstrip(".").casefold().replace("’", "'") for found in _WORD.finditer(text)]
