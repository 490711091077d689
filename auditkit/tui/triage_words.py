"""What the triage of interview lines says of one: where it stands, and the keys that lead on."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.analysis.standing import requirement_standing
from auditkit.record.audit import Audit
from auditkit.record.model import Note, Ref
from auditkit.text import plural
from auditkit.tui.commands import key_of
from auditkit.tui.key_words import letter_of

_JUDGE = ("triage.conforms", "triage.fails", "triage.minor")
_DRAFT = (
    "triage.minor",
    "triage.major",
    "triage.ofi",
    "triage.observation",
    "triage.strength",
)


def way_on(audit: Audit, note: Note, refs: Sequence[Ref]) -> str:
    """One or two lines for a note that is filed under ``refs``; verdicts and findings are for the
    last of them."""
    if not refs:
        return _unfiled()
    here, names = refs[-1], ", ".join(each.ref for each in refs)
    drafted = [
        each.label for each in audit.findings_of(here) if note.text in each.objective_evidence
    ]
    evidence = f" Evidence of {', '.join(drafted)}." if drafted else ""
    if len(refs) == 1:
        return f"Filed under {names}: {_standing(audit, here)}.{evidence} {_keys()}."
    return f"Filed under {names}.{evidence} For {here.ref} ({_standing(audit, here)}): {_keys()}."


def _unfiled() -> str:
    by_hand, judge = key_of("triage.search"), " ".join(map(key_of, _JUDGE))
    return f"Filed nowhere: 1-5 file it under a proposal, {by_hand} by hand; then {judge} judge it."


def _keys() -> str:
    conforms, fails = key_of("triage.conforms"), key_of("triage.fails")
    draft = " ".join(map(letter_of, _DRAFT))
    return f"{conforms} conforms, {fails} does not; {draft} draft a finding"


def _standing(audit: Audit, ref: Ref) -> str:
    stands = requirement_standing(audit, ref)
    words = f"{stands.judged} of {plural(stands.total, 'check')} judged"
    return f"{words}, {stands.failing} not conforming" if stands.failing else words
