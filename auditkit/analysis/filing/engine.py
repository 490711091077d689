"""Proposing requirements for a line while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from auditkit.analysis.filing.daily import DAILY
from auditkit.analysis.filing.fields import texts
from auditkit.analysis.filing.hearing import MOST_CHARS, Ear, Heard
from auditkit.analysis.filing.index import Entry, Index, Sentence
from auditkit.analysis.filing.terms import GROUP, terms, words
from auditkit.checklist.model import Checklist
from auditkit.record.model import Ref
from auditkit.refs import requirement_of
from auditkit.text import clip, one_line

LEAST, LEAST_DAILY = 2.0, 4.8
"""Best score below which nothing is proposed, and that of a line with a word of daily talk; set on
the lines of the tuning half that belong nowhere."""
ROLE, RECENT, LIKE, FILED = 1.0, 0.3, 1.0, 3.0
"""What it adds that the requirement names the speaker's function as one to ask, that it was touched
a moment ago, that the line is word for word a sentence of the checklist, or one that this auditor
filed there. An interview wanders and one person speaks about many requirements: all of them count
little."""
_QUOTE_FROM = 0.45
"""Likeness from which on a sentence is quoted as the reason."""
_WIDTH = 60


class Proposal(NamedTuple):
    """A requirement that a line may belong to, and why in words."""

    ref: Ref
    title: str
    score: float
    why: str


class Filing:
    """Knows the requirements of an audit and proposes some for a line. Built anew, in
    a twentieth of a second, once something else is filed."""

    def __init__(
        self,
        checklists: Iterable[Checklist],
        ai_systems: Iterable[str] = (),
        filed: Iterable[tuple[str, Ref]] = (),
    ) -> None:
        """``filed``: lines of the record with the requirement (or check) each was filed under."""
        requirements = [
            (Ref(checklist.id, requirement.ref), requirement)
            for checklist in checklists
            for requirement in checklist.requirements()
        ]
        lines: dict[Ref, list[str]] = {}
        for line, ref in filed:
            lines.setdefault(Ref(ref.checklist, requirement_of(ref.ref)), []).append(line)
        self._refs = [ref for ref, _ in requirements]
        self._titles = [requirement.title for _, requirement in requirements]
        self._asked = [[_roots(each) for each in found.ask] for _, found in requirements]
        self._index = Index(
            [Entry(tuple(texts(found)), lines.get(ref, ())) for ref, found in requirements]
        )
        self._ear = Ear(self._index, ai_systems)

    def propose(
        self,
        line: str,
        *,
        role: str = "",
        recent: Sequence[Ref] = (),
        limit: int = 5,
        typing: bool = False,
    ) -> tuple[Proposal, ...]:
        """The requirements that a line most likely belongs to, best first; none where it says
        nothing about any.

        ``role`` is the function of the person who said it, ``recent`` the requirements touched
        last, newest first. With ``typing`` the last word may be incomplete.
        """
        heard = self._ear.hear(line, typing=typing)
        scores = self._by_words(heard)
        likest = self._likest(heard)
        for place, (likeness, sentence) in likest.items():
            scores[place] += (FILED if sentence.filed else LIKE) * likeness**2
        least = LEAST if DAILY.isdisjoint(words(line[:MOST_CHARS])) else LEAST_DAILY
        if max(scores.values(), default=0.0) < least:
            return ()
        ranks = {
            place: score + self._context(place, role, recent) for place, score in scores.items()
        }
        chosen = sorted(ranks, key=lambda place: (-ranks[place], place))[: max(0, limit)]
        return tuple(
            Proposal(
                self._refs[place],
                self._titles[place],
                round(ranks[place], 3),
                self._why(place, heard, likest.get(place)),
            )
            for place in chosen
        )

    def _by_words(self, heard: Mapping[str, Heard]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for term, each in heard.items():
            for place, impact in self._index.impacts.get(term, {}).items():
                scores[place] = scores.get(place, 0.0) + each.amount * impact
        return scores

    def _likest(self, heard: Mapping[str, Heard]) -> dict[int, tuple[float, Sentence]]:
        """For each requirement the sentence that is most like the line, with a likeness of 0 to 1
        (cosine of the terms they have)."""
        index, shared = self._index, dict[int, float]()
        for term, each in heard.items():
            for number in index.containing.get(term, ()):
                shared[number] = shared.get(number, 0.0) + each.amount * index.weight(term)
        length = sum(each.amount * index.weight(term) for term, each in heard.items()) or 1.0
        found: dict[int, tuple[float, Sentence]] = {}
        for number, both in shared.items():
            sentence = index.sentences[number]
            likeness = both / (length * index.lengths[number]) ** 0.5
            if likeness > found.get(sentence.requirement, (0.0,))[0]:
                found[sentence.requirement] = likeness, sentence
        return found

    def _context(self, place: int, role: str, recent: Sequence[Ref]) -> float:
        score = 0.0
        if speaker := _roots(role):
            score += ROLE * max((_overlap(speaker, each) for each in self._asked[place]), default=0)
        if self._refs[place] in recent:
            score += RECENT / (1 + recent.index(self._refs[place]))
        return score

    def _why(
        self, place: int, heard: Mapping[str, Heard], likest: tuple[float, Sentence] | None
    ) -> str:
        if likest is not None and likest[0] >= _QUOTE_FROM:
            before = "filed here before" if likest[1].filed else "like"
            return f'{before}: "{clip(one_line(likest[1].text), _WIDTH)}"'
        said: dict[str, float] = {}
        for term, each in heard.items():
            impact = each.amount * self._index.impacts.get(term, {}).get(place, 0.0)
            said[each.word] = said.get(each.word, 0.0) + impact
        strongest = sorted(said, key=lambda word: -said[word])[:3]
        return "words: " + ", ".join(word for word in strongest if said[word] > 0)


def _roots(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(words(text)) if not term.startswith(GROUP))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if other else 0.0
