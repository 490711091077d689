"""Locking a pack with age, to keys or with a passphrase, and opening it again.

age is the published format (age-encryption.org/v1) as the library pyrage writes it; the program
``age`` opens such a file without auditkit. What goes to keys is encrypted as it is written: the
open pack never touches the disk. A passphrase works on the whole file in memory, so its size is
bounded.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from auditkit.errors import AuditkitError, UsageError
from auditkit.text import clip, one_line

SUFFIX = ".age"
Fill = Callable[[BinaryIO], None]
"""Writes the open pack into a stream."""
Lock = Callable[[Fill, BinaryIO], None]
"""Writes a locked pack: what ``Fill`` writes, encrypted, into a stream."""
Ask = Callable[[], str]
"""Asks a person for the passphrase."""

MOST_IN_MEMORY = 512 << 20
"""Bytes of a pack that a passphrase may lock."""
_MAGIC = b"age-encryption.org/v1\n"
_BY_PASSPHRASE = _MAGIC + b"-> scrypt "
_DAMAGED = "is damaged: it was changed or cut off since it was locked"
_AGAIN = "Get the file again from whoever sent it."


def is_locked(path: Path) -> bool:
    """Whether a file is locked with age; raises `OSError`."""
    return _start(path).startswith(_MAGIC)


def lock_for(recipients: Sequence[str], passphrase: str) -> Lock | None:
    """The lock for these keys or this passphrase; None where neither is given.

    A recipient is an age or SSH public key, or a file with such keys, one a line. Raises
    `UsageError` for both at once or for what is no such key.
    """
    if recipients and passphrase:
        raise UsageError("A pack is locked to keys or with a passphrase, not both.")
    if passphrase:
        _pyrage()
        return partial(_lock_with, passphrase)
    if recipients:
        return partial(_lock_to, [key for text in recipients for key in _recipients(text)])
    return None


def unlock(path: Path, target: Path, *, identity: Path | None, ask: Ask | None) -> None:
    """Open a locked pack into the file ``target``.

    Raises `AuditkitError` with different sentences for a wrong passphrase, a key that is not among
    those the pack was locked to, and a damaged file.
    """
    if _start(path).startswith(_BY_PASSPHRASE):
        _unlock_with(path, target, ask)
    else:
        _unlock_by_key(path, target, identity)


def _pyrage() -> Any:
    try:
        import pyrage
        import pyrage.passphrase
        import pyrage.ssh
        import pyrage.x25519
    except ImportError as error:
        raise AuditkitError(
            "Locked packs need the library pyrage, which is not installed.",
            "Install it with: pip install 'auditkit[encrypt]'.",
        ) from error
    return pyrage


def _too_large() -> AuditkitError:
    return AuditkitError(
        f"A pack locked with a passphrase can have {MOST_IN_MEMORY >> 20} MiB at most.",
        "Lock it to a key with --encrypt-to, or pack less evidence.",
    )


def _recipients(text: str) -> list[Any]:
    path = Path(text)
    try:
        if text.startswith(("age1", "ssh-")) or not path.is_file():
            return [_recipient(text.strip())]
        content = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"The file of keys {one_line(text)} cannot be read.") from error
    lines = (line.strip() for line in content.splitlines())
    found = [_recipient(line) for line in lines if line and not line.startswith("#")]
    if not found:
        raise UsageError(f"The file {one_line(text)} holds no key.")
    return found


def _recipient(text: str) -> Any:
    age = _pyrage()
    kind = age.ssh.Recipient if text.startswith("ssh-") else age.x25519.Recipient
    try:
        return kind.from_str(text)
    except age.RecipientError as error:
        raise UsageError(
            f"{clip(one_line(text), 40)!r} is no public key that a pack can be locked to.",
            "Give an age1..., ssh-ed25519 or ssh-rsa key, or a file with such keys.",
        ) from error


def _lock_with(passphrase: str, fill: Fill, sink: BinaryIO) -> None:
    open_pack = _Bounded()
    fill(open_pack)
    sink.write(_pyrage().passphrase.encrypt(open_pack.getvalue(), passphrase))


class _Bounded(io.BytesIO):
    """Memory with an end."""

    def write(self, content: Any, /) -> int:
        if self.tell() + len(content) > MOST_IN_MEMORY:
            raise _too_large()
        return super().write(content)


class _Watched:
    """A file that remembers why it failed: pyrage tells it as text only. It has no place to go
    back to, so that a zip is written into a pipe as such (Windows would let it seek there)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._stream.write(content)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._stream.flush()


def _lock_to(recipients: Sequence[Any], fill: Fill, sink: BinaryIO) -> None:
    """Encrypt in a thread what ``fill`` writes into a pipe."""
    reading, writing = os.pipe()
    worker = _Encrypting(reading, _Watched(sink), recipients)
    worker.start()
    try:
        with os.fdopen(writing, "wb") as stream:
            fill(cast(BinaryIO, _Watched(stream)))
    except OSError:
        # The pipe breaks when the thread ends early; then it knows the reason better.
        worker.join()
        worker.finish()
        raise
    finally:
        worker.join()
    worker.finish()


class _Encrypting(threading.Thread):
    """Encrypts from the reading end of a pipe until it is closed."""

    def __init__(self, source: int, sink: _Watched, recipients: Sequence[Any]) -> None:
        super().__init__(daemon=True)
        self._source, self._sink, self._recipients = source, sink, list(recipients)
        self._failure: Exception | None = None

    def run(self) -> None:
        """Work; what goes wrong is kept for `finish`."""
        try:
            with os.fdopen(self._source, "rb") as source:
                _pyrage().encrypt_io(source, self._sink, self._recipients)
        except Exception as error:
            self._failure = error

    def finish(self) -> None:
        """Raise what went wrong, as the disk said it where it was the disk."""
        failure = self._sink.error or self._failure
        if isinstance(failure, OSError):
            raise failure
        if failure is not None:
            raise AuditkitError(f"The pack could not be locked: {one_line(str(failure))}.")


def _unlock_with(path: Path, target: Path, ask: Ask | None) -> None:
    name = one_line(path.name)
    if ask is None:
        raise AuditkitError(f"{name} is locked with a passphrase.", "Open it on a terminal.")
    if path.stat().st_size > MOST_IN_MEMORY + (MOST_IN_MEMORY >> 10):
        raise _too_large()
    age = _pyrage()
    try:
        content = age.passphrase.decrypt(path.read_bytes(), ask())
    except age.DecryptError as error:
        # "Decryption failed" is the header, which hangs on the passphrase; the rest is the body.
        if "Decryption failed" in str(error):
            raise AuditkitError(f"That is not the passphrase of {name}.", "Try again.") from error
        raise AuditkitError(f"{name} {_DAMAGED}.", _AGAIN) from error
    target.write_bytes(content)


def _unlock_by_key(path: Path, target: Path, identity: Path | None) -> None:
    name = one_line(path.name)
    if identity is None:
        raise AuditkitError(
            f"{name} is locked to a key.",
            "Give the file of your private key in $AUDITKIT_IDENTITY, or to open with --identity.",
        )
    age, keys = _pyrage(), _identities(identity)
    with path.open("rb") as source, target.open("wb") as stream:
        sink = _Watched(stream)
        try:
            age.decrypt_io(source, sink, keys)
        except (age.DecryptError, OSError) as error:
            if sink.error is not None:
                raise sink.error from error
            if "No matching keys" in str(error):
                raise AuditkitError(
                    f"{name} is not locked to the key in {one_line(identity.name)}.",
                    "Use the key it was made for, or ask its sender to lock it to yours.",
                ) from error
            raise AuditkitError(f"{name} {_DAMAGED}.", _AGAIN) from error


def _identities(path: Path) -> list[Any]:
    """The private keys in a file: an SSH key, or age keys one a line."""
    age = _pyrage()
    try:
        content = path.read_bytes()
        if b"PRIVATE KEY-----" in content:
            return [age.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
        found = [age.x25519.Identity.from_str(each) for each in lines if each[:1] not in ("", "#")]
    except (OSError, ValueError, age.IdentityError) as error:
        raise AuditkitError(
            f"The key in {one_line(str(path))} cannot be used: {one_line(_why(error))}.",
            "Give an age key file or an ed25519 or RSA private key without a passphrase.",
        ) from error
    if not found:
        raise AuditkitError(f"There is no key in {one_line(str(path))}.")
    return found


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is no key file"
    return str(error)


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(_BY_PASSPHRASE))
