"""Large reports and the pages they make, as LibreOffice lays them out where it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Cm

from auditkit.documents.catalog import write
from auditkit.documents.kit.pagination import layout_program
from auditkit.documents.source import Choices
from auditkit.documents.template.opening import open_template
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref

sample = sys.modules["documents_sample"]
TODAY, W = sample.TODAY, sample.W
PROGRAM = layout_program()
laid_out = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")


def pages(documents: list[Path], folder: Path) -> list[list[str]]:
    """The text of each page of each document, laid out in one go."""
    assert PROGRAM is not None
    profile = (folder / "profile").as_uri()
    command = [PROGRAM, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    names = [str(each) for each in documents]
    done = subprocess.run(
        [*command, "--outdir", str(folder), *names], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    found = []
    for each in documents:
        with pypdfium2.PdfDocument(folder / f"{each.stem}.pdf") as pdf:
            found.append([page.get_textpage().get_text_range() for page in pdf])
    return found


def _body(page: str) -> list[str]:
    """Lines of a page without header and footer."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    return [
        each for each in lines if not re.search(r"Page \d+ of|^DRAFT|record [0-9a-f]{12}", each)
    ]


@laid_out
def test_the_executive_summary_always_is_one_page(tmp_path: Path) -> None:
    made = []
    for number, script in enumerate(("latin", "cjk", "arabic", "one word")):
        with sample.overflowing_audit(tmp_path / f"a{number}", script) as audit:
            page = "Letter" if number % 2 else "A4"
            made.append(write(audit, "audit", tmp_path / f"{number}.docx", page=page).path)
    for document in pages(made, tmp_path):
        begun = next(n for n, page in enumerate(document) if "Executive summary" in page)
        assert "Decisions asked of management" in document[begun]
        assert "Contents" in document[begun + 1]


@laid_out
def test_no_blank_page_no_lonely_heading_and_right_page_numbers(
    rich: Audit, tmp_path: Path
) -> None:
    chosen = Choices(page_numbers=True)
    made = write(rich, "audit", tmp_path / "r.docx", today=TODAY, choices=chosen).path
    (document,) = pages([made], tmp_path)
    for page in document[1:]:
        lines = _body(page)
        assert len(lines) > 3, page
        assert not re.match(r"(Table|Figure) \d+:", lines[-1]), page
    heads = {head for head in sample.headings(made) if not head.startswith("F-")}
    listed = 0
    for line in document[2].splitlines():
        entry = re.match(r"[\d.]+\s+(.+?)\.{3,}\s*(\d+)$", line.strip())
        if entry and entry[1].strip() in heads:
            assert entry[1].strip() in document[int(entry[2]) - 1]
            listed += 1
    assert listed > 20


@laid_out
def test_blocks_of_findings_are_not_torn(tmp_path: Path) -> None:
    with sample.large_audit(tmp_path / "l" / "audit", findings=24, checks=40, evidence=12) as audit:
        made = write(audit, "audit", tmp_path / "r.docx", today=TODAY).path
        labels = [each.label for each in audit.findings()]
    (document,) = pages([made], tmp_path)
    for label in labels:
        heading = re.compile(rf"^[\d.]+[ \t]+{label} ", re.MULTILINE)
        page = next(page for page in document if heading.search(page))
        assert re.search(r"^Area", heading.split(page)[1], re.MULTILINE), f"{label} is torn"


def test_a_large_report_holds_every_finding_check_and_piece_of_evidence(tmp_path: Path) -> None:
    folder = tmp_path / "l" / "audit"
    with sample.large_audit(folder, findings=60, checks=400, evidence=200) as audit:
        made = write(audit, "audit", tmp_path / "r.docx", today=TODAY).path
        findings, cars = audit.findings(), audit.cars()
        sections = audit.checklists[0].sections
    blocks = [head for head in sample.headings(made) if head.startswith("F-")]
    assert [head.split()[0] for head in blocks] == [each.label for each in findings]
    assert len(sample.rows(made, "Evidence register")) == 200
    assert len(sample.rows(made, "Corrective-action requests")) == len(cars)
    found = [row for each in sections for row in sample.rows(made, f"Results of {each.ref}")]
    assert sum(int(row[3].partition(";")[0].split()[2]) for row in found) == 400
    folded = sample.rows(made, "Checks per clause")
    assert len(folded) == 17
    assert folded[-1][0] == "others"
    assert sum(int(row[5]) for row in folded) == 400


@laid_out
@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_a_block_that_fits_a_page_is_not_torn_and_a_longer_one_begins_with_text(
    tmp_path: Path, page: str
) -> None:
    """Blocks of growing length: what has room on a page stays whole, the beginning of what has not
    does not stand alone at a foot."""
    sentence = "What was seen is described at some length, as an auditor writes it down. "
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau") as audit:
        for number in range(12):
            audit.raise_finding(
                Grade.MINOR,
                f"Finding of length {number}",
                refs=(Ref(sample.STANDARD, "5.2"),),
                requirement="The rule is kept by everybody in the house.",
                objective_evidence=sentence * (4 + 5 * number),
                gap="It was not kept.",
                area="Area of the block",
            )
        made = write(audit, "audit", tmp_path / "r.docx", today=TODAY, page=page).path
        labels = [each.label for each in audit.findings()]
    (document,) = pages([made], tmp_path)
    whole = 0
    for number, label in enumerate(labels):
        heading = re.compile(rf"^[\d.]+[ \t]+{label} ", re.MULTILINE)
        _, rest = heading.split(next(each for each in document if heading.search(each)))
        assert "The rule is kept" in rest, f"{label} has but its grade on the page"
        whole += "Area of the block" in rest
        assert number > 6 or "Area of the block" in rest, f"{label} is torn"
    assert whole < len(labels), "the longest is longer than a page"


SHEETS = {
    "wide font, Letter": ("DejaVu Sans", 21.59, 27.94, 3.175, 2.54),
    "serif, Letter": ("DejaVu Serif", 21.59, 27.94, 3.175, 2.54),
    "wide margins": ("DejaVu Sans", 21.0, 29.7, 5.0, 2.54),
    "wide margins all round": ("DejaVu Serif", 21.0, 29.7, 5.0, 6.0),
    "small sheet": ("DejaVu Sans", 14.8, 21.0, 1.5, 2.54),
}
"""Templates with another font or little room: font, then width, height and margins in cm."""
LEAST = ("wide margins all round", "small sheet")
"""Those with the least room: what is one page there is one page in the others."""


@laid_out
@pytest.mark.parametrize(("script", "sheets"), [("latin", tuple(SHEETS)), ("lines", LEAST)])
def test_the_executive_summary_is_one_page_in_templates_with_little_room(
    rich: Audit, tmp_path: Path, script: str, sheets: tuple[str, ...]
) -> None:
    made = []
    with sample.overflowing_audit(tmp_path / "o", script) as full:
        for number, sheet in enumerate(sheets):
            template = open_template(_template(tmp_path / f"t{number}.docx", *SHEETS[sheet]))
            audits = {"rich": rich, "full": full} if script == "latin" else {"full": full}
            for name, audit in audits.items():
                target, chosen = tmp_path / f"{name}{number}.docx", Choices(template=template)
                made.append(write(audit, "audit", target, today=TODAY, choices=chosen).path)
    for path, document in zip(made, pages(made, tmp_path), strict=True):
        begun = next(n for n, page in enumerate(document) if "Executive summary" in page)
        assert "Decisions asked of management" in document[begun], path.stem
        assert "Contents" in document[begun + 1], path.stem


def _template(target: Path, font: str, width: float, height: float, *margins: float) -> Path:
    document = docx.Document()
    document.styles["Normal"].font.name = font
    section, (side, end) = document.sections[0], margins
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(side)
    section.top_margin = section.bottom_margin = Cm(end)
    document.add_paragraph("[[auditkit.body]]")
    document.save(str(target))
    return target
