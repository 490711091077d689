"""Head phrases: what is read aloud is recognised, and what differs is named."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.record.phrase import compare, phrase, words

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]

# Worked out by hand: the places of the words in the list, in binary, run together
#   00000000000 00000000001 00000000010 00000000011 10000000000 11111111111 01111111111 10110100111
# and cut into fours: 0000 0000 0000 0000 0000 0100 0000 0001 0000 0000 0011 1000 0000 0001 ...
DIGEST = "00000401003801ffdffda7" + "c" * 42
WORDS = "abandon ability able about length zoo lend reject"


def test_a_digest_worked_out_by_hand_gives_its_words() -> None:
    assert phrase(DIGEST) == WORDS
    assert phrase("0" * 64) == " ".join(["abandon"] * 8)
    assert phrase("F" * 64) == " ".join(["zoo"] * 8)


def test_the_list_is_the_one_of_the_standard() -> None:
    # SHA-256 of english.txt as BIP-39 publishes it.
    text = "".join(f"{word}\n" for word in words())
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    )


@given(DIGESTS)
def test_a_phrase_is_its_digests_phrase(digest: str) -> None:
    assert compare(phrase(digest), digest) == ""


@given(DIGESTS, DIGESTS)
def test_two_digests_share_a_phrase_only_where_their_first_88_bits_agree(
    one: str, other: str
) -> None:
    assert (compare(phrase(one), other) == "") is (one[:22] == other[:22])
    assert phrase(one[:22] + other[22:]) == phrase(one)


@given(DIGESTS, st.integers(0, 87))
def test_every_single_bit_counts(digest: str, bit: int) -> None:
    flipped = f"{int(digest, 16) ^ 1 << 255 - bit:064x}"
    assert f"The {ORDINALS[bit // 11]} word" in compare(phrase(flipped), digest)


@given(DIGESTS, st.integers(0, 7), st.data())
def test_the_word_that_was_changed_is_named(digest: str, place: int, data: st.DataObject) -> None:
    said = phrase(digest).split()
    right = said[place]
    said[place] = data.draw(st.sampled_from(words()).filter(lambda word: word != right))
    assert compare(" ".join(said), digest) == (
        f"The {ORDINALS[place]} word is '{said[place]}', this record says '{right}': "
        "it is not in the state the phrase was read from."
    )


@given(
    DIGESTS,
    st.lists(st.sampled_from([" ", ", ", "-", "\n", "\r\n  ", " - ", "\t", "; "]), min_size=9),
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=8),
)
def test_the_way_it_is_written_down_does_not_matter(
    digest: str, between: list[str], ways: list[tuple[bool, bool]]
) -> None:
    said = between[8]
    for word, gap, (loud, short) in zip(phrase(digest).split(), between, ways):
        written = word[:4] if short else word
        said += (written.upper() if loud else written) + gap
    assert compare(said, digest) == ""


def test_numbering_and_quotes_do_not_matter() -> None:
    numbered = " ".join(f"{n}. \u201c{word}\u201d" for n, word in enumerate(WORDS.split(), 1))
    assert compare(numbered, DIGEST) == ""


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("", "0 words"),
        (" ,;-\n", "0 words"),
        ("zoo", "1 word"),
        (" ".join(WORDS.split()[:7]), "7 words"),
        (WORDS + " zoo", "9 words"),
    ],
)
def test_the_words_are_counted(said: str, counted: str) -> None:
    assert compare(said, DIGEST) == f"A head phrase has 8 words, this one has {counted}."


def test_a_word_of_no_list_comes_with_the_closest_one() -> None:
    assert compare(WORDS.replace("length", "lenght"), DIGEST) == (
        "The fifth word, 'lenght', is no word of a head phrase; "
        "the closest word that is one is 'length'."
    )
    # Five letters are neither the word nor its first four.
    assert "'aband'" in compare(WORDS.replace("abandon", "aband"), DIGEST)


def test_a_word_like_no_other_is_shown_safely() -> None:
    told = compare(WORDS.replace("zoo", "\u0436" * 500), DIGEST)
    assert told.startswith("The sixth word, '\u0436")
    assert told.endswith("', is no word of a head phrase.")
    assert len(told) < 100
    for hostile in ("\x1b[31m\x07", "\u202e", "\ud800", "\x00"):
        assert hostile not in compare(WORDS.replace("zoo", f"qq{hostile}"), DIGEST)


@pytest.mark.parametrize("digest", ["", DIGEST[:12], DIGEST + "00", "no digest", "g" * 64])
def test_what_is_no_head_digest_has_no_phrase(digest: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        phrase(digest)
    with pytest.raises(ValueError, match="hex"):
        compare(WORDS, digest)
