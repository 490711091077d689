"""The words around a hit, whatever the text and however narrow the place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditkit.analysis.searching import MISS, Query, excerpt
from auditkit.text import fold

WORDS = st.text(st.sampled_from("abcßÄéＡﬁ İσς한"), min_size=1, max_size=6)


def test_the_hit_is_seen_however_far_behind_it_stands() -> None:
    text = f"{'so it goes ' * 50}the Zebra crossed {'and on ' * 50}"
    found = excerpt(text, Query("zebra"), 40)
    ((start, end),) = found.spans
    assert found.text[start:end] == "Zebra"
    assert (found.cut_before, found.cut_after) == (True, True)
    assert len(found.text) == 40


def test_words_that_stand_together_are_shown_rather_than_the_first_one() -> None:
    text = f"risk {'filler ' * 40} risk owner and {'filler ' * 40}"
    found = excerpt(text, Query("owner risk"), 40)
    assert [found.text[start:end] for start, end in found.spans] == ["risk", "owner"]


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    found = excerpt("one\n two\tthree", Query("two"), 40)
    assert found.text == "one two three"
    assert not found.cut_before
    assert not found.cut_after


@given(st.lists(WORDS, max_size=30), WORDS, st.integers(10, 60))
def test_what_is_found_is_marked_and_inside(words: list[str], typed: str, width: int) -> None:
    text = " ".join([*words, typed])
    query = Query(typed)
    found = excerpt(text, query, width)
    if not query.words:
        return
    assert found.spans
    for start, end in found.spans:
        assert 0 <= start < end <= len(found.text) <= width
        piece = fold(found.text[start:end])
        assert any(word in piece or piece in word for word in query.words)


def test_ranks_from_name_to_letters() -> None:
    query = Query("Risk")
    ranks = [
        query.rank(("risk",), "risk", ""),
        query.rank(("risk register",), "risk register", ""),
        query.rank(("a",), "a the risk", ""),
        query.rank(("a",), "a asterisk", ""),
        query.rank(("a",), "a", "of risk"),
        query.rank(("a",), "a", "asterisk"),
        query.rank(("a",), "a", "none"),
    ]
    assert ranks == [0, 1, 2, 3, 4, 5, MISS]
