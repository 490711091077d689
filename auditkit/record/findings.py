"""Verbs about findings: from a draft to an issued finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditkit.errors import AuditkitError
from auditkit.record.model import Car, Citation, Finding, FindingState, Grade, Ref
from auditkit.record.register import RegisterVerbs
from auditkit.refs import requirement_of, sort_key
from auditkit.text import clip, one_line

GRADES = tuple(Grade)
RISK_TREATMENT = frozenset({"6.1.3", "8.3"})
"""Clauses that make controls a requirement: one of them is the criterion of a finding on one."""


class FindingVerbs(RegisterVerbs):
    """Findings: what the comparison of evidence with criteria gave."""

    def findings(self, include_withdrawn: bool = False) -> tuple[Finding, ...]:
        """Findings, majors first, then by label."""
        return self._cached(
            f"findings {include_withdrawn}", lambda: self._worst_first(include_withdrawn)
        )

    def _worst_first(self, include_withdrawn: bool) -> tuple[Finding, ...]:
        chosen = (
            each
            for each in self._all(Finding).values()
            if include_withdrawn or each.state is not FindingState.WITHDRAWN
        )
        return tuple(sorted(chosen, key=_weight))

    def finding(self, name: str) -> Finding:
        """A finding by id or label; raises `UsageError`."""
        return self._labelled(Finding, name)

    def findings_of(self, ref: Ref) -> tuple[Finding, ...]:
        """Findings that cite a requirement or one of its checks."""
        return tuple(each for each in self.findings() if ref in _touched(each))

    def raise_finding(
        self,
        grade: Grade,
        title: str,
        *,
        refs: Sequence[Ref] = (),
        checks: Sequence[Ref] = (),
        **fields: Any,
    ) -> Finding:
        """Draft a finding. Checks name their requirements, so ``refs`` may be left out."""
        label = self._new_label(Finding, "F")
        named = refs or tuple(
            dict.fromkeys(Ref(each.checklist, requirement_of(each.ref)) for each in checks)
        )
        return self._add(
            Finding,
            f"{label} {clip(one_line(title), 40)}",
            label=label,
            grade=grade,
            state=FindingState.DRAFT,
            title=title,
            refs=tuple(named),
            checks=tuple(checks),
            raised=self._clock(),
            by=self.actor,
            **fields,
        )

    def edit_finding(self, name: str, **fields: Any) -> Finding:
        """Change a finding; after it was issued the journal shows the change as an amendment."""
        finding = self.finding(name)
        verb = "amended" if finding.state is FindingState.ISSUED else "edited"
        return self._edit(Finding, finding.id, f"{finding.label} {verb}", **fields)

    def issue_finding(self, name: str) -> Finding:
        """Give a drafted finding to the auditee. Raises `AuditkitError` naming all that is
        missing."""
        finding = self.finding(name)
        if finding.state is not FindingState.DRAFT:
            raise AuditkitError(
                f"{finding.label} is {finding.state} already; only a draft can be issued."
            )
        missing = lacking(finding, self.citations(finding=finding.id))
        if missing:
            raise AuditkitError(
                f"{finding.label} cannot be issued yet: {'; '.join(missing.values())}.",
                _how_to_complete(finding, missing),
            )
        return self._edit(
            Finding,
            finding.id,
            f"{finding.label} issued",
            state=FindingState.ISSUED,
            issued=self._clock(),
        )

    def withdraw_finding(self, name: str, reason: str) -> Finding:
        """Withdraw a finding; it stays in the record with its reason."""
        if not reason.strip():
            raise AuditkitError("A withdrawal needs a reason.", "Say why the finding falls.")
        finding = self.finding(name)
        return self._edit(
            Finding,
            finding.id,
            f"{finding.label} withdrawn",
            state=FindingState.WITHDRAWN,
            withdrawn_reason=reason,
        )

    def remove_finding(self, name: str) -> None:
        """Throw a draft away (undo brings it back); an issued finding is withdrawn instead."""
        finding = self.finding(name)
        if finding.state is not FindingState.DRAFT:
            raise AuditkitError(
                f"{finding.label} was issued and cannot be removed.", "Withdraw it with a reason."
            )
        with self.group(f"{finding.label} removed"):
            for citation in self.citations(finding=finding.id):
                self.remove_citation(citation.id)
            self._remove(Finding, finding.id, f"{finding.label} removed")

    def car_of(self, finding: str) -> Car | None:
        """The corrective-action request of a finding."""
        return next((car for car in self._all(Car).values() if car.finding == finding), None)


def _weight(finding: Finding) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    return GRADES.index(finding.grade), sort_key(finding.label)


CITED = "citations"
"""What `lacking` calls evidence that is cited: no field of the finding itself."""


def missing_for_issue(finding: Finding, citations: Sequence[Citation]) -> list[str]:
    """What an issued finding needs and this one lacks, in words."""
    return list(lacking(finding, citations).values())


def lacking(finding: Finding, citations: Sequence[Citation]) -> dict[str, str]:
    """What an issued finding needs and this one lacks, in words, by the field it is to be written
    in (ISO/IEC 17021-1 9.4.5.3 for nonconformities: requirement, evidence, clear statement)."""
    needed = {"title": "it has no title"}
    if finding.grade is not Grade.STRENGTH:
        needed["refs"] = "no requirement is cited"
        needed["objective_evidence"] = "the objective evidence is empty"
    if finding.grade.nonconformity:
        needed["requirement"] = "the requirement is not stated"
        needed["gap"] = "the gap is empty"
        needed[CITED] = "no evidence is cited"
    there = {CITED: citations, "refs": finding.refs}
    return {
        field: words
        for field, words in needed.items()
        if not (there[field] if field in there else str(getattr(finding, field)).strip())
    }


def _how_to_complete(finding: Finding, missing: Mapping[str, str]) -> str:
    """The commands that write what is missing."""
    written = [f"{field}='...'" for field in missing if field not in ("refs", CITED)]
    written = [*written, "--ref REF"] if "refs" in missing else written
    commands = [f"'auditkit finding edit {finding.label} {' '.join(written)}'"] if written else []
    if CITED in missing:
        commands.append(f"'auditkit evidence add FILE --finding {finding.label}'")
    return f"Complete it with {' and '.join(commands)}."


def criterion_notice(finding: Finding) -> str:
    """A control of Annex A is no requirement by itself: the criterion is risk treatment and the
    Statement of Applicability (6.1.3, 8.3). Empty when the finding is well cited."""
    controls = [ref.ref for ref in finding.refs if ref.ref.startswith("A.")]
    clauses = {ref.ref for ref in finding.refs}
    if not controls or clauses & RISK_TREATMENT or not finding.grade.nonconformity:
        return ""
    return (
        f"{', '.join(controls)} is a control, no requirement by itself: cite 6.1.3 or 8.3 and the "
        "Statement of Applicability as well."
    )


def _touched(finding: Finding) -> set[Ref]:
    return {
        *finding.refs,
        *finding.checks,
        *(Ref(each.checklist, requirement_of(each.ref)) for each in finding.checks),
    }
