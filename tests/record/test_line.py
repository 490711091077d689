"""One journal line: what goes in comes out, and a changed byte does not go unnoticed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.record.line import START, BadLine, Change, NewerFormat, decode, encode

ANY_TEXT = st.text(alphabet=st.characters(), max_size=20)
"""Any character at all, lone surrogates included."""
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)


def change(**fields: Any) -> Change:
    kept: dict[str, Any] = {
        "v": 1,
        "audit": "A",
        "device": "desk",
        "n": 1,
        "clock": 1,
        "at": "2026-01-01T00:00:00+00:00",
        "by": "",
        "verb": "edit",
        "group": "g",
    }
    return Change(**(kept | fields))


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, st.dictionaries(ANY_TEXT, JSON, max_size=3))
def test_a_line_gives_back_what_was_put_in(by: str, about: str, fields: dict[str, Any]) -> None:
    made = change(by=by, about=about, ops=(("notes", by, {k: (v, []) for k, v in fields.items()}),))
    line, chain = encode(made, START)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line[:-1], START) == (made, chain)


def test_every_flipped_bit_is_noticed() -> None:
    line, _ = encode(change(about="a door"), START)
    for place in range(len(line) - 1):
        for bit in range(8):
            broken = bytearray(line[:-1])
            broken[place] ^= 1 << bit
            with pytest.raises(BadLine):
                decode(bytes(broken), START)


def test_a_line_follows_only_the_line_before_it() -> None:
    first, chain = encode(change(), START)
    second, _ = encode(change(n=2), chain)
    assert decode(second[:-1], chain)[0].n == 2
    with pytest.raises(BadLine, match="follow"):
        decode(second[:-1], START)
    with pytest.raises(BadLine):
        decode(first[:50], START)


def test_a_newer_format_is_told_from_damage() -> None:
    line, _ = encode(change(v=2), START)
    with pytest.raises(NewerFormat):
        decode(line[:-1], START)


@pytest.mark.parametrize("payload", [b"[]", b"{}", b'"text"', b"{", b"[" * 100_000])
def test_contents_that_are_no_change_are_damage(payload: bytes) -> None:
    digest = hashlib.sha256(payload).hexdigest()
    chain = hashlib.sha256(f"{START} {digest}".encode()).hexdigest()
    with pytest.raises(BadLine):
        decode(b"%s %s %s" % (chain.encode(), digest.encode(), payload), START)


def test_not_a_number_is_refused_before_anything_is_written() -> None:
    made = change(ops=(("notes", "k", {"x": (float("nan"), [])}),))
    with pytest.raises(ValueError, match="JSON"):
        encode(made, START)
