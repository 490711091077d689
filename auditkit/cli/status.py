"""``auditkit status``: where the audit stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import json_option, open_audit, say, say_json

if TYPE_CHECKING:
    from auditkit.record.audit import Audit


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--audit", "named", type=click.Path(path_type=Path), help="Audit folder.")
@json_option
def status(folder: Path | None, named: Path | None, as_json: bool) -> None:
    """Progress, verdicts, findings, CARs, readiness and evidence health of an audit."""
    with open_audit(folder or named, read_only=True) as audit:
        figures = collect(audit)
        if as_json:
            say_json(figures)
        else:
            _print(figures)


def collect(audit: Audit) -> dict[str, Any]:
    """All figures of the status, as plain data."""
    from auditkit.analysis.counts import car_counts, finding_counts, overdue_cars
    from auditkit.analysis.progress import progress
    from auditkit.analysis.readiness import readiness

    today = date.today()
    done, ready = progress(audit), readiness(audit, today)
    return {
        "title": audit.info.title,
        "organization": audit.info.organization,
        "criteria": [each.standard for each in audit.criteria],
        "head": audit.head,
        "progress": {
            "checks": done.total,
            "judged": done.judged,
            "untested": done.total - done.judged,
            "conforms": sum(each.conforming for each in done.sections),
            "does not conform": sum(each.failing for each in done.sections),
            "not applicable": sum(each.not_applicable for each in done.sections),
            "requirements": done.requirements_total,
            "requirements_judged": done.requirements_judged,
            "sections": [
                {
                    "ref": each.ref,
                    "title": each.title,
                    "checks": each.checks,
                    "judged": each.judged,
                    "does not conform": each.failing,
                }
                for each in done.sections
            ],
        },
        "findings": {str(grade): count for grade, count in finding_counts(audit).items()},
        "cars": {str(state): count for state, count in car_counts(audit).items()},
        "cars_overdue": [car.label for car in overdue_cars(audit, today)],
        "readiness": {
            stage: {"word": each.word, "reasons": list(each.reasons)}
            for stage, each in (("stage 1", ready.stage1), ("stage 2", ready.stage2))
        },
        "evidence": evidence_health(audit),
    }


def evidence_health(audit: Audit) -> dict[str, int]:
    """Registered evidence per standing; files are compared by size and time first."""
    from auditkit.analysis.counts import uncited_evidence
    from auditkit.analysis.soundness import outdated
    from auditkit.evidence.model import Fingerprint
    from auditkit.evidence.verify import standing

    health = dict.fromkeys(("unchanged", "changed", "missing", "unreadable", "not hashed"), 0)
    for each in audit.evidence():
        if each.kind == "file" and each.sha256:
            known = Fingerprint(each.sha256, each.size, each.mtime_ns)
            health[standing(audit.evidence_path(each), known, quick=True)] += 1
        elif each.kind == "file":
            health["not hashed"] += 1
    return {
        "registered": len(audit.evidence()),
        **health,
        "not cited": len(uncited_evidence(audit)),
        "older than the audit period": len(list(outdated(audit))),
    }


def _print(figures: dict[str, Any]) -> None:
    done = figures["progress"]
    say(f"{figures['title']}  ({', '.join(figures['criteria'])})")
    say(f"Checks    {done['judged']} of {done['checks']} judged, {done['untested']} untested")
    say(
        f"Verdicts  {done['conforms']} conform, {done['does not conform']} do not conform, "
        f"{done['not applicable']} not applicable"
    )
    for each in done["sections"]:
        title = each["title"][:42]
        failing = f"  {each['does not conform']} NO" if each["does not conform"] else ""
        say(f"  {each['ref']:<5}{title:<44}{each['judged']:>4}/{each['checks']}{failing}")
    say(f"Findings  {_counts(figures['findings'])}")
    say(f"CARs      {_counts(figures['cars'])}")
    if figures["cars_overdue"]:
        say(f"          overdue: {', '.join(figures['cars_overdue'])}")
    say(f"Evidence  {_counts(figures['evidence'])}")
    for stage, each in figures["readiness"].items():
        say(f"{stage.capitalize()}   {each['word']}")
        for reason in each["reasons"]:
            say(f"          - {reason}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"
