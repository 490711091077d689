"""How well and how fast files are found by name, beside ``fzf --filter`` where it is installed.

    python benchmarks/finder.py [FILES]

Makes paths of a fictional organization (always the same) and asks labelled queries of eight
kinds. A path is right when it has every word that the query was made from. MRR is the mean of
1 / rank of the first right path among 20 (0 when there is none). The labels are made from the
same words as the paths: the figures compare finders, they do not promise a rate in practice.
Times of fzf are those of a process that reads all paths; what it needs for reading alone is
printed beside them. Times depend on the machine, so compare ratios.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

from auditkit.evidence.model import FileEntry
from auditkit.evidence.names import NameIndex

DOCUMENTS = (  # noqa: SIM905
    "AI Policy|AI Risk Register|AI Risk Assessment Report|AI Risk Treatment Plan|"
    "Statement of Applicability|AI System Impact Assessment|AI System Inventory|Model Card|"
    "Data Provenance Record|Data Quality Report|Bias Evaluation Report|Model Validation Report|"
    "Human Oversight Procedure|Incident Response Plan|Root Cause Analysis|Corrective Action Plan|"
    "Internal Audit Programme|Internal Audit Report|Management Review Minutes|Competence Matrix|"
    "Training Attendance Sheet|Communication Plan|Document Control Procedure|Change Request Form|"
    "Requirements Specification|Architecture Diagram|Supplier Assessment|Supplier Agreement|"
    "Data Processing Agreement|Non Disclosure Agreement|Customer Complaint Log|Privacy Notice|"
    "Transparency Notice|Privileged Account Review|Acceptable Use Policy|Cryptography Policy|"
    "Backup Restore Test|Business Continuity Plan|Vulnerability Scan Report|Asset Inventory|"
    "Scope Statement|Interested Parties Register|Legal Obligations Register|Resource Plan|"
    "Decommissioning Plan|Annotator Agreement Report|Concern Reporting Log|Steering Paper"
).split("|")
SYSTEMS = ("CreditLens", "TalentSieve", "HelpBot", "FraudWatch", "DemandSight", "TriageDesk")
SUPPLIERS = ("Nordwind Cloud", "Halden Labs", "Brightmere", "Tessel Data", "Quillworks")
AREAS = ("Governance", "Risk", "Operations", "People", "Suppliers", "Data Science", "Quality")
STATES = ("", "", "", "draft", "FINAL", "approved", "v1.0", "v2.3", "rev B", "(1)", "signed")
SUFFIXES = (".docx", ".docx", ".pdf", ".pdf", ".xlsx", ".md")
ACRONYMS = {
    "soa": "Statement of Applicability",
    "dpa": "Data Processing Agreement",
    "bcp": "Business Continuity Plan",
    "irp": "Incident Response Plan",
    "rca": "Root Cause Analysis",
    "nda": "Non Disclosure Agreement",
    "aup": "Acceptable Use Policy",
    "mrm": "Management Review Minutes",
    "iar": "Internal Audit Report",
    "hop": "Human Oversight Procedure",
    "vsr": "Vulnerability Scan Report",
    "ber": "Bias Evaluation Report",
    "dqr": "Data Quality Report",
    "mvr": "Model Validation Report",
    "ipr": "Interested Parties Register",
    "par": "Privileged Account Review",
}
PER_KIND = 16
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

Finder = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the words that a right path has."""

    kind: str
    text: str
    words: frozenset[str]


def split(text: str) -> list[str]:
    return [part.lower() for part in _PART.findall(text)]


def make_paths(count: int) -> list[str]:
    """``count`` different paths, the same every time."""
    rng = random.Random(42)
    found: dict[str, None] = {}
    while len(found) < count:
        path = f"{_folder(rng)}/{_name(rng)}"
        if path in found:
            stem, dot, suffix = path.rpartition(".")
            path = f"{stem} {rng.randint(2, 9999)}{dot}{suffix}"
        found[path] = None
    return list(found)


def _folder(rng: random.Random) -> str:
    start = rng.choice(["AIMS/Evidence", "Shared/Departments", "ISMS", "Projects"])
    leaf = rng.choice([rng.choice(SYSTEMS), rng.choice(SUPPLIERS), "Records", "Archive", "Minutes"])
    return f"{start}/{rng.choice(AREAS)}/{leaf}/{rng.randint(2021, 2026)}"


def _name(rng: random.Random) -> str:
    if rng.random() < 0.15:
        stamp = f"{rng.randint(2021, 2026)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
        return f"{rng.choice(['scan', 'IMG_', 'export-'])}{stamp}-{rng.randint(1, 9999):04}.pdf"
    pieces = [rng.choice(DOCUMENTS)]
    pieces += [rng.choice(SYSTEMS)] if rng.random() < 0.4 else []
    pieces += [str(rng.randint(2021, 2026))] if rng.random() < 0.5 else []
    pieces += [state] if (state := rng.choice(STATES)) else []
    if rng.random() < 0.2:
        pieces.insert(0, f"{rng.choice(['POL', 'REC', 'FRM'])}-{rng.randint(1, 400):03}")
    words = " ".join(pieces).split()
    styled = rng.choice([" ".join, "_".join, "-".join, _camel])
    return styled(words) + rng.choice(SUFFIXES)


def _camel(words: list[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def make_queries() -> list[Query]:
    """The labelled queries, the same every time."""
    rng = random.Random(7)
    found = [Query("acronym", short, frozenset(split(full))) for short, full in ACRONYMS.items()]
    makers: dict[str, Callable[[random.Random, list[str]], str]] = {
        "exact": lambda _, words: " ".join(words),
        "typo": lambda rng, words: " ".join(_slip(rng, words)),
        "order": lambda rng, words: " ".join(_shuffled(rng, words)),
        "order+typo": lambda rng, words: " ".join(_shuffled(rng, _slip(rng, words))),
        "glued": lambda rng, words: "".join(word[: rng.randint(2, 4)] for word in words),
        "partial": lambda rng, words: " ".join(word[: rng.randint(3, 5)] for word in words),
    }
    for kind, make in makers.items():
        for document in rng.sample(DOCUMENTS, PER_KIND):
            words = [word for word in split(document) if word != "of"]
            found.append(Query(kind, make(rng, words), frozenset(words)))
    for document in rng.sample(DOCUMENTS, PER_KIND):
        place = rng.choice([*SUPPLIERS, *AREAS])
        text = f"{place} {document}".lower()
        found.append(Query("folder+name", text, frozenset(split(text))))
    return found


def _shuffled(rng: random.Random, words: list[str]) -> list[str]:
    turned = list(words)
    while turned == words:
        rng.shuffle(turned)
    return turned


def _slip(rng: random.Random, words: list[str]) -> list[str]:
    """The longest word with one letter swapped, lost, doubled or wrong; never its first."""
    at = max(range(len(words)), key=lambda number: len(words[number]))
    word = words[at]
    cut = rng.randint(1, len(word) - 2)
    slipped = rng.choice(
        [
            word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut] + word[cut:],
            word[:cut] + rng.choice("aeiou") + word[cut + 1 :],
        ]
    )
    return [*words[:at], slipped, *words[at + 1 :]]


def measure(find: Finder, queries: list[Query]) -> tuple[dict[str, float], list[float]]:
    """MRR by kind and the milliseconds of each query."""
    ranks: dict[str, list[float]] = {}
    took: list[float] = []
    for query in queries:
        began = time.perf_counter()
        found = find(query.text)
        took.append((time.perf_counter() - began) * 1000)
        right = (query.words <= set(split(path)) for path in found[:20])
        rank = next((number for number, fits in enumerate(right, 1) if fits), 0)
        ranks.setdefault(query.kind, []).append(1 / rank if rank else 0.0)
    return {kind: mean(values) for kind, values in ranks.items()}, took


def fzf_finder(paths: list[str], program: str) -> Finder:
    everything = "\n".join(paths).encode()

    def find(query: str) -> list[str]:
        done = subprocess.run(
            [program, "--filter", query], input=everything, capture_output=True, check=False
        )
        return done.stdout.decode().split("\n", 20)[:20]

    return find


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def report(ours: dict[str, float], theirs: dict[str, float] | None) -> Iterator[str]:
    yield f"{'kind':<14}{'MRR':>7}" + (f"{'fzf':>7}" if theirs else "")
    for kind, value in ours.items():
        yield f"{kind:<14}{value:>7.3f}" + (f"{theirs[kind]:>7.3f}" if theirs else "")
    total = f"{'all':<14}{mean(ours.values()):>7.3f}"
    yield total + (f"{mean(theirs.values()):>7.3f}" if theirs else "")


def main(count: int) -> None:
    paths = make_paths(count)
    queries = make_queries()
    began = time.perf_counter()
    index = NameIndex(FileEntry("/evidence", path, 1, 0) for path in paths)
    index.search("warm up")
    print(f"{len(queries)} queries, {count} paths, index in {time.perf_counter() - began:.1f} s\n")
    ours, took = measure(lambda text: [m.entry.path for m in index.search(text)], queries)
    program = shutil.which("fzf")
    if program is None:
        print("\n".join(report(ours, None)))
        print(f"\nms a query: median {median(took):.1f}, p95 {p95(took):.1f}; fzf not installed")
        return
    find = fzf_finder(paths, program)
    theirs, fzf_took = measure(find, queries)
    _, reading = measure(find, [Query("", "zzqxjzzqxj", frozenset())] * 5)
    print("\n".join(report(ours, theirs)))
    print(f"\nms a query: median {median(took):.1f}, p95 {p95(took):.1f}")
    print(f"fzf:        median {median(fzf_took):.1f}, p95 {p95(fzf_took):.1f}, ", end="")
    print(f"of which reading {median(reading):.1f}")
    print(f"fzf / ours: median {median(fzf_took) / median(took):.1f}", end=", ")
    print(f"p95 {p95(fzf_took) / p95(took):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
