"""Properties of real files, read in a process of their own; nothing in a file stops the reading."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from auditkit.evidence.model import FileEntry, Passage
from auditkit.evidence.scan import scan
from auditkit.evidence.smell import Facts, Properties, facts
from auditkit.evidence.smell import child as module
from auditkit.evidence.smell.child import PropertyReader

MADE, CHANGED = datetime(2026, 1, 5, 9, 30), datetime(2026, 2, 6, 10, 0)
ODF = """<?xml version="1.0"?><office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d">
<office:meta><meta:initial-creator>Ada &amp; Co</meta:initial-creator><dc:creator>Bob</dc:creator>
<meta:creation-date>2026-01-05T09:30:00.123456789</meta:creation-date>
<dc:date>2026-02-06T10:00:00</dc:date><dc:title>AI policy</dc:title></office:meta>
</office:document-meta>"""


def word(path: Path) -> None:
    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.last_modified_by = "AI policy", "Ada", "Bob"
    known.created, known.modified = MADE, CHANGED
    document.add_paragraph("We use AI with care.")
    document.save(str(path))


def excel(path: Path) -> None:
    workbook = openpyxl.Workbook()
    known = workbook.properties
    known.title, known.creator, known.lastModifiedBy = "AI policy", "Ada", "Bob"
    known.created, known.modified = MADE, CHANGED
    workbook.save(path)


def packed(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)


def read(path: Path) -> Properties:
    with PropertyReader() as reader:
        return reader.read(path)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_office_files(tmp_path: Path, name: str) -> None:
    (word if name.endswith("docx") else excel)(tmp_path / name)
    known = read(tmp_path / name)
    assert (known.title, known.author, known.changed_by) == ("AI policy", "Ada", "Bob")
    assert known.created == MADE.replace(tzinfo=UTC)
    assert known.changed is not None  # openpyxl sets it anew when it saves


def test_opendocument(tmp_path: Path) -> None:
    packed(tmp_path / "a.odt", {"meta.xml": ODF, "content.xml": "<p>x</p>"})
    known = read(tmp_path / "a.odt")
    assert (known.title, known.author, known.changed_by) == ("AI policy", "Ada & Co", "Bob")
    assert known.created == datetime(2026, 1, 5, 9, 30, 0, 123456, UTC)
    assert known.changed == CHANGED.replace(tzinfo=UTC)


def test_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MADE.replace(tzinfo=UTC).timestamp())))
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=1)
    canvas.setTitle("AI policy")
    canvas.setAuthor("Ada Großmann")
    canvas.drawString(72, 720, "We use AI with care.")
    canvas.save()
    known = read(tmp_path / "a.pdf")
    assert (known.title, known.author) == ("AI policy", "Ada Großmann")
    assert known.created == MADE.replace(tzinfo=UTC)


def test_mail_from_its_passages(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "Nora is live", "Aoife Brennan <aoife@northfell.example>"
    message["Date"] = "Mon, 15 Jun 2026 10:05:00 +0200"
    message.set_content("Hello")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    (known,) = facts(scan([tmp_path]).entries)
    assert known.properties == Properties(
        title="Nora is live",
        author="Aoife Brennan",
        created=datetime(2026, 6, 15, 8, 5, tzinfo=UTC),
    )


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _package:
    _package.writestr("docProps/core.xml", "<dc:title>" + "x" * (8 << 20))


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", b"%PDF-1.7\n", BOMB.getvalue()],
    ids=["empty", "text", "cut off", "bomb"],
)
@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.ods"])
def test_a_bad_file_says_nothing_and_the_next_one_is_read(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    word(tmp_path / "good.docx")
    with PropertyReader() as reader:
        assert reader.read(tmp_path / name) == Properties()
        assert reader.read(tmp_path / "missing.docx") == Properties()
        assert reader.read(tmp_path / "good.docx").author == "Ada"


def test_entities_and_wild_dates_say_nothing(tmp_path: Path) -> None:
    core = '<!DOCTYPE x [<!ENTITY a "b">]><dc:title>&a;</dc:title>'
    packed(tmp_path / "a.docx", {"docProps/core.xml": core})
    wild = "<dc:title>T</dc:title><dcterms:created>0001-01-01T00:00:00+14:00</dcterms:created>"
    packed(tmp_path / "b.docx", {"docProps/core.xml": wild})
    assert read(tmp_path / "a.docx") == Properties()
    assert read(tmp_path / "b.docx") == Properties(title="T")


def test_a_reader_that_does_not_answer_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word(tmp_path / "a.docx")
    with PropertyReader() as reader:
        monkeypatch.setattr(module, "_SECONDS", 0.0)
        assert reader.read(tmp_path / "a.docx") == Properties()
        monkeypatch.setattr(module, "_SECONDS", 30.0)
        assert reader.read(tmp_path / "a.docx").author == "Ada"


def test_only_what_may_be_a_document_is_read(tmp_path: Path) -> None:
    for name in ("a.md", "b.py", "c.png", "d.json", "e"):
        (tmp_path / name).write_text("Owner: TBD", encoding="utf-8")
    assert [each.entry.name for each in facts(scan([tmp_path]).entries)] == ["a.md"]


def test_the_text_may_come_from_an_index_and_only_its_beginning_is_kept() -> None:
    def text(entry: FileEntry) -> list[Passage]:
        return [Passage(f"line {n}", "x" * 1000) for n in range(2000)] + [Passage("footer 1", "F")]

    (known,) = facts([FileEntry("/nowhere", "a.md", 1, 1)], text=text)
    assert sum(len(each.text) for each in known.passages) < 400_000
    assert known.passages[-1] == Passage("footer 1", "F")


def test_files_are_taken_one_at_a_time_and_on_request_no_more() -> None:
    read_so_far: list[str] = []

    def text(entry: FileEntry) -> list[Passage]:
        read_so_far.append(entry.name)
        return []

    entries = [FileEntry("/nowhere", f"{n}.md", 1, 1) for n in range(5)]
    coming = facts(entries, text=text, cancelled=lambda: len(read_so_far) == 2)
    assert isinstance(next(coming), Facts)
    assert read_so_far == ["0.md"]
    assert [each.entry.name for each in coming] == ["1.md"]
