"""Suggestions in the light of the record: what was cited before, here and in an earlier audit."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from auditkit.analysis.suggestion import GAP, Suggested, Suggestions, facts
from auditkit.errors import UsageError
from auditkit.evidence.contents import Contents
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.scan import scan
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind

FILES = (
    "Risk/AI risk register.xlsx",
    "Risk/Z-4711.txt",
    "Risk/Z-4712.txt",
    "Risk/AI risk treatment.txt",
    "People/Competence matrix.xlsx",
    "Lunch.txt",
)


@pytest.fixture
def root(audit: Audit) -> Path:
    folder = audit.roots()[0]
    _make(folder)
    return folder


def _make(folder: Path) -> None:
    for path in FILES:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(f"About {Path(path).stem} and nothing else.")


def _cite(audit: Audit, root: Path, path: str, ref: str) -> None:
    whole = root / path
    audit.link_file(whole, audit.resolve(ref), fingerprint=fingerprint(whole))


def _ask(audit: Audit, ref: str, previous: Audit | None = None) -> list[Suggested]:
    entries = scan(audit.roots()).entries
    return Suggestions(facts(audit, previous), entries, None).for_requirement(audit.resolve(ref))


def _of(found: list[Suggested], path: str) -> Suggested:
    return next(each for each in found if each.entry.path == path)


def test_a_requirement_is_offered_what_its_names_promise(audit: Audit, root: Path) -> None:
    best = _ask(audit, "6.1.2")[0]
    assert (best.entry.path, best.band, best.linked) == (FILES[0], "likely", "")
    assert 'the name says "AI risk register"' in best.why


def test_a_check_is_offered_what_its_requirement_is(audit: Audit, root: Path) -> None:
    assert _ask(audit, "6.1.2/a") == _ask(audit, "6.1.2")


def test_where_nothing_fits_there_is_nothing(audit: Audit, root: Path) -> None:
    assert _ask(audit, "A.7.6") == []
    assert GAP == "nothing found, possibly a gap"


def test_what_is_cited_already_says_so_with_its_label(audit: Audit, root: Path) -> None:
    _cite(audit, root, FILES[0], "6.1.2")
    best = _ask(audit, "6.1.2")[0]
    assert best.linked == "E-001"
    assert best.why.startswith("cited for it already; ")


def test_what_was_cited_for_the_pair_rises(audit: Audit, root: Path) -> None:
    before = _of(_ask(audit, "8.2"), FILES[0])
    _cite(audit, root, FILES[0], "6.1.2/a")
    after = _of(_ask(audit, "8.2"), FILES[0])
    assert after.score > before.score
    assert after.why.startswith("you cited it for 6.1.2, its pair; ")


def test_what_was_cited_for_a_related_requirement_rises(audit: Audit, root: Path) -> None:
    before = _of(_ask(audit, "8.3"), "Risk/AI risk treatment.txt")
    _cite(audit, root, before.entry.path, "8.1")
    after = _of(_ask(audit, "8.3"), before.entry.path)
    assert after.score > before.score
    assert after.why.startswith("you cited it for 8.1, which is related; ")


def test_lying_beside_evidence_is_a_hint_but_no_reason(audit: Audit, root: Path) -> None:
    _cite(audit, root, FILES[0], "6.1.2")
    assert FILES[2] not in [each.entry.path for each in _ask(audit, "6.1.2")]


def test_statements_and_removed_citations_are_no_hint(audit: Audit, root: Path) -> None:
    item = audit.register_statement(EvidenceKind.INTERVIEW, "We do it by hand.")
    audit.cite(item.id, ref=audit.resolve("6.1.2"))
    _cite(audit, root, "Lunch.txt", "6.1.2")
    audit.undo()
    assert "Lunch.txt" not in [each.entry.path for each in _ask(audit, "6.1.2")]


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """An audit of the year before, with evidence folders elsewhere."""
    root = tmp_path / "then"
    root.mkdir()
    _make(root)
    with Audit.create(tmp_path / "before", title="Audit 2025", evidence=[root]) as made:
        made.set_info(starts="2025-03-03")
        _cite(made, root, "Risk/Z-4711.txt", "6.1.2")
        _cite(made, root, "Risk/Z-4712.txt", "6.1.2/b")
    return tmp_path / "before"


def test_what_the_audit_before_cited_comes_first(audit: Audit, root: Path, earlier: Path) -> None:
    with Audit.open(earlier, read_only=True) as before:
        found = _ask(audit, "6.1.2", before)
    assert {each.entry.path for each in found[:2]} == {"Risk/Z-4711.txt", "Risk/Z-4712.txt"}
    assert found[0].band == "likely"
    assert found[0].why.startswith("cited for 6.1.2 in the audit of 2025")
    assert found[2].entry.path == FILES[0]


def test_what_moved_since_is_known_by_its_hash(audit: Audit, root: Path, earlier: Path) -> None:
    (root / "Risk/Z-4711.txt").rename(root / "Archive 7.txt")
    (root / "Other.txt").write_text("About Z-4712 and nothing else.")  # only as long
    with Audit.open(earlier, read_only=True) as before:
        found = _ask(audit, "6.1.2", before)
    assert {each.entry.path for each in found[:2]} == {"Archive 7.txt", "Risk/Z-4712.txt"}
    assert "Other.txt" not in [each.entry.path for each in found]


def test_a_file_is_told_what_it_serves(audit: Audit, root: Path, earlier: Path) -> None:
    entries = {each.path: each for each in scan(audit.roots()).entries}
    with Audit.open(earlier, read_only=True) as before:
        known = facts(audit, before)
    suggestions = Suggestions(known, entries.values(), None)
    found = suggestions.for_file(entries["People/Competence matrix.xlsx"], 2)
    assert {ref.ref for ref, _, _ in found} == {"7.2", "A.4.6"}
    assert suggestions.for_file(entries["Lunch.txt"]) == []
    (ref, score, why), *_ = suggestions.for_file(entries["Risk/Z-4711.txt"], 1)
    assert (ref.ref, score) == ("6.1.2", 1.0)
    assert why.startswith("cited for 6.1.2 in the audit of 2025")


def test_both_ways_give_the_same_score(audit: Audit, root: Path, tmp_path: Path) -> None:
    entries = scan(audit.roots()).entries
    with Contents(tmp_path / "index.sqlite") as contents:
        contents.build(entries)
        suggestions = Suggestions(facts(audit), entries, contents)
        for ref, score, _ in suggestions.for_file(entries[2], 3):
            found = suggestions.for_requirement(ref, 50)
            assert _of(found, entries[2].path).score == score


def test_later_facts_need_no_new_reading(audit: Audit, root: Path) -> None:
    first = Suggestions(facts(audit), scan(audit.roots()).entries, None)
    ref = audit.resolve("6.1.2")
    _cite(audit, root, FILES[0], "6.1.2")
    assert first.for_requirement(ref)[0].linked == ""
    assert first.renewed(facts(audit)).for_requirement(ref) == _ask(audit, "6.1.2")


def test_an_unknown_requirement_is_refused(audit: Audit, root: Path) -> None:
    suggestions = Suggestions(facts(audit), (), None)
    known = audit.resolve("4.1")
    with pytest.raises(UsageError, match=r"no requirement '99\.9'"):
        suggestions.for_requirement(type(known)(known.checklist, "99.9"))


def test_the_facts_may_be_handed_to_a_thread(audit: Audit, root: Path, tmp_path: Path) -> None:
    known, entries, found = facts(audit), scan(audit.roots()).entries, list[Suggested]()
    ref = audit.resolve("6.1.2")

    def work() -> None:
        with Contents(tmp_path / "index.sqlite") as contents:
            contents.build(entries)
            suggestions = Suggestions(known, entries, contents)
            found.extend(suggestions.for_requirement(ref, 3))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found[0].entry.path == FILES[0]


def test_what_was_only_cited_before_is_given_no_made_up_reason(
    audit: Audit, root: Path, earlier: Path
) -> None:
    with Audit.open(earlier, read_only=True) as before:
        found = _ask(audit, "6.1.2", before)
    assert "name" not in _of(found, "Risk/Z-4711.txt").why
    assert not _of(found, "Risk/Z-4711.txt").why.rstrip().endswith(";")
