"""Findings and the corrective action that they ask for."""

from __future__ import annotations

from datetime import date, datetime

from auditkit.record.model.base import Ref, Thing
from auditkit.record.model.words import CarState, FindingState, Grade


class Finding(Thing, frozen=True, kw_only=True):
    """A result of comparing audit evidence with audit criteria."""

    label: str
    grade: Grade
    state: FindingState
    title: str
    refs: tuple[Ref, ...] = ()
    """Requirements cited; for a control of Annex A also 6.1.3/8.3 (see `criterion_notice`)."""
    checks: tuple[Ref, ...] = ()
    requirement: str = ""
    """What should be, in own words."""
    objective_evidence: str = ""
    """What was seen."""
    gap: str = ""
    """How what was seen differs from what should be."""
    effect: str = ""
    """Why it matters."""
    extent_found: int | None = None
    """n of N: how many of the sample were affected."""
    extent_sampled: int | None = None
    extent: str = ""
    """Of what: ``training records of engineers``."""
    area: str = ""
    """Function or process audited; owner of the finding."""
    ai_system: str = ""
    grade_reason: str = ""
    withdrawn_reason: str = ""
    raised: datetime | None = None
    by: str = ""
    issued: datetime | None = None


class Car(Thing, frozen=True, kw_only=True):
    """A corrective-action request for one nonconformity, with the auditee's answer."""

    label: str
    finding: str
    state: CarState
    issued: date
    response_due: date
    issued_to: str = ""
    """Function that has to answer."""
    correction: str = ""
    correction_date: date | None = None
    extent_check: str = ""
    """Whether similar cases exist elsewhere (10.2 b)."""
    root_cause: str = ""
    root_cause_method: str = ""
    corrective_action: str = ""
    action_owner: str = ""
    action_due: date | None = None
    answered: date | None = None
    answered_by: str = ""
    decision_reason: str = ""
    """Why the answer was accepted or returned."""
    decided: date | None = None
    implementation: str = ""
    """Evidence that the action was carried out."""
    implemented: date | None = None
    effectiveness_criteria: str = ""
    effectiveness_due: date | None = None
    effectiveness_result: str = ""
    verified: date | None = None
    verified_by: str = ""
