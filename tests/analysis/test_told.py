"""What was done, in words: one sentence an act, whatever it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from auditkit.analysis.told import Telling
from auditkit.record.audit import Audit
from auditkit.record.model import Applicability, CarState, EvidenceKind, Grade, Ref, Role, Verdict

CLAUSE, CONTROL = "7.3", "A.2.2"
FULL = {
    "requirement": "People are aware.",
    "objective_evidence": "Nobody was.",
    "gap": "They are not.",
}


def ref(name: str) -> Ref:
    return Ref("iso-iec-42001-2023", name)


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "home"))
    clock = lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # noqa: E731
    return Audit.create(tmp_path / "audit", title="Told", lead="A. Silva", clock=clock)


def last(audit: Audit) -> str:
    return Telling(audit).sentence(audit.acts(limit=1)[0])


def drafted(audit: Audit) -> str:
    item = audit.register_statement(EvidenceKind.INTERVIEW, "Said by many", source="CTO")
    finding = audit.raise_finding(Grade.MINOR, "Awareness", refs=[ref(CLAUSE)], **FULL)
    audit.cite(item.id, finding=finding.id)
    return finding.id


def asked(audit: Audit) -> str:
    audit.issue_finding(drafted(audit))
    return audit.issue_car("F-001", response_due=date(2026, 4, 1)).id


ACTS: dict[str, Callable[[Audit], object]] = {
    "audit begun: Told · person added: A. Silva lead auditor": lambda _: None,
    "verdict given 7.3/a: untested → conforms": lambda a: a.set_verdict(
        [ref("7.3/a")], Verdict.CONFORMS
    ),
    "verdict given 7.3 (2 checks): untested → conforms": lambda a: a.set_verdict(
        [ref("7.3/a"), ref("7.3/b")], Verdict.CONFORMS
    ),
    "line under 7.3: CTO: We forgot": lambda a: a.add_note(
        "We forgot", ref=ref(CLAUSE), speaker="CTO"
    ),
    "line written down: We forgot": lambda a: a.add_note("We forgot"),
    "line filed under 7.3: We forgot": lambda a: a.file_note(
        a.add_note("We forgot").id, ref(CLAUSE)
    ),
    "line corrected: We did not": lambda a: a.edit_note(a.add_note("We forgot").id, "We did not"),
    "line taken away: We forgot": lambda a: a.remove_note(a.add_note("We forgot").id),
    "note of 7.3 written: seen": lambda a: a.set_note(ref(CLAUSE), "seen"),
    "note of 7.3 changed: and more": lambda a: [
        a.set_note(ref(CLAUSE), "seen"),
        a.set_note(ref(CLAUSE), "seen\nand more"),
    ],
    "evidence registered: E-001 Said by many": lambda a: a.register_statement(
        EvidenceKind.INTERVIEW, "Said by many"
    ),
    "evidence cited for F-001: E-001 Said by many": drafted,
    "finding drafted: F-001 minor nonconformity: Late": lambda a: a.raise_finding(
        Grade.MINOR, "Late", refs=[ref(CLAUSE)]
    ),
    "finding issued: F-001 Awareness": lambda a: a.issue_finding(drafted(a)),
    "finding withdrawn: F-001 Awareness": lambda a: a.withdraw_finding(drafted(a), "wrong"),
    "grade of F-001: minor nonconformity → observation": lambda a: a.edit_finding(
        drafted(a), grade=Grade.OBSERVATION
    ),
    "F-001 changed: gap, area": lambda a: a.edit_finding(drafted(a), gap="None.", area="Lab"),
    "draft removed: F-001 Late": lambda a: a.remove_finding(
        a.raise_finding(Grade.MINOR, "Late").id
    ),
    "CAR-001 issued for F-001, answer due 2026-04-01": asked,
    "CAR-001 changed: response due": lambda a: a.edit_car(asked(a), response_due=date(2026, 5, 1)),
    "CAR-001: issued → answered": lambda a: a.advance_car(
        asked(a),
        CarState.ANSWERED,
        correction="x",
        extent_check="x",
        root_cause="x",
        corrective_action="x",
        action_owner="x",
        action_due=date(2026, 5, 1),
        answered=date(2026, 4, 1),
    ),
    "audit details changed: scope, method": lambda a: a.set_info(scope="All", method="Talks"),
    "Statement of Applicability A.2.2: (nothing) → excluded": lambda a: a.set_soa(
        [ref(CONTROL)], applicability=Applicability.EXCLUDED, reason="none used"
    ),
    "person added: Ada auditee": lambda a: a.add_person("Ada", Role.AUDITEE),
    "session added: S-001 Opening": lambda a: a.add_session(
        "Opening", date(2026, 4, 1), time(9), time(10)
    ),
    "document written: Report.docx": lambda a: a.record_document(
        "audit", "documents/Report.docx", "0" * 64, "0" * 12
    ),
    "checkpoint: pack": lambda a: a.add_checkpoint("pack"),
    "undone: line written down: We forgot": lambda a: [a.add_note("We forgot"), a.undo()],
    "brought back: line written down: We forgot": lambda a: [
        a.add_note("We forgot"),
        a.undo(),
        a.redo(),
    ],
}


@pytest.mark.parametrize("words", ACTS)
def test_every_act_is_told_in_words(words: str, audit: Audit) -> None:
    with audit:
        ACTS[words](audit)
        assert last(audit) == words


def test_what_is_done_at_once_is_one_act(audit: Audit) -> None:
    with audit, audit.group("finding for 7.3/a"):
        audit.set_verdict([ref("7.3/a")], Verdict.DOES_NOT_CONFORM)
        drafted(audit)
    assert last(audit) == (
        "finding drafted: F-001 minor nonconformity: Awareness"
        " · evidence cited for F-001: E-001 Said by many"
        " · verdict given 7.3/a: untested → does not conform"
    )


def test_a_hash_that_comes_late_is_told_nowhere(audit: Audit, tmp_path: Path) -> None:
    from auditkit.evidence.fingerprint import fingerprint

    path = tmp_path / "evidence" / "minutes.txt"
    path.parent.mkdir()
    path.write_text("The board met.")
    with audit:
        audit.add_root(path.parent)
        item, _ = audit.link_file(path, ref(CLAUSE))
        audit.set_note(ref(CLAUSE), "meanwhile")
        audit.set_fingerprint(item.id, fingerprint(path))
        told = [Telling(audit).sentence(each) for each in audit.acts(limit=2)]
        assert told == [
            "note of 7.3 written: meanwhile",
            "evidence cited for 7.3: E-001 minutes.txt",
        ]


def test_the_whole_act_names_what_stood_before_and_after(audit: Audit) -> None:
    with audit:
        drafted(audit)
        audit.edit_finding("F-001", gap="Half of them are.", refs=[ref(CLAUSE), ref("7.2")])
        head, finding = Telling(audit).paragraphs(audit.acts(limit=1)[0])
    assert "A. Silva" in head
    assert "gap: They are not. → Half of them are." in finding
    assert "refs: 7.3 → 7.3, 7.2" in finding


def test_what_was_undone_is_known(audit: Audit) -> None:
    with audit:
        audit.add_note("We forgot")
        audit.undo()
        undo, note, *_ = audit.acts()
    assert (undo.undone, note.undone) == (False, True)


def test_acts_of_a_requirement_and_of_a_finding(audit: Audit) -> None:
    with audit:
        drafted(audit)
        audit.set_note(ref("7.2"), "elsewhere")
        tell = Telling(audit).sentence
        assert [tell(each) for each in audit.acts(ref("7.2"))] == ["note of 7.2 written: elsewhere"]
        assert [tell(each) for each in audit.acts(finding="F-001")] == [
            "evidence cited for F-001: E-001 Said by many",
            "finding drafted: F-001 minor nonconformity: Awareness",
        ]
