"""What auditors call things by a short name. Used in both directions: a typed acronym finds
the words, and a document that is named by its acronym is known for what it is."""

from __future__ import annotations

from collections.abc import Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "aims": ("ai management system",),
    "aiia": ("ai impact assessment", "ai system impact assessment"),
    "aup": ("acceptable use policy", "acceptable use"),
    "bcp": ("business continuity plan",),
    "bia": ("business impact analysis",),
    "capa": ("corrective action", "corrective preventive action"),
    "car": ("corrective action request", "corrective action report"),
    "cv": ("curriculum vitae", "resume"),
    "dpa": ("data processing agreement",),
    "dpia": ("data protection impact assessment",),
    "drp": ("disaster recovery plan",),
    "fria": ("fundamental rights impact assessment",),
    "iar": ("internal audit report",),
    "irp": ("incident response plan",),
    "isms": ("information security management system",),
    "jd": ("job description",),
    "kpi": ("key performance indicator", "objectives", "metrics"),
    "kri": ("key risk indicator",),
    "mgmt": ("management",),
    "mom": ("meeting minutes", "minutes of meeting"),
    "mrm": ("management review minutes", "management review meeting"),
    "nc": ("nonconformity",),
    "ncr": ("nonconformity report",),
    "nda": ("non disclosure agreement", "confidentiality agreement"),
    "ofi": ("opportunity for improvement",),
    "org": ("organisation", "organization"),
    "pir": ("post incident review",),
    "raci": ("roles responsibilities", "responsibility matrix"),
    "rca": ("root cause analysis",),
    "ropa": ("record of processing", "records of processing"),
    "rtp": ("risk treatment plan",),
    "sla": ("service level agreement",),
    "soa": ("statement of applicability",),
    "sop": ("standard operating procedure",),
    "swot": ("strengths weaknesses opportunities threats",),
}
