"""Answering: passages that meet the whole query first, then files that meet it in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditkit.evidence.contents.fuzzy import Vocabulary
from auditkit.evidence.contents.meaning import Meaning, Reading
from auditkit.evidence.contents.model import Answer, Hit
from auditkit.evidence.contents.passage import Found, marks, passages
from auditkit.evidence.contents.query import parse
from auditkit.evidence.contents.store import Store, file_of
from auditkit.evidence.model import FileEntry

_MORE = 3  # times as many candidates as hits wanted: closeness changes their order
_TOGETHER = 0.5  # how much better words side by side are
_HEADING = 0.2
_FURTHER = 0.9  # of the score for each hit that the same file has already
_PIECES = 0.5  # the best score of a file that meets the query in pieces
_GUESSED = 0.8  # of the score when words had to be replaced


@dataclass(frozen=True, slots=True)
class _Candidate:
    block: int
    rank: float  # the higher the better
    whole: bool  # meets all clauses


def answer(
    store: Store, vocabulary: Vocabulary, typed: str, limit: int, per_file: int, *, typing: bool
) -> Answer:
    """The best passages for what was typed; none when it means nothing."""
    clauses = parse(typed, typing=typing)
    reading = Reading(store, vocabulary)
    wanted = [reading.meaning(clause) for clause in clauses if not clause.excluded]
    unwanted = [reading.meaning(clause) for clause in clauses if clause.excluded]
    if not wanted or limit <= 0:
        return Answer(())
    without = {file_of(block) for each in unwanted for block, _ in store.matching(each.expression)}
    chosen = _whole(store, wanted, without, limit * _MORE, per_file)
    if len(wanted) > 1 and len(chosen) < limit:
        answered = {file_of(candidate.block) for candidate in chosen}
        chosen += _in_pieces(store, wanted, without | answered, limit - len(chosen))
    hits = _hits(store, chosen, wanted, per_file)
    scale = _GUESSED if reading.replaced else 1.0
    return Answer(tuple(_scaled(hits, scale)[:limit]), tuple(reading.replaced))


def _whole(
    store: Store, wanted: Sequence[Meaning], without: set[int], limit: int, per_file: int
) -> list[_Candidate]:
    """Blocks that meet all clauses, best first."""
    found: list[_Candidate] = []
    taken: Counter[int] = Counter()
    expression = " AND ".join(meaning.expression for meaning in wanted)
    for block, rank in store.matching(expression, ranked=True):
        file = file_of(block)
        if file not in without and taken[file] < per_file:
            taken[file] += 1
            found.append(_Candidate(block, rank, True))
            if len(found) == limit:
                break
    return found


def _in_pieces(
    store: Store, wanted: Sequence[Meaning], without: set[int], limit: int
) -> list[_Candidate]:
    """For files that meet all clauses, but in no one block: the block that meets the most."""
    met: Counter[int] = Counter()
    files: set[int] | None = None
    for meaning in wanted:
        blocks = [block for block, _ in store.matching(meaning.expression)]
        met.update(blocks)
        here = {file_of(block) for block in blocks}
        files = here if files is None else files & here
    left = (files or set()) - without
    best: dict[int, int] = {}
    for block in sorted(met):
        file = file_of(block)
        if file in left and (file not in best or met[block] > met[best[file]]):
            best[file] = block
    share = {block: met[block] / len(wanted) for block in best.values()}
    ranked = sorted(share, key=lambda block: (-share[block], block))
    return [_Candidate(block, share[block], False) for block in ranked[:limit]]


def _hits(
    store: Store, chosen: Sequence[_Candidate], wanted: Sequence[Meaning], per_file: int
) -> list[Hit]:
    blocks = store.blocks(candidate.block for candidate in chosen)
    found = marks(blocks, wanted)
    entries = {file: store.entry(file) for file in {file_of(block) for block in blocks}}
    strongest = max((each.rank for each in chosen if each.whole), default=0.0) or 1.0
    hits: list[Hit] = []
    for each in chosen:
        entry = entries.get(file_of(each.block))
        if entry is not None and each.block in blocks:
            seen = passages(each.block, blocks[each.block], found[each.block], per_file)
            rank = each.rank / strongest if each.whole else each.rank
            hits += [_hit(entry, passage, rank, each.whole) for passage in seen]
    return _few_of_each(hits, per_file)


def _hit(entry: FileEntry, passage: Found, rank: float, whole: bool) -> Hit:
    if not whole:
        score = _PIECES * rank
    else:
        heading = _HEADING * passage.place.startswith("heading")
        better = (1 + _TOGETHER * passage.together + heading) / (1 + _TOGETHER + _HEADING)
        score = _PIECES + (1 - _PIECES) * rank * better
    return Hit(entry, passage.place, passage.text, passage.spans, score)


def _few_of_each(hits: Iterable[Hit], per_file: int) -> list[Hit]:
    """Best first, and not more than ``per_file`` of a file, which step back for other files."""
    found: list[Hit] = []
    taken: Counter[tuple[str, str]] = Counter()
    for hit in sorted(hits, key=lambda hit: -hit.score):
        key = (hit.entry.root, hit.entry.path)
        if taken[key] < per_file:
            found.append(replace(hit, score=hit.score * _FURTHER ** taken[key]))
            taken[key] += 1
    return sorted(found, key=lambda hit: -hit.score)


def _scaled(hits: Sequence[Hit], scale: float) -> list[Hit]:
    return [replace(hit, score=round(hit.score * scale, 4)) for hit in hits]
