"""SSH signatures over statements, made and checked by the ``ssh-keygen`` of OpenSSH.

No line of cryptography is our own: keys in files, in an agent and on hardware tokens work as they
do for ssh and git, and whoever has OpenSSH checks a signature without auditkit:

    ssh-keygen -Y verify -f SIGNERS -I NAME -n auditkit -s SIGNATURE < STATEMENT

SIGNERS is a list of allowed signers (``ssh-keygen(1)``, ALLOWED SIGNERS). What a line of it
allows, and until when, is decided by ssh-keygen and by today's date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from auditkit.errors import AuditkitError
from auditkit.text import clip, one_line

NAMESPACE = "auditkit"
"""What our signatures are for; one made for git or a file is refused, and the other way round."""

_ARMOR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]{1,65536}\n-----END SSH SIGNATURE-----"
)
_FINGERPRINT = re.compile(rb"SHA256:[A-Za-z0-9+/=]+")
_STATEMENT, _SIGNATURE, _SIGNERS, _LINE = "statement", "signature", "signers", "line"
_PATIENCE = 60.0  # seconds, for what asks nobody and takes milliseconds
_REFUSED = 255  # exit code of "no"; any other is trouble of ssh-keygen itself
_NOISE = re.compile("@|Signing file|Write signature|No principal matched")
_PROMPT = re.compile("^Enter [^:]*: *")
_PLACE = re.compile(r"^(signers|line):(?=\d+:)")
_LIMIT = re.compile("key (has|is) ")  # has expired, is not yet valid, is not permitted for ...
_SILENT = "ssh-keygen gives no reason"
_INSTALL = "Install OpenSSH 8.9 or later; on Windows: Settings, Optional features, OpenSSH Client."


def available() -> bool:
    """Whether there is an ssh-keygen on this machine."""
    try:
        return bool(_program())
    except AuditkitError:
        return False


def sign(statement: bytes, key: Path) -> str:
    """The armored signature of a statement with a private key, or with the ``.pub`` of a key that
    an agent holds.

    A passphrase, a PIN or a touch is asked for by ssh-keygen on the terminal, so no screen may
    stand there. Raises `AuditkitError` with ssh-keygen's reason when the key does not sign.
    """
    _require_file(key, "key")
    with _desk() as folder:
        _put(folder, _STATEMENT, statement)
        options = ("-f", str(key.absolute()), "-n", NAMESPACE)
        answer = _ask_on_terminal(folder, "sign", *options, _STATEMENT)
        made = folder / f"{_STATEMENT}.sig"
        if not answer.good or not made.is_file():
            raise _not_signed(key, answer.reason)
        return made.read_text(encoding="ascii")


def signing_key(statement: bytes, signature: str) -> str:
    """The fingerprint (``SHA256:...``) of the key that signed a statement, whosever it is.

    Raises `AuditkitError` when the signature does not fit the statement or is none.
    """
    with _desk() as folder:
        _put(folder, _SIGNATURE, _armored(signature))
        options = ("-n", NAMESPACE, "-s", _SIGNATURE)
        answer = _ask(folder, "check-novalidate", *options, given=statement)
    found = _FINGERPRINT.search(answer.out)
    if not answer.good or not found:
        raise AuditkitError(
            f"The signature does not fit what it is said to sign: {answer.reason or _SILENT}.",
            "Get both again from whoever signed.",
        )
    return found.group().decode()


def verify(statement: bytes, signature: str, signers: Path) -> str:
    """Who signed a statement: the principal, raw as the list of allowed signers writes it (a
    pattern such as ``*@example.org`` where the list says no more).

    Raises `AuditkitError` when the signature does not fit, the list cannot be read, or nobody on
    it may have signed.
    """
    key = signing_key(statement, signature)
    listed = _read(signers)
    with _desk() as folder:
        _put(folder, _SIGNATURE, _armored(signature))
        _put(folder, _SIGNERS, listed)
        answer = known = _find(folder, _SIGNERS)
        for name in _names(folder, known, listed):
            answer = _verified(folder, name, statement)
            if answer.good:
                return name.decode("utf-8", "surrogateescape")
    raise _nobody(signers, key, answer.reason)


def _names(folder: Path, known: _Answer, listed: bytes) -> Iterator[bytes]:
    """Everybody on the list who has the key. ssh-keygen names only the first line that holds it,
    whatever that line allows: where this one does not do, each line is asked by itself."""
    yield from _principals(known)
    for line in listed.splitlines() if known.good else ():
        _put(folder, _LINE, line + b"\n")
        yield from _principals(_find(folder, _LINE))


def _principals(answer: _Answer) -> Iterator[bytes]:
    """The names in an answer of find-principals. An exclusion (``!name``) is no name, though
    ssh-keygen prints it and a wildcard beside it matches it."""
    if answer.good:
        found = re.split(rb"[,\r\n]+", answer.out)
        yield from (name for name in found if name and not name.startswith(b"!"))


def _find(folder: Path, listed: str) -> _Answer:
    return _ask(folder, "find-principals", "-s", _SIGNATURE, "-f", listed)


def _verified(folder: Path, name: bytes, statement: bytes) -> _Answer:
    # An argument on Windows is text, which ssh-keygen reads there as UTF-8.
    who = name.decode("utf-8", "replace") if os.name == "nt" else os.fsdecode(name)
    options = ("-f", _SIGNERS, "-I", who, "-n", NAMESPACE, "-s", _SIGNATURE)
    return _ask(folder, "verify", *options, given=statement)


def _armored(signature: str) -> bytes:
    """The signature as ssh-keygen takes it: mail and Windows may have changed the line ends."""
    lines = signature.replace("\r\n", "\n").strip()
    if not _ARMOR.fullmatch(lines):
        raise AuditkitError(
            "This is no whole SSH signature.", "It goes from its BEGIN line to its END line."
        )
    return f"{lines}\n".encode("ascii")


def _read(signers: Path) -> bytes:
    _require_file(signers, "list of signers")
    try:
        return signers.read_bytes()
    except OSError as error:
        raise AuditkitError(
            f"The list of signers {one_line(str(signers))} cannot be read: {error.strerror}.",
            "Check the permissions of the file.",
        ) from error


def _require_file(path: Path, what: str) -> None:
    try:
        there = path.is_file()
    except OSError:  # a folder on the way may not be entered
        there = False
    if not there:
        raise AuditkitError(
            f"The {what} {one_line(str(path))} is not there or is no file.", "Check its name."
        )


def _not_signed(key: Path, reason: str) -> AuditkitError:
    if "load public key" in reason and "No such file" in reason:
        # What ssh-keygen says of a file that is there and holds no key.
        reason = "it holds no key that ssh-keygen can read"
    return AuditkitError(
        f"Nothing was signed with {one_line(str(key))}: {reason or _SILENT}.",
        "Check the key and its passphrase; where no terminal is, load it into an agent (ssh-add).",
    )


def _nobody(signers: Path, key: str, reason: str) -> AuditkitError:
    where = one_line(signers.name)
    if _LIMIT.search(reason):
        return AuditkitError(
            f"The list {where} does not let the key {key} sign this: {reason}.",
            "Ask whoever keeps the list.",
        )
    said = f" ({reason})" if reason else ""
    return AuditkitError(
        f"Nobody on the list {where} signed this; it was signed with the key {key}{said}.",
        "Ask the signer in person whether that key is theirs before you add it to the list.",
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What ssh-keygen said."""

    good: bool
    out: bytes
    said: bytes
    """Its standard error."""

    @property
    def reason(self) -> str:
        """The line that says most about why not, fit for the middle of a sentence; may be empty."""
        lines = [line for line in map(_cleaned, self.said.splitlines()) if line]
        lines.sort(key=lambda line: not _LIMIT.search(line))
        return clip(lines[0], 200) if lines else ""


def _cleaned(line: bytes) -> str:
    text = _PROMPT.sub("", line.decode("utf-8", "replace").strip())
    return "" if _NOISE.match(text) else one_line(_PLACE.sub("line ", text)).rstrip(".")


@contextmanager
def _desk() -> Iterator[Path]:
    """A private folder for the files of one question, gone afterwards."""
    try:
        made = TemporaryDirectory(prefix="auditkit-")
    except OSError as error:
        raise _no_room(error) from error
    with made as name:
        yield Path(name)


def _put(folder: Path, paper: str, content: bytes) -> None:
    try:
        (folder / paper).write_bytes(content)
    except OSError as error:
        raise _no_room(error) from error


def _ask(folder: Path, task: str, *options: str, given: bytes = b"") -> _Answer:
    """Let ssh-keygen do what asks nobody."""
    try:
        done = subprocess.run(
            [_program(), "-Y", task, *options],
            input=given,
            capture_output=True,
            cwd=folder,
            env=_environment(),
            timeout=_PATIENCE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unusable(str(error)) from error
    return _answer(done.returncode, done.stdout, done.stderr)


def _ask_on_terminal(folder: Path, task: str, *options: str) -> _Answer:
    """Let ssh-keygen do what a person may have to type or touch something for."""
    try:
        running = subprocess.Popen(
            [_program(), "-Y", task, *options],
            # What is piped into auditkit is no passphrase.
            stdin=None if os.isatty(0) else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(),
        )
    except OSError as error:
        raise _unusable(str(error)) from error
    with running:
        said = b"".join(map(_passed_on, running.stderr or ()))
    return _answer(running.returncode, b"", said)


def _passed_on(line: bytes) -> bytes:
    """The one message that a person has to see at once: that a hardware key waits for a touch."""
    if b"user presence" not in line:
        return line
    sys.stderr.write(f"{one_line(line.decode('utf-8', 'replace').strip())}\n")
    sys.stderr.flush()
    return b""


def _answer(code: int, out: bytes, said: bytes) -> _Answer:
    answer = _Answer(code == 0, out, said)
    if code not in (0, _REFUSED):
        raise _unusable(answer.reason or f"it ended with {code}")
    return answer


def _program() -> str:
    """ssh-keygen on the path. Never one in the current folder, where Windows looks first: that
    may be a folder somebody sent, with a program that calls every signature good."""
    name = "ssh-keygen.exe" if os.name == "nt" else "ssh-keygen"
    for place in (Path(folder) / name for folder in os.get_exec_path()):
        if place.is_absolute() and os.access(place, os.X_OK) and place.is_file():
            return str(place)
    raise AuditkitError("There is no ssh-keygen on this machine.", _INSTALL)


def _environment() -> dict[str, str]:
    """Ours, with messages in English: they are read above."""
    return {**os.environ, "LC_ALL": "C"}


def _no_room(error: OSError) -> AuditkitError:
    return AuditkitError(
        f"No temporary file could be written: {error.strerror}.", "Make room on the disk."
    )


def _unusable(reason: str) -> AuditkitError:
    return AuditkitError(f"ssh-keygen cannot be used: {clip(one_line(reason), 200)}.", _INSTALL)
