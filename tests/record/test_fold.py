"""The fold: the same state from the same changes, whatever order they are read in."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.record.fold import State, fold
from auditkit.record.line import Change

DEVICES = ("desk", "laptop", "train")
KEYS = ("one", "two")
FIELDS = ("text", "grade", "deleted")
VALUES = st.one_of(st.integers(0, 3), st.text(max_size=2), st.none(), st.just({"$removed": True}))
WRITE = st.tuples(
    st.just("write"),
    st.sampled_from(DEVICES),
    st.sampled_from(KEYS),
    st.sampled_from(FIELDS),
    VALUES,
)
MERGE = st.tuples(st.just("merge"), st.sampled_from(DEVICES), st.sampled_from(DEVICES))


def changes_of(steps: list[tuple[Any, ...]]) -> list[Change]:
    """Changes as devices write them, each knowing its own and what it merged so far."""
    known: dict[str, dict[str, Change]] = {device: {} for device in DEVICES}
    for step in steps:
        if step[0] == "merge":
            known[step[1]] |= known[step[2]]
        else:
            _, device, key, field, value = step
            made = written(device, known[device], {field: value}, key)
            known[device][made.version] = made
    return list({v: c for mine in known.values() for v, c in mine.items()}.values())


def written(device: str, known: dict[str, Change], fields: dict[str, Any], key: str) -> Change:
    state = fold(known.values())
    return Change(
        v=1,
        audit="A",
        device=device,
        n=1 + sum(each.device == device for each in known.values()),
        clock=state.clock + 1,
        at="2026-01-01T00:00:00+00:00",
        by="",
        verb="edit",
        group="g",
        ops=tuple(
            ("notes", key, {name: (value, state.seen("notes", key, name))})
            for name, value in fields.items()
        ),
    )


def shown(state: State) -> tuple[Any, ...]:
    rivals = {key: sorted(map(repr, values)) for key, values in state.rivals().items()}
    return state.tables, state.removed, state.clock, rivals


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(WRITE, MERGE), max_size=16), st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(
    steps: list[tuple[Any, ...]], chance: random.Random
) -> None:
    changes = changes_of(steps)
    expected = shown(fold(changes))
    chance.shuffle(changes)
    assert shown(fold(changes)) == expected
    assert shown(fold(reversed(changes))) == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(WRITE, MERGE), max_size=16), st.sampled_from(DEVICES))
def test_who_has_seen_everything_decides(steps: list[tuple[Any, ...]], device: str) -> None:
    known = {each.version: each for each in changes_of(steps)}
    last = written(device, known, {"text": "decided"}, "one")
    state = fold([*known.values(), last])
    assert state.document("notes", "one")["text"] == "decided"
    assert ("notes", "one", "text") not in state.rivals()


def test_values_written_apart_stay_side_by_side() -> None:
    base = written("desk", {}, {"text": "a"}, "one")
    known = {base.version: base}
    apart = [written(device, known, {"text": device}, "one") for device in ("laptop", "train")]
    state = fold([base, *apart])
    assert set(state.rivals()["notes", "one", "text"]) == {"laptop", "train"}
    assert state.tables["notes"]["one"]["text"] == "train"


def test_different_fields_written_apart_are_both_kept() -> None:
    base = written("desk", {}, {"text": "a", "grade": 1}, "one")
    known = {base.version: base}
    state = fold(
        [
            base,
            written("laptop", known, {"text": "b"}, "one"),
            written("train", known, {"grade": 2}, "one"),
        ]
    )
    assert state.living("notes") == {"one": {"text": "b", "grade": 2}}
    assert not state.rivals()


def test_a_removed_document_is_kept_but_not_living() -> None:
    base = written("desk", {}, {"text": "a"}, "one")
    gone = written("desk", {base.version: base}, {"deleted": True}, "one")
    state = fold([gone, base])
    assert state.living("notes") == {}
    assert state.document("notes", "one") == {"text": "a", "deleted": True}


def test_who_removes_a_document_has_seen_also_what_stands_apart_and_shows_nothing() -> None:
    base = written("desk", {}, {"text": "a"}, "one")
    known = {base.version: base}
    apart = [
        written("laptop", known, {"text": "b"}, "one"),
        written("train", known, {"text": {"$removed": True}}, "one"),
    ]
    state = fold([base, *apart])
    assert state.document("notes", "one") == {}
    assert set(state.seen_whole("notes", "one")) == {each.version for each in apart}
