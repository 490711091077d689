"""What belongs together in a record, looked up once for all tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from auditkit.analysis.lookup import Lookup
from auditkit.record.audit import Audit
from auditkit.record.model import Citation, Ref


class Index(Lookup):
    """What belongs together, looked up once."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels of evidence by id."""
        return {each.id: each.label for each in self.evidence.values()}

    @cached_property
    def evidence_by_place(self) -> dict[Ref, list[str]]:
        """Labels of evidence by the requirement or check that it is cited for."""
        found: defaultdict[Ref, list[str]] = defaultdict(list)
        for each in self.audit.citations():
            if each.ref and each.evidence in self.labels:
                found[Ref(each.checklist, each.ref)].append(self.labels[each.evidence])
        return found

    @cached_property
    def findings_by_place(self) -> dict[Ref, list[str]]:
        """Labels of findings by the requirement or check that they name."""
        found: defaultdict[Ref, list[str]] = defaultdict(list)
        for finding in self.audit.findings():
            for ref in dict.fromkeys((*finding.refs, *finding.checks)):
                found[ref].append(finding.label)
        return found

    @cached_property
    def cited(self) -> dict[str, list[Citation]]:
        """Citations by the id of their evidence."""
        found: defaultdict[str, list[Citation]] = defaultdict(list)
        for each in self.audit.citations():
            found[each.evidence].append(each)
        return found

    def cited_for(self, finding: str) -> Iterable[str]:
        """Labels of the evidence of a finding, by its id."""
        cited = self.cited_by_finding.get(finding, ())
        return (self.labels[each.evidence] for each in cited if each.evidence in self.labels)


def joined(names: Iterable[str]) -> str:
    """Names in one cell, each once."""
    return ", ".join(dict.fromkeys(names))
