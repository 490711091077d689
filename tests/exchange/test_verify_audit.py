"""The program in every pack: run as its receiver runs it, without auditkit, on good packs and on
packs that somebody changed, manifests and all."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.exchange.contents import script
from auditkit.exchange.pack import Packed, write_pack
from auditkit.record.audit import Audit
from auditkit.record.model import Grade, Ref, Verdict
from auditkit.record.phrase import phrase

Reseal = Callable[[Path], None]
Rezip = Callable[[Path], Path]


def check(*args: Path, program: Path, cwd: Path | None = None) -> tuple[int, str]:
    """Exit code and answer of the program: no site packages, no environment, no auditkit."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *map(str, args)],
        cwd=cwd,
        capture_output=True,
        check=False,
    )
    answer = done.stdout.decode("ascii")
    assert done.stderr == b"", done.stderr
    assert all(line.isprintable() for line in answer.splitlines())
    return done.returncode, answer


def faults(answer: str) -> list[str]:
    return [line.removeprefix("FAULT   ") for line in answer.splitlines() if line[:5] == "FAULT"]


def test_it_accepts_the_folder_it_lies_in_another_folder_and_the_zip(
    full: Audit, packed: Packed, unzipped: Path, tmp_path: Path
) -> None:
    program = unzipped / "verify_audit.py"
    answers = [
        check(program=program, cwd=unzipped),
        check(unzipped, program=program, cwd=tmp_path),
        check(packed.path, program=program, cwd=tmp_path),
    ]
    for code, answer in answers:
        assert (code, faults(answer)) == (0, [])
        assert full.digest in answer
        assert phrase(full.digest) in answer
        assert "evidence: 3 of 3" in answer
        assert "audit.json is what the journals give" in answer
        assert "carries no signature" in answer


def test_it_needs_nothing_newer_than_python_3_8_and_only_the_standard_library() -> None:
    tree = ast.parse(script(), feature_version=(3, 8))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {*sys.stdlib_module_names, "__future__"}
    assert not re.search(rb"removesuffix|removeprefix|is_relative_to", script())


def journal_of(folder: Path) -> Path:
    (path,) = (folder / "data" / "journal").iterdir()
    return path


def change_a_byte(folder: Path) -> str:
    path = journal_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"audit", b"Audit", 1)
    path.write_bytes(b"".join(lines))
    return rf"journal {path.stem}, line 5: its contents do not match their hash"


def rehash_a_line(folder: Path) -> str:
    """A changed line with a hash that fits it: the chain shows it."""
    path = journal_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    payload = lines[4][130:-1].replace(b"audit", b"Audit", 1)
    lines[4] = lines[4][:65] + hashlib.sha256(payload).hexdigest().encode() + b" " + payload + b"\n"
    path.write_bytes(b"".join(lines))
    return rf"journal {path.stem}, line 5: it does not follow the line before"


def drop_a_line(folder: Path) -> str:
    path = journal_of(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6] + lines[7:]))
    return rf"journal {path.stem}, line 7: it does not follow the line before"


def drop_the_last_line(folder: Path) -> str:
    path = journal_of(folder)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    return "the head of the journals is [0-9a-f]{64}, bag-info.txt says"


def drop_the_journal(folder: Path) -> str:
    journal_of(folder).unlink()
    return "there is no journal in it"


def rechain(folder: Path) -> str:
    """A whole history written anew, every hash right: only the head tells."""
    path, previous, out = journal_of(folder), "0" * 64, []
    for line in path.read_bytes().splitlines():
        payload = line[130:].replace(b"Lena", b"Lina")
        digest = hashlib.sha256(payload).hexdigest()
        previous = hashlib.sha256(f"{previous} {digest}".encode()).hexdigest()
        out.append(f"{previous} {digest} ".encode() + payload + b"\n")
    path.write_bytes(b"".join(out))
    return "the head of the journals is"


def swap_evidence(folder: Path) -> str:
    one, two, *_ = sorted((folder / "data" / "evidence" / "sha256").rglob("?" * 64))
    kept = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(kept)
    return f"{one.name}. has another hash than its name says"


def add_evidence(folder: Path) -> str:
    name = hashlib.sha256(b"planted").hexdigest()
    path = folder / "data" / "evidence" / "sha256" / name[:2] / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"planted")
    return f"{name}. is evidence that the record does not name"


def edit_snapshot(folder: Path) -> str:
    path = folder / "data" / "audit.json"
    path.write_text(path.read_text("utf-8").replace("does not conform", "conforms"), "utf-8")
    return 'audit.json is not what the journals give: table "verdicts" differs'


def drop_a_document_from_snapshot(folder: Path) -> str:
    path = folder / "data" / "audit.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["findings"].popitem()
    path.write_text(json.dumps(kept), "utf-8")
    return 'table "findings" differs'


def edit_checklist(folder: Path) -> str:
    (path,) = (folder / "data" / "checklists").iterdir()
    path.write_bytes(path.read_bytes() + b"# more\n")
    return f'the checklist "{path.name}" is not the recorded one'


def drop_checklist(folder: Path) -> str:
    (path,) = (folder / "data" / "checklists").iterdir()
    path.unlink()
    return f'the checklist "{path.name}" is missing'


def change_head(folder: Path) -> str:
    path = folder / "bag-info.txt"
    text = re.sub("Auditkit-Head: .", "Auditkit-Head: g", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return "the head of the journals is"


def change_phrase(folder: Path) -> str:
    path = folder / "bag-info.txt"
    text = re.sub("Auditkit-Phrase: .*", "Auditkit-Phrase: zoo", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return "the phrase of this head is"


def change_identifier(folder: Path) -> str:
    path = folder / "bag-info.txt"
    text = re.sub("Identifier: .*", "Identifier: other", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return "belong to another audit than bag-info"


def newer_format(folder: Path) -> str:
    path = folder / "bag-info.txt"
    path.write_text(path.read_text("utf-8").replace("Pack: 1", "Pack: 2"), "utf-8")
    return 'its format is "2"'


FORGERIES = [
    change_a_byte,
    rehash_a_line,
    drop_a_line,
    drop_the_last_line,
    drop_the_journal,
    rechain,
    swap_evidence,
    add_evidence,
    edit_snapshot,
    drop_a_document_from_snapshot,
    edit_checklist,
    drop_checklist,
    change_head,
    change_phrase,
    change_identifier,
    newer_format,
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_change_with_manifests_made_to_fit_is_found_and_named(
    forge: Callable[[Path], str], unzipped: Path, reseal: Reseal, rezip: Rezip
) -> None:
    program = unzipped / "verify_audit.py"
    said = forge(unzipped)
    reseal(unzipped)
    for code, answer in (
        check(program=program, cwd=unzipped),
        check(rezip(unzipped), program=program),
    ):
        assert code == 1
        assert any(re.search(said, fault) for fault in faults(answer)), answer
        assert not any("hash" in fault and "manifest" in fault for fault in faults(answer))


@pytest.mark.parametrize("forge", [change_a_byte, edit_snapshot, edit_checklist, change_head])
def test_a_plain_change_is_named_by_the_manifest(
    forge: Callable[[Path], str], unzipped: Path
) -> None:
    forge(unzipped)
    code, answer = check(program=unzipped / "verify_audit.py")
    assert code == 1
    assert any("is not what was packed" in fault for fault in faults(answer))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data/reading-copy.html", "is missing; manifest-sha256.txt lists it"),
        ("README.txt", "is missing; tagmanifest-sha256.txt lists it"),
        ("manifest-sha256.txt", "manifest-sha256.txt is missing"),
        ("bag-info.txt", "bag-info.txt is missing"),
    ],
)
def test_a_missing_file_is_named(name: str, said: str, unzipped: Path) -> None:
    (unzipped / name).unlink()
    code, answer = check(program=unzipped / "verify_audit.py")
    assert code == 1
    assert any(said in fault for fault in faults(answer)), answer


def test_an_added_file_is_a_fault_inside_and_a_remark_outside(unzipped: Path) -> None:
    program = unzipped / "verify_audit.py"
    (unzipped / "thanks.txt").write_text("x")
    code, answer = check(program=program)
    assert (code, "thanks.txt" in answer) == (0, True)
    (unzipped / "data" / "documents" / "more.docx").write_text("x")
    code, answer = check(program=program)
    assert code == 1
    assert any("more.docx" in fault and "added" in fault for fault in faults(answer))


def test_a_link_in_the_folder_is_refused(unzipped: Path) -> None:
    target = unzipped / "data" / "reading-copy.html"
    target.rename(unzipped.parent / "elsewhere")
    try:
        target.symlink_to(unzipped.parent / "elsewhere")
    except OSError:
        pytest.skip("links cannot be made here")
    code, answer = check(program=unzipped / "verify_audit.py")
    assert (code, "is a link" in answer) == (1, True)


def test_a_journal_that_contradicts_another_is_found(
    full: Audit, tmp_path: Path, own_home: Path, reseal: Reseal, rezip: Rezip
) -> None:
    """A colleague's line names what it had seen of this journal; cutting that shows."""
    full.close()
    (own_home / "device").write_text("colleague-1a2b3c\n")
    shutil.rmtree(own_home / "seen")
    with Audit.open(full.folder) as colleague:
        colleague.set_note(Ref("iso-iec-42001-2023", "4.1"), "Seen by a colleague.")
        pack = write_pack(colleague, tmp_path / "p.zip").path
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "two")
    (folder,) = (tmp_path / "two").iterdir()
    program = folder / "verify_audit.py"
    assert check(program=program)[0] == 0
    (mine,) = (p for p in (folder / "data" / "journal").iterdir() if "colleague" not in p.name)
    mine.write_bytes(b"".join(mine.read_bytes().splitlines(keepends=True)[:-1]))
    reseal(folder)
    code, answer = check(program=program)
    assert code == 1
    assert any("has seen another line" in fault for fault in faults(answer)), answer


def test_a_checkpoint_is_a_witness_against_a_history_written_anew(
    full: Audit, tmp_path: Path, reseal: Reseal
) -> None:
    """Somebody writes the whole history anew, every hash and the head with it; what was noted
    before is in it still, as the text that was signed."""
    full.add_checkpoint("closing")
    full.set_note(Ref("iso-iec-42001-2023", "4.1"), "later")
    pack = write_pack(full, tmp_path / "p.zip").path
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "x")
    (folder,) = (tmp_path / "x").iterdir()
    program = folder / "verify_audit.py"
    code, answer = check(program=program)
    assert (code, "checkpoints: 1, each a state of this record" in answer) == (0, True)
    rechain(folder)
    path = journal_of(folder)
    last = path.read_bytes().splitlines()[-1]
    text = f"{path.stem}:{len(path.read_bytes().splitlines())}:{last[:64].decode()}"
    head = hashlib.sha256(text.encode()).hexdigest()
    info = folder / "bag-info.txt"
    forged = re.sub("Auditkit-Head: .*", f"Auditkit-Head: {head}", info.read_text("utf-8"))
    info.write_text(re.sub("Phrase: .*", f"Phrase: {phrase(head)}", forged), "utf-8")
    (folder / "data" / "audit.json").unlink()
    reseal(folder)
    code, answer = check(program=program)
    assert code == 1
    assert [re.sub('".*"', "", each) for each in faults(answer)] == [
        "the checkpoint of  is of another history."
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", b"PK\x03\x04" + b"\x00" * 60, b"PK\x05\x06" + b"\x00" * 18],
)
def test_what_is_no_pack_is_one_sentence(content: bytes, unzipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "x\x1b.zip" if sys.platform != "win32" else tmp_path / "x.zip"
    path.write_bytes(content)
    code, answer = check(path, program=unzipped / "verify_audit.py")
    assert code == 1
    assert "is no pack that can be read" in answer
    assert check(tmp_path / "gone.zip", program=unzipped / "verify_audit.py")[0] == 1


PAYLOADS = [
    b"[]",
    b"null",
    b'{"v":2}',
    b"[" * 100_000,
    b'{"v":1,"audit":1,"device":"D","n":1,"clock":1,"ops":[]}',
    b'{"v":1,"audit":"a","device":"D","n":1,"clock":"x","ops":[]}',
    b'{"v":1,"audit":"a","device":"D","n":1,"clock":1,"ops":[1]}',
    b'{"v":1,"audit":"a","device":"D","n":1,"clock":1,"ops":[["t",["x"],{}]]}',
    b'{"v":1,"audit":"a","device":"D","n":1,"clock":1,"ops":[],"saw":{"D":3}}',
    b'{"v":1,"audit":"a","device":"D","n":1,"clock":1,"ops":[["criteria","x",{"file":[[],[]]}]]}',
    b"\xff\xfe",
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda each: each[:70].decode("latin-1"))
def test_a_hostile_line_that_chains_is_a_fault_and_no_traceback(
    payload: bytes, unzipped: Path, reseal: Reseal
) -> None:
    path = journal_of(unzipped)
    payload = payload.replace(b"D", path.stem.encode())
    digest = hashlib.sha256(payload).hexdigest()
    chain = hashlib.sha256(f"{'0' * 64} {digest}".encode()).hexdigest()
    path.write_bytes(f"{chain} {digest} ".encode() + payload + b"\n")
    reseal(unzipped)
    code, answer = check(program=unzipped / "verify_audit.py")
    assert code == 1
    assert faults(answer)


WORDS = st.text(max_size=30)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("note"), WORDS),
        st.tuples(st.just("finding"), WORDS.filter(str.strip)),
        st.tuples(st.just("verdict"), st.sampled_from([v.value for v in Verdict])),
        st.tuples(st.just("remove"), st.just("")),
        st.tuples(st.just("undo"), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_second_fold_agrees_with_the_first_on_any_history(
    steps: list[tuple[str, str]], full: Audit, tmp_path: Path
) -> None:
    ref = Ref("iso-iec-42001-2023", "4.2")
    for step, text in steps:
        if step == "note":
            full.add_note(text)
        elif step == "finding":
            full.raise_finding(Grade.OFI, text, refs=[ref])
        elif step == "verdict":
            full.set_verdict(full.check_refs(ref), Verdict(text), "reason")
        elif step == "undo":
            full.undo()
        elif full.notes():
            full.remove_note(full.notes()[-1].id)
    pack = write_pack(full, tmp_path / "p.zip").path
    program = tmp_path / "verify_audit.py"
    program.write_bytes(script())
    code, answer = check(pack, program=program)
    assert (code, faults(answer)) == (0, [])
    assert "audit.json is what the journals give" in answer
