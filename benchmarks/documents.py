"""Time of documents as ratios of one run: against an empty save, against size, against docxtpl.

    python benchmarks/documents.py

docxtpl (``pip install docxtpl``) is only needed here; without it that line is left out. Each time
is the shortest of several runs in one process, after the imports.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "documents"))

ROWS = 20_000
TODAY = date(2026, 11, 20)
LETTERS = "abcde"


def best(work: Callable[[], object], runs: int = 5) -> float:
    """The shortest time in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def content() -> list[list[str]]:
    """The cells of the long table."""
    return [[f"{letter}{number} & <more>" for letter in LETTERS] for number in range(ROWS)]


def our_table(rows: list[list[str]]) -> bytes:
    """The long table with our kit."""
    from auditkit.documents.kit.base import Properties
    from auditkit.documents.kit.blocks import NEXT_TO_TABLE
    from auditkit.documents.kit.foundation import OwnFoundation
    from auditkit.documents.kit.page import page
    from auditkit.documents.kit.paper import Paper
    from auditkit.documents.kit.sections import Frame
    from auditkit.documents.kit.tables import Column, table

    properties = Properties("T", "", "A", TODAY, "en-GB", False)
    paper = Paper(OwnFoundation(page("A4"), Frame("T", "O", "C", False), properties))
    columns = [Column(letter, 1) for letter in LETTERS]
    paper.flow.add(table(paper.flow.width, columns, rows, title="Long") + NEXT_TO_TABLE)
    return paper.finish().content


def their_template() -> bytes:
    """The same table as a docxtpl template: one row that is repeated."""
    import docx

    document = docx.Document()
    made = document.add_table(rows=3, cols=len(LETTERS))
    made.cell(0, 0).text, made.cell(2, 0).text = "{%tr for row in rows %}", "{%tr endfor %}"
    for number in range(len(LETTERS)):
        made.cell(1, number).text = "{{ row[%d] }}" % number  # noqa: UP031 - braces are Jinja's
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def their_table(template: bytes, rows: list[list[str]]) -> bytes:
    """The long table with docxtpl."""
    from docxtpl import DocxTemplate

    made, target = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    made.render({"rows": rows}, autoescape=True)
    made.save(target)
    return target.getvalue()


def rows_in(document: bytes) -> int:
    """How many of the cells of the first column a document holds."""
    import docx

    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts = docx.Document(io.BytesIO(document)).element.iter(f"{namespace}t")
    return sum((each.text or "").endswith(" & <more>") for each in texts) // len(LETTERS)


@contextmanager
def opened(**size: int) -> Iterator[tuple[Callable[[], object], str]]:
    """Writes the report of an audit of that size."""
    from sample import large_audit

    from auditkit.documents.catalog import write
    from auditkit.record.audit import Audit

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "large" / "audit"
        large_audit(place, **size).close()
        target = Path(folder) / "report.docx"
        with Audit.open(place, read_only=True) as audit:
            yield lambda: write(audit, "audit", target, today=TODAY), str(size)


def empty() -> None:
    """What python-docx needs for nothing."""
    import docx

    docx.Document().save(io.BytesIO())


def main() -> None:
    """Print the ratios; the bounds stand beside them."""
    empty()
    nothing = best(empty, 9)
    with opened(findings=35, checks=200, evidence=100) as (work, size):
        small = best(work)
        print(f"report of {size}: {small:.3f} s")
    with opened(findings=350, checks=2000, evidence=1000) as (work, size):
        large = best(work)
        print(f"report of {size}: {large:.3f} s")
    print(f"large report / empty save ({nothing:.4f} s): {large / nothing:.1f} (at most 30)")
    print(f"ten times the content: {large / small:.2f} times the time (at most 11)")
    if find_spec("docxtpl") is None:
        print("docxtpl is not installed: the table is not compared")
        return
    template, rows = their_template(), content()
    assert rows_in(our_table(rows)) == rows_in(their_table(template, rows)) == ROWS
    ours = best(lambda: our_table(rows))
    theirs = best(lambda: their_table(template, rows), 3)
    print(f"table of {ROWS} rows: {ours:.2f} s; docxtpl {theirs:.2f} s")
    print(f"docxtpl / ours: {theirs / ours:.1f} (at least 5)")


if __name__ == "__main__":
    main()
