"""How often, and how fast, the right requirement is proposed for a line of an interview.

    python benchmarks/filing.py [--fit] [--misses] [--near]

The lines stand in benchmarks/filing/: a tuning half, which phrases, word groups and weights were
made with, and a held-out half that was frozen before. Beside auditkit runs plain BM25 over titles,
keywords and documents. A line counts as found when one of its accepted requirements is among the
first five. ``roles`` are the figures with the speaker's function given, ``filed`` those of an
audit in which the tuning lines were filed before, ``as one goes`` those of an interview in which
each held-out line is filed before the next one is asked about, ``left out`` those for the
checklist's own phrases, each asked of an index that does not have it. ``--near`` takes phrases out
that share much with a held-out line. ``--misses`` shows the tuning lines that were not found
(never the others). ``--fit`` prints the weights that fit the tuning half; they are copied into
auditkit/analysis/filing/fields.py by hand. Times depend on the machine.
"""

from __future__ import annotations

import argparse
import gc
import math
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import msgspec

from auditkit.analysis.filing import Filing
from auditkit.analysis.filing.fields import Field, Weight, texts
from auditkit.analysis.filing.index import Entry, Index
from auditkit.analysis.filing.terms import STOP, root, terms, words
from auditkit.checklist.catalog import checklist_file
from auditkit.checklist.load import load_checklist
from auditkit.checklist.model import Checklist, Requirement
from auditkit.record.model import Ref

CHECKLIST = "iso-iec-42001-2023"
FOLDS = 8
KINDS = [(field, part) for field in Field for part in ("word", "group")]


class Line(NamedTuple):
    """A line as it was said, who said it, and the requirements an auditor would accept."""

    said: str
    role: str
    refs: tuple[str, ...]


Ranker = Callable[[Line], Sequence[str]]


def read(name: str) -> list[Line]:
    """The lines of one label file."""
    path = Path(__file__).parent / "filing" / f"{name}.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    return [Line(each["said"], each["role"], tuple(each["refs"])) for each in found]


def plain_bm25(checklist: Checklist) -> Ranker:
    """The peer: BM25 (k1 1.5, b 0.75) over title, keywords and documents, no more."""
    kept = list(checklist.requirements())
    bags = [
        Counter(_split(" ".join((r.title, *r.keywords, *r.documents_required, *r.documents_usual))))
        for r in kept
    ]
    mean = sum(bag.total() for bag in bags) / len(bags)
    having = Counter(word for bag in bags for word in bag)

    def rank(line: Line) -> list[str]:
        scores = {}
        for requirement, bag in zip(kept, bags, strict=True):
            length = 1.5 * (0.25 + 0.75 * bag.total() / mean)
            scores[requirement.ref] = sum(
                math.log(1 + (len(bags) - having[word] + 0.5) / (having[word] + 0.5))
                * (bag[word] * 2.5 / (bag[word] + length))
                for word in set(_split(line.said))
                if word in bag
            )
        return [ref for ref in sorted(scores, key=lambda ref: -scores[ref]) if scores[ref] > 0]

    return rank


def _split(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def proposing(filing: Filing, *, roles: bool) -> Ranker:
    """auditkit as a ranker of all requirements."""
    return lambda line: [
        each.ref.ref
        for each in filing.propose(line.said, role=line.role if roles else "", limit=1000)
    ]


def report(name: str, rank: Ranker, lines: Sequence[Line]) -> None:
    """Print mean reciprocal rank and shares among the first one and five."""
    ranks = []
    for line in lines:
        order = rank(line)
        ranks.append(min((order.index(ref) for ref in line.refs if ref in order), default=None))
    found = [place for place in ranks if place is not None]
    mrr = sum(1 / (place + 1) for place in found) / len(lines)
    first, five = (sum(place < n for place in found) / len(lines) for n in (1, 5))
    print(f"{name:<36} n {len(lines):4}  MRR {mrr:.3f}  first {first:6.1%}  five {five:6.1%}")


def without(checklist: Checklist, gone: Callable[[str], bool]) -> Checklist:
    """The checklist without some of its phrases."""
    return msgspec.structs.replace(
        checklist,
        sections=tuple(
            msgspec.structs.replace(
                section,
                requirements=tuple(_thinned(each, gone) for each in section.requirements),
            )
            for section in checklist.sections
        ),
    )


def _thinned(requirement: Requirement, gone: Callable[[str], bool]) -> Requirement:
    kept = tuple(phrase for phrase in requirement.phrases if not gone(phrase))
    return msgspec.structs.replace(requirement, phrases=kept)


def folds(checklist: Checklist) -> Iterator[tuple[Checklist, list[Line]]]:
    """The checklist without an eighth of its phrases, and these as lines; eight times."""
    phrases = [
        Line(phrase, "", (requirement.ref,))
        for requirement in checklist.requirements()
        for phrase in requirement.phrases
    ]
    for fold in range(FOLDS):
        out = phrases[fold::FOLDS]
        gone = {line.said for line in out}
        yield without(checklist, gone.__contains__), out


def near(held_out: Sequence[Line]) -> Callable[[str], bool]:
    """Whether a phrase shares half of its words, or four in a row, with a held-out line."""
    bags = [({root(w) for w in words(each.said)} - STOP, _fours(each.said)) for each in held_out]

    def check(phrase: str) -> bool:
        bag, fours = {root(word) for word in words(phrase)} - STOP, _fours(phrase)
        return any(
            len(bag & other) >= max(1, len(bag | other) / 2) or fours & rows for other, rows in bags
        )

    return check


def _fours(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + 4]) for at in range(len(said) - 3)}


def as_one_goes(checklist: Checklist, lines: Sequence[Line]) -> Ranker:
    """Each line asked of an engine that was taught the lines before it, as on the screen."""
    orders, taught, times = dict[Line, Sequence[str]](), list[tuple[str, Ref]](), list[float]()
    for line in lines:
        begun = time.perf_counter()
        filing = Filing([checklist], filed=taught)
        times.append((time.perf_counter() - begun) * 1000)
        orders[line] = proposing(filing, roles=False)(line)
        taught += [(line.said, Ref(CHECKLIST, ref)) for ref in line.refs]
    print(f"built anew after each filing: median {median(times):.0f} ms, worst {max(times):.0f} ms")
    return orders.__getitem__


def silence(filing: Filing, lines: Sequence[Line]) -> None:
    """Print how many lines get a proposal although they belong nowhere."""
    spoken = sum(bool(filing.propose(line.said)) for line in lines)
    print(f"small talk that got a proposal: {spoken} of {len(lines)}")


def timing(checklist: Checklist, lines: Sequence[Line]) -> None:
    """Print the time to build, and that of every beginning of every line."""
    gc.collect()
    begun = time.perf_counter()
    filing = Filing([checklist])
    built = time.perf_counter() - begun
    times = []
    for line in lines:
        for end in range(1, len(line.said) + 1):
            begun = time.perf_counter()
            filing.propose(line.said[:end], typing=True)
            times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    print(
        f"built in {built * 1000:.0f} ms; {len(times)} keystrokes: median {median(times):.2f} ms, "
        f"p95 {times[len(times) * 95 // 100]:.2f} ms, worst {times[-1]:.2f} ms"
    )


Features = list[list[float]]
"""For each requirement the score of the line under each weight alone."""


def features(checklist: Checklist, lines: Sequence[Line]) -> list[tuple[Features, set[int]]]:
    """What `fit` learns from: for each line the features and the places accepted."""
    kept = list(checklist.requirements())
    places = {requirement.ref: place for place, requirement in enumerate(kept)}
    entries = [Entry(tuple(texts(requirement))) for requirement in kept]
    indexes = [
        Index(entries, {field: Weight(part == "word", part == "group")}) for field, part in KINDS
    ]
    found = []
    for line in lines:
        heard = terms(words(line.said))
        rows = [[0.0] * len(KINDS) for _ in kept]
        for number, index in enumerate(indexes):
            for term in heard:
                for place, impact in index.impacts.get(term, {}).items():
                    rows[place][number] += impact
        found.append((rows, {places[ref] for ref in line.refs}))
    return found


def fit(examples: Sequence[tuple[Features, set[int]]], steps: int = 150) -> list[float]:
    """Weights, none below zero, under which accepted requirements are likely: a softmax over the
    requirements of a line, ascent with a step per weight (AdaGrad), slight pull to zero."""
    weights, seen = [0.1] * len(KINDS), [1e-6] * len(KINDS)
    for _ in range(steps):
        slope = [0.0] * len(KINDS)
        for rows, accepted in examples:
            for place, push in enumerate(_pushes(rows, accepted, weights)):
                if abs(push) > 1e-4:
                    slope = [s + push * f for s, f in zip(slope, rows[place], strict=True)]
        for number, total in enumerate(slope):
            step = total / len(examples) - 0.03 * weights[number]
            seen[number] += step * step
            weights[number] = max(0.0, weights[number] + 0.03 * step / seen[number] ** 0.5)
    return weights


def _pushes(rows: Features, accepted: set[int], weights: Sequence[float]) -> list[float]:
    scores = [sum(f * w for f, w in zip(row, weights, strict=True)) for row in rows]
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    whole, right = sum(odds), sum(odds[place] for place in accepted)
    return [
        (odd / right if place in accepted else 0.0) - odd / whole for place, odd in enumerate(odds)
    ]


def print_fit(checklist: Checklist, tuning: Sequence[Line]) -> None:
    """Print fitted weights, ready for fields.py. Every third phrase is left out and asked for."""
    examples = features(checklist, [line for line in tuning if line.refs])
    for rest, out in folds(checklist):
        examples += features(rest, out[::3])
    found = iter(fit(examples))
    for field in Field:
        print(f"    Field.{field.name}: Weight({next(found):.2f}, {next(found):.2f}),")


def misses(filing: Filing, lines: Sequence[Line]) -> None:
    """Print the lines whose requirements are not among the first five."""
    for line in lines:
        refs = [each.ref.ref for each in filing.propose(line.said)]
        if not set(refs) & set(line.refs):
            print(f"  {', '.join(line.refs):<18} {line.said!r} -> {', '.join(refs)}")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for flag in ("fit", "misses", "near"):
        parser.add_argument(f"--{flag}", action="store_true")
    asked = parser.parse_args()
    checklist = load_checklist(checklist_file(CHECKLIST))
    tuning, held_out, small_talk = read("tuning"), read("held_out"), read("small_talk")
    if asked.fit:
        print_fit(checklist, tuning)
        return
    if asked.near:
        checklist = without(checklist, near(held_out))
    filing, labelled = Filing([checklist]), [line for line in tuning if line.refs]
    for name, lines in (("tuning", labelled), ("held out", held_out)):
        report(f"{name}: plain BM25", plain_bm25(checklist), lines)
        report(f"{name}: auditkit", proposing(filing, roles=False), lines)
        report(f"{name}: auditkit, roles", proposing(filing, roles=True), lines)
    left_out = [
        (line, proposing(Filing([rest]), roles=False)(line))
        for rest, out in folds(checklist)
        for line in out
    ]
    taught = Filing(
        [checklist], filed=[(e.said, Ref(CHECKLIST, ref)) for e in labelled for ref in e.refs]
    )
    report("held out: auditkit, tuning filed", proposing(taught, roles=False), held_out)
    report("held out: auditkit, as one goes", as_one_goes(checklist, held_out), held_out)
    orders = dict(left_out)
    report("phrases left out: auditkit", orders.__getitem__, list(orders))
    report("phrases left out: plain BM25", plain_bm25(checklist), list(orders))
    silence(filing, small_talk)
    timing(checklist, [*labelled, *held_out])
    if asked.misses:
        misses(filing, labelled)


if __name__ == "__main__":
    main()
