"""What a finding from the command line is about: requirements, checks and evidence it cites."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditkit.cli.common import say

if TYPE_CHECKING:
    from auditkit.record.audit import Audit
    from auditkit.record.model import Finding, Ref

F = TypeVar("F", bound=Callable[..., Any])


def about_options(command: F) -> F:
    """The options that name it."""
    evidence = click.option("--evidence", "cited", multiple=True, help="Evidence label, as E-003.")
    check = click.option(
        "--check",
        "tested",
        multiple=True,
        help="Check it stands on, as 4.3/a; with a nonconformity it does not conform.",
    )
    ref = click.option("--ref", "refs", multiple=True, help="Requirement it cites (or check).")
    return ref(check(evidence(command)))


@dataclass(frozen=True, slots=True)
class About:
    """Requirements, checks and evidence (by id), as they were named."""

    audit: Audit
    refs: tuple[Ref, ...]
    checks: tuple[Ref, ...]
    items: tuple[str, ...]

    @classmethod
    def named(cls, audit: Audit, refs: Iterable[str], evidence: Iterable[str]) -> About:
        """Raises `UsageError` for what this audit does not have."""
        from auditkit.record.model import Ref
        from auditkit.refs import requirement_of

        found = [audit.resolve(each) for each in refs]
        whole = dict.fromkeys(Ref(r.checklist, requirement_of(r.ref)) for r in found)
        checks = dict.fromkeys(each for each in found if each not in whole)
        items = tuple(audit.evidence_item(label).id for label in evidence)
        return cls(audit, tuple(whole), tuple(checks), items)

    def added_to(self, finding: Finding) -> dict[str, tuple[Ref, ...]]:
        """The references of a finding with these, as far as they are new."""
        both = {
            "refs": tuple(dict.fromkeys((*finding.refs, *self.refs))),
            "checks": tuple(dict.fromkeys((*finding.checks, *self.checks))),
        }
        return {name: refs for name, refs in both.items() if refs != getattr(finding, name)}

    def take_effect(self, finding: Finding) -> None:
        """Cite the evidence; a check that a nonconformity stands on does not conform."""
        from auditkit.record.model import Verdict

        for item in self.items:
            self.audit.cite(item, finding=finding.id)
        bad = Verdict.DOES_NOT_CONFORM
        failed = [e for e in self.checks if self.audit.verdict(e).verdict is not bad]
        if failed and finding.grade.nonconformity:
            self.audit.set_verdict(failed, bad)

    def tell(self, finding: Finding) -> None:
        """What its references leave to be done."""
        from auditkit.record.findings import criterion_notice

        if notice := criterion_notice(finding):
            say(f"  note: {notice} 'auditkit finding edit {finding.label} --ref 6.1.3' cites one.")
        if finding.grade.nonconformity and not finding.checks and finding.refs:
            checks = ", ".join(e.ref for e in self.audit.check_refs(finding.refs[0])[:_SHOWN])
            say(
                f"  note: it stands on no check, so none is judged. "
                f"'auditkit finding edit {finding.label} --check CHECK' names one: {checks} ..."
            )


_SHOWN = 3
