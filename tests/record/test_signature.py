"""Signatures: what ssh-keygen accepts is accepted, all else is refused in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditkit.errors import AuditkitError
from auditkit.record.signature import sign, signing_key, verify

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed"
)
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX terminals, modes or scripts")

SHORT = tempfile.gettempdir()
STATEMENT = "auditkit checkpoint 1\naudit A\npurpose closing\nby J\u00fcrg\n".encode()
SIGN = """
import sys
from pathlib import Path
from auditkit.errors import AuditkitError
from auditkit.record.signature import sign

try:
    said = sign(Path(sys.argv[2]).read_bytes(), Path(sys.argv[1]))
except AuditkitError as error:
    said = f"refused: {error}"
Path(sys.argv[3]).write_text(said)
"""


def keygen(*options: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """ssh-keygen as anybody runs it, without auditkit."""
    return subprocess.run(["ssh-keygen", *options], input=given, capture_output=True, timeout=60)


def make_key(path: Path, *options: str, passphrase: str = "") -> Path:
    made = keygen(
        "-q", "-N", passphrase, "-C", "", "-f", str(path), *(options or ("-t", "ed25519"))
    )
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys: ed25519, rsa, other, locked (passphrase: open sesame)."""
    folder = tmp_path_factory.mktemp("keys")
    make_key(folder / "ed25519")
    make_key(folder / "rsa", "-t", "rsa", "-b", "2048")
    make_key(folder / "other")
    make_key(folder / "locked", passphrase="open sesame")
    return folder


@pytest.fixture(scope="module")
def signature(keys: Path) -> str:
    return sign(STATEMENT, keys / "ed25519")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Whatever a test does, no temporary file is left behind."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def public(key: Path) -> str:
    return key.with_name(f"{key.name}.pub").read_text().strip()


def allowed(folder: Path, *lines: str) -> Path:
    path = folder / "allowed"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def one_sentence(error: AuditkitError) -> str:
    assert re.fullmatch(r"[^\n\r\x1b\ud800-\udfff]+\.", error.what), error.what
    assert error.remedy.endswith((".", ")."))
    return error.what


def refused(statement: bytes, signature: str, signers: Path) -> str:
    with pytest.raises(AuditkitError) as caught:
        verify(statement, signature, signers)
    return one_sentence(caught.value)


@pytest.mark.parametrize("name", ["ed25519", "rsa"])
def test_what_we_sign_plain_ssh_keygen_accepts(name: str, keys: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.sig"
    made.write_text(sign(STATEMENT, keys / name))
    list_ = allowed(tmp_path, f"lena@example.org {public(keys / name)}")
    who = ("-f", str(list_), "-I", "lena@example.org", "-s", str(made))
    assert keygen("-Y", "verify", *who, "-n", "auditkit", given=STATEMENT).returncode == 0
    assert keygen("-Y", "verify", *who, "-n", "auditkit", given=STATEMENT[1:]).returncode != 0
    assert keygen("-Y", "verify", *who, "-n", "git", given=STATEMENT).returncode != 0

    assert verify(STATEMENT, made.read_text(), list_) == "lena@example.org"
    shown = keygen("-l", "-f", str(keys / f"{name}.pub")).stdout.decode()
    assert signing_key(STATEMENT, made.read_text()) == shown.split()[1]


@pytest.mark.parametrize("statement", [b"", b"\x00\xff\r\n\x1a", b"x" * 1_000_000])
def test_any_bytes_can_be_signed(statement: bytes, keys: Path) -> None:
    assert signing_key(statement, sign(statement, keys / "ed25519")).startswith("SHA256:")


def test_one_changed_byte_is_refused(signature: str, keys: Path, tmp_path: Path) -> None:
    list_ = allowed(tmp_path, f"lena {public(keys / 'ed25519')}")
    for place in range(0, len(STATEMENT), 7):
        changed = bytearray(STATEMENT)
        changed[place] ^= 1
        assert "does not fit" in refused(bytes(changed), signature, list_)
    assert "does not fit" in refused(STATEMENT.replace(b"\n", b"\r\n"), signature, list_)


def test_a_signature_made_for_something_else_is_refused(keys: Path, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(STATEMENT)
    keygen("-Y", "sign", "-f", str(keys / "ed25519"), "-n", "git", str(tmp_path / "s"))
    foreign = (tmp_path / "s.sig").read_text()
    list_ = allowed(tmp_path, f"lena {public(keys / 'ed25519')}")
    assert "namespace does not match" in refused(STATEMENT, foreign, list_)


def test_a_signature_that_came_by_mail_still_holds(signature: str) -> None:
    mailed = "\r\n" + signature.replace("\n", "\r\n") + "\r\n"
    assert signing_key(STATEMENT, mailed) == signing_key(STATEMENT, signature)


def _spoilt(whole: str) -> list[str]:
    rows = whole.splitlines()
    flipped = [
        "\n".join([*rows[:n], rows[n][:9] + ("A" if rows[n][9] != "A" else "B") + rows[n][10:]])
        for n in range(1, len(rows) - 1)
    ]
    return [
        *("\n".join([one, *rows[one.count("\n") + 1 :]]) for one in flipped),
        *("\n".join(rows[:n]) for n in range(len(rows))),
        "\n".join([rows[0], *rows[2:]]),
        "\n".join([rows[0], rows[-1]]),
        "\n".join([rows[0], "U1NIU0lHAAAAAf////8=", rows[-1]]),
        "\n".join([rows[0], "A" * 60_000, rows[-1]]),
        "\n".join([rows[0], "A" * 6_000_000, rows[-1]]),
        whole + whole,
        whole + "and more",
        "and more\n" + whole,
        whole.replace("U1NI", "U1N\x1b[31mI"),
        whole.replace("U1NI", "U1N\ud800I"),
        whole.replace("U1NI", "U1N\u00dcI"),
        whole.replace("U1NI", "U1N\x00I"),
        whole.replace("SSH SIGNATURE", "PGP SIGNATURE"),
    ]


def test_a_spoilt_signature_gives_one_sentence(signature: str, keys: Path, tmp_path: Path) -> None:
    list_ = allowed(tmp_path, f"lena {public(keys / 'ed25519')}")
    for spoilt in _spoilt(signature):
        assert spoilt.strip() != signature.strip()
        with pytest.raises(AuditkitError) as caught:
            signing_key(STATEMENT, spoilt)
        one_sentence(caught.value)
        assert "signature" in refused(STATEMENT, spoilt, list_).lower()


@pytest.mark.parametrize(
    ("lines", "who"),
    [
        (["lena {key}"], "lena"),
        (["other@x {other}", "lena@x {key}"], "lena@x"),
        (["# the team", "", "lena@x {key} a comment"], "lena@x"),
        (["this line is no key", "lena@x {key}"], "lena@x"),
        (["lena@x {key}\r"], "lena@x"),
        (["lena@x,l@y {key}"], "lena@x"),
        (['"Lena M\u00fcller" {key}'], "Lena M\u00fcller"),
        (["-lena {key}"], "-lena"),
        (["*@x {key}"], "*@x"),
        (["!eve@x,*@x {key}"], "*@x"),
        (['lena@x namespaces="git,auditkit" {key}'], "lena@x"),
        (['lena@x namespaces="audit*" {key}'], "lena@x"),
        (['lena@x valid-after="20200101",valid-before="20990101" {key}'], "lena@x"),
        # The same key again, with more allowed.
        (['lena@x valid-before="20200101" {key}', "l@y {key}"], "l@y"),
        (['lena@x namespaces="git" {key}', "other@x {other}", "l@y {key}"], "l@y"),
    ],
)
def test_the_signer_is_named_as_the_list_has_it(
    lines: list[str], who: str, signature: str, keys: Path, tmp_path: Path
) -> None:
    key, other = public(keys / "ed25519"), public(keys / "other")
    list_ = allowed(tmp_path, *(line.format(key=key, other=other) for line in lines))
    assert verify(STATEMENT, signature, list_) == who


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "Nobody on the list allowed signed this"),
        (["other@x {other}"], "Nobody on the list allowed signed this"),
        (["# lena@x {key}"], "Nobody on the list allowed signed this"),
        (["lena@x cert-authority {key}"], "Nobody on the list allowed signed this"),
        (["!lena@x {key}"], "Nobody on the list allowed signed this"),
        (["lena@x no key \x1b[31m"], "line 1: invalid key"),
        (["\x00\x01"], "Nobody on the list allowed signed this"),
        (['lena@x valid-before="20200101" {key}'], "line 1: key has expired"),
        (["", "  ", 'lena@x valid-before="20200101" {key}'], "line 3: key has expired"),
        (['lena@x valid-after="20990101" {key}'], "line 1: key is not yet valid"),
        (['lena@x namespaces="git" {key}'], 'not permitted for use in signature namespace "audit'),
        (['l@x namespaces="git" {key}', 'l@y namespaces="file" {key}'], "does not let the key"),
    ],
)
def test_who_is_not_allowed_is_refused_with_the_reason(
    lines: list[str], told: str, signature: str, keys: Path, tmp_path: Path
) -> None:
    key, other = public(keys / "ed25519"), public(keys / "other")
    list_ = allowed(tmp_path, *(line.format(key=key, other=other) for line in lines))
    sentence = refused(STATEMENT, signature, list_)
    assert told in sentence
    assert signing_key(STATEMENT, signature) in sentence
    assert "No principal" not in sentence


def test_a_certificate_of_an_authority_on_the_list_holds(keys: Path, tmp_path: Path) -> None:
    authority, key = make_key(tmp_path / "authority"), make_key(tmp_path / "key")
    made = keygen("-q", "-s", str(authority), "-I", "id", "-n", "lena@x", f"{key}.pub")
    assert made.returncode == 0, made.stderr
    certified = sign(STATEMENT, tmp_path / "key-cert.pub")
    list_ = allowed(tmp_path, f"*@x cert-authority {public(authority)}")
    assert verify(STATEMENT, certified, list_) == "lena@x"
    list_ = allowed(tmp_path, f"*@y cert-authority {public(authority)}")
    assert "Nobody on the list" in refused(STATEMENT, certified, list_)


def test_a_list_that_cannot_be_read_is_named(signature: str, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere\x1b[31m", tmp_path):
        assert "list of signers" in refused(STATEMENT, signature, path)


@posix
def test_a_list_that_may_not_be_read_is_named(signature: str, keys: Path, tmp_path: Path) -> None:
    list_ = allowed(tmp_path, f"lena {public(keys / 'ed25519')}")
    list_.chmod(0)
    if os.access(list_, os.R_OK):
        pytest.skip("this user may read everything")
    assert "cannot be read" in refused(STATEMENT, signature, list_)


def _does_not_sign(key: Path) -> str:
    with pytest.raises(AuditkitError) as caught:
        sign(STATEMENT, key)
    return one_sentence(caught.value)


def test_what_is_no_key_does_not_sign(keys: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no key at all\n")
    (tmp_path / "lone.pub").write_text(public(keys / "other"))
    assert "is not there" in _does_not_sign(tmp_path / "nowhere\x1b[31m\n")
    assert "is not there" in _does_not_sign(tmp_path)
    assert "holds no key" in _does_not_sign(tmp_path / "notes")
    assert "No private key found" in _does_not_sign(tmp_path / "lone.pub")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lone.pub", "notes", "temporary"]


@posix
def test_a_key_that_everybody_may_read_does_not_sign(keys: Path, tmp_path: Path) -> None:
    open_key = make_key(tmp_path / "key")
    open_key.chmod(0o644)
    assert "Permissions 0644" in _does_not_sign(open_key)


def test_a_key_is_found_from_the_current_folder(
    keys: Path, monkeypatch: pytest.MonkeyPatch, signature: str
) -> None:
    monkeypatch.chdir(keys)
    assert sign(STATEMENT, Path("ed25519")) == signature  # ed25519 signs the same way each time
    assert sorted(path.suffix for path in keys.iterdir()) == [""] * 4 + [".pub"] * 4


def _without_askpass() -> dict[str, str]:
    apart = ("DISPLAY", "WAYLAND_DISPLAY", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_AUTH_SOCK")
    return {name: value for name, value in os.environ.items() if name not in apart}


@posix
@pytest.mark.parametrize("piped", [True, False])
def test_a_locked_key_without_a_terminal_is_refused_and_does_not_wait(
    piped: bool, keys: Path, tmp_path: Path
) -> None:
    (tmp_path / "statement").write_bytes(STATEMENT)
    paths = [str(path) for path in (keys / "locked", tmp_path / "statement", tmp_path / "out")]
    child = subprocess.Popen(
        [sys.executable, "-c", SIGN, *paths],
        stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
        env=_without_askpass(),
        start_new_session=True,
    )
    try:
        assert child.wait(60) == 0  # its input stays open: whoever reads it waits for ever
    finally:
        child.kill()
        child.communicate()
    told = (tmp_path / "out").read_text()
    assert told.startswith("refused: Nothing was signed with")
    assert "incorrect passphrase" in told
    assert "Enter passphrase" not in told


@posix
@pytest.mark.parametrize("passphrase", ["open sesame", "wrong"])
def test_the_passphrase_is_asked_for_on_the_terminal(
    passphrase: str, keys: Path, tmp_path: Path
) -> None:
    import fcntl
    import pty
    import termios

    (tmp_path / "statement").write_bytes(STATEMENT)
    paths = [str(path) for path in (keys / "locked", tmp_path / "statement", tmp_path / "out")]
    parent, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", SIGN, *paths],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**_without_askpass(), "DISPLAY": ":99", "SSH_ASKPASS": "false"},  # as on a desktop
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(terminal)
    try:
        _wait_for(parent, b"Enter passphrase")
        os.write(parent, f"{passphrase}\n".encode())
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.wait()
        os.close(parent)
    told = (tmp_path / "out").read_text()
    if passphrase == "wrong":
        assert "incorrect passphrase" in told
    else:
        list_ = allowed(tmp_path, f"lena {public(keys / 'locked')}")
        assert verify(STATEMENT, told, list_) == "lena"


def _wait_for(terminal: int, text: bytes) -> None:
    import select

    seen, end = b"", time.monotonic() + 60
    while text not in seen:
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)


@posix
@pytest.mark.skipif(shutil.which("ssh-agent") is None, reason="ssh-agent is not installed")
def test_a_public_key_signs_through_the_agent(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lone.pub").write_text(public(keys / "rsa"))
    # The name of a socket may have some 100 bytes, fewer than the folder of a test.
    with tempfile.TemporaryDirectory(dir=SHORT) as short:
        socket = Path(short) / "agent"
        agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        try:
            end = time.monotonic() + 60
            while not socket.exists() and time.monotonic() < end:
                time.sleep(0.02)
            subprocess.run(["ssh-add", "-q", str(keys / "rsa")], check=True, timeout=60)
            made = sign(STATEMENT, tmp_path / "lone.pub")
        finally:
            agent.terminate()
            agent.wait(60)
    assert verify(STATEMENT, made, allowed(tmp_path, f"lena {public(keys / 'rsa')}")) == "lena"


def fake(folder: Path, script: str) -> Path:
    program = folder / "ssh-keygen"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def test_without_ssh_keygen_the_remedy_is_named(
    signature: str, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AuditkitError, match=r"no ssh-keygen.*Install OpenSSH.*Windows"):
        sign(STATEMENT, keys / "ed25519")
    with pytest.raises(AuditkitError, match="no ssh-keygen"):
        signing_key(STATEMENT, signature)


@posix
def test_a_program_in_the_current_folder_is_not_believed(
    signature: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, "echo Good SHA256:forged")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", ""]))
    with pytest.raises(AuditkitError, match="no ssh-keygen"):
        signing_key(b"something else", signature)


@posix
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo unknown option -- Y >&2; exit 1", "unknown option -- Y"),
        ("kill -9 $$", "ended with -9"),
        ("exit 255", "gives no reason"),
        ("exit 0", "gives no reason"),
        ("echo SHA256:forged; exit 255", "gives no reason"),
        ("echo in $LC_ALL >&2; exit 255", "in C"),
        ("printf 'a\\033[31mb' >&2; exit 255", "a\\x1b[31mb"),
    ],
)
def test_an_ssh_keygen_that_cannot_do_it_gives_one_sentence(
    script: str,
    told: str,
    signature: str,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert told in _does_not_sign(keys / "ed25519")
    with pytest.raises(AuditkitError) as caught:
        signing_key(STATEMENT, signature)
    assert told in one_sentence(caught.value)


@posix
def test_names_in_one_line_are_told_apart(
    signature: str, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some versions of find-principals print the names of a line as they stand there.
    real = shutil.which("ssh-keygen")
    fake(tmp_path, f'[ "$2" = find-principals ] && echo l@y,lena@x || exec "{real}" "$@"')
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.environ["PATH"]]))
    list_ = allowed(tmp_path, f"l@y,lena@x {public(keys / 'ed25519')}")
    assert verify(STATEMENT, signature, list_) == "l@y"


@posix
def test_a_hardware_key_that_waits_for_a_touch_says_so(
    signature: str,
    keys: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = "Confirm user presence for key ED25519-SK SHA256:x"
    (tmp_path / "ready").write_text(signature)
    fake(tmp_path, f"echo '{said}' >&2; cat '{tmp_path / 'ready'}' > statement.sig")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.environ["PATH"]]))
    assert sign(STATEMENT, keys / "ed25519") == signature
    assert capsys.readouterr().err == f"{said}\n"
