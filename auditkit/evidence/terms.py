"""What one typed word finds: the files that answer it, by word, synonym, initials or letters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from auditkit.evidence.glued import LETTERS, GluedNames
from auditkit.evidence.lanes import STEPS, Lane, masked, step
from auditkit.evidence.model import Cancelled
from auditkit.evidence.postings import Postings
from auditkit.evidence.synonyms import SYNONYMS
from auditkit.evidence.words import date_parts, forms

SYNONYM = 0.92
"""Below a word that is written there, above all that is only like it."""
_NAMED_SHORT = 0.85  # the words were typed, the name has only their short form
_INITIALS = range(3, 9)
_GOOD = step(0.80)
_REMEMBERED_BYTES = 24_000_000
_PASSING = 0.66


class Terms:
    """Lanes of typed words; those asked for last are remembered."""

    def __init__(self, postings: Postings, alive: bytearray) -> None:
        self._postings = postings
        self._alive = alive
        self._glued = GluedNames(postings.shapes)
        self._files = 0
        self._known: OrderedDict[tuple[str, bool], Lane] = OrderedDict()

    def lanes(self, terms: Sequence[str], cancelled: Cancelled, *, letters: bool) -> list[Lane]:
        """One lane for each word; empty when cancelled. With ``letters``, words that name nothing
        well are read as abbreviations of whole names as well."""
        found: list[Lane] = []
        if self._files != len(self._postings):  # names have come in
            self._known.clear()
            self._files = len(self._postings)
        for term in terms:
            lane = self._living(self._lane(term, cancelled))
            if letters and len(term) in LETTERS and term.isalpha() and not _is_good(lane):
                lane = self._living(self._with_letters(term, lane, cancelled))
            if cancelled():
                return []
            found.append(lane)
        return [self._living(lane) for lane in self._with_short_names(terms, found)]

    def by_letters(self, letters: str, cancelled: Cancelled) -> Iterator[tuple[int, float]]:
        """Files whose name reads as one abbreviation, and how naturally it does."""
        for shape, score in self._glued.readings(letters, cancelled):
            yield from ((file, score) for file in self._postings.shapes.files(shape))

    def _living(self, lane: Lane) -> Lane:
        """A lane without the files that were removed."""
        return masked(lane, self._alive) if self._alive.find(0) >= 0 else lane

    def _lane(self, term: str, cancelled: Cancelled) -> Lane:
        known = self._remembered(term, False)
        if known is None:
            weights = self._postings.vocabulary.expand(term, cancelled)
            lane = self._postings.lane(weights, cancelled)
            for phrase in (*map(str.split, SYNONYMS.get(term, ())), date_parts(term)):
                _raise(lane, _files_with(self._postings, phrase, cancelled), step(SYNONYM))
            if term.isalpha() and len(term) in _INITIALS:
                self._raise_initials(term, lane)
            known = self._remember(term, False, lane, cancelled)
        return known

    def _with_letters(self, term: str, lane: Lane, cancelled: Cancelled) -> Lane:
        known = self._remembered(term, True)
        if known is None:
            raised = bytearray(lane)
            for shape, score in self._glued.readings(term, cancelled):
                _raise(raised, self._postings.shapes.files(shape), step(score))
            known = self._remember(term, True, raised, cancelled)
        return known

    def _raise_initials(self, term: str, lane: bytearray) -> None:
        shapes = self._postings.shapes
        for shape, first, last in shapes.by_initials(term):
            _raise(lane, shapes.files(shape), step(_initials(len(term), first, last)))

    def _with_short_names(self, terms: Sequence[str], lanes: list[Lane]) -> list[Lane]:
        """``statement of applicability`` finds SoA.xlsx: its words count as found there."""
        for short, places in short_names(terms):
            word = self._postings.vocabulary.known(short)
            if word is None:
                continue
            files = self._postings.named(word)
            for place in places:
                raised = bytearray(lanes[place])
                _raise(raised, files, step(_NAMED_SHORT))
                lanes[place] = raised
        return lanes

    def _remembered(self, term: str, letters: bool) -> Lane | None:
        known = self._known.get((term, letters))
        if known is not None:
            self._known.move_to_end((term, letters))
        return known

    def _remember(self, term: str, letters: bool, lane: Lane, cancelled: Cancelled) -> Lane:
        if not cancelled():
            self._known[term, letters] = lane
            if len(self._known) * len(lane) > _REMEMBERED_BYTES:
                self._known.popitem(last=False)
        return lane


def _is_good(lane: Lane) -> bool:
    return any(lane.find(value) >= 0 for value in range(STEPS, _GOOD - 1, -1))


def _raise(lane: bytearray, files: Sequence[int] | Iterator[int] | set[int], value: int) -> None:
    for file in files:
        if lane[file] < value:
            lane[file] = value


def _initials(letters: int, first: bool, last: bool) -> float:
    """The initials of a whole name say most, the more the more there are."""
    if first and last:
        return 0.94 if letters > 3 else 0.915
    if first or last:
        return 0.88 if letters > 3 else 0.74
    return 0.80 if letters > 3 else _PASSING


def _files_with(postings: Postings, phrase: Sequence[str], cancelled: Cancelled) -> set[int]:
    """The files that have every word of a phrase, in either number; of no use when cancelled."""
    found: set[int] | None = None
    get = postings.vocabulary.known
    wordings = [[get(form) for form in (word, *forms(word))] for word in phrase]
    known = [[word for word in wording if word is not None] for wording in wordings]
    for wording in sorted(known, key=lambda words: sum(map(postings.size, words))):
        here = {file for word in wording for file in postings.files(word)}
        found = here if found is None else found & here
        if not found or cancelled():
            break
    return found or set()


def short_names(terms: Sequence[str]) -> Iterator[tuple[str, range]]:
    """Short forms of what stands in a query, and where."""
    line = f" {' '.join(terms)} "
    for short, phrases in SYNONYMS.items():
        for phrase in phrases:
            at = line.find(f" {phrase} ")
            if at >= 0:
                start = line[:at].count(" ")
                yield short, range(start, start + phrase.count(" ") + 1)
