"""Compressed RTF, as Outlook keeps the body of a mail ([MS-OXRTFCP])."""

from __future__ import annotations

import struct
from typing import Final

from auditkit.evidence.extract.base import Unreadable

_HEADER = struct.Struct("<IIII")
_COMPRESSED = 0x75465A4C
_PLAIN = 0x414C454D
_WINDOW = 4096
# Section 2.1.2.1: what the dictionary holds before the first byte.
_KNOWN: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def decompressed(data: bytes, most: int) -> bytes:
    """The RTF in ``data``, of at most ``most`` bytes. Raises `Unreadable` for anything else."""
    try:
        _, size, kind, _ = _HEADER.unpack_from(data)
    except struct.error as error:
        raise Unreadable("The body of the mail is cut off.") from error
    if size > most or kind not in (_COMPRESSED, _PLAIN):
        raise Unreadable("The body of the mail is too big, or packed in an unknown way.")
    body = data[_HEADER.size :]
    return body[:size] if kind == _PLAIN else _unpacked(body, size)


def _unpacked(body: bytes, size: int) -> bytes:
    """Runs of eight steps, each a byte or a reference (12 bits where, 4 bits how much)."""
    out = bytearray(_KNOWN)
    end = len(_KNOWN) + size
    at = 0
    while at < len(body) and len(out) < end:
        flags = body[at]
        at += 1
        for bit in range(8):
            step = body[at : at + 1 + (flags >> bit & 1)]
            at += len(step)
            if len(step) == 1 and not flags >> bit & 1:
                out += step
                continue
            place = int.from_bytes(step, "big") >> 4
            if len(step) < 2 or place == len(out) % _WINDOW:
                return bytes(out[len(_KNOWN) : end])
            for _ in range((step[1] & 15) + 2):
                out.append(_at(out, place))
                place += 1
    return bytes(out[len(_KNOWN) : end])


def _at(out: bytearray, place: int) -> int:
    """The last byte written to ``place`` of the window."""
    back = (len(out) - place) % _WINDOW or _WINDOW
    return out[-back] if back <= len(out) else 0x20
