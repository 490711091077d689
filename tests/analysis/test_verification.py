"""Evidence looked at again: what changed, where the words stand, what the auditor makes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditkit.analysis.soundness import (
    concerns,
    effective_span,
    older_than_period,
    outdated,
    standing_word,
    unsound,
)
from auditkit.analysis.verification import answers, questions
from auditkit.errors import AuditkitError
from auditkit.evidence.extract import passages
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.scan import scan
from auditkit.record.audit import Audit
from auditkit.record.model import Citation, EvidenceKind, FileStanding, Finding, Grade, Outcome

QUOTE = "Risks above twelve need the approval of the board."


@pytest.fixture
def folder(audit: Audit) -> Path:
    return audit.roots()[0]


@pytest.fixture
def cited(audit: Audit, folder: Path) -> Citation:
    """A finding that stands on a quotation from a file."""
    path = folder / "criteria.md"
    path.write_text(f"# Criteria\n\n{QUOTE}\n")
    item = audit.register_file(path, fingerprint=fingerprint(path))
    finding = audit.raise_finding(Grade.MINOR, "Criteria", refs=[audit.resolve("6.1.2")])
    return audit.cite(item.id, finding=finding.id, place="line 3", quote=QUOTE)


def verify(audit: Audit) -> None:
    looks = list(answers(questions(audit), passages, lambda: scan(audit.roots()).entries))
    audit.record_verification(looks)


def finding_of(audit: Audit) -> Finding:
    return audit.findings()[0]


def again(audit: Audit) -> Iterator[Audit]:
    """The audit as its journal tells it to the next reader."""
    with Audit.open(audit.folder, read_only=True) as reader:
        yield reader


def test_an_unchanged_file_is_noted_and_nothing_is_wrong(audit: Audit, cited: Citation) -> None:
    assert standing_word(audit, audit.evidence()[0]) == "not verified"
    verify(audit)
    for each in (audit, *again(audit)):
        look = each.verification(cited.evidence)
        assert look is not None
        assert look.standing is FileStanding.UNCHANGED
        assert each.verified_at() == look.at
        assert unsound(each) == {}
        assert standing_word(each, each.evidence()[0]) == "unchanged"


@pytest.mark.parametrize(
    ("text", "outcome", "place", "said"),
    [
        (f"# Criteria\n\n{QUOTE}\nMore.", Outcome.SAME, "line 3", "same place"),
        (f"# Criteria\n\nNew.\n\n{QUOTE}\n", Outcome.MOVED, "line 5", "another place"),
        (f"# Criteria\n\n{QUOTE[:30]} approval of management.", Outcome.REWORDED, "line 3", "rew"),
        ("# Criteria\n", Outcome.GONE, "", "are gone"),
    ],
)
def test_a_changed_file_is_looked_through_for_the_words(
    audit: Audit,
    folder: Path,
    cited: Citation,
    text: str,
    outcome: Outcome,
    place: str,
    said: str,
) -> None:
    (folder / "criteria.md").write_text(text)
    verify(audit)
    for each in (audit, *again(audit)):
        found = each.citations(evidence=cited.evidence)[0]
        assert (found.outcome, found.found_place) == (outcome, place)
        assert found.quote == QUOTE  # nothing was decided
        (told,) = concerns(each, finding_of(each))
        assert said in told
        assert list(unsound(each)) == ["F-001"]
        assert standing_word(each, each.evidence()[0]) == "changed"
    assert audit.undo() == "1 evidence file verified"
    assert unsound(audit) == {}


def test_what_an_auditor_keeps_is_sound_again(audit: Audit, folder: Path, cited: Citation) -> None:
    (folder / "criteria.md").write_text(f"New.\n\nMore.\n\n{QUOTE}\n")
    verify(audit)
    with pytest.raises(AuditkitError, match="version before"):
        audit.keep_version(cited.evidence)
    kept = audit.keep_citation(cited.id)
    assert (kept.place, kept.quote, kept.outcome) == ("line 5", QUOTE, Outcome.NONE)
    assert unsound(audit) == {}
    assert audit.keep_version(cited.evidence).sha256 == kept.sha256
    assert standing_word(audit, audit.evidence()[0]) == "unchanged"
    verify(audit)
    assert unsound(audit) == {}
    audit.undo()
    assert audit.undo() == "E-001 kept as changed"
    assert standing_word(audit, audit.evidence()[0]) == "changed"


def test_reworded_text_can_be_kept_and_what_it_said_stays_in_the_journal(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    (folder / "criteria.md").write_text("Risks above nine need the approval of the board.")
    verify(audit)
    assert audit.keep_citation(cited.id).quote == "Risks above nine need the approval of the board."
    audit.undo()
    assert audit.citations(evidence=cited.evidence)[0].quote == QUOTE


def test_gone_words_or_an_unverified_file_cannot_be_kept(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    with pytest.raises(AuditkitError, match="Verify the evidence first"):
        audit.keep_citation(cited.id)
    with pytest.raises(AuditkitError, match="Verify the evidence first"):
        audit.keep_version(cited.evidence)
    (folder / "criteria.md").write_text("nothing")
    verify(audit)
    with pytest.raises(AuditkitError, match="take the citation away"):
        audit.keep_citation(cited.id)


def test_a_missing_file_is_sought_and_can_be_told_to_be_elsewhere(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    target = folder / "archive" / "old criteria.md"
    target.parent.mkdir()
    (folder / "criteria.md").rename(target)
    verify(audit)
    look = audit.verification(cited.evidence)
    assert look is not None
    assert look.standing is FileStanding.MISSING
    assert look.found == (str(target),)
    assert concerns(audit, finding_of(audit)) == ["E-001 is missing where it was."]
    other = folder / "other.md"
    other.write_text("other")
    with pytest.raises(AuditkitError, match="is not the file"):
        audit.move_evidence(cited.evidence, other, fingerprint(other))
    moved = audit.move_evidence("e-001", target, fingerprint(target))
    assert moved.path == "archive/old criteria.md"
    assert audit.evidence_path(moved) == target
    assert unsound(audit) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links without rights")
def test_a_file_that_became_a_link_is_unreadable_not_followed(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    path = folder / "criteria.md"
    path.rename(folder / "real.md")
    path.symlink_to(folder / "real.md")
    verify(audit)
    assert "cannot be read" in concerns(audit, finding_of(audit))[0]


def test_a_file_whose_text_cannot_be_read_leaves_the_words_open(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    (folder / "criteria.md").write_bytes(b"words and \0 more")
    verify(audit)
    assert audit.citations(evidence=cited.evidence)[0].outcome is Outcome.UNREAD
    assert "not read to the end" in concerns(audit, finding_of(audit))[0]
    assert unsound(audit)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026-03-01", (date(2026, 3, 1), date(2026, 3, 1))),
        ("as of 2026-03", (date(2026, 3, 1), date(2026, 3, 31))),
        ("2026-Q2", (date(2026, 4, 1), date(2026, 6, 30))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2025-11-03 to 2026-02", (date(2025, 11, 3), date(2026, 2, 28))),
        ("2026-13", None),
        ("2026-02-31", None),
        ("", None),
        ("last week", None),
    ],
)
def test_effective_dates_and_periods(text: str, span: tuple[date, date] | None) -> None:
    assert effective_span(text) == span


def test_evidence_older_than_the_audited_period_is_pointed_out(audit: Audit) -> None:
    old = audit.register_statement(EvidenceKind.INTERVIEW, "old", effective="2024")
    audit.register_statement(EvidenceKind.INTERVIEW, "new", effective="2024-06 to 2026-01")
    assert not older_than_period(old, audit.info)
    audit.set_info(period_from=date(2026, 1, 1))
    assert list(outdated(audit)) == [old]


def test_the_line_as_it_is_now_is_recorded_with_words_that_still_stand(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    (folder / "criteria.md").write_text(f"# Criteria\n\n{QUOTE} From 2027 on.\n")
    verify(audit)
    for each in (audit, *again(audit)):
        assert each.citations()[0].found_words == f"{QUOTE} From 2027 on."
    assert audit.keep_citation(cited.id).quote == QUOTE


def test_words_of_a_new_version_are_not_cited_from_the_old_one(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    path, item = folder / "criteria.md", audit.evidence_item(cited.evidence)
    path.write_text(f"{QUOTE}\nNine.\n")
    ref, fresh = audit.resolve("6.1.2"), fingerprint(path)
    for attempt in (
        lambda: audit.cite(item.id, ref=ref, quote="Nine."),
        lambda: audit.cite(item.id, ref=ref, sha256=fresh.sha256),
        lambda: audit.link_file(path, ref, quote="Nine."),
        lambda: audit.link_file(path, ref, fingerprint=fresh),
        lambda: audit.set_fingerprint(item.id, fresh),
    ):
        with pytest.raises(AuditkitError, match="E-001 changed since it was registered"):
            attempt()
    assert audit.evidence() == (item,)
    assert audit.citations() == (cited,)


def test_what_was_cited_before_is_cited_for_more_from_the_same_version(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    path = folder / "criteria.md"
    path.write_text("Something else.\n")
    more = audit.cite(
        cited.evidence, ref=audit.resolve("6.1.2"), place=cited.place, quote=cited.quote
    )
    assert more.sha256 == cited.sha256


def test_a_file_that_was_only_touched_is_the_same_version(
    audit: Audit, folder: Path, cited: Citation
) -> None:
    os.utime(folder / "criteria.md", ns=(1, 1))
    more = audit.cite(cited.evidence, ref=audit.resolve("6.1.2"), quote="Criteria")
    assert more.sha256 == cited.sha256
