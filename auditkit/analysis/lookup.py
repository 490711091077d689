"""What belongs together in a record, looked up once: for whoever shows a whole audit."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from auditkit.record.audit import Audit
from auditkit.record.model import Car, Citation, Evidence, Finding, Ref
from auditkit.refs import requirement_of


class Lookup:
    """An audit with its things by what they belong to; it has to stay as it is meanwhile."""

    audit: Audit

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Registered evidence by id."""
        return {each.id: each for each in self.audit.evidence()}

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings by id, withdrawn ones too."""
        return {each.id: each for each in self.audit.findings(include_withdrawn=True)}

    @cached_property
    def cars(self) -> dict[str, Car]:
        """CARs by the id of their finding."""
        return {each.finding: each for each in self.audit.cars()}

    @cached_property
    def cited_by_finding(self) -> dict[str, list[Citation]]:
        """Citations by the id of their finding."""
        found: defaultdict[str, list[Citation]] = defaultdict(list)
        for each in self.audit.citations():
            found[each.finding].append(each)
        return found

    @cached_property
    def cited_by_ref(self) -> dict[Ref, list[Citation]]:
        """Citations by requirement."""
        found: defaultdict[Ref, list[Citation]] = defaultdict(list)
        for each in self.audit.citations():
            found[Ref(each.checklist, requirement_of(each.ref))].append(each)
        return found

    @cached_property
    def findings_by_ref(self) -> dict[Ref, list[Finding]]:
        """Findings that are not withdrawn, by requirement, majors first."""
        found: defaultdict[Ref, list[Finding]] = defaultdict(list)
        for finding in self.audit.findings():
            named = (*finding.refs, *finding.checks)
            for ref in dict.fromkeys(Ref(r.checklist, requirement_of(r.ref)) for r in named):
                found[ref].append(finding)
        return found
