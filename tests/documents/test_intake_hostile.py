"""What else comes in by mail in place of a form: each is refused in one clear sentence."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import olefile
import pytest
from lxml import etree

from auditkit.documents.catalog import write
from auditkit.documents.intake.keeping import take_in
from auditkit.documents.intake.reading import read_in
from auditkit.documents.intake.sending import write_text_form
from auditkit.errors import AuditkitError, UsageError
from auditkit.record.audit import Audit

from .filling import (
    ANSWER,
    BODY,
    CUSTOM,
    TODAY,
    W,
    asked_audit,
    control_of,
    edited,
    filled,
    form,
    packed,
    parts_of,
)

TYPES = "[Content_Types].xml"
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{0}"><!ENTITY c "&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    with asked_audit(tmp_path_factory.mktemp("asked") / "audit") as audit:
        yield audit


@pytest.fixture(scope="module")
def answered(asked: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("answered")
    return filled(form(asked, place / "blank.docx"), place / "answer.docx", ANSWER)


def with_part(parts: dict[str, bytes], name: str, content: bytes) -> bytes:
    return packed({**parts, name: content})


def bomb(parts: dict[str, bytes]) -> bytes:
    return with_part(parts, BODY, parts[BODY] + b"<!--" + b" " * (64 << 20) + b"-->")


def lying_bomb(parts: dict[str, bytes]) -> bytes:
    """A part whose packed size is small and whose size in the directory is a lie."""
    content = bytearray(with_part(parts, BODY, b"<a>" + b" " * (30 << 20) + b"</a>"))
    size = (len(b"<a></a>") + (30 << 20)).to_bytes(4, "little")
    return bytes(content.replace(size, (1000).to_bytes(4, "little")))


def encrypted(_: dict[str, bytes]) -> bytes:
    head = olefile.MAGIC
    return head + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def marked_encrypted(parts: dict[str, bytes]) -> bytes:
    """The flag of a zip that wants a password, on every part."""
    content = bytearray(packed(parts))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def odt(_: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office:document-content/>")
    return target.getvalue()


def external(parts: dict[str, bytes]) -> bytes:
    xml = b'<!DOCTYPE a SYSTEM "own.dtd" [<!ENTITY x SYSTEM "own.txt">]><a>&x;</a>'
    return with_part(parts, BODY, xml)


def in_properties(parts: dict[str, bytes]) -> bytes:
    return with_part(parts, CUSTOM, b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')


def deep(parts: dict[str, bytes]) -> bytes:
    return with_part(parts, BODY, b"<a>" * 100_000 + b"</a>" * 100_000)


def crowded(parts: dict[str, bytes]) -> bytes:
    return with_part(parts, BODY, b"<a>" + b"<t/>" * 100_000 + b"</a>")


def marked(parts: dict[str, bytes]) -> bytes:
    """Bookmarks that are never closed, each of which holds all text behind it."""
    marks = b"".join(b'<w:bookmarkStart w:id="%d" w:name="AK_%d"/>' % (n, n) for n in range(45_000))
    words = b"<w:r><w:t>many </w:t></w:r>" * 20_000
    begin, rest = parts[BODY].split(b"<w:body>")
    return with_part(parts, BODY, begin + b"<w:body><w:p>" + marks + words + b"</w:p>" + rest)


def nested(parts: dict[str, bytes]) -> bytes:
    """As deep as a parser allows, with a control of the same name on each level."""
    level = (
        b'<w:sdt><w:sdtPr><w:tag w:val="car.root_cause"/><w:showingPlcHdr/></w:sdtPr>'
        b"<w:sdtContent><w:r>"
    )
    many = b"<w:t>aa</w:t>" * 50_000
    inner = level * 80 + many + b"</w:r></w:sdtContent></w:sdt>" * 80
    root = parts[BODY][: parts[BODY].index(b"<w:body>")]
    return with_part(parts, BODY, root + b"<w:body>" + inner + b"</w:body></w:document>")


OTHERS: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes], str]] = {
    "empty": ("a.docx", lambda _: b"", "is empty"),
    "noise": ("a.docx", lambda _: b"hello" * 100, "is no Word document"),
    "cut off": ("a.docx", lambda p: packed(p)[:3000], "is broken"),
    "only a head": ("a.docx", lambda _: b"PK\x03\x04", "is broken"),
    "old Word": ("a.doc", lambda _: olefile.MAGIC + b"\0" * 2000, r"old Word format \(\.doc\)"),
    "password": ("a.docx", encrypted, "protected by a password"),
    "zip password": ("a.docx", marked_encrypted, "encrypted"),
    "PDF": ("a.docx", lambda _: b"%PDF-1.7 ...", "is a PDF"),
    "RTF": ("a.doc", lambda _: b"{\\rtf1 hello}", "is an RTF file"),
    "OpenDocument": ("a.odt", odt, "is an OpenDocument file"),
    "no Word": ("a.docx", lambda _: packed({"xl/workbook.xml": b"<a/>"}), "is no Word document"),
    "macro name": ("a.docm", packed, "holds macros"),
    "macro part": ("a.docx", lambda p: with_part(p, "word/vbaProject.bin", b"x"), "holds macros"),
    "macro type": (
        "a.docx",
        lambda p: with_part(
            p, TYPES, p[TYPES].replace(b"wordprocessingml.document.main", b"ms-word.macroEnabled")
        ),
        "holds macros",
    ),
    "bomb": ("a.docx", bomb, "too big when unpacked"),
    "lying bomb": ("a.docx", lying_bomb, "broken|too big"),
    "many parts": (
        "a.docx",
        lambda p: packed({**p, **{f"x/{n}": b"" for n in range(2_001)}}),
        "too many parts",
    ),
    "own entities": ("a.docx", lambda p: with_part(p, BODY, BILLION.encode()), "XML entities"),
    "external entity": ("a.docx", external, "XML entities"),
    "entity in properties": ("a.docx", in_properties, "XML entities"),
    "no XML": ("a.docx", lambda p: with_part(p, BODY, b"<a><b></a>"), "no well-formed XML"),
    "deep": ("a.docx", deep, "no well-formed XML"),
    "crowded": ("a.docx", crowded, "more parts than a form can have"),
    "nested": ("a.docx", nested, "holds more than 50,000"),
    "text, no form": ("a.txt", lambda _: b"Dear auditor,\nall is well.\n", "is no CAR form"),
    "a Word file as text": ("a.txt", packed, "is no text|is no CAR form"),
    "too big": ("a.docx", lambda _: b"PK\x03\x04" + b"\0" * (20 << 20), "bigger than 20 MiB"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_form_is_named(asked: Audit, answered: Path, tmp_path: Path, name: str) -> None:
    file, make, told = OTHERS[name]
    path = tmp_path / file
    path.write_bytes(make(parts_of(answered)))
    before = asked.digest
    with pytest.raises(AuditkitError, match=told) as caught:
        read_in(asked, path, today=TODAY)
    said = str(caught.value)
    assert file in said
    assert caught.value.remedy
    assert "Traceback" not in said
    assert "\n" not in said
    assert asked.digest == before


def test_what_is_no_file_is_named(asked: Audit, tmp_path: Path) -> None:
    for path, told in ((tmp_path, "is a folder"), (tmp_path / "gone.docx", "There is no file")):
        with pytest.raises(AuditkitError, match=told):
            read_in(asked, path)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such pipes and asks for links")
def test_pipes_and_links_are_not_opened(asked: Audit, answered: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "link.docx").symlink_to(answered)
    for name, told in (("pipe.docx", "a pipe"), ("link.docx", "is a link")):
        with pytest.raises(AuditkitError, match=told):
            read_in(asked, tmp_path / name)


def test_another_document_of_the_audit_is_no_form(asked: Audit, tmp_path: Path) -> None:
    made = write(asked, "audit", tmp_path / "report.docx", today=TODAY).path
    with pytest.raises(AuditkitError, match="is no CAR form but another document: audit"):
        read_in(asked, made)


def test_a_form_of_another_audit_is_refused(asked: Audit, tmp_path: Path) -> None:
    with asked_audit(tmp_path / "other", "Another audit") as other:
        other.set_info(number="IA-9")
        path = filled(form(other, tmp_path / "a.docx"), tmp_path / "b.docx", ANSWER)
    with pytest.raises(AuditkitError, match=r"belongs to another audit \(IA-9\)"):
        read_in(asked, path)


def test_a_form_of_another_request_is_refused(asked: Audit, answered: Path) -> None:
    with pytest.raises(AuditkitError, match="is the form of CAR-001, not of CAR-002"):
        read_in(asked, answered, expected="CAR-002")
    with pytest.raises(UsageError, match="There is no car 'CAR-9'"):
        read_in(asked, answered, expected="CAR-9")


def test_text_and_properties_that_name_two_requests_are_refused(
    asked: Audit, answered: Path, tmp_path: Path
) -> None:
    def other(root: Any) -> None:
        for each in root.iter(f"{W}t"):
            each.text = (each.text or "").replace("CAR-001", "CAR-002")

    with pytest.raises(AuditkitError, match="form of CAR-001, but its text speaks of CAR-002"):
        read_in(asked, edited(answered, tmp_path / "a.docx", other))


def named(name: str, value: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        for each in root.iter("{*}property"):
            if each.get("name") == name:
                each[0].text = value

    return edit


def test_an_unknown_request_and_a_newer_form_are_refused(
    asked: Audit, answered: Path, tmp_path: Path
) -> None:
    for name, value, told in (
        ("auditkit.car", "01J00000000000000000000000", "which this audit does not have"),
        ("auditkit.form", "99", "of a newer auditkit"),
        ("auditkit.kind", "\x1b[31mreport".replace("\x1b", "\u202e"), "is no CAR form but"),
    ):
        path = edited(answered, tmp_path / "a.docx", named(name, value), CUSTOM)
        with pytest.raises(AuditkitError, match=told) as caught:
            read_in(asked, path)
        assert "\u202e" not in str(caught.value)


def test_a_form_nobody_filled_in_is_refused(asked: Audit, tmp_path: Path) -> None:
    with pytest.raises(AuditkitError, match="was not filled in"):
        read_in(asked, form(asked, tmp_path / "blank.docx"))


def test_a_document_without_any_field_is_no_form(asked: Audit, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("We have done everything.")
    document.save(str(tmp_path / "letter.docx"))
    with pytest.raises(AuditkitError, match="is no CAR form: none of its fields is there"):
        read_in(asked, tmp_path / "letter.docx")


def test_an_endless_answer_is_refused(asked: Audit, answered: Path, tmp_path: Path) -> None:
    path = filled(answered, tmp_path / "a.docx", {"root_cause": "why " * 20_000})
    with pytest.raises(AuditkitError, match="holds more than 50,000 characters"):
        read_in(asked, path)


def test_copies_of_a_control_are_told(asked: Audit, answered: Path, tmp_path: Path) -> None:
    from copy import deepcopy

    def twice(root: Any) -> None:
        copy = deepcopy(control_of(root, "root_cause"))
        for each in copy.iter(f"{W}t"):
            each.text = "Another cause."
        paragraph = etree.SubElement(root.find(f"{W}body"), f"{W}p")
        paragraph.append(copy)

    intake = read_in(asked, edited(answered, tmp_path / "a.docx", twice), today=TODAY)
    found = next(each for each in intake.changes if each.field == "root_cause")
    assert found.form == ANSWER["root_cause"]
    assert any("more than once" in each for each in found.notes)


def test_what_a_form_says_of_itself_is_not_taken_into_the_record(tmp_path: Path) -> None:
    with asked_audit(tmp_path / "audit") as audit:
        path = filled(form(audit, tmp_path / "a.docx"), tmp_path / "b.docx", ANSWER)
        edited(path, path, named("auditkit.journal", "y" * 5_000), CUSTOM)
        take_in(audit, read_in(audit, path, today=TODAY))
        assert "yyyy" not in "".join(p.read_text() for p in (audit.folder / "journal").iterdir())


def test_bookmarks_without_end_cost_nothing(asked: Audit, answered: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(marked(parts_of(answered)))
    intake = read_in(asked, path, today=TODAY)
    assert {each.field: each.form for each in intake.changes} == ANSWER


@pytest.mark.parametrize("blank", [" ", "\t", " \t"])
def test_blanks_without_end_behind_a_mark_cost_nothing(
    asked: Audit, tmp_path: Path, blank: str
) -> None:
    """And the field that the line names is found all the same."""
    path = write_text_form(asked, "CAR-001", tmp_path / "a.txt", today=TODAY).path
    words, many = path.read_text("utf-8"), blank * 100_000
    path.write_text(
        words.replace(
            ">> Root cause",
            f">> a{many}b\nnobody asked\n>>{many}Root cause",
        ).replace("[car.root_cause]\n", f"{many}[car.root_cause]{many}\nThe cause.\n"),
        "utf-8",
    )
    intake = read_in(asked, path, today=TODAY)
    answers = {each.field: each.form for each in intake.changes if each.form}
    assert answers == {"root_cause": "The cause."}


def test_a_text_form_holds_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    with asked_audit(tmp_path / "audit") as audit:
        audit.edit_car("CAR-001", correction="a\x9b31m\x7f\x80\x1b[2Jb")
        written = write_text_form(audit, "CAR-001", today=TODAY).path
        words = written.read_text("utf-8")
    assert "a\ufffd31m\ufffd\ufffdb" in words
    assert not [each for each in words if not each.isprintable() and each not in "\n\t"]
