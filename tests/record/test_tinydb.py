"""The record through TinyDB's own face: what TinyDB promises, and what the journal adds."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tinydb import Query, where
from tinydb.operations import add, delete, increment
from tinydb.table import Document, Table

from auditkit.errors import AuditkitError
from auditkit.record.audit import Audit

Begin = Callable[..., Audit]


@pytest.fixture
def small(begin: Begin) -> Iterator[Audit]:
    with begin() as audit:
        yield audit


@pytest.fixture
def table(small: Audit) -> Table:
    return small.db.table("samples")


def kept(audit: Audit) -> list[dict[str, Any]]:
    """What the disk holds, read by somebody else."""
    with Audit.open(audit.folder, read_only=True) as again:
        return [dict(each) for each in again.db.table("samples").all()]


def test_insert_gives_an_id_that_finds_the_document(small: Audit, table: Table) -> None:
    made = table.insert({"name": "a", "tags": [1, None], "deep": {"x": 1.5}})
    found = table.get(doc_id=made)
    assert found == {"name": "a", "tags": [1, None], "deep": {"x": 1.5}}
    assert found.doc_id == made
    assert len(table) == 1
    assert table.contains(doc_id=made)
    assert kept(small) == [found]


def test_insert_multiple_keeps_the_order(small: Audit, table: Table) -> None:
    names = [f"n{number}" for number in range(50)]
    made = table.insert_multiple({"name": name} for name in names)
    assert len(set(made)) == 50
    assert made == sorted(made)
    assert [each["name"] for each in table] == names
    assert sorted(each["name"] for each in kept(small)) == sorted(names)


def test_search_count_and_get_with_queries(table: Table) -> None:
    table.insert_multiple({"n": number, "deep": {"even": number % 2 == 0}} for number in range(6))
    sample = Query()
    assert [each["n"] for each in table.search(sample.n > 3)] == [4, 5]
    assert table.count(sample.deep.even == True) == 3  # noqa: E712
    assert table.get(where("n") == 2)["n"] == 2
    assert table.get(where("n") == 9) is None
    assert not table.contains(where("n") == 9)
    assert table.search((sample.n == 1) & sample.deep.exists()) != []


def test_update_changes_only_what_it_names(small: Audit, table: Table) -> None:
    first, second = table.insert_multiple([{"n": 1, "k": "a"}, {"n": 1, "k": "b"}])
    assert table.update({"n": 2}, where("k") == "a") == [first]
    assert table.update(increment("n"), doc_ids=[second]) == [second]
    assert table.update(add("n", 5), where("k") == "b") == [second]
    assert table.update(delete("k"), doc_ids=[first]) == [first]
    assert table.all() == [{"n": 2}, {"n": 7, "k": "b"}]
    assert kept(small) == table.all()


def test_update_multiple_and_update_of_nothing(small: Audit, table: Table) -> None:
    table.insert_multiple([{"n": 1}, {"n": 2}])
    table.update_multiple([({"n": 10}, where("n") == 1), (increment("n"), where("n") == 2)])
    assert [each["n"] for each in table] == [10, 3]
    before = small.revision
    assert table.update({"n": 0}, where("n") == 99) == []
    assert small.revision == before


def test_upsert_updates_or_inserts(small: Audit, table: Table) -> None:
    (made,) = table.upsert({"k": "a", "n": 1}, where("k") == "a")
    assert table.upsert({"k": "a", "n": 2}, where("k") == "a") == [made]
    assert table.upsert(Document({"n": 3}, doc_id=made)) == [made]
    assert table.all() == [{"k": "a", "n": 3}]
    table.upsert(Document({"n": 4}, doc_id="own-id"))
    assert table.get(doc_id="own-id") == {"n": 4}
    assert len(kept(small)) == 2


def test_remove_and_truncate(small: Audit, table: Table) -> None:
    made = table.insert_multiple({"n": number} for number in range(4))
    assert table.remove(where("n") == 0) == made[:1]
    assert table.remove(doc_ids=[made[1]]) == made[1:2]
    assert [each["n"] for each in table] == [2, 3]
    with contextlib.suppress(KeyError):  # TinyDB before 4.9 raises, later versions skip
        table.remove(doc_ids=[made[1]])
    assert [each["n"] for each in kept(small)] == [2, 3]
    table.truncate()
    assert table.all() == kept(small) == []
    table.insert({"n": 9})
    assert kept(small) == [{"n": 9}]


def test_a_removed_document_can_be_inserted_again(small: Audit, table: Table) -> None:
    table.insert(Document({"n": 1, "old": True}, doc_id="k"))
    table.remove(doc_ids=["k"])
    table.insert(Document({"n": 2}, doc_id="k"))
    assert table.all() == kept(small) == [{"n": 2}]


def test_inserting_an_id_twice_is_refused(small: Audit, table: Table) -> None:
    table.insert(Document({"n": 1}, doc_id="k"))
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Document({"n": 2}, doc_id="k"))
    assert table.all() == kept(small) == [{"n": 1}]


def test_what_is_handed_out_are_copies(small: Audit, table: Table) -> None:
    own = {"tags": ["a"], "deep": {"x": [1]}}
    made = table.insert(own)
    own["tags"].append("b")
    for found in (table.get(doc_id=made), table.all()[0], table.search(where("tags").exists())[0]):
        found["tags"].append("c")
        found["deep"]["x"].clear()
        found["new"] = True
    next(iter(table))["tags"].append("d")
    small.db.storage.read()["samples"][made]["tags"].append("e")
    assert table.all() == kept(small) == [{"tags": ["a"], "deep": {"x": [1]}}]


def test_an_updater_that_raises_changes_nothing(small: Audit, table: Table) -> None:
    table.insert_multiple([{"n": 1, "deep": [1]}, {"n": 2, "deep": [2]}])
    before, revision = table.all(), small.revision

    def breaks(document: dict[str, Any]) -> None:
        document["deep"].append("changed")
        document["n"] += 1
        if document["n"] == 3:
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        table.update(breaks)
    assert table.all() == kept(small) == before
    assert small.revision == revision


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf"), {1, 2}, b"bytes"])
def test_what_json_cannot_hold_changes_nothing(small: Audit, table: Table, value: Any) -> None:
    table.insert({"n": 1})
    with pytest.raises((TypeError, ValueError)):
        table.insert({"n": value})
    with pytest.raises((TypeError, ValueError)):
        table.update({"deep": [value]})
    table.insert({"n": 2})
    assert table.all() == kept(small) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    "value", [(1, 2), {"deep": ((),)}, {1: "number as name"}, True, 1, 1.0, 10**30, "\udce9"]
)
def test_memory_and_disk_hold_the_same(small: Audit, table: Table, value: Any) -> None:
    table.insert({"x": 1})
    table.update({"x": value})
    assert repr(table.all()) == repr(kept(small)) == repr([{"x": json.loads(json.dumps(value))}])


def test_drop_tables_empties_every_table(small: Audit, table: Table) -> None:
    table.insert({"n": 1})
    small.db.table("other").insert({"n": 2})
    small.db.drop_tables()
    assert table.all() == kept(small) == []
    assert small.db.table("other").all() == []
    assert "audit" not in {name for name in small.db.tables() if small.db.table(name).all()}
    with pytest.raises(AuditkitError, match="frame"):
        _ = small.info
    assert small.undo()
    assert small.info.title == "Small"
    assert kept(small) == [{"n": 1}]


def test_drop_table_empties_one_table(small: Audit, table: Table) -> None:
    table.insert({"n": 1})
    small.db.drop_table("samples")
    assert small.db.table("samples").all() == kept(small) == []
    assert small.info.title == "Small"


def test_a_write_is_one_line_and_can_be_undone(small: Audit, table: Table) -> None:
    revision = small.revision
    table.insert_multiple([{"n": 1}, {"n": 2}])
    assert small.revision == revision + 1
    table.update({"n": 3})
    small.undo()
    assert [each["n"] for each in table] == [1, 2]
    small.undo()
    assert table.all() == []
    small.redo()
    assert [each["n"] for each in table] == [1, 2]


def test_a_reader_cannot_write(small: Audit, table: Table) -> None:
    table.insert({"n": 1})
    with Audit.open(small.folder, read_only=True) as reader:
        with pytest.raises(AuditkitError, match="cannot be changed"):
            reader.db.table("samples").insert({"n": 2})
        with pytest.raises(AuditkitError, match="cannot be changed"):
            reader.db.drop_tables()
        assert reader.db.table("samples").all() == [{"n": 1}]


def test_query_results_are_not_stale_after_a_change(table: Table) -> None:
    made = table.insert({"n": 1})
    one = where("n") == 1
    assert table.count(one) == 1
    table.update({"n": 2}, doc_ids=[made])
    assert table.count(one) == 0
