"""The Statement of Applicability in the record: what is stated, undone, merged and listed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditkit.analysis.applicability import control_standings, soa_counts
from auditkit.cli.root import root
from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import Applicability, EvidenceKind, Grade, Ground, Implementation, Ref
from auditkit.record.model import Verdict as V

STANDARD = "iso-iec-42001-2023"
POLICY, SUPPLIERS, REPORTING = (Ref(STANDARD, ref) for ref in ("A.2.2", "A.10.3", "A.8.3"))


def remarks(audit: Audit, ref: Ref) -> tuple[str, ...]:
    return next(each.remarks for each in control_standings(audit) if each.ref == ref)


def test_a_control_is_undecided_until_somebody_states_something(audit: Audit) -> None:
    entry = audit.soa_entry(POLICY)
    assert entry.applicability is Applicability.UNDECIDED
    assert entry.status is Implementation.UNKNOWN
    assert audit.soa() == {}


@pytest.mark.parametrize("way", [0, 1 << 40], ids=["snapshot", "fold"])
def test_what_is_stated_is_there_again_after_opening(audit: Audit, way: int) -> None:
    audit.set_soa(
        [POLICY, SUPPLIERS],
        applicability=Applicability.APPLICABLE,
        grounds=(Ground.RISK, Ground.LAW),
        reason="R-1",
        status=Implementation.PARTLY,
    )
    audit.set_soa([POLICY], owner="Head of AI")
    audit.close()
    with Audit.open(audit.folder, from_bytes=way) as again:
        entry = again.soa_entry(POLICY)
        assert (entry.applicability, entry.grounds) == ("applicable", ("risk treatment", "law"))
        assert (entry.reason, entry.status, entry.owner) == (
            "R-1",
            "partly implemented",
            "Head of AI",
        )
        assert again.soa_entry(SUPPLIERS).owner == ""
        assert set(again.soa()) == {POLICY, SUPPLIERS}


def test_several_controls_are_one_thing_to_undo(audit: Audit) -> None:
    audit.set_soa([POLICY, SUPPLIERS], applicability=Applicability.EXCLUDED, reason="outside")
    audit.undo()
    assert audit.soa() == {}
    audit.redo()
    assert {each.applicability for each in audit.soa().values()} == {Applicability.EXCLUDED}


def test_what_was_undone_does_not_come_back_with_the_next_statement(audit: Audit) -> None:
    audit.set_soa([POLICY], reason="first", owner="Nobody")
    audit.undo()
    audit.set_soa([POLICY], applicability=Applicability.APPLICABLE)
    assert (audit.soa_entry(POLICY).reason, audit.soa_entry(POLICY).owner) == ("", "")
    audit.undo()
    assert audit.soa() == {}


def test_what_is_so_already_is_not_written_again(audit: Audit) -> None:
    audit.set_soa([POLICY], reason="same", grounds=[Ground.LAW])
    head = audit.head
    audit.set_soa([POLICY], reason="same", grounds=[Ground.LAW])
    assert audit.head == head


@pytest.mark.parametrize(
    "fields", [{}, {"colour": "red"}, {"status": "done"}, {"grounds": ["luck"]}, {"reason": 3}]
)
def test_a_wrong_field_is_refused_and_nothing_is_written(
    audit: Audit, fields: dict[str, object]
) -> None:
    head = audit.head
    with pytest.raises(UsageError):
        audit.set_soa([POLICY], **fields)
    assert audit.head == head


def test_two_auditors_state_different_fields_of_one_control(
    audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.close()
    other = tmp_path / "other"
    shutil.copytree(audit.folder, other)
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "second home"))
    with Audit.open(other) as second:
        second.set_soa([POLICY], status=Implementation.PLANNED)
    monkeypatch.setenv("AUDITKIT_HOME", str(tmp_path / "third home"))
    with Audit.open(audit.folder) as first:
        first.set_soa([POLICY], applicability=Applicability.APPLICABLE, reason="risk")
    for path in (other / "journal").glob("*.jsonl"):
        target = audit.folder / "journal" / path.name
        if not target.exists():
            shutil.copy(path, target)
    with Audit.open(audit.folder) as both:
        entry = both.soa_entry(POLICY)
        assert (entry.applicability, entry.reason, entry.status) == (
            "applicable",
            "risk",
            "planned",
        )


def test_the_history_of_a_control_tells_what_was_stated(audit: Audit) -> None:
    audit.set_soa([POLICY], reason="r")
    audit.set_soa([SUPPLIERS], reason="s")
    assert [each.verb for each in audit.history(POLICY)] == ["set applicability"]


def test_remarks_point_at_what_does_not_fit(audit: Audit) -> None:
    said = audit.register_statement(EvidenceKind.INTERVIEW, "said")
    audit.set_soa([POLICY, SUPPLIERS, REPORTING], applicability=Applicability.EXCLUDED)
    audit.cite(said.id, ref=REPORTING)
    audit.set_soa([POLICY], reason="No policy is needed", status=Implementation.IMPLEMENTED)
    assert remarks(audit, SUPPLIERS) == ("Excluded without a reason.",)
    assert remarks(audit, REPORTING)[1] == "Excluded, but evidence is cited for it: E-001."
    assert remarks(audit, POLICY) == ("Excluded, but stated as implemented.",)


def test_a_nonconformity_contradicts_a_claim(audit: Audit) -> None:
    audit.set_soa(
        [POLICY],
        applicability=Applicability.APPLICABLE,
        reason="risk",
        status=Implementation.IMPLEMENTED,
    )
    assert remarks(audit, POLICY) == ()
    audit.set_verdict(audit.check_refs(POLICY)[:1], V.DOES_NOT_CONFORM)
    assert "checks do not conform" in remarks(audit, POLICY)[0]
    audit.raise_finding(Grade.OFI, "could be better", refs=[POLICY])
    assert "nonconformity" not in remarks(audit, POLICY)[0]
    audit.raise_finding(Grade.MINOR, "not communicated", refs=[POLICY])
    assert remarks(audit, POLICY) == (
        "Stated as implemented, but a nonconformity is raised: F-002 (minor nonconformity).",
    )
    audit.set_soa([POLICY], status=Implementation.PARTLY)
    assert remarks(audit, POLICY) == ()
    audit.withdraw_finding("F-002", "was wrong")


@pytest.mark.parametrize("reason", ["Justification to be completed", "TBD", "to follow", "todo"])
def test_a_reason_that_is_only_announced_is_none(audit: Audit, reason: str) -> None:
    audit.set_soa([POLICY], applicability=Applicability.EXCLUDED, reason=reason)
    assert "only announced" in remarks(audit, POLICY)[0]


@pytest.mark.parametrize(
    "reason",
    [
        "Reports of incidents have to be published by the customer who runs the system, not by us",
        "No data is bought",
    ],
)
def test_a_reason_that_speaks_of_what_is_to_be_done_is_one(audit: Audit, reason: str) -> None:
    audit.set_soa([POLICY], applicability=Applicability.EXCLUDED, reason=reason)
    assert remarks(audit, POLICY) == ()


def test_verdicts_that_do_not_fit_the_statement_are_told(audit: Audit) -> None:
    checks = audit.check_refs(POLICY)
    audit.set_soa([POLICY], applicability=Applicability.APPLICABLE, reason="r", status="planned")
    audit.set_verdict(checks, V.CONFORMS)
    assert remarks(audit, POLICY) == ("Stated as planned, but all checks conform.",)
    audit.set_verdict(checks, V.NOT_APPLICABLE, "no such thing")
    assert remarks(audit, POLICY) == (
        "Stated as applicable, but the audit judged it not applicable.",
    )
    audit.set_soa([POLICY], applicability=Applicability.EXCLUDED)
    audit.set_verdict(checks, V.CONFORMS)
    assert f"{len(checks)} checks conform, 0 do not" in remarks(audit, POLICY)[0]


def test_counts_add_up_and_an_undecided_control_counts_first(audit: Audit) -> None:
    audit.set_soa([POLICY], applicability=Applicability.APPLICABLE, reason="r")
    audit.set_soa([SUPPLIERS], applicability=Applicability.EXCLUDED, reason="r")
    counts = soa_counts(control_standings(audit))
    assert (counts.total, counts.undecided, counts.applicable, counts.excluded) == (38, 36, 1, 1)
    assert sum(counts.status.values()) == counts.applicable
    assert counts.status[Implementation.UNKNOWN] == counts.remarked == 1


def test_criteria_without_controls_have_no_statement(begin: Callable[..., Audit]) -> None:
    with begin() as audit:
        assert control_standings(audit) == ()
    result = run(audit, "soa")
    assert result.exit_code == 0
    assert "None of the criteria" in result.output


def run(audit: Audit, *arguments: str) -> Result:
    return CliRunner().invoke(root, [*arguments, "--audit", str(audit.folder)])


def test_the_command_states_and_lists(audit: Audit) -> None:
    audit.add_system("AIS-01 Triage")
    audit.close()
    done = run(
        audit, "soa", "set", "a.2.2", "A.2.3", "--applicable", "--ground", "risk", "--ground",
        "contract", "--reason", "asked for", "--status", "partly", "--owner", "Head of AI",
        "--evidence", "AIMS-010", "--system", "ais-01",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    listed = json.loads(run(audit, "soa", "--json").output)
    assert listed["counts"]["applicable"] == 2
    assert len(listed["controls"]) == 38
    first = listed["controls"][0]
    assert first["grounds"] == ["risk treatment", "contract"]
    assert (first["status"], first["systems"]) == ("partly implemented", ["AIS-01 Triage"])
    shown = run(audit, "soa", "show", "A.2.2").output
    assert "Reason: asked for" in shown
    assert "Owner: Head of AI" in shown
    assert "38 controls: 36 undecided, 2 applicable, 0 excluded" in run(audit, "soa").output


def test_a_section_means_all_of_its_controls(audit: Audit) -> None:
    audit.close()
    done = run(audit, "soa", "set", "A.7", "a.2.2", "--applicable", "--reason", "r")
    assert done.exit_code == 0
    assert len(done.output.splitlines()) == 6
    assert len(json.loads(run(audit, "soa", "show", "A.7", "--json").output)) == 5
    assert run(audit, "soa", "set", "6", "--applicable").exit_code == 2


def test_what_is_not_given_stays_and_an_empty_text_clears(audit: Audit) -> None:
    audit.close()
    run(audit, "soa", "set", "A.8.3", "--excluded", "--reason", "why")
    run(audit, "soa", "set", "A.8.3", "--owner", "x")
    run(audit, "soa", "set", "A.8.3", "--owner", "")
    with Audit.open(audit.folder, read_only=True) as again:
        entry = again.soa_entry(REPORTING)
        assert (entry.applicability, entry.reason, entry.owner) == ("excluded", "why", "")
    only = run(audit, "soa", "--remarks")
    assert "A.8.3" not in only.output
    run(audit, "soa", "set", "A.8.3", "--reason", "")
    assert "! Excluded without a reason." in run(audit, "soa", "--remarks").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["6.1.2", "--applicable"], "is no control"),
        (["A.99", "--applicable"], "No requirement"),
        (["A.2.2"], "nothing to state"),
        (["A.2.2", "--status", "done"], "done"),
        (["A.2.2", "--system", "none"], "no one AI system"),
    ],
)
def test_wrong_use_is_told_and_changes_nothing(
    audit: Audit, arguments: list[str], said: str
) -> None:
    head = audit.head
    audit.close()
    result = run(audit, "soa", "set", *arguments)
    assert result.exit_code == 2
    assert said in result.output
    with Audit.open(audit.folder, read_only=True) as again:
        assert again.head == head


def test_hostile_text_reaches_the_terminal_on_one_line(audit: Audit) -> None:
    audit.set_soa([POLICY], applicability=Applicability.EXCLUDED, reason="TBD \x1b[31m\nA.2.3  ok")
    audit.close()
    told = run(audit, "soa", "--remarks").output
    assert "\x1b" not in told
    assert "\\x0aA.2.3" in told
