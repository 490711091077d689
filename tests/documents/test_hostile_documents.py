"""Files that are made to deceive or to break: each is refused in one sentence, never with a
traceback, and what is verified is what Word would show."""

from __future__ import annotations

import io
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.documents.catalog import write_car

from .filling import asked_audit

sample = sys.modules["documents_sample"]
BODY, STYLES, TYPES = "word/document.xml", "word/styles.xml", "[Content_Types].xml"
CUSTOM, RELS = "docProps/custom.xml", "word/_rels/document.xml.rels"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'
Parts = dict[str, bytes]


def run(*args: object) -> Result:
    return CliRunner().invoke(root, [str(each) for each in args])


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that stand there twice
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """An audit, its evidence register and the form of its first CAR."""
    place = tmp_path_factory.mktemp("hostile")
    with asked_audit(place / "audit") as audit:
        form = write_car(audit, "CAR-001", place / "form.docx").path
    register = place / "register.docx"
    assert run("report", "evidence", "--audit", place / "audit", "-o", register).exit_code == 0
    return place / "audit", register, form


def one_sentence(answer: Result, said: str = "") -> None:
    assert isinstance(answer.exception, SystemExit), answer.exc_info
    assert answer.exit_code == 1
    assert answer.output.count("\n") == 1, answer.output
    assert said in answer.output


def first_twin(parts: Parts, forged: bytes) -> bytes:
    return packed([(BODY, forged), *parts.items()])


def last_twin(parts: Parts, forged: bytes) -> bytes:
    return packed([*parts.items(), (BODY, forged)])


def other_case(parts: Parts, forged: bytes) -> bytes:
    return packed([("word/Document.xml", forged), *parts.items()])


def cut_name(parts: Parts, forged: bytes) -> bytes:
    rest = [(name, data) for name, data in parts.items() if name != BODY]
    content = packed([*rest, (f"{BODY}Z", parts[BODY])])
    del forged  # the part is the true one, under a name that goes on
    return content.replace(f"{BODY}Z".encode(), f"{BODY}\0".encode())


def in_front(parts: Parts, forged: bytes) -> bytes:
    return packed({**parts, BODY: forged}.items()) + packed(parts.items())


def two_ends(parts: Parts, forged: bytes) -> bytes:
    """A second directory, with the true body, in the comment of one that names the forged one."""
    twice = packed([*parts.items(), (BODY, forged)])
    size, start = (int.from_bytes(twice[a:b], "little") for a, b in ((-10, -6), (-6, -2)))
    rows = twice[start : start + size].split(b"PK\x01\x02")[1:]
    true = [row for row in rows if row != rows[-1]]
    false = [row for row in rows if BODY.encode() not in row or row == rows[-1]]

    def directory(rows: list[bytes], at: int, comment: int) -> bytes:
        head = b"".join(b"PK\x01\x02" + row for row in rows)
        counts = len(rows).to_bytes(2, "little") * 2
        place = len(head).to_bytes(4, "little") + at.to_bytes(4, "little")
        return head + b"PK\x05\x06\0\0\0\0" + counts + place + comment.to_bytes(2, "little")

    size = len(directory(false, start, 0))
    second = directory(true, start + size, 0)
    return twice[:start] + directory(false, start, len(second)) + second


AMBIGUOUS = [first_twin, last_twin, other_case, cut_name, in_front, two_ends]


@pytest.mark.parametrize("forge", AMBIGUOUS)
def test_what_programs_may_read_in_two_ways_is_verified_by_none(
    made: tuple[Path, Path, Path], tmp_path: Path, forge: Callable[[Parts, bytes], bytes]
) -> None:
    audit, register, form = made
    for source, commands in (
        (register, [["report", "verify"], ["report", "check"], ["template", "check"]]),
        (form, [["car", "import", "--dry-run"]]),
    ):
        parts = parts_of(source)
        file = tmp_path / f"{forge.__name__}.docx"
        file.write_bytes(forge(parts, parts[BODY].replace(b"evidence", b"nothing")))
        for command in commands:
            at = ["--audit", audit] if command[0] != "template" else []
            one_sentence(run(*command, file, *at), "Programs may read different things in")


def test_an_honest_archive_of_another_program_is_read(
    made: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """Stored parts, in another order, with the flags and lengths of a stream behind them."""
    audit, register, _ = made

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.content = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.content += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, data in reversed(parts_of(register).items()):
            archive.writestr(name, data)
    file = tmp_path / "stream.docx"
    file.write_bytes(pipe.content)
    assert run("report", "verify", file, "--audit", audit).exit_code == 0


def offset_far_off(content: bytes) -> bytes:
    """The directory says that it begins far behind its place."""
    return content[:-6] + (len(content) * 9).to_bytes(4, "little") + content[-2:]


def name_of_no_language(content: bytes) -> bytes:
    """A name in the directory that says it is UTF-8 and is not."""
    at = content.rindex(b"PK\x01\x02")
    flagged = content[: at + 8] + (0x800).to_bytes(2, "little") + content[at + 10 :]
    return flagged[: at + 46] + b"\xff" + flagged[at + 47 :]


def sizes_of_nothing(content: bytes) -> bytes:
    """An extra field for huge files that is cut off."""
    at = content.rindex(b"PK\x01\x02")
    name = int.from_bytes(content[at + 28 : at + 30], "little")
    huge = content[: at + 24] + b"\xff" * 4 + content[at + 28 :]
    extra = huge[: at + 30] + (4).to_bytes(2, "little") + huge[at + 32 :]
    whole = extra[: at + 46 + name] + b"\x01\x00\x00\x00" + extra[at + 46 + name :]
    size = int.from_bytes(whole[-10:-6], "little") + 4
    return whole[:-10] + size.to_bytes(4, "little") + whole[-6:]


@pytest.mark.parametrize("damage", [offset_far_off, name_of_no_language, sizes_of_nothing])
def test_a_broken_directory_is_one_sentence(
    made: tuple[Path, Path, Path], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    audit, register, form = made
    file = tmp_path / "broken.docx"
    for source in (register, form):
        file.write_bytes(damage(source.read_bytes()))
        one_sentence(run("report", "verify", file, "--audit", audit))
        one_sentence(run("template", "check", file))
        one_sentence(run("report", "plan", "--template", file, "--audit", audit))
        one_sentence(run("car", "import", "--dry-run", file, "--audit", audit))


def well_packed(parts: Parts) -> bytes:
    return parts[BODY].replace(b"<w:sectPr", b"<w:p/>" * 1_000_000 + b"<w:sectPr", 1)


def many_tags(parts: Parts) -> bytes:
    """More than a parser should be given, packed as an honest document is."""
    many = b"".join(b"<w:p/><w:p w:x='%x'/>" % (n * 2_654_435_761) for n in range(3_100_000))
    return parts[BODY].replace(b"<w:sectPr", many + b"<w:sectPr", 1)


@pytest.mark.parametrize("body", [well_packed, many_tags])
def test_a_document_that_only_costs_time_is_refused(
    made: tuple[Path, Path, Path], tmp_path: Path, body: Callable[[Parts], bytes]
) -> None:
    audit, register, _ = made
    parts = parts_of(register)
    file = tmp_path / "bomb.docx"
    file.write_bytes(packed({**parts, BODY: body(parts)}.items()))
    one_sentence(run("report", "check", file, "--audit", audit), "too big when unpacked")
    one_sentence(run("template", "check", file), "too big when unpacked")


def _with(name: str, content: bytes) -> Callable[[Parts], Parts]:
    return lambda parts: {**parts, name: content}


def _styles_are_the_document(parts: Parts) -> Parts:
    return {**parts, RELS: parts[RELS].replace(b"styles.xml", b"document.xml")}


def _declared(name: str) -> Callable[[Parts], Parts]:
    """Entities of its own in an existing part."""

    def change(parts: Parts) -> Parts:
        head, rest = re.fullmatch(rb"(<\?xml.*?\?>)?(.*)", parts[name], re.DOTALL).groups()  # type: ignore[union-attr]
        return {**parts, name: (head or b"") + BOMB + rest}

    return change


def _relation_without_type(parts: Parts) -> Parts:
    return {**parts, RELS: re.sub(rb' Type="[^"]*/fontTable"', b"", parts[RELS])}


FOOTER = "word/footer1.xml"
BROKEN_TEMPLATES: dict[str, Callable[[Parts], Parts]] = {
    "relations of the package": _with("_rels/.rels", b"<Relationships"),
    "relations of the document": _with(RELS, b"\0\1"),
    "no relations": lambda parts: {n: d for n, d in parts.items() if n != "_rels/.rels"},
    "a relation of no kind": _relation_without_type,
    "styles": _with(STYLES, b"<w:styles"),
    "styles of another kind": _with(STYLES, b"<a/>"),
    "styles are the document": _styles_are_the_document,
    "body of another kind": _with(BODY, b"<a/>"),
    "no body": _with(BODY, f"<w:document {W}/>".encode()),
    "entities in styles": _declared(STYLES),
    "entities in core properties": _declared("docProps/core.xml"),
    "entities in settings": _declared("word/settings.xml"),
    "entities in a footer": _declared(FOOTER),
    "footer of another kind": _with(FOOTER, b"<a/>"),
    "numbering of another kind": _with("word/numbering.xml", b"<a/>"),
    "types": _with(TYPES, b"wordprocessingml.document.main+xml"),
}


@pytest.mark.parametrize("case", BROKEN_TEMPLATES)
def test_a_broken_template_is_one_sentence(
    made: tuple[Path, Path, Path], tmp_path: Path, case: str
) -> None:
    template = tmp_path / "good.docx"
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "ACME"
    document.save(str(template))
    parts = parts_of(template)
    assert {BODY, STYLES, TYPES, RELS, FOOTER} <= parts.keys()
    assert run("template", "check", template).exit_code == 0
    file = tmp_path / "bad.docx"
    file.write_bytes(packed(BROKEN_TEMPLATES[case](parts).items()))
    one_sentence(run("template", "check", file))
    target = tmp_path / "plan.docx"
    one_sentence(run("report", "plan", "--audit", made[0], "--template", file, "-o", target))
    assert not target.exists()


@pytest.mark.parametrize("digest", ["0", "0" * 63, "g" * 64, "../../x"])
def test_a_state_that_is_no_digest_is_told(
    made: tuple[Path, Path, Path], tmp_path: Path, digest: str
) -> None:
    audit, register, _ = made
    file = tmp_path / "changed.docx"
    parts = parts_of(register)
    named = re.compile(rb'(name="auditkit.journal.digest"><vt:lpwstr>)[0-9a-f]{64}')
    custom, count = named.subn(rb"\g<1>" + digest.encode(), parts[CUSTOM])
    assert count == 1
    file.write_bytes(packed({**parts, CUSTOM: custom}.items()))
    for command in ("verify", "check"):
        one_sentence(run("report", command, file, "--audit", audit), "properties were changed")


def test_the_number_of_another_audit_is_clipped(
    made: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    assert run("new", other, "--title", "T").exit_code == 0
    number = "n" * 5_000
    assert run("set", f"number={number}", "--audit", other).exit_code == 0
    file = tmp_path / "other.docx"
    assert run("report", "plan", "--audit", other, "-o", file).exit_code == 0
    answer = run("report", "verify", file, "--audit", made[0])
    one_sentence(answer, "from another audit (nnn")
    assert number not in answer.output


def test_the_mark_of_the_content_hash_may_be_written_about(tmp_path: Path) -> None:
    mark = "auditkit-content-hash-goes-here"
    audit = tmp_path / "audit"
    assert run("new", audit, "--title", "T").exit_code == 0
    assert run("set", f"scope=The mark is {mark}.", "--audit", audit).exit_code == 0
    file = tmp_path / "plan.docx"
    assert run("report", "plan", "--audit", audit, "-o", file).exit_code == 0
    assert f"The mark is {mark}." in sample.said(sample.body(file))
    answer = run("report", "verify", file, "--audit", audit)
    assert (answer.exit_code, answer.output.count("\n")) == (0, 1)


def test_a_template_with_styles_without_names_is_used(
    made: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    template = tmp_path / "t.docx"
    docx.Document().save(str(template))
    parts = parts_of(template)
    nameless = b'<w:style w:type="paragraph" w:styleId="x"/><w:style/></w:styles>'
    parts[STYLES] = parts[STYLES].replace(b"</w:styles>", nameless)
    template.write_bytes(packed(parts.items()))
    target = tmp_path / "plan.docx"
    answer = run("report", "plan", "--audit", made[0], "--template", template, "-o", target)
    assert answer.exit_code == 0, answer.output
