"""One line of a journal: ``CHAIN DIGEST PAYLOAD``.

DIGEST is the SHA-256 of the stored payload bytes, CHAIN the SHA-256 over the chain value of the
line before and this digest (64 zeros before the first line). Hashing the stored bytes, never
JSON written anew, leaves nothing to canonicalize; the digest apart from the payload lets a payload
be blanked later (privacy) while the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

FORMAT = 1
"""Version of the line format; a line with a higher one comes from a newer auditkit."""
START = "0" * 64
_HEAD = 130  # two hashes and two spaces

Op = tuple[str, str, dict[str, tuple[Any, list[str]]]]
"""Table, document id, and per field the new value with the versions the editor had seen."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the record, as a device wrote it down."""

    v: int
    audit: str
    device: str
    n: int
    """Place in the device's journal, from 1."""
    clock: int
    """Lamport clock: higher than every change this one could have seen."""
    at: str
    by: str
    verb: str
    group: str
    about: str = ""
    ops: tuple[Op, ...] = ()
    undoes: str = ""
    """Group that this change takes back (``undo``) or brings back (``redo``)."""
    saw: dict[str, tuple[int, str]] = {}
    """Heads of other devices' journals that the writer had read and not yet witnessed: whoever
    rewrites or cuts one of those journals contradicts this line."""

    @property
    def version(self) -> str:
        """Name of the field versions this change makes."""
        return f"{self.device}.{self.n}"

    @property
    def order(self) -> tuple[int, str, int]:
        """The total order of the fold, the same on every device."""
        return (self.clock, self.device, self.n)


_DECODER = msgspec.json.Decoder(Change)


class BadLine(ValueError):
    """A line that does not hold what its hashes say."""


class NewerFormat(ValueError):
    """A line written by a newer version of auditkit."""


def encode(change: Change, previous: str) -> tuple[bytes, str]:
    """The bytes of a line, line feed included, and its chain value."""
    payload = _json(_filled(change))
    digest = hashlib.sha256(payload).hexdigest()
    chain = _link(previous, digest)
    return b"%s %s %s\n" % (chain.encode(), digest.encode(), payload), chain


def decode(line: bytes, previous: str) -> tuple[Change, str]:
    """The change in a line without its line feed; raises `BadLine` or `NewerFormat`."""
    if len(line) <= _HEAD or line[64:65] != b" " or line[129:130] != b" ":
        raise BadLine("the line is too short or not in columns")
    chain, digest, payload = line[:64].decode("latin-1"), line[65:129].decode("latin-1"), line[130:]
    if hashlib.sha256(payload).hexdigest() != digest:
        raise BadLine("its contents do not match their hash")
    if _link(previous, digest) != chain:
        raise BadLine("it does not follow the line before")
    return _change(payload), chain


def _change(payload: bytes) -> Change:
    try:
        change = _DECODER.decode(payload)
    except (msgspec.MsgspecError, RecursionError):
        return _unusual(payload)
    if change.v > FORMAT:
        raise NewerFormat(f"format {change.v}")
    return change


def _unusual(payload: bytes) -> Change:
    """What msgspec's own reader refuses: lone surrogates, and lines of a later format."""
    try:
        fields = json.loads(payload)
        if isinstance(fields, dict) and fields.get("v", 0) > FORMAT:
            raise NewerFormat(f"format {fields['v']}")
        return msgspec.convert(fields, Change)
    except NewerFormat:
        raise
    except (ValueError, TypeError, RecursionError, msgspec.ValidationError) as error:
        raise BadLine(f"its contents are no change: {error}") from error


def _filled(change: Change) -> dict[str, Any]:
    """The fields of a change; most changes witness nothing, and say so by saying nothing."""
    fields = {name: getattr(change, name) for name in change.__struct_fields__}
    if not change.saw:
        del fields["saw"]
    return fields


def _link(previous: str, digest: str) -> str:
    return hashlib.sha256(f"{previous} {digest}".encode("ascii", "replace")).hexdigest()


def _json(fields: Any) -> bytes:
    try:
        return json.dumps(
            fields, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        ).encode()
    except UnicodeEncodeError:
        # A file name that was not UTF-8 holds lone surrogates; escapes keep them exactly.
        return json.dumps(fields, allow_nan=False, separators=(",", ":")).encode()
