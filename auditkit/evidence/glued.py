"""The last resort of a search: the query read as one abbreviation of a name (``airskreg``)."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from auditkit.evidence.align import align
from auditkit.evidence.model import Cancelled
from auditkit.evidence.postings import Postings, Scores

_CHUNK = 20_000  # the scorer lets no other thread run before it is through with a chunk
_FEW = 40
_ALIGNED = 250
_WORTH = 0.95


def by_letters(letters: str, postings: Postings, cancelled: Cancelled) -> Scores:
    """Files whose name, or else path, has ``letters`` in that order; empty when cancelled."""
    names, paths = postings.lower_names()
    found = _having(letters, names, cancelled)
    if len(found) < _FEW:
        further = _having(letters, paths, cancelled)
        if len(further) > _ALIGNED * 8:
            further = _best_overlap(letters, names, further, _ALIGNED * 4)
        found = list(dict.fromkeys(found + further))
    if len(found) > _ALIGNED:
        closest = _best_overlap(letters, postings.initials, found, _ALIGNED * 4)
        found = closest[:_ALIGNED]
    if cancelled():
        return {}
    readings = ((file, align(letters, postings.plain_paths[file])) for file in found)
    return {file: reading.score * _WORTH for file, reading in readings if reading is not None}


def _having(letters: str, texts: Sequence[str], cancelled: Cancelled) -> list[int]:
    """The numbers of the texts that have all the letters, in their order."""
    found: list[int] = []
    for start in range(0, len(texts), _CHUNK):
        if cancelled():
            return []
        hits = process.extract(
            letters,
            texts[start : start + _CHUNK],
            scorer=LCSseq.similarity,
            score_cutoff=len(letters),
            limit=None,
        )
        found += [start + at for _, _, at in hits]
    return found


def _best_overlap(letters: str, texts: Sequence[str], among: list[int], limit: int) -> list[int]:
    """Those ``among`` the numbers whose text shares most letters, the shortest text first."""
    hits = process.extract(
        letters, [texts[number] for number in among], scorer=LCSseq.similarity, limit=limit
    )
    hits.sort(key=lambda hit: (-hit[1], len(hit[0])))
    return [among[at] for _, _, at in hits]
