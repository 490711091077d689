"""The sample organization: its files, the seeded gaps in them, and the builder that made them."""

import email
import email.policy
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.table import Table

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_evidence"
SOURCES = ROOT / "docs" / "sample"
STRUCTURE = ROOT / "checklists" / "structure" / "iso-iec-42001-2023.toml"
KEY = tomllib.loads((SOURCES / "key.toml").read_text(encoding="utf-8"))
GRADES = {
    "major nonconformity", "minor nonconformity", "opportunity for improvement", "observation",
}  # fmt: skip
FORMATS = {".docx", ".xlsx", ".pdf", ".md", ".csv", ".eml", ".txt"}
TITLES: dict[str, str] = tomllib.loads(STRUCTURE.read_text(encoding="utf-8"))["requirements"]
CONTROLS = [ref for ref in TITLES if ref.startswith("A.")]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def places() -> Iterator[tuple[str, str, str, str]]:
    """Every (entry, file, place, quote) of the key."""
    for entry in KEY["gap"] + KEY["strength"]:
        yield entry["id"], entry["files"][0], entry["where"], entry["quote"]
        for more in entry.get("more", []):
            yield entry["id"], more["file"], more["where"], more["quote"]


def at_place(path: Path, where: str) -> str:
    """The text of `path` at `where`, read the way another program would read it."""
    match path.suffix:
        case ".docx":
            return under_heading(path, where.removeprefix("heading "))
        case ".pdf":
            return pdf_page(path, int(where.removeprefix("page ")))
        case ".xlsx":
            openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads the workbooks")
            sheet, _, cell = where.partition("!")
            return str(openpyxl.load_workbook(path)[sheet][cell].value)
        case ".eml":
            assert where == "body"
            return mail_body(path)
        case _:
            return text_line(path, where)


def under_heading(path: Path, heading: str) -> str:
    found, inside = [], False
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            texts = [cell.text for row in item.rows for cell in row.cells]
            found += texts if inside else []
        elif item.style is not None and str(item.style.name).startswith("Heading"):
            inside = item.text == heading
        elif inside:
            found.append(item.text)
    return "\n".join(found)


def pdf_page(path: Path, number: int) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[number - 1].get_textpage().get_text_bounded())
    finally:
        document.close()


def mail(path: Path) -> email.message.EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def mail_body(path: Path) -> str:
    body = mail(path).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def text_line(path: Path, where: str) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    if where.startswith("heading "):
        return next(line for line in lines if line.lstrip("# ") == where.removeprefix("heading "))
    return lines[int(where.removeprefix("line ")) - 1]


def test_there_are_enough_files_of_every_format() -> None:
    names = files(SAMPLE)
    assert len(names) >= 60
    assert {Path(name).suffix for name in names} == FORMATS


@pytest.mark.parametrize(("entry", "file", "where", "quote"), list(places()))
def test_the_quote_stands_where_the_key_says(entry: str, file: str, where: str, quote: str) -> None:
    text = at_place(SAMPLE / file, where)
    assert quote in " ".join(text.split()), f"{entry}: {file}, {where}"


def test_the_key_is_complete() -> None:
    entries: list[dict[str, Any]] = KEY["gap"] + KEY["strength"]
    assert len(KEY["gap"]) >= 15
    assert len(KEY["strength"]) >= 2
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert all(gap["expected_grade"] in GRADES for gap in KEY["gap"])
    assert all(entry["expected_finding"].endswith(".") for entry in entries)
    assert {name for entry in entries for name in entry["files"]} <= set(files(SAMPLE))


def test_further_places_are_in_files_of_their_entry() -> None:
    for entry in KEY["gap"] + KEY["strength"]:
        assert {more["file"] for more in entry.get("more", [])} <= set(entry["files"][1:])


def test_the_key_cites_only_references_of_the_standard() -> None:
    cited = {ref for entry in KEY["gap"] + KEY["strength"] for ref in entry["requirements"]}
    assert cited <= set(TITLES)


@pytest.mark.parametrize(
    "gap", [g for g in KEY["gap"] if "nonconformity" in g["expected_grade"]], ids=lambda g: g["id"]
)
def test_a_nonconformity_never_rests_on_a_control_alone(gap: dict[str, Any]) -> None:
    if any(ref.startswith("A.") for ref in gap["requirements"]):
        assert "6.1.3" in gap["requirements"]


def soa_rows() -> list[tuple[Any, ...]]:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads the workbooks")
    book = openpyxl.load_workbook(SAMPLE / "03 Risk" / "Statement of Applicability v1.2.xlsx")
    return list(book["SoA"].iter_rows(min_row=5, values_only=True))


def test_the_statement_of_applicability_holds_each_control_once() -> None:
    assert len(CONTROLS) == 38
    assert sorted(row[0] for row in soa_rows()) == sorted(CONTROLS)


def test_the_statement_of_applicability_uses_the_known_titles() -> None:
    wrong = {row[0]: row[1] for row in soa_rows() if TITLES.get(row[0]) != row[1]}
    assert not wrong


def test_three_people_lack_the_training_they_need() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads the workbooks")
    matrix = openpyxl.load_workbook(SAMPLE / "08 People" / "Competence matrix.xlsx")["Matrix"]
    records = openpyxl.load_workbook(SAMPLE / "08 People" / "Training records 2026.xlsx")["Records"]
    held = {(row[3], row[1]) for row in records.iter_rows(min_row=5, values_only=True)}
    rows = list(matrix.iter_rows(min_row=5, values_only=True))
    needed = {(row[1], course) for row in rows for course in re.findall(r"AI-\d+", row[8])}
    assert {name for name, _ in needed - held} == {"Freya Mackay", "Tariq Nasser", "Lucía Ferrer"}


def test_one_mail_brings_its_attachment() -> None:
    path = SAMPLE / "Mail" / "2026-02-10 Referral priority guideline, new edition.eml"
    names = [part.get_filename() for part in mail(path).iter_attachments()]
    assert names == ["Referral priority guideline 2025, changes.txt"]


def test_every_mail_has_the_headers_of_a_mail() -> None:
    for path in (SAMPLE / "Mail").glob("*.eml"):
        assert all(mail(path)[name] for name in ("From", "To", "Subject", "Date", "Message-ID"))


def test_documents_of_the_office_are_older_than_the_audit() -> None:
    announced = KEY["audit"]["announced"]
    for path in [*SAMPLE.rglob("*.docx"), *SAMPLE.rglob("*.xlsx")]:
        core = zipfile.ZipFile(path).read("docProps/core.xml").decode()
        dates = re.findall(r"<dcterms:(?:created|modified)[^>]*>(\d{4}-\d\d-\d\d)", core)
        assert len(dates) == 2, path.name
        assert dates[0] <= announced, path.name
        assert dates[1] <= announced, path.name


def content(path: Path) -> Any:
    """Bytes of a file, for an Office file of its members (compression differs by system)."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            return [(i.filename, i.date_time, package.read(i)) for i in package.infolist()]
    return path.read_bytes().replace(b"\r\n", b"\n")


def built_with() -> dict[str, str]:
    found = re.search(r"^BUILT_WITH = (\{.+\})$", (SOURCES / "build.py").read_text("utf-8"), re.M)
    assert found is not None
    return dict(re.findall(r'"([\w-]+)": "([\d.]+)"', found[1]))


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("reportlab", "openpyxl")),
    reason="reportlab and openpyxl build the sample and are installed for development only",
)
def test_the_files_are_what_the_builder_makes(tmp_path: Path) -> None:
    here = {name: importlib.metadata.version(name) for name in built_with()}
    if here != built_with():
        pytest.skip(f"the sample was built with {built_with()}, here is {here}")
    command = [sys.executable, str(SOURCES / "build.py"), str(tmp_path / "sample")]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    assert files(tmp_path / "sample") == files(SAMPLE)
    stale = [n for n in files(SAMPLE) if content(SAMPLE / n) != content(tmp_path / "sample" / n)]
    assert not stale, "run docs/sample/build.py"
