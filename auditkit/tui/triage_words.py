"""What the triage of interview lines says of one: where it stands, and the keys that lead on."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit.record.audit import Audit
from auditkit.record.model import Note, Ref, Verdict

UNFILED = "Filed nowhere: 1-5 file it under a proposal, / by hand; then c v m judge it."
_KEYS = "c conforms, v does not; m M o b s draft a finding"


def way_on(audit: Audit, note: Note, refs: Sequence[Ref]) -> str:
    """One or two lines for a note that is filed under ``refs``; verdicts and findings are for the
    last of them."""
    if not refs:
        return UNFILED
    here, names = refs[-1], ", ".join(each.ref for each in refs)
    drafted = [
        each.label for each in audit.findings_of(here) if note.text in each.objective_evidence
    ]
    evidence = f" Evidence of {', '.join(drafted)}." if drafted else ""
    if len(refs) == 1:
        return f"Filed under {names}: {_standing(audit, here)}.{evidence} {_KEYS}."
    return f"Filed under {names}.{evidence} For {here.ref} ({_standing(audit, here)}): {_KEYS}."


def _standing(audit: Audit, ref: Ref) -> str:
    checks = audit.check_refs(ref)
    given = [audit.verdict(each).verdict for each in checks]
    judged = sum(each is not Verdict.UNTESTED for each in given)
    failed = sum(each is Verdict.DOES_NOT_CONFORM for each in given)
    words = f"{judged} of {len(checks)} {'check' if len(checks) == 1 else 'checks'} judged"
    return f"{words}, {failed} not conforming" if failed else words
