"""The audit as tables: complete, harmless in a spreadsheet, the same bytes from the same record."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditkit import text
from auditkit.cli.root import root
from auditkit.exchange.tables.collect import tables
from auditkit.exchange.tables.model import LONGEST, Column, Table, Value
from auditkit.exchange.tables.page import page
from auditkit.exchange.tables.separated import separated
from auditkit.exchange.tables.workbook import workbook
from auditkit.record.audit import Audit
from auditkit.record.model import Ref, Verdict

STANDARD = "iso-iec-42001-2023"
SHEETS = ["Checklist", "Findings", "Corrective-action requests", "Evidence register"]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|'/c calc'!A1", "==x")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, list(arguments))


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What Excel shows: openpyxl leaves it to others to read ``_x000D_`` as the character (ECMA-376
    Part 1, 22.9.2.19)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [tuple(map(_unescaped, row)) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def _unescaped(value: object) -> object:
    if not isinstance(value, str):
        return value
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), value)


def one(values: list[Value]) -> Table:
    """A table of one column."""
    return Table("one", "One", (Column("Value", 20),), [[each] for each in values])


def test_every_thing_of_the_record_has_its_row(full: Audit) -> None:
    checklist, findings, cars, evidence = tables(full)
    checks = [check.id for check in full.checklist(STANDARD).checks()]
    assert [row[0] for row in checklist.rows] == checks
    assert [row[0] for row in findings.rows] == [
        each.label for each in full.findings(include_withdrawn=True)
    ]
    assert [row[0] for row in cars.rows] == [each.label for each in full.cars()]
    assert [row[0] for row in evidence.rows] == [each.label for each in full.evidence()]
    for table in (checklist, findings, cars, evidence):
        assert all(len(row) == len(table.columns) for row in table.rows)
    verdicts = {str(row[0]): row[8] for row in checklist.rows}
    for ref, given_verdict in full.verdicts().items():
        assert verdicts[ref.ref] == given_verdict.verdict.value
    assert list(verdicts.values()).count("untested") == len(checks) - len(full.verdicts())


def test_what_belongs_to_a_requirement_stands_with_its_first_check(full: Audit) -> None:
    rows = {str(row[0]): row for row in tables(full)[0].rows}
    assert rows["5.2/a"][12] == "E-001"
    assert rows["5.2/a"][14] == "Signed in March."
    assert rows["5.2/b"][12] == rows["5.2/b"][14] == ""


def test_no_table_names_a_folder_of_this_computer(full: Audit) -> None:
    places = [str(each) for each in full.roots()]
    assert places
    for table in tables(full):
        shown = "\n".join(str(value) for row in table.rows for value in row)
        assert not [each for each in places if each in shown]


def test_the_workbook_has_four_sheets_to_work_with(full: Audit, tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    assert run("export", "xlsx", "--audit", str(full.folder), "-o", str(target)).exit_code == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == SHEETS
    for sheet, table in zip(book, tables(full), strict=True):
        assert [cell.value for cell in sheet[1]] == [each.title for each in table.columns]
        assert sheet.max_row == len(table.rows) + 1
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet["C2"].alignment.wrap_text
        for column in sheet.iter_cols(max_row=1):
            assert sheet.column_dimensions[column[0].column_letter].width > 5
    cars = book[SHEETS[2]]
    assert isinstance(cars["F2"].value, datetime)
    assert cars["F2"].number_format == "yyyy-mm-dd"
    size = book[SHEETS[3]]["G2"]
    assert size.value == full.evidence()[0].size
    assert isinstance(size.value, int)


def test_the_same_record_gives_the_same_bytes(full: Audit, tmp_path: Path) -> None:
    for form in ("xlsx", "csv", "html"):
        made = []
        for name in ("a", "b"):
            out = tmp_path / form / name / ("t" if form == "csv" else f"t.{form}")
            assert run("export", form, "--audit", str(full.folder), "-o", str(out)).exit_code == 0
            files = sorted(out.iterdir()) if form == "csv" else [out]
            made.append({each.name: each.read_bytes() for each in files})
        assert made[0] == made[1]


def test_csv_is_a_file_a_table_that_spreadsheets_read_as_utf8(full: Audit, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    result = run("export", "csv", "--audit", str(full.folder), "-o", str(out), "--json")
    assert result.exit_code == 0, result.output
    names = ["checklist.csv", "findings.csv", "cars.csv", "evidence.csv"]
    assert [Path(each["path"]).name for each in json.loads(result.stdout)] == names
    for name, table in zip(names, tables(full), strict=True):
        content = (out / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows[0] == [each.title for each in table.columns]
        assert len(rows) == len(table.rows) + 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("form", ["xlsx", "csv", "html"])
def test_tables_have_the_rights_of_new_files_and_keep_those_they_had(
    full: Audit, tmp_path: Path, form: str
) -> None:
    tmp_path.chmod(0o775)
    out = tmp_path / ("tables" if form == "csv" else f"t.{form}")
    before = os.umask(0o027)
    try:
        assert run("export", form, "--audit", str(full.folder), "-o", str(out)).exit_code == 0
        one = out / "cars.csv" if form == "csv" else out
        assert stat.S_IMODE(one.stat().st_mode) == 0o640
        one.chmod(0o664)
        assert run("export", form, "--audit", str(full.folder), "-o", str(out)).exit_code == 0
        assert stat.S_IMODE(one.stat().st_mode) == 0o664
    finally:
        os.umask(before)


def test_nothing_in_a_page_or_table_is_obeyed_by_a_terminal(full: Audit, tmp_path: Path) -> None:
    ref = Ref("iso-iec-42001-2023", "6.1.2")
    full.set_note(ref, "a\x9b31m\x7f\x80\x1b[2J\ufffe b")
    for form in ("csv", "html"):
        out = tmp_path / ("t" if form == "csv" else "t.html")
        assert run("export", form, "--audit", str(full.folder), "-o", str(out)).exit_code == 0
        said = (out / "checklist.csv" if form == "csv" else out).read_text("utf-8-sig")
        assert "31m" in said
        assert not [each for each in "\x9b\x7f\x80\x1b\ufffe" if each in said]


def test_the_page_loads_and_runs_nothing(full: Audit, tmp_path: Path) -> None:
    out = tmp_path / "t.html"
    assert run("export", "html", "--audit", str(full.folder), "-o", str(out)).exit_code == 0
    content = out.read_text("utf-8")
    assert not re.search(r"<(script|link|img|iframe|object)|https?:|url\(|@import", content)
    assert "default-src 'none'" in content
    assert "@media print" in content
    document = lxml.html.fromstring(content)
    assert [each.text_content() for each in document.xpath("//h2")] == SHEETS
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in document.xpath("//a/@href")} <= set(ids)
    body = document.xpath("//section[@id='checklist']//tbody/tr")
    assert len(body) == len(list(full.checklist(STANDARD).checks()))
    first = body[0].xpath("./td")
    assert [each.get("data-label") for each in first] == [
        each.title for each in tables(full)[0].columns[1:]
    ]


@pytest.mark.parametrize("value", FORMULAS)
def test_nothing_is_computed_by_a_spreadsheet(full: Audit, tmp_path: Path, value: str) -> None:
    full.raise_finding(full.findings()[0].grade, value, area=value)
    full.set_verdict([Ref(STANDARD, "9.1/a")], Verdict.NOT_APPLICABLE, value)
    full.set_note(Ref(STANDARD, "9.1"), value)
    book = tmp_path / "t.xlsx"
    run("export", "xlsx", "--audit", str(full.folder), "-o", str(book))
    run("export", "csv", "--audit", str(full.folder), "-o", str(tmp_path / "t"))
    found = 0
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            found += sum(cell.value == text.spreadsheet(value) for cell in row)
    assert found == 4
    for file in (tmp_path / "t").iterdir():
        rows = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""))
        assert not [each for row in rows for each in row if each[:1] in tuple("=+-@\t\r\n")]


ANY = st.text(alphabet=st.characters(), max_size=80)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY.filter(bool), min_size=1, max_size=8))
@example(["_x0041_", "_x005F_", " leading and trailing ", "a\n\n b\t", "\ud800", "\x00", "'=1"])
@example(["</t></is>&amp;<x>", 'a","b', "\u202egnp.exe", "\r\n\x0b\x85\u2028", "\ufffe"])
def test_any_string_comes_back_from_all_formats(values: list[str]) -> None:
    table, shown = one(list(values)), [text.spreadsheet(each) for each in values]
    book = sheets(workbook([table], "t", "h", None))["One"]
    assert [row[0] for row in book[1:]] == shown
    rows = list(csv.reader(io.StringIO(separated(table).decode("utf-8-sig"), newline="")))
    assert [row[0] if row else "" for row in rows[1:]] == shown
    document = lxml.html.fromstring(page([table], "t", "h").decode())
    cells = document.xpath("//tbody//th")
    assert [each.text_content() for each in cells] == [text.lines(each) for each in values]


@given(st.one_of(st.dates(), st.datetimes(timezones=st.just(UTC)), st.integers(0, 2**31)))
@example(date(1, 1, 1))
@example(date(1900, 2, 28))
@example(date(9999, 12, 31))
def test_days_times_and_numbers_stay_what_they_are(value: Value) -> None:
    ((shown,),) = sheets(workbook([one([value])], "t", "h", None))["One"][1:]
    if isinstance(value, int):
        assert shown == value
    elif value is not None and str(value)[:10] >= "1900-03-01":
        assert isinstance(shown, datetime)
        whole = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])  # type: ignore[union-attr]
        assert abs((shown - whole.replace(tzinfo=None)).total_seconds()) < 1
    else:
        assert str(shown) in str(value).replace("T", " ")
    rows = list(csv.reader(io.StringIO(separated(one([value])).decode("utf-8-sig"), newline="")))
    assert str(value).startswith(rows[1][0])


def test_a_text_that_no_cell_holds_is_cut_visibly() -> None:
    ((shown,),) = sheets(workbook([one(["x" * 40_000])], "t", "h", None))["One"][1:]
    assert isinstance(shown, str)
    assert (len(shown), shown[-1]) == (LONGEST, "\u2026")


def test_exporting_changes_nothing_in_the_record(full: Audit) -> None:
    before = full.head
    folder = full.folder
    result = run("export", "html", "--audit", str(folder))
    assert result.exit_code == 0
    path = Path(result.stdout.strip())
    assert path.parent == folder / "documents"
    with Audit.open(folder, read_only=True) as again:
        assert again.head == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pdf",), "pdf"),
        (("csv", "-o", "tables.csv"), "Give a folder with -o."),
        (("xlsx", "-o", "note.txt"), "is there already and is no .xlsx file"),
        (("xlsx", "-o", "x.csv"), "x.csv is no name of a .xlsx file"),
        (("html", "-o", "x"), "x is no name of a .html file"),
        (("html", "-o", "-"), "- is no name of a .html file"),
        (("csv", "-o", ""), "The name is empty."),
        (("xlsx", "-o", "audit/journal/x.xlsx"), "lies in the audit's own record"),
        (("html", "-o", "evidence/x.html"), "lies among the evidence"),
        (("csv", "-o", "note.txt/x"), ""),
    ],
)
def test_wrong_places_are_told_in_one_sentence(
    full: Audit,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    base = full.folder.parent
    monkeypatch.chdir(base)
    (base / "note.txt").write_text("kept", "utf-8")
    result = run("export", *arguments, "--audit", str(full.folder))
    assert result.exit_code == (1 if "note.txt/x" in arguments else 2)
    assert not isinstance(result.exception, (OSError, ValueError))
    assert said in result.output
    assert (base / "note.txt").read_text("utf-8") == "kept"
    assert not list(base.glob("*.csv"))


def test_a_new_audit_gives_tables_with_heads_alone(audit: Audit, tmp_path: Path) -> None:
    made = tables(audit)
    book = sheets(workbook(made, "t", "h", None))
    assert [len(rows) for rows in book.values()] == [len(made[0].rows) + 1, 1, 1, 1]
    assert "Nothing is recorded." in page(made, "t", "h").decode()


def test_help_and_the_list_of_commands_name_it() -> None:
    assert "export" in run("--help").output
    assert "xlsx" in run("export", "--help").output
