"""Text out of files: each format with places as a person cites them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from auditkit.evidence.extract import Limits, Unreadable, passages
from auditkit.evidence.model import Passage

Found = list[tuple[str, str]]


def read(path: Path, limits: Limits = Limits()) -> Found:  # noqa: B008
    return [(passage.place, passage.text) for passage in passages(path, limits=limits)]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(folder: Path, name: str, parts: dict[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_text_in_every_common_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.txt", "Prüfung – eins\r\n\r\nzwei".encode(encoding))
    assert read(path) == [("line 1", "Prüfung – eins"), ("line 3", "zwei")]


def test_zero_bytes_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(written(tmp_path, "a.txt", b"\0\1\2\0\0\0abc\0\0\0"))


def test_markdown_headings_are_cited_by_their_words(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", "# 3.2 Scope\n\nAll systems.\n#hashtag\n")
    places = [place for place, _ in read(path)]
    assert places == ["heading 3.2 Scope", "line 3", "line 4"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_rows(tmp_path: Path, delimiter: str) -> None:
    text = f'Risk{delimiter}Owner\n"Bias\nin data"{delimiter}Lee\nDrift{delimiter}Kim\n'
    assert read(written(tmp_path, "a.csv", text)) == [
        ("row 1", "Risk | Owner"),
        ("row 2", "Bias\nin data | Lee"),
        ("row 3", "Drift | Kim"),
    ]


def test_a_broken_csv_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="broken at row"):
        read(written(tmp_path, "a.csv", 'a,"' + "x" * 5_100_000 + '"\n'))


def test_one_very_long_cell_leaves_the_other_rows_readable(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a.csv", f'a,b\n1,"{"x" * 200_000}"\n2,last row\n'))
    assert found[0] == ("row 1", "a | b")
    assert found[-1] == ("row 3", "2 | last row")
    assert sum(text.count("x") for place, text in found if place == "row 2") == 200_000


def test_html_as_read(tmp_path: Path) -> None:
    page = (
        "<html><style>p{}</style><script>alert(1)</script>\n"
        "<h2>4.3 <b>Scope</b></h2>\n<p>Fish &amp; chips<br>twice</p>"
    )
    assert read(written(tmp_path, "a.html", page)) == [
        ("heading 4.3 Scope", "4.3 Scope"),
        ("line 3", "Fish & chips"),
        ("line 3", "twice"),
    ]


def test_json_and_yaml_by_line(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.json", '{\n "a": 1\n}'))[1] == ("line 2", ' "a": 1')
    assert read(written(tmp_path, "a.yaml", "a: &x 1\nb: *x")) == [
        ("line 1", "a: &x 1"),
        ("line 2", "b: *x"),
    ]


def test_mail_headers_body_and_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Risk review – March"
    message["From"] = "Lee <lee@example.org>"
    message.set_content("Dear all,\n\nsee the register.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="register.pdf")
    assert read(written(tmp_path, "a.eml", message.as_bytes())) == [
        ("Subject", "Risk review – March"),
        ("From", "Lee <lee@example.org>"),
        ("body, line 1", "Dear all,"),
        ("body, line 3", "see the register."),
        ("attachment 1", "register.pdf"),
    ]


def test_mail_in_html_only(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("<p>Hello <i>you</i></p>", subtype="html")
    assert ("body, line 1", "Hello you") in read(written(tmp_path, "a.eml", message.as_bytes()))


def test_what_is_no_mail_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no mail"):
        read(written(tmp_path, "a.eml", "just text"))


def test_word_paragraphs_headings_tables_and_header(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("3.2 Scope", 1)
    document.add_paragraph("R&D and <all> systems")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Role", "Name"
    table.cell(1, 1).text = "Kim"
    document.add_paragraph("The end")
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx") == [
        ("heading 3.2 Scope", "3.2 Scope"),
        ("paragraph 2", "R&D and <all> systems"),
        ("table 1, row 1", "Role | Name"),
        ("table 1, row 2", " | Kim"),
        ("paragraph 3", "The end"),
        ("header 1", "Confidential"),
    ]


def test_word_deleted_text_and_copies_for_old_programs_do_not_count(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<mc:Fallback><w:r><w:t>copy</w:t></w:r></mc:Fallback></w:p>"
    )
    path = zipped(tmp_path, "a.docx", {"word/document.xml": f"<w:body>{body}</w:body>"})
    assert read(path) == [("paragraph 1", "kept")]


def test_excel_rows_with_texts_numbers_dates_and_truth(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Register & more"
    sheet.append(["Risk", "Score", "Review", "Open"])
    sheet.append(["Bias", 4.5, date(2025, 3, 4), True])
    workbook.create_sheet("Empty")
    workbook.create_sheet("Owners")["B7"] = "Kim"
    workbook.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == [
        ("sheet Register & more, row 1", "Risk | Score | Review | Open"),
        ("sheet Register & more, row 2", "Bias | 4.5 | 2025-03-04 | TRUE"),
        ("sheet Owners, row 7", "Kim"),
    ]


def test_excel_shared_texts_with_several_runs(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        "a.xlsx",
        {
            "xl/workbook.xml": '<sheets><sheet name="S" r:id="r1"/></sheets>',
            "xl/_rels/workbook.xml.rels": '<Relationship Id="r1" Target="/xl/s.xml"/>',
            "xl/sharedStrings.xml": "<si><r><t>two </t></r><r><t>runs</t></r>"
            "<rPh><t>no</t></rPh></si>",
            "xl/s.xml": '<row r="3"><c t="s"><v>0</v></c><c t="s"><v>99</v></c></row>',
        },
    )
    assert read(path) == [("sheet S, row 3", "two runs")]


def test_slides_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        "a.pptx",
        {
            "ppt/presentation.xml": '<p:sldId id="9" r:id="r2"/><p:sldId id="8" r:id="r1"/>',
            "ppt/_rels/presentation.xml.rels": '<Relationship Id="r1" Target="slides/slide1.xml"/>'
            '<Relationship Id="r2" Target="slides/slide2.xml"/>',
            "ppt/slides/slide1.xml": "<a:p><a:t>last</a:t></a:p>",
            "ppt/slides/slide2.xml": "<a:p><a:t>AI </a:t><a:t>policy</a:t></a:p><a:p></a:p>",
        },
    )
    assert read(path) == [("slide 1", "AI policy"), ("slide 2", "last")]


def pdf(pages: list[str], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_pdf_pages(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", pdf(["AI policy", "", "Approved"]))
    assert read(path) == [("page 1", "AI policy"), ("page 3", "Approved")]


def test_an_encrypted_pdf_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="password"):
        read(written(tmp_path, "a.pdf", pdf(["secret"], encrypt="sesame")))


def test_a_scan_without_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="scan"):
        read(written(tmp_path, "a.pdf", pdf([""])))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.pdf"])
@pytest.mark.parametrize("content", [b"", b"PK\3\4 cut off", b"no such thing", b"%PDF-1.7 cut"])
def test_broken_files_are_told_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Unreadable) as told:
        read(written(tmp_path, name, content))
    assert told.value.what.endswith(".")
    assert "\n" not in told.value.what


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
def test_a_zip_that_is_another_thing_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="This is no"):
        read(zipped(tmp_path, name, {"readme.txt": "hello"}))


def test_a_password_protected_office_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="password"):
        read(written(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_an_unknown_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"from \.exe"):
        read(written(tmp_path, "a.exe", b"MZ\x90\0"))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path, "a.docx", {"word/document.xml": "<w:t>" + "0" * (30 << 20)})
    with pytest.raises(Unreadable, match="suspiciously"):
        read(path)
    with pytest.raises(Unreadable, match="too big"):
        read(path, Limits(member_bytes=1 << 20))


def test_many_parts_together_may_not_be_too_big(tmp_path: Path) -> None:
    parts = {f"word/header{n}.xml": f"<w:p><w:t>{'x' * 400}</w:t></w:p>" for n in range(9)}
    path = zipped(tmp_path, "a.docx", {"word/document.xml": "<w:body/>", **parts})
    with pytest.raises(Unreadable, match="too big"):
        read(path, Limits(total_bytes=2000))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, "a.docx", {f"{number}": "" for number in range(30)})
    with pytest.raises(Unreadable, match="too many parts"):
        read(path, Limits(members=20))


def test_entities_are_refused_and_never_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:p><w:t>&b;</w:t></w:p>'
    with pytest.raises(Unreadable, match="entities"):
        read(zipped(tmp_path, "a.docx", {"word/document.xml": laughs}))


def test_a_part_with_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", "<w:p><w:t>original</w:t></w:p>")
    path.write_bytes(path.read_bytes().replace(b"original", b"0riginal"))
    with pytest.raises(Unreadable, match="broken at its part"):
        read(path)


def test_tags_that_never_end_do_not_make_the_reading_long(tmp_path: Path) -> None:
    text = "<w:p " * 100_000 + "<" + "a" * 500_000
    assert read(zipped(tmp_path, "a.docx", {"word/document.xml": text})) == []


def test_text_is_limited_and_long_lines_come_in_pieces(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "x" * 50 + "\nsecond")
    found = list(passages(path, limits=Limits(passage_chars=20)))
    assert found == [
        Passage("line 1", "x" * 20),
        Passage("line 1", "x" * 20),
        Passage("line 1", "x" * 10),
        Passage("line 2", "second"),
    ]
    assert read(path, Limits(chars=30)) == [("line 1", "x" * 30)]


def test_text_under_an_unknown_suffix_is_read(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md.tmpl"
    policy.write_text("Access is reviewed é\nevery quarter\n", encoding="utf-8")
    assert [each.text for each in passages(policy)] == ["Access is reviewed é", "every quarter"]


def test_bytes_under_an_unknown_suffix_are_refused(tmp_path: Path) -> None:
    blob = tmp_path / "model.bin"
    blob.write_bytes(b"\x80\x81\x00\xff" * 100)
    with pytest.raises(Unreadable, match=r"\.bin"):
        list(passages(blob))
