"""What an audit is, who takes part, and what it is held against."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from auditkit.record.model.base import Thing
from auditkit.record.model.words import Role


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Something planned that was not audited, and why."""

    what: str
    reason: str


class AuditInfo(Thing, frozen=True, kw_only=True):
    """What the audit is: its objectives, scope, period, dates and the auditor's own words."""

    title: str
    number: str = ""
    organization: str = ""
    objectives: tuple[str, ...] = ()
    scope: str = ""
    classification: str = "Confidential"
    language: str = "en-GB"
    method: str = ""
    """How the audit was done: interviews, documents, remote parts."""
    sampling: str = ""
    """How samples were taken and what that limits."""
    locations: tuple[str, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    starts: date | None = None
    ends: date | None = None
    announced: date | None = None
    report_due: date | None = None
    """When the report is promised."""
    working_language: str = ""
    """Language in which the audit is held and reported, in words."""
    communication: str = ""
    """How the team and the auditees speak to each other while the audit lasts."""
    logistics: str = ""
    """Rooms, access, guides, safety on the site, tools of remote sessions."""
    resources: str = ""
    """What is needed for the areas that matter most: people, access, expertise."""
    risks: str = ""
    """What may keep the audit from its objectives, and what is done about it."""
    confidentiality: str = ""
    """How what the team sees and takes along is protected."""
    earlier_audits: str = ""
    """What of earlier audits is followed up."""
    appeals: str = ""
    """Where the auditee turns with feedback on the audit or an objection to it."""
    not_audited: tuple[Exclusion, ...] = ()
    obstacles: str = ""
    diverging_opinions: str = ""
    conclusion: str = ""
    decisions: tuple[str, ...] = ()
    """What management is asked to decide."""
    distribution: tuple[str, ...] = ()
    evidence_roots: tuple[str, ...] = ()
    """Folders with evidence, absolute or relative to the audit folder."""
    created: datetime | None = None
    report_issued: date | None = None
    """Until this is set every document is a draft."""
    closed: date | None = None


INFO_LISTS = ("objectives", "locations", "decisions", "distribution", "evidence_roots")
"""Fields of the frame that hold several texts."""
INFO_DATES = (
    "period_from",
    "period_to",
    "starts",
    "ends",
    "announced",
    "report_due",
    "report_issued",
    "closed",
)
"""Fields of the frame that hold a day or nothing."""


class Person(Thing, frozen=True, kw_only=True):
    """Somebody of the audit team or of the organization."""

    name: str
    role: Role
    function: str = ""
    """Job title; reports name functions, not people."""
    unit: str = ""
    independent_of: str = ""
    """Statement of independence from the audited area (auditors)."""


class AiSystem(Thing, frozen=True, kw_only=True):
    """One AI system in scope and the organization's role for it."""

    name: str
    role: str = ""
    purpose: str = ""


class Criterion(Thing, frozen=True, kw_only=True):
    """One checklist the audit is held against, pinned by the hash of its file."""

    checklist: str
    standard: str
    title: str
    file: str
    sha256: str
