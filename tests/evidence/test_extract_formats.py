"""OpenDocument, RTF, attachments of mails, and the encodings of older programs."""

from __future__ import annotations

import io
import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from auditkit.evidence.extract import Limits, Unreadable, has_no_text, kind_of, passages

Found = list[tuple[str, str]]


def read(path: Path, limits: Limits = Limits()) -> Found:  # noqa: B008
    return [(passage.place, passage.text) for passage in passages(path, limits=limits)]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def opendocument(folder: Path, name: str, body: str, manifest: str = "") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", f"<office:body>{body}</office:body>")
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def test_texts_of_opendocument_with_headings_tables_and_blanks(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">3.2 <text:span>Scope</text:span></text:h>'
        '<text:p>R&amp;D<text:s text:c="2"/>and<text:tab/>all</text:p><text:p/>'
        "<table:table><table:table-row><table:table-cell><text:p>Role</text:p></table:table-cell>"
        "<table:table-cell><text:p>Lead</text:p><text:p>auditor</text:p></table:table-cell>"
        "</table:table-row></table:table><text:p>The end</text:p>"
    )
    assert read(opendocument(tmp_path, "a.odt", body)) == [
        ("heading 3.2 Scope", "3.2 Scope"),
        ("paragraph 2", "R&D  and\tall"),
        ("table 1, row 1", "Role | Lead auditor"),
        ("paragraph 3", "The end"),
    ]


def test_sheets_of_opendocument_count_rows_that_are_stored_once(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        '<table:table table:name="Risks &amp; more"><table:table-row>'
        f"{cell.format('Bias')}<table:table-cell/>{cell.format('4.5')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="6"><table:table-cell/></table:table-row>'
        f"<table:table-row>{cell.format('Drift')}</table:table-row></table:table>"
    )
    assert read(opendocument(tmp_path, "a.ods", body)) == [
        ("sheet Risks & more, row 1", "Bias | 4.5"),
        ("sheet Risks & more, row 8", "Drift"),
    ]


def test_slides_of_opendocument(tmp_path: Path) -> None:
    body = "<draw:page><text:p>AI</text:p><text:p>policy</text:p></draw:page><draw:page/>"
    body += "<draw:page><text:p>End</text:p></draw:page>"
    assert read(opendocument(tmp_path, "a.odp", body)) == [
        ("slide 1", "AI\npolicy"),
        ("slide 3", "End"),
    ]


def test_an_encrypted_opendocument_file_is_told(tmp_path: Path) -> None:
    path = opendocument(tmp_path, "a.odt", "x", "<manifest:encryption-data/>")
    with pytest.raises(Unreadable, match="password"):
        read(path)


@pytest.mark.parametrize("name", ["a.odt", "a.ods", "a.odp"])
def test_opendocument_files_that_are_none_are_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="broken"):
        read(written(tmp_path, name, b"PK\3\4 cut off"))
    with zipfile.ZipFile(tmp_path / name, "w") as package:
        package.writestr("readme.txt", "x")
    with pytest.raises(Unreadable, match="no OpenDocument"):
        read(tmp_path / name)


def test_one_tag_cannot_ask_for_endless_blanks(tmp_path: Path) -> None:
    body = '<text:p>a<text:s text:c="99999999"/>b</text:p>'
    ((_, text),) = read(opendocument(tmp_path, "a.odt", body))
    assert len(text) < 200


def rtf(body: str) -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg1252" + body + "}").encode("latin-1")


def test_rtf_paragraphs_tables_and_what_nobody_sees(tmp_path: Path) -> None:
    body = (
        "{\\fonttbl{\\f0 Arial;}}{\\info{\\author Lee}}{\\*\\generator X;}"
        "\\pard AI policy\\par\r\n\\trowd Role\\cell Name\\cell\\row "
        "\\{kept\\}\\tab x{\\pict 00ff}\\line y\\~z\\par"
    )
    assert read(written(tmp_path, "a.rtf", rtf(body))) == [
        ("paragraph 1", "AI policy"),
        ("paragraph 2", "Role | Name"),
        ("paragraph 3", "{kept}\tx\ny\xa0z"),
    ]


def test_rtf_in_the_encodings_of_its_fonts(tmp_path: Path) -> None:
    russian = "".join(f"\\'{byte:02x}" for byte in "Политика".encode("cp1251"))
    japanese = "".join(f"\\'{byte:02x}" for byte in "方針".encode("cp932"))
    body = (
        "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}}"
        f"\\f0 Pr\\'fcfung \\f1 {russian}{{\\f2 {japanese}}}\\par"
    )
    assert read(written(tmp_path, "a.rtf", rtf(body))) == [("paragraph 1", "Prüfung Политика方針")]


def test_rtf_unicode_and_the_characters_that_stand_for_it_in_old_programs(tmp_path: Path) -> None:
    body = "\\uc1 \\u8364 ?5\\u8211\\'96 {\\uc0 \\u-10179\\u-8704}{\\uc2 \\u20154 ??x}\\par"
    ((_, text),) = read(written(tmp_path, "a.rtf", rtf(body)))
    assert text == "€5– \U0001f600人x"


def test_rtf_raw_bytes_are_passed_over(tmp_path: Path) -> None:
    data = b"{\\rtf1 before{\\pict\\bin4 }}}{ hidden}after\\par}"
    assert read(written(tmp_path, "a.rtf", data)) == [("paragraph 1", "beforeafter")]


def test_rtf_that_is_none_or_nested_without_end_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no RTF"):
        read(written(tmp_path, "a.rtf", "plain"))
    with pytest.raises(Unreadable, match="nested"):
        read(written(tmp_path, "b.rtf", "{\\rtf1" + "{" * 100_000))


def message(subject: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = subject
    made.set_content("body")
    return made


def test_attachments_of_mails_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The board approved it.")
    packed = io.BytesIO()
    document.save(packed)
    outer = message("outer")
    outer.add_attachment(
        packed.getvalue(), maintype="application", subtype="msword", filename="minutes.docx"
    )
    outer.add_attachment(message("inner"))
    outer.add_attachment(b"\0\1", maintype="application", subtype="pdf", filename="broken.pdf")
    found = read(written(tmp_path, "a.eml", outer.as_bytes()))
    assert ("attachment 1, paragraph 1", "The board approved it.") in found
    assert ("attachment 2, Subject", "inner") in found
    assert found[-1] == ("attachment 3", "broken.pdf")


def test_mails_in_mails_are_read_to_a_depth(tmp_path: Path) -> None:
    made = message("mail 0")
    for number in range(1, 9):
        outer = message(f"mail {number}")
        outer.add_attachment(made)
        made = outer
    subjects = [text for _, text in read(written(tmp_path, "a.eml", made.as_bytes()))]
    assert "mail 5" in subjects
    assert "mail 4" not in subjects


SENTENCES = {
    "cp1252": "Über die Prüfung der Maßnahmen – geändert für jede Behörde, “nützlich”.",
    "mac_roman": "Die Prüfung für die Maßnahmen wurde geändert, die Behörde hört zu.",
    "cp850": "Die Prüfung für die Maßnahmen wurde geändert, die Behörde hört zu.",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl člověk v úřadě.",
    "iso8859_2": "Zażółć gęślą jaźń, powiedział człowiek w urzędzie, który się śmiał.",
    "cp1254": "Bağımsız denetçi şirketin işleyişini öğrendi, çünkü ığdır güzeldi.",
    "cp1251": "Политика управления рисками утверждена советом директоров организации.",
    "koi8_r": "Политика управления рисками утверждена советом директоров организации.",
    "cp866": "Политика управления рисками утверждена советом директоров организации.",
    "cp1253": "Η πολιτική διαχείρισης κινδύνων εγκρίθηκε από το διοικητικό συμβούλιο.",
    "cp932": "情報セキュリティの方針は取締役会によって承認されました。毎年見直します。",
    "euc_jp": "情報セキュリティの方針は取締役会によって承認されました。毎年見直します。",
    "iso2022_jp": "情報セキュリティの方針は取締役会によって承認されました。",
    "gb18030": "风险管理政策已经由董事会批准，并且每年都要进行一次审查和更新。",
    "big5": "風險管理政策已經由董事會批准，並且每年都要進行一次審查和更新。",
    "cp949": "위험 관리 정책은 이사회의 승인을 받았으며 매년 검토하고 갱신합니다.",
    "utf-32": "Prüfung der Maßnahmen",
    "utf-32-le": "Prüfung der Maßnahmen",
    "utf-32-be": "Prüfung der Maßnahmen",
}


@pytest.mark.parametrize("encoding", SENTENCES)
def test_text_in_the_encodings_of_older_programs(tmp_path: Path, encoding: str) -> None:
    text = SENTENCES[encoding]
    lines = "\n".join([text] * 6).encode(encoding)
    assert read(written(tmp_path, "a.txt", lines))[-1] == ("line 6", text)


def test_what_stands_far_behind_decides_the_encoding_too(tmp_path: Path) -> None:
    data = b"plain line\n" * 20_000 + "die Prüfung für die Behörde\n".encode("cp1252")
    assert read(written(tmp_path, "a.txt", data))[-1][1] == "die Prüfung für die Behörde"


def test_a_page_says_its_own_encoding(tmp_path: Path) -> None:
    page = '<meta charset="windows-1253"><p>ναι</p>'.encode("cp1253")
    assert read(written(tmp_path, "a.html", page)) == [("line 1", "ναι")]


def test_a_page_cannot_choose_an_encoding_that_is_none_of_text(tmp_path: Path) -> None:
    page = '<meta charset="utf-7"><p>+ADw-script+AD4- für</p>'.encode("cp1252")
    assert read(written(tmp_path, "a.html", page)) == [("line 1", "+ADw-script+AD4- für")]


def test_words_broken_at_the_end_of_a_line_in_a_pdf_are_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "The impact assess-")
    canvas.drawString(72, 706, "ment of the AI-")
    canvas.drawString(72, 692, "based system")
    canvas.save()
    ((_, text),) = read(written(tmp_path, "a.pdf", out.getvalue()))
    assert "assessment" in text
    assert "AI-based" in text


def test_old_binary_office_files_are_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"Save a copy as \.docx"):
        read(written(tmp_path, "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_kinds_by_suffix() -> None:
    assert kind_of(Path("a.ODS")) == "OpenDocument table"
    assert has_no_text(Path("Org chart.JPG"))
    assert not has_no_text(Path("a.pdf"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such devices")
def test_devices_are_never_opened() -> None:
    with pytest.raises(Exception, match="not a regular file"):
        list(passages(Path("/dev/zero")))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp437", "M\u00fcller Stra\u00dfe"),
        ("cp437", "\u00dcberpr\u00fcfung"),
        ("cp850", "R\u00e9sum\u00e9"),
        ("cp850", "\u00c9valuation des risques \u00e0 r\u00e9aliser, proc\u00e9dure \u00e9tablie"),
        ("cp850", "se\u00f1or y a\u00f1o, acci\u00f3n, gesti\u00f3n"),
        ("cp852", "Magyar kock\u00e1zat\u00e9rt\u00e9kel\u00e9s \u00e9s min\u0151s\u00e9g\u00fcgy"),
        ("koi8_r", "Протокол проверки безопасности"),
        ("koi8_u", "Оцінка ризиків системи"),
        ("cp1251", "Проверка iso 42001 и risk register"),
        ("cp866", "Протокол"),
        ("iso8859_7", "Πολιτική διαχείρισης κινδύνων"),
        ("cp1253", "Πολιτική"),
        ("cp1255", "הערכת סיכונים ודוח ביקורת"),
        ("shift_jis", "データベース サーバー エラー"),
    ],
)
def test_few_words_in_the_encodings_of_older_programs(
    tmp_path: Path, encoding: str, text: str
) -> None:
    assert read(written(tmp_path, "a.txt", text.encode(encoding))) == [("line 1", text)]


def test_parts_of_a_mail_nested_too_deep_are_told(tmp_path: Path) -> None:
    depth = 3_000
    head = "From: a@x.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n"
    parts = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    path = written(tmp_path, "deep.eml", f"{head}{parts}Content-Type: text/plain\r\n\r\nwords\r\n")
    with pytest.raises(Unreadable, match="nested too deep"):
        read(path)
