"""Everything hostile or awkward that may lie among evidence, through every command that looks.

Nothing here may block, end in a traceback, reach the terminal raw, leave the evidence folder or
change it. What is tried, and where:

- links in a circle, dangling, out of the root: `PLACES`, test_scan, test_fingerprint
- pipes, sockets, devices: `PLACES`, `test_a_device_or_a_socket_is_no_evidence`
- permission denied: `test_what_may_not_be_read_is_told_and_the_rest_is_found`, test_hostile_drives
- gone or growing while read: `test_files_that_come_and_go_under_the_hands_of_a_command`,
  test_fingerprint, test_contents_hostile
- 2 GB files: `test_two_gigabytes_are_hashed_and_not_read_for_their_text`, test_contents_hostile
- zip and XML bombs, external entities, encrypted PDF and Office files: `CONTENTS`
- names with newlines, control characters, lone surrogates, overrides of direction, of 255 bytes,
  in both forms of Unicode and both cases: `NAMES`
- deep folders, paths longer than a system opens, long paths of Windows: test_hostile_paths
- network drives that hang: test_hostile_drives
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen.canvas import Canvas

from auditkit.cli.root import root
from auditkit.evidence import fingerprint as hashing
from auditkit.record.audit import Audit

Run = Callable[..., Result]
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such things")
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SECRET = "sesame"  # stands only in files outside of the evidence folder and behind passwords


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt="x")
    canvas.drawString(72, 720, SECRET)
    canvas.save()
    return out.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:p><w:t>&b;</w:t></w:p>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "{}">]><w:p><w:t>&a;</w:t></w:p>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENTS: dict[str, bytes] = {
    "zip bomb.docx": packed(word__document="<w:t>" + "0" * (30 << 20)),
    "zip bomb.xlsx": packed(xl__workbook="<x/>", xl__sharedStrings="0" * (60 << 20)),
    "XML bomb.docx": packed(word__document=LAUGHS),
    "XML bomb.odt": packed(content=LAUGHS),
    "XML bomb.pptx": packed(ppt__slides__slide1=LAUGHS),
    "locked.pdf": locked_pdf(),
    "locked.docx": OLE + SECRET.encode("utf-16-le") * 99,
    "locked.xlsx": OLE + bytes(600),
    "cut off.pdf": locked_pdf()[:300],
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "noise.msg": OLE + b"\xff" * 600,
    "deep.rtf": b"{\\rtf1" + b"{" * 50_000,
}
READABLE: dict[str, bytes] = {
    "deep.html": b"<div>" * 200_000 + b"survivor",
    "deep.json": b"[" * 100_000 + b'"survivor"',
    "one line.csv": b"survivor," * 100_000,
}
NAMES: dict[str, bytes] = {
    "newline": b"two\nE-099 lines.txt",
    "carriage return": b"back\rover.txt",
    "escape": b"\x1b[31m\x1b]0;x\x07red.txt",
    "C1 control": "\x9b31mred.txt".encode(),
    "no UTF-8": b"caf\xe9.txt",
    "right to left": "ev\u202etxt.exe.txt".encode(),
    "composed": unicodedata.normalize("NFC", "Prüfung.txt").encode(),
    "decomposed": unicodedata.normalize("NFD", "Prüfung.txt").encode(),
    "lower case": b"twin.txt",
    "upper case": b"TWIN.txt",
    "255 bytes": b"n" * 251 + b".txt",
    "an option": b"--json.txt",
    "markup": b"[bold]x[nope].txt",
    "blanks": b" .txt ",
}


@pytest.fixture
def folder(audit: Audit) -> Path:
    """The audit folder; its evidence folder holds one good file."""
    (audit.roots()[0] / "good.txt").write_text("survivor")
    audit.close()
    return audit.folder


@pytest.fixture
def evidence(folder: Path) -> Path:
    return folder.parent / "evidence"


@pytest.fixture
def run(folder: Path) -> Run:
    def invoke(command: str, *arguments: str, code: int | None = 0) -> Result:
        result = CliRunner().invoke(root, ["evidence", command, "--audit", str(folder), *arguments])
        assert isinstance(result.exception, SystemExit | None), result.exc_info
        assert not RAW.search(result.output), ascii(result.output)
        assert code is None or result.exit_code == code, result.output
        return result

    return invoke


def put(evidence: Path, name: bytes, content: bytes) -> str:
    """A file of that name, which comes back as text; skips where there can be none."""
    path = evidence / os.fsdecode(name)
    try:
        path.write_bytes(content)
    except (OSError, ValueError):
        pytest.skip("this file system knows no such name")
    if path not in evidence.iterdir():
        pytest.skip("this file system keeps another form of the name")
    return path.name


def look(evidence: Path) -> dict[str, tuple[object, ...]]:
    """All that shows whether somebody wrote: ctime changes with every change of anything."""
    found: dict[str, tuple[object, ...]] = {}
    for path in (evidence, *sorted(evidence.rglob("*"))):
        stat = path.lstat()
        kept = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, kept
    return found


def rows(result: Result) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_hostile_contents_cost_themselves_alone(folder: Path, evidence: Path, run: Run) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text(SECRET)
    hostile = {
        **CONTENTS,
        "external.docx": packed(word__document=EXTERNAL.format(outside.as_uri())),
        "external.odt": packed(content=EXTERNAL.format(outside.as_uri())),
    }
    for name, content in (*hostile.items(), *READABLE.items()):
        (evidence / name).write_bytes(content)
    before = look(evidence)
    refused = {str(row["path"]) for row in json.loads(run("index", "--json").stdout)["problems"]}
    assert refused == hostile.keys()
    found = {row["path"] for row in rows(run("search", "--json", "-n", "50", "survivor"))}
    assert found == {"good.txt", *READABLE}
    assert rows(run("search", "--json", SECRET)) == []
    run("smell")
    for name in hostile:
        assert rows(run("find", "--json", name))[0]["path"] == name
        run("add", name, "--for", "6.1.2")
    assert f"{len(hostile)} files checked" in run("verify").stdout
    run("collect")
    assert look(evidence) == before


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_found_kept_and_shown_safely(
    name: bytes, evidence: Path, run: Run
) -> None:
    kept = put(evidence, name, b"word")
    before = look(evidence)
    stem = "".join(re.findall("[A-Za-zü]{3,}", unicodedata.normalize("NFC", kept)))[:20]
    assert kept in {row["path"] for row in rows(run("find", "--json", stem or "txt"))}
    assert [row["path"] for row in rows(run("search", "--json", "word"))] == [kept]
    for command, *rest in (["scan"], ["find", "txt"], ["search", "word"], ["index"], ["smell"]):
        run(command, *rest)
    run("add", "--for", "6.1.2", "--", kept)
    (item,) = rows(run("list", "--json"))
    assert item["path"] == kept
    for command in ("list", "verify", "collect"):
        run(command)
    (evidence / kept).write_bytes(b"other")
    assert rows(run("verify", "--json", code=1))[0]["standing"] == "changed"
    (evidence / kept).write_bytes(b"word")
    assert look(evidence).keys() == before.keys()


@pytest.mark.parametrize("pair", [("composed", "decomposed"), ("lower case", "upper case")])
def test_twins_by_name_are_two_files(pair: tuple[str, str], evidence: Path, run: Run) -> None:
    names = [put(evidence, NAMES[each], each.encode()) for each in pair]
    if len([*evidence.iterdir()]) < 3:
        pytest.skip("for this file system they are one")
    for name in names:
        run("add", name, "--for", "6.1.2")
    found = {row["path"]: row["sha256"] for row in rows(run("list", "--json"))}
    assert found.keys() == set(names)
    assert len(set(found.values())) == 2
    assert {row["standing"] for row in rows(run("verify", "--json"))} == {"unchanged"}


def circle(evidence: Path, _outside: Path) -> None:
    (evidence / "inner").mkdir()
    (evidence / "inner/circle").symlink_to(evidence)
    (evidence / "itself").symlink_to("itself")


def leading_out(evidence: Path, outside: Path) -> None:
    (evidence / "folder").symlink_to(outside)
    (evidence / "file.txt").symlink_to(outside / "secret.txt")
    (evidence / "climbing").symlink_to("../outside")


def dangling(evidence: Path, _outside: Path) -> None:
    (evidence / "nowhere.txt").symlink_to("gone.txt")


def pipe(evidence: Path, _outside: Path) -> None:
    os.mkfifo(evidence / "pipe.txt")


PLACES = [circle, leading_out, dangling, pipe]


@posix_only
@pytest.mark.parametrize("made", PLACES, ids=lambda made: made.__name__)
def test_what_is_no_file_is_never_opened(
    made: Callable[[Path, Path], None], folder: Path, evidence: Path, run: Run
) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    made(evidence, outside)
    before = look(evidence)
    assert json.loads(run("scan", "--json").stdout)["files"] == 1
    run("index")
    assert [row["path"] for row in rows(run("search", "--json", "survivor"))] == ["good.txt"]
    assert rows(run("search", "--json", SECRET)) == []
    assert rows(run("find", "--json", "secret")) == []
    run("smell")
    for path in evidence.iterdir():
        if path.name != "good.txt":
            run("add", str(path), code=1)
    assert rows(run("list", "--json")) == []
    assert look(evidence) == before


@posix_only
def test_a_device_or_a_socket_is_no_evidence(
    evidence: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(evidence)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        try:
            os.mknod("zero.txt", 0o20600, os.makedev(1, 5))
        except (OSError, AttributeError):
            made = ["socket.txt"]
        else:
            made = ["socket.txt", "zero.txt"]
        assert json.loads(run("scan", "--json").stdout)["files"] == 1
        run("index")
        for name in made:
            assert "not a regular file" in run("add", name, code=1).stderr


@posix_only
def test_a_registered_file_that_becomes_something_else_is_told(evidence: Path, run: Run) -> None:
    outside = evidence.parent / "outside.txt"
    outside.write_text("survivor")
    changes: list[Callable[[Path], object]] = [
        lambda path: path.symlink_to(outside),
        os.mkfifo,
        Path.mkdir,
    ]
    for number, change in enumerate(changes):
        path = evidence / f"{number}.txt"
        path.write_text("survivor")
        run("add", path.name, "--for", "6.1.2")
        path.unlink()
        change(path)
    standings = [row["standing"] for row in rows(run("verify", "--json", code=1))]
    assert standings == ["unreadable"] * 3
    assert "0 of 3 cited files" in run("collect", code=1).stdout
    run("search", "survivor")


def test_what_may_not_be_read_is_told_and_the_rest_is_found(
    evidence: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (evidence / "shut").mkdir()
    (evidence / "shut" / "a.txt").write_text("x")
    (evidence / "locked.txt").write_text("survivor")
    real = os.open

    def refusing(path: object, *rest: object, **options: object) -> int:
        if isinstance(path, str) and re.search("shut|locked", path):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)
    assert "may not be read" in run("add", "locked.txt", code=1).stderr
    if os.scandir in os.supports_fd:
        assert "shut: " in run("scan").stdout
        assert [row["path"] for row in rows(run("find", "--json", "good"))] == ["good.txt"]


def test_files_that_come_and_go_under_the_hands_of_a_command(
    evidence: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("grows.txt", "goes.txt", "stays.txt"):
        (evidence / name).write_text("survivor")
        run("add", name, "--for", "6.1.2")
    real = hashing.open_regular

    def meddling(path: Path) -> io.BufferedIOBase:
        if path.name == "goes.txt":
            path.unlink()
        source = real(path)
        if path.name == "grows.txt":
            with path.open("a") as file:
                file.write("more and more")
        return source

    monkeypatch.setattr(hashing, "open_regular", meddling)
    standings = {row["path"]: row["standing"] for row in rows(run("verify", "--json", code=1))}
    assert standings["stays.txt"] == "unchanged"
    assert standings["goes.txt"] == "missing"
    assert standings["grows.txt"] in ("changed", "unreadable")


@posix_only
def test_two_gigabytes_are_hashed_and_not_read_for_their_text(evidence: Path, run: Run) -> None:
    huge = evidence / "huge.pdf"
    huge.write_bytes(b"%PDF-1.7 beginning")
    os.truncate(huge, 2 << 30)
    if huge.stat().st_blocks > 1 << 20:
        pytest.skip("this file system knows no holes")
    run("add", "huge.pdf", "--for", "6.1.2")
    assert rows(run("list", "--json"))[0]["size"] == 2 << 30
    assert "too big" in run("search", "beginning").stdout


COMMANDS = (
    ["scan"],
    ["find", "good"],
    ["suggest", "6.1.2"],
    ["add", "good.txt", "--for", "6.1.2", "--quote", "survivor"],
    ["add", "paper.docx", "--for", "6.1.3"],
    ["list"],
    ["index"],
    ["search", "survivor"],
    ["smell"],
    ["dismiss", "1", "--reason", "known"],
    ["verify"],
    ["collect"],
    ["moved", "E-001", "twin.txt"],
)
WATCHER = """
import os, sys
def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith({root!r}):
        flags = arguments[2] or 0
        log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(log, (ascii(arguments[0]) + " " + str(flags) + "\\n").encode())
        os.close(log)
sys.addaudithook(watch)
"""


@pytest.fixture
def opened(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """What this process opens of the evidence, with the flags; its children write a log."""
    site = evidence.parent / "site"
    site.mkdir()
    code = WATCHER.format(root=str(evidence), log=str(evidence.parent / "opened.log"))
    (site / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ["PYTHONPATH"]]))
    found: list[tuple[str, int]] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(arguments[0]).startswith(str(evidence)):
            flags = arguments[2]
            found.append((str(arguments[0]), flags if isinstance(flags, int) else 0))

    sys.addaudithook(watch)
    yield found
    watching = False


def test_no_command_opens_evidence_for_writing_or_changes_it(
    evidence: Path, run: Run, opened: list[tuple[str, int]]
) -> None:
    (evidence / "paper.docx").write_bytes(
        packed(word__document="<w:document><w:p><w:t>survivor TBD</w:t></w:p></w:document>")
    )
    (evidence / "draft plan.txt").write_text("survivor")
    (evidence / "twin.txt").write_text("survivor")
    for path in (*evidence.iterdir(), evidence):
        path.chmod(0o500 if path.is_dir() else 0o400)
    before = look(evidence)
    opened.clear()  # this test opened some itself
    ours: list[tuple[str, int]] = []
    for command, *rest in COMMANDS:
        run(command, *rest, code=None if command == "moved" else 0)
        ours += opened
        assert look(evidence) == before, command
        opened.clear()
    evidence.chmod(0o700)
    rows_of_log = (evidence.parent / "opened.log").read_text().splitlines()
    children = [line.rpartition(" ") for line in rows_of_log]
    assert any("good.txt" in path for path, _ in ours)
    assert any("paper.docx" in path for path, _, _ in children)
    flags = [*(flags for _, flags in ours), *(int(flags) for _, _, flags in children)]
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    assert not [each for each in flags if each & writing]
