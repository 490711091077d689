"""Names of people whom the record does not know: "Lena Fischer", "Dr. Weber", "L. Fischer".

No list holds every name, and many a name is a word, a place or a product as well. So a name counts
with what stands around it: a given name before another capitalised word, a title, an initial, the
one by whom a thing was approved. What is found is a question to the author.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from auditkit.analysis.person_words import NONE, Word, known_words, split
from auditkit.analysis.phrases import Hit

_PART = re.compile(r"['’-]")
_PREFIXED = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz)(?=[^\W\d_])")
_COUNTRIES = frozenset({"us", "uk", "eu", "un", "sa", "nv", "bv", "ag"})
"""Letters with full stops that are no initials."""
_MOST = 4
"""Titles, initials or particles, and surnames, that one name has at most."""
_SHOUTED = 4  # letters: shorter words all in capitals are abbreviations


def strangers(text: str) -> Iterator[Hit]:
    """What reads like the name of a person, in order; each place once."""
    words = split(text)
    at = 0
    while at < len(words):
        until = _name_at(words, at) if words[at].text[0].isalpha() else at
        if until > at:
            start, end = words[at].start, words[until - 1].end
            yield Hit(text[start:end], start)
        at = max(until, at + 1)


def parts(name: str) -> frozenset[str]:
    """The words of a name that tell who it is, folded: no titles, particles and initials."""
    known = known_words()
    keys = (each.key for each in split(name) if each.text not in known.titles)
    return frozenset(each for each in keys if len(each) > 1 and each not in known.particles)


def _name_at(words: Sequence[Word], at: int) -> int:
    """The index after the name that begins at a word; the index itself where none does."""
    word = words[at]
    if word.text in known_words().titles:
        return _titled(words, at)
    if not word.text[0].isupper():
        return at
    for rule in (_initialled, _inverted, _full, _alone):
        until = rule(words, at)
        if until > at:
            return until
    return at


def _titled(words: Sequence[Word], at: int) -> int:
    """ "Dr. Weber", "Prof. Dr. L. van Dyk"."""
    first = at + 1
    while _get(words, first).text in known_words().titles and _joined(words, first):
        if first > at + _MOST:
            return at
        first += 1
    first = _over_small(words, first)
    if _joined(words, first) and _could_be_surname(_get(words, first)):
        return _to_end(words, first)
    return at


def _full(words: Sequence[Word], at: int) -> int:
    """A given name and a surname, or any capitalised word and a frequent surname."""
    known, word = known_words(), words[at]
    if _of_place(words, at) or not (_capitalised(word) or _shouted(word)):
        return at
    last = _over_small(words, at + 1)
    surname = _get(words, last)
    if not (_joined(words, last) and _could_be_surname(surname)):
        return at
    frequent = surname.key in known.surnames
    if word.key in known.given or _doubled(word.key):
        sure = True
    elif word.key in known.also_words:
        sure = frequent or last > at + 1 or _is_acting(words, at, last)
    else:
        # "Nguyen Minh": the surname stands first.
        eastern = word.key in known.surnames and surname.key in known.given
        sure = eastern or (frequent and not _ordinary(word.key))
    until = _to_end(words, last)
    return until if sure and not _of_thing(words, until) else at


def _doubled(key: str) -> bool:
    """ "jean-baptiste", "nora-lee": it begins with a given name, or all of it are names."""
    pieces, known = key.split("-"), known_words()
    if len(pieces) == 1:
        return False
    return pieces[0] in known.given or known.given | known.also_words >= set(pieces)


def _inverted(words: Sequence[Word], at: int) -> int:
    """ "Fischer, Lena" and "Fischer, L."."""
    known, word, given = known_words(), words[at], _get(words, at + 1)
    if given.gap != ", " or _is_part_of_name(words, at) or not _could_be_surname(word):
        return at
    frequent = word.key in known.surnames
    after = _get(words, at + 2)
    if len(given.text) == 1:
        return at + 2 if frequent and given.text.isupper() and after.gap[:1] == "." else at
    if after.gap == " " and (_capitalised(after) or _ordinary_name(after)):
        return at
    first_names = known.given | known.also_words if frequent else known.given
    return at + 2 if _capitalised(given) and given.key in first_names else at


def _initialled(words: Sequence[Word], at: int) -> int:
    """ "L. Fischer", "J.R. Patterson"."""
    if not _is_initial(words, at):
        return at
    first = _over_small(words, at + 1)
    letters = "".join(each.key for each in words[at:first] if len(each.key) == 1)
    surname, before = _get(words, first), _before(words, at)
    if letters in _COUNTRIES or not (_joined(words, first) and _could_be_surname(surname)):
        return at
    counts = before.key in known_words().lettered and words[at].gap == " "
    if surname.key not in known_words().surnames and (counts or not _is_acting(words, at, first)):
        return at
    return _to_end(words, first)


def _alone(words: Sequence[Word], at: int) -> int:
    """ "confirmed by Lena", "Weber said"."""
    known, word = known_words(), words[at]
    after = _get(words, at + 1)
    if not _capitalised(word) or _is_part_of_name(words, at):
        return at
    if after.gap in (" ", "-") and after.text[:1].isupper():
        return at
    if word.key not in known.given and word.key not in known.surnames:
        return at
    starts = known.before_surname if word.key not in known.given else known.before_one
    acts = after.gap == " " and after.key in known.after_one
    return at + 1 if acts or _begins_with(words, at, starts) else at


def _is_acting(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether the words around a possible name speak of a person."""
    known, after = known_words(), _get(words, last + 1)
    acts = after.gap == " " and after.key in known.after_one
    return acts or _begins_with(words, at, known.before_one)


def _begins_with(words: Sequence[Word], at: int, starts: frozenset[str]) -> bool:
    return _before(words, at).key in starts and words[at].gap == " "


def _to_end(words: Sequence[Word], last: int) -> int:
    """The index after all surnames from one on."""
    until = last + 1
    while until < last + _MOST:
        following = _over_small(words, until)
        if not (_joined(words, following) and _could_be_surname(_get(words, following))):
            break
        until = following + 1
    return until


def _over_small(words: Sequence[Word], at: int) -> int:
    """The index of the first word from one on that is neither initial nor particle."""
    most = at + _MOST
    while at < most and _joined(words, at) and _is_small(words, at):
        at += 1
    return at


def _is_small(words: Sequence[Word], at: int) -> bool:
    return _get(words, at).key in known_words().particles or _is_initial(words, at)


def _is_initial(words: Sequence[Word], at: int) -> bool:
    word = _get(words, at)
    if len(word.text) != 1 or not word.text.isupper():
        return False
    return _get(words, at + 1).gap in (". ", ".", ".\u00a0", ".-", " ") and word.text != "I"


def _of_place(words: Sequence[Word], at: int) -> bool:
    """ "San Jose", "Port Elling", "St. Louis"."""
    known = known_words()
    before = _before(words, at).key in known.places_before and words[at].gap in (" ", ". ")
    return before or words[at].key in known.places_before


def _of_thing(words: Sequence[Word], at: int) -> bool:
    """ "Robert Koch Institute": the name is that of something else."""
    word = _get(words, at)
    return word.gap in (" ", "-") and word.text[:1].isupper() and _ordinary(word.key)


def _is_part_of_name(words: Sequence[Word], at: int) -> bool:
    """Whether a capitalised word stands directly before: "Port Elling, Nora"."""
    before = _before(words, at)
    within = words[at].gap in (" ", "-", "/", "_") and before.text[:1].isupper()
    return within and not _ordinary(before.key)


def _joined(words: Sequence[Word], at: int) -> bool:
    """Whether a word goes on after the one before: one blank, or the full stop of "Dr."."""
    word, before = _get(words, at), _before(words, at)
    shortened = len(before.text) == 1 or before.text in known_words().titles
    return word.gap in (" ", "\u00a0") or (shortened and word.gap in (".", ". ", ".\u00a0", ".-"))


def _could_be_surname(word: Word) -> bool:
    named = _capitalised(word) or _shouted(word)
    return named and not _ordinary(word.key)


def _capitalised(word: Word) -> bool:
    """ "Fischer", "O'Connell", "McAllister", "Al-Sayed"; no "TriageAssist", no "R14"."""
    pieces = _PART.split(word.text)
    return word.text[:1].isupper() and all(map(_written_as_name, pieces)) and len(word.text) > 1


def _written_as_name(piece: str) -> bool:
    bare = _PREFIXED.sub("", unicodedata.normalize("NFC", piece), count=1)
    rest = bare[1:]
    return bare.isalpha() and (not rest or rest.islower())


def _shouted(word: Word) -> bool:
    """ "FISCHER"."""
    return len(word.text) >= _SHOUTED and word.text.isalpha() and word.text.isupper()


def _ordinary_name(word: Word) -> bool:
    return word.text[:1].isupper() and _ordinary(word.key)


def _ordinary(key: str) -> bool:
    known = known_words()
    return key in known.ordinary or (key.endswith("s") and key[:-1] in known.ordinary)


def _before(words: Sequence[Word], at: int) -> Word:
    return words[at - 1] if 0 < at <= len(words) else NONE


def _get(words: Sequence[Word], at: int) -> Word:
    return words[at] if at < len(words) else NONE
