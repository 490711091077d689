"""What goes over the pipes between the indexer and the processes that read files.

A frame is its length in four bytes and so many bytes of MessagePack, which is decoded into these
types and nothing else: a reader that a file has taken over can say wrong things, not run any.
"""

from __future__ import annotations

import struct
from typing import IO, Literal, TypeAlias

import msgspec

from auditkit.evidence.contents.blocks import Block

State: TypeAlias = Literal[0, 1, 2, 3]
READ: State = 0
NAME_ONLY: State = 1  # a picture or the like
UNREADABLE: State = 2  # until the file changes
FAILED: State = 3  # for reasons that may pass

_LENGTH = struct.Struct("<I")
_MOST = 256 << 20  # bytes


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """What reading a file gave. ``note`` is the sentence that says what could not be read."""

    state: State
    note: str = ""
    blocks: list[Block] = []
    words: list[str] = []


_replies = msgspec.msgpack.Decoder(Reply)


def send(pipe: IO[bytes], payload: bytes) -> None:
    """Write one frame. Raises `OSError` when nobody reads."""
    pipe.write(_LENGTH.pack(len(payload)) + payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """One frame, None when the other side has ended or speaks another language."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _MOST:
        return None
    payload = pipe.read(length)
    return payload if len(payload) == length else None


def encoded(reply: Reply) -> bytes:
    """A reply as a payload."""
    return msgspec.msgpack.encode(reply)


def decoded(payload: bytes) -> Reply:
    """The reply in a payload. Raises `msgspec.DecodeError`."""
    return _replies.decode(payload)
