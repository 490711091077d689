"""Finding quoted words again in a file that has changed since they were quoted.

Nothing is decided here: the answer says where the words stand now, or what comes closest to them,
for an auditor to look at.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from itertools import pairwise
from typing import Literal, TypeAlias

from auditkit.evidence.model import Cancelled, Passage, Text, WorkCancelled, never
from auditkit.evidence.places import beginnings

Outcome: TypeAlias = Literal["same", "moved", "reworded", "gone", "no words", "not read to the end"]
"""How a citation stands in the changed file; ``no words`` when it quotes none to look for, ``not
read to the end`` when they stand in no part of the file that was read."""

REWORDED_FROM = 0.7
"""Similarity, 0 to 1, from which other words are shown as the quoted ones reworded."""
_SHORTEST = 12  # letters a quotation needs before anything but itself is taken for it
_LONGEST = 2_000  # letters of a quotation that are compared
_CLOSEST = 24  # passages that are compared letter by letter
_MOST_ALIKE = 0.99  # other words are never shown as wholly alike
_BESIDE = 4  # neighbours of a passage that show whether it is one of many alike
_AROUND = 140  # letters of a long passage that are shown to each side of words found in it
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\ufeff"),
    }
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER_BEFORE, _NUMBER_BEHIND = re.compile(r"\d[.,]$"), re.compile(r"[.,]\d")
# Chinese, Japanese, Thai and their neighbours set no spaces between words.
_SPACED = re.compile(r"(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff])[^\W_]")


@dataclass(frozen=True, slots=True)
class Located:
    """Where quoted words stand now."""

    outcome: Outcome
    place: str = ""
    """The place now, as `Passage.place` names it."""
    words: str = ""
    """What stands there now: for reworded words those instead of them, else the passage around
    the very words, which shows what became of the rest of it."""
    score: float = 0.0
    """Similarity with the quoted words, 0 to 1; reworded ones are never wholly alike."""
    also: str = ""
    """For reworded words, another place where the very words stand."""


def locate(
    quote: str, place: str, passages: Iterable[Passage], *, cancelled: Cancelled = never
) -> Located:
    """Look for the ``quote`` once taken from ``place`` in the ``passages`` of the file as it is
    now. Case, white space, and the shapes of quotes and dashes do not matter; a quotation may run
    over several passages, and begins and ends where words do: 12 is not in 120. Raises
    `WorkCancelled` on request."""
    wanted = _plain(quote)
    if not wanted:
        return Located("no words")
    read = [(each.place, _shown(each.text)) for each in passages]
    found = [(name, text.casefold()) for name, text in read]
    begins = {_plain(each) for each in beginnings(place)}
    exact = _exactly(wanted, place, begins, found, read)
    if exact is not None and exact.outcome == "same":
        return exact
    if exact is not None:
        return _changed_in_place(wanted, begins, exact, found, read) or exact
    wanted = wanted[:_LONGEST]
    near = _alike(wanted, _promising(wanted, begins, found), found, read, cancelled)
    if near:
        return max(near, key=lambda each: each.score)
    unread = isinstance(passages, Text) and not passages.whole
    return Located("not read to the end" if unread else "gone")


def _exactly(
    wanted: str,
    place: str,
    begins: Set[str],
    found: Sequence[tuple[str, str]],
    read: Sequence[tuple[str, str]],
) -> Located | None:
    """Where the very words stand: at the place of the quotation, else the first place."""
    starts, parts, at = [], [], 0
    for _, text in found:
        starts.append(at)
        parts.append(text)
        at += len(text) + 1
    whole = " ".join(parts)
    first, at = None, whole.find(wanted)
    while at >= 0:
        if _stands_apart(whole, at, at + len(wanted)):
            number = bisect_right(starts, at) - 1
            words = partial(_around, found[number][1], read[number][1], at - starts[number])
            if not place.strip() or _plain(found[number][0]) in begins:
                return Located("same", place or found[number][0], words(len(wanted)), 1.0)
            if first is None:
                first = Located("moved", found[number][0], words(len(wanted)), 1.0)
        at = whole.find(wanted, at + 1)
    return first


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether words stand there by themselves, not as a part of others or of a number."""
    goes_on = _joined(text[max(0, start - 1) : start], text[start]) or _joined(
        text[end - 1], text[end : end + 1]
    )
    in_number = (
        text[start].isdigit() and _NUMBER_BEFORE.search(text, max(0, start - 2), start)
    ) or (text[end - 1].isdigit() and _NUMBER_BEHIND.match(text, end))
    return not (goes_on or in_number)


def _joined(one: str, other: str) -> bool:
    return bool(_SPACED.match(one) and _SPACED.match(other))


def _around(folded: str, shown: str, at: int, length: int) -> str:
    """A passage as it stands, of a long one what is around the words."""
    source = shown if len(shown) == len(folded) else folded
    start, end = max(0, at - _AROUND), min(len(source), at + length + _AROUND)
    before, behind = "\u2026 " * (start > 0), " \u2026" * (end < len(source))
    return f"{before}{_to_word_ends(source, start, end)}{behind}"


def _changed_in_place(
    wanted: str,
    begins: Set[str],
    exact: Located,
    found: Sequence[tuple[str, str]],
    read: Sequence[tuple[str, str]],
) -> Located | None:
    """Words that stand elsewhere, perhaps as they always did, while those at the cited place were
    reworded. Where the neighbours are like them too, as the rows of many tables are, nothing but
    an inserted row may be behind it: those have moved."""
    here = next((n for n, (name, _) in enumerate(found) if _plain(name) in begins), None)
    if here is None:
        return None
    blanked = [(name, text.replace(wanted, "\0" * len(wanted))) for name, text in found]
    beside = range(max(0, here - _BESIDE), min(len(found), here + _BESIDE + 1))
    near = _alike(wanted[:_LONGEST], beside, blanked, read, never)
    if len(near) == 1 and _plain(near[0].place) in begins:
        return replace(near[0], also=exact.place)
    return None


def _alike(
    wanted: str,
    among: Iterable[int],
    found: Sequence[tuple[str, str]],
    read: Sequence[tuple[str, str]],
    cancelled: Cancelled,
) -> list[Located]:
    """Other words that are like the wanted ones, one for each place; looked for from the passages
    ``among`` all, by number."""
    if len(wanted) < _SHORTEST:
        return []
    from rapidfuzz import fuzz

    alike: dict[int, Located] = {}
    for number in among:
        if cancelled():
            raise WorkCancelled("The words were not looked for to the end, as asked.")
        text = _window(found, number, len(wanted))
        near = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=100 * REWORDED_FROM)
        if near is None:
            continue
        at = _holding(found, number, near.dest_start)
        score = min(near.score / 100, _MOST_ALIKE)
        if at not in alike or score > alike[at].score:
            shown = _window(read, number, len(wanted))
            # Where folding changed the length, as of a German sharp s, the folded words have to do.
            source = shown if len(shown) == len(text) else text
            words = _to_word_ends(source, near.dest_start, near.dest_end)
            alike[at] = Located("reworded", found[at][0], words, score)
    return list(alike.values())


def _promising(wanted: str, begins: Set[str], found: Sequence[tuple[str, str]]) -> list[int]:
    """The passages at the place of the quotation, then those that share most words and pairs of
    words with it, rare ones counting more."""
    features = _features(wanted)
    shared = [features & _features(text) for _, text in found]
    common = Counter(each for features in shared for each in features)
    worth = {number: sum(1 / common[each] for each in one) for number, one in enumerate(shared)}
    likely = [n for n in nlargest(_CLOSEST, worth, key=lambda n: (worth[n], -n)) if worth[n]]
    here = [number for number, (name, _) in enumerate(found) if _plain(name) in begins]
    return list(dict.fromkeys([*here[:_CLOSEST], *likely]))


def _features(text: str) -> set[str]:
    words = _WORD.findall(text)
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def _window(found: Sequence[tuple[str, str]], number: int, length: int) -> str:
    """A passage, with what follows it as far as the quotation may reach."""
    text = found[number][1]
    for _, following in found[number + 1 :]:
        if len(text) >= 2 * length:
            break
        text = f"{text} {following}"
    return text


def _holding(found: Sequence[tuple[str, str]], number: int, at: int) -> int:
    """The passage of a window in which a letter of it stands."""
    while number + 1 < len(found) and at > len(found[number][1]):
        at -= len(found[number][1]) + 1
        number += 1
    return number


def _to_word_ends(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()


def _shown(text: str) -> str:
    """Text in which shapes that mean the same are the same, in its own case."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


def _plain(text: str) -> str:
    """Text in which alike means the same; words stay words that a person can read."""
    return _shown(text).casefold()
