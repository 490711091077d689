"""Files that are broken, hostile, gone or changing cost themselves alone, and why is told."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from auditkit.errors import AuditkitError
from auditkit.evidence import apart, opening
from auditkit.evidence.contents import Contents, child, pool
from auditkit.evidence.contents.wire import FAILED, UNREADABLE
from auditkit.evidence.model import FileEntry
from auditkit.evidence.scan import scan

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def pdf(text: str, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    canvas.drawString(72, 720, text)
    canvas.save()
    return out.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:p><w:t>&b;</w:t></w:p>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:p><w:t>&a;</w:t></w:p>'
WORKBOOK = '<sheets><sheet name="S" r:id="r1"/></sheets>'
HOSTILE = {
    "bomb.docx": (package(word__document="<w:t>" + "0" * (30 << 20)), "packed suspiciously"),
    "bomb.odt": (package(content="0" * (60 << 20)), "too big when unpacked"),
    "laughs.docx": (package(word__document=LAUGHS), "entities"),
    "external.docx": (package(word__document=EXTERNAL), "entities"),
    "laughs.xlsx": (package(xl__workbook=WORKBOOK, xl__sharedStrings=LAUGHS), "entities"),
    "laughs.odt": (package(content=LAUGHS), "entities"),
    "cut.docx": (package(word__document="<w:p/>")[:-30], "broken"),
    "cut.pdf": (pdf("x")[:300], "broken"),
    "locked.pdf": (pdf("secret", encrypt="sesame"), "password"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "zeros.txt": (bytes(1000), "no text"),
    "model.bin": (b"\x80\0\xff" * 99, "cannot be read from .bin"),
    "deep.rtf": (b"{\\rtf1" + b"{" * 50_000, "nested"),
    "no.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "broken"),
}


def test_each_hostile_file_costs_itself_alone(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    for name, (content, _) in HOSTILE.items():
        (root / name).write_bytes(content)
    (root / "deep.html").write_text("<div>" * 200_000 + "survivor", encoding="utf-8")
    (root / "deep.json").write_text("[" * 100_000 + '"survivor"', encoding="utf-8")
    (root / "good.txt").write_text("survivor", encoding="utf-8")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([root]).entries)
        told = {problem.path: problem.reason for problem in contents.coverage().problems}
        hits = contents.search("survivor").hits
        assert {hit.entry.path for hit in hits} == {"good.txt", "deep.html", "deep.json"}
        assert contents.search("secret OR passwd").hits == ()
    assert told.keys() == HOSTILE.keys()
    for name, (_, reason) in HOSTILE.items():
        assert reason in told[name]


@posix_only
def test_two_gigabytes_are_read_only_as_far_as_the_limit(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    for name in ("huge.txt", "huge.pdf", "huge.docx", "huge.eml"):
        (root / name).write_bytes(b"Subject: beginning of it\n" * 4000)
        os.truncate(root / name, 2 << 30)
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([root]).entries)
        told = {problem.path: problem.reason for problem in contents.coverage().problems}
        (*_, hit) = contents.search("beginning", per_file=1).hits
        assert hit.entry.path == "huge.txt"
    assert "Only the first 5,000,000 characters" in told["huge.txt"]
    assert "too big" in told["huge.pdf"]
    assert "too big" in told["huge.eml"]
    assert "broken" in told["huge.docx"]


def swapped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def linked(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hosts")


def foldered(path: Path) -> None:
    path.unlink()
    path.mkdir()


@posix_only
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Path.unlink, "is not there"),
        (swapped, "not a regular file"),
        (linked, "is a link"),
        (foldered, "is a folder"),
    ],
)
def test_what_happens_to_a_file_between_listing_and_reading(
    tmp_path: Path, change: object, told: str
) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.txt").write_text("word")
    entries = scan([root]).entries
    assert callable(change)
    change(root / "a.txt")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(entries)
        ((path, reason),) = [(each.path, each.reason) for each in contents.coverage().problems]
        assert path == "a.txt"
        assert told in reason


def test_a_file_that_grew_is_read_as_it_is_and_once_more_next_time(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.txt").write_text("first")
    entries = scan([root]).entries
    with (root / "a.txt").open("a") as growing:
        growing.write(" second")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(entries)
        assert len(contents.search("second").hits) == 1
        assert contents.build(scan([root]).entries).read == 1


def test_what_may_pass_is_tried_again_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.txt").write_text("word")
    (root / "broken.docx").write_bytes(b"PK")
    entries = scan([root]).entries
    kept = tmp_path / "kept.txt"
    (root / "a.txt").rename(kept)
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(entries)
        kept.rename(root / "a.txt")
        assert contents.build(entries).read == 0
        assert contents.build(entries, retry=True).read == 1
        assert len(contents.search("word").hits) == 1
        assert contents.build(entries, retry=True).read == 0
        assert [each.path for each in contents.coverage().problems] == ["broken.docx"]


def test_a_file_that_may_not_be_read_is_told_and_may_be_allowed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("word")

    def refused(path: object, flags: int) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(opening.os, "open", refused)
    reply = child.read_file(tmp_path / "a.txt")
    assert (reply.state, "may not be read" in reply.note) == (FAILED, True)


def test_too_little_memory_is_told_and_may_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "blocks", hungry)
    (tmp_path / "a.txt").write_text("word")
    reply = child.read_file(tmp_path / "a.txt")
    assert (reply.state, "memory" in reply.note) == (FAILED, True)


def limited(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"from auditkit.evidence.apart import *\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is one of Linux")
def test_readers_have_limited_memory() -> None:
    assert "MemoryError" in limited("limit_memory(); bytearray(2 << 30)").stderr
    assert limited("limit_memory(); bytearray(1 << 28)").returncode == 0


@posix_only
def test_readers_have_limited_time_on_the_processor_for_each_file() -> None:
    assert limited("limit_seconds(0)\nwhile True: pass").returncode < 0
    assert limited("limit_seconds(0)\nlimit_seconds(9)\nsum(range(10**6))").returncode == 0


FAKE = """
import os, sys, time
from auditkit.evidence.contents.child import HELLO, read_file
from auditkit.evidence.contents.wire import encoded, receive, send
from pathlib import Path
send(sys.stdout.buffer, HELLO)
while (name := receive(sys.stdin.buffer)) is not None:
    path = Path(os.fsdecode(name))
    if path.name.startswith("slow"):
        time.sleep(60)
    if path.name.startswith("dies"):
        os._exit(3)
    if path.name.startswith("lies"):
        send(sys.stdout.buffer, b"\\x93\\x00\\xa1x\\x91\\x01")
        continue
    if path.name.startswith("floods"):
        sys.stdout.buffer.write(b"\\xff" * 100_000)
        sys.stdout.buffer.flush()
        time.sleep(60)
    send(sys.stdout.buffer, encoded(read_file(path)))
    if path.name.startswith("after"):
        os._exit(3)
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Readers that do as the names of the files tell them; and the folder of the files."""
    script = tmp_path / "fake.py"
    script.write_text(FAKE, encoding="utf-8")
    monkeypatch.setattr(apart, "command", lambda module: [sys.executable, str(script)])
    root = tmp_path / "evidence"
    root.mkdir()
    return root


def test_readers_that_hang_die_lie_or_flood_are_replaced(
    fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SECONDS", 1.5)
    for name in ("slow", "dies", "lies", "floods", "good1", "good2", "good3"):
        (fake / f"{name}.txt").write_text("word")
    with Contents(tmp_path / "i.sqlite") as contents:
        assert contents.build(scan([fake]).entries).read == 7
        told = {problem.path: problem.reason for problem in contents.coverage().problems}
        assert {hit.entry.path for hit in contents.search("word").hits} == {
            "good1.txt",
            "good2.txt",
            "good3.txt",
        }
    assert told.keys() == {"slow.txt", "dies.txt", "lies.txt", "floods.txt"}
    assert "took longer than 1.5 s" in told["slow.txt"]
    assert "made its reader fail" in told["dies.txt"]
    assert "made its reader fail" in told["lies.txt"]


def test_the_next_file_is_not_blamed_for_a_reader_that_ended(fake: Path, tmp_path: Path) -> None:
    for name in ("after1", "after2", "after3", "good"):
        (fake / f"{name}.txt").write_text("word")
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([fake]).entries, processes=1)
        assert contents.coverage().problems == ()
        assert len(contents.search("word").hits) == 4


def test_nobody_waits_for_an_answer_that_never_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(name: object) -> bytes:
        raise UnicodeEncodeError("utf-8", "x", 0, 1, "no")

    entry = FileEntry(str(tmp_path), "a.txt", 1, 1)
    monkeypatch.setattr(pool.os, "fsencode", fails)
    with pool.Readers(1) as readers:
        ((_, reply),) = readers.read([entry])
    assert (reply.state, "UnicodeEncodeError" in reply.note) == (FAILED, True)


@pytest.mark.parametrize("command", [["/no/such/python"], [sys.executable, "-c", "pass"]])
def test_readers_that_cannot_be_started_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / "a.txt").write_text("word")
    monkeypatch.setattr(apart, "command", lambda module: command)
    with (
        Contents(tmp_path / "i" / "i.sqlite") as contents,
        pytest.raises(AuditkitError, match="could not be started"),
    ):
        contents.build(scan([tmp_path]).entries)


def test_modules_lying_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "zlib.py").write_text("open('ran', 'w')")
    (root / "msgspec.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(root)
    with Contents(tmp_path / "i.sqlite") as contents:
        assert contents.build(scan([root]).entries).read == 2
    assert not (root / "ran").exists()


def test_what_libraries_print_does_not_disturb_the_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'contents.child' in ' '.join(sys.orig_argv):\n"
        "    import auditkit.evidence.extract.text as text, os\n"
        "    plain = text.plain\n"
        "    def loud(source, limits):\n"
        "        os.write(1, b'noise'); print('noise', flush=True)\n"
        "        return plain(source, limits)\n"
        "    text.plain = loud\n"
    )
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.txt").write_text("word")
    others = os.environ["PYTHONPATH"]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), others]))
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([root]).entries)
        assert contents.coverage().problems == ()
        assert len(contents.search("word").hits) == 1


def test_names_of_all_kinds_survive(tmp_path: Path) -> None:
    names = ["plain.txt", "\u00e9.txt", "e\u0301.txt", "\u202egpj.txt", "[bold]x.txt"]
    if os.name != "nt":
        names += ["new\nline.txt", "esc\x1b[31m.txt", os.fsdecode(b"caf\xe9.txt")]
    root = tmp_path / "evidence"
    root.mkdir()
    for name in names:
        try:
            (root / name).write_text("word")
        except OSError:  # a file system that knows no such name
            continue
    entries = scan([root]).entries
    assert len(entries) >= 4
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(entries)
        hits = contents.search("word", 50).hits
        assert {hit.entry for hit in hits} == set(entries)
        assert contents.build(entries).read == 0
        assert all(hit.entry.absolute.read_text() == "word" for hit in hits)


def test_names_in_both_forms_of_unicode_are_two_files(tmp_path: Path) -> None:
    entries = [
        FileEntry(str(tmp_path), unicodedata.normalize(form, "é.png"), 1, 1)
        for form in ("NFC", "NFD")
    ]
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(entries)
        assert contents.coverage().files == 2


def test_texts_of_all_kinds_survive(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.html").write_text("<p>word &#xD800; &#0; &#x1F600; end</p>", encoding="utf-8")
    (root / "b.txt").write_bytes("wo\u00adrd \ufb01nding \x02mark\x03 \u200bnull".encode())
    with Contents(tmp_path / "i.sqlite") as contents:
        contents.build(scan([root]).entries)
        assert contents.coverage().problems == ()
        assert {hit.entry.path for hit in contents.search("word").hits} == {"a.html", "b.txt"}
        (hit,) = contents.search('"finding mark"').hits
        assert [hit.text[a:b] for a, b in hit.spans] == ["finding  mark"]


def test_evidence_is_opened_for_reading_only(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    document = docx.Document()
    document.add_paragraph("word")
    document.save(str(root / "a.docx"))
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "word"
    workbook.save(root / "a.xlsx")
    (root / "a.pdf").write_bytes(pdf("word"))
    (root / "a.odt").write_bytes(package(content="<text:p>word</text:p>"))
    (root / "a.rtf").write_bytes(b"{\\rtf1 word\\par}")
    (root / "a.eml").write_bytes(b"Subject: word\n\nword\n")
    (root / "a.html").write_text("word")
    (root / "a.csv").write_text("word")
    (root / "no suffix").write_text("word")
    opened: list[tuple[str, int]] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(arguments[0]).startswith(str(root)):
            flags = arguments[2]
            assert isinstance(flags, int)
            opened.append((str(arguments[0]), flags))

    sys.addaudithook(watch)
    before = {each: each.stat() for each in root.iterdir()}
    try:
        for path in sorted(before):
            assert child.read_file(path).blocks[0].text.strip() == "word" or path.suffix == ".eml"
    finally:
        watching = False
    assert {path for path, _ in opened} == set(map(str, before))
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    assert not [path for path, flags in opened if flags & writing]
    for path, stat_before in before.items():
        assert path.stat().st_mtime_ns == stat_before.st_mtime_ns


def test_a_problem_that_lies_in_the_file_lasts(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    assert child.read_file(tmp_path / "a.docx").state == UNREADABLE
