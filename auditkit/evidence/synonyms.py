"""What auditors call things by a short name.

A typed short name finds the words; typed words find what is named by the short name. Every entry
has to be plain usage in audits of management systems: a finder that guesses wildly is not
trusted. What is written literally always stands before what only means the same.
"""

from __future__ import annotations

from collections.abc import Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "aims": ("ai management system",),
    "aiia": ("ai impact assessment", "ai system impact assessment"),
    "aup": ("acceptable use policy", "acceptable use"),
    "bcm": ("business continuity management",),
    "bcp": ("business continuity plan",),
    "bia": ("business impact analysis",),
    "capa": ("corrective action", "corrective preventive action"),
    "car": ("corrective action request", "corrective action report"),
    "coc": ("code of conduct",),
    "cv": ("curriculum vitae", "resume"),
    "dpa": ("data processing agreement",),
    "dpia": ("data protection impact assessment",),
    "drp": ("disaster recovery plan",),
    "dsr": ("data subject request",),
    "fria": ("fundamental rights impact assessment",),
    "iam": ("identity access management",),
    "iar": ("internal audit report",),
    "irp": ("incident response plan",),
    "isms": ("information security management system",),
    "jd": ("job description",),
    "kpi": ("key performance indicator", "objectives", "metrics"),
    "kri": ("key risk indicator",),
    "mgmt": ("management",),
    "mom": ("meeting minutes", "minutes of meeting", "minutes"),
    "mrm": ("management review minutes", "management review meeting"),
    "nc": ("nonconformity", "non conformity", "nonconformance"),
    "ncr": ("nonconformity report", "non conformity report", "nonconformance report"),
    "nda": ("non disclosure agreement", "confidentiality agreement"),
    "ofi": ("opportunity for improvement",),
    "org": ("organisation", "organization"),
    "pir": ("post incident review",),
    "raci": ("roles responsibilities", "responsibility matrix"),
    "rca": ("root cause analysis",),
    "ropa": ("record of processing",),
    "rtp": ("risk treatment plan",),
    "sla": ("service level agreement",),
    "soa": ("statement of applicability",),
    "sop": ("standard operating procedure",),
    "swot": ("strengths weaknesses opportunities threats",),
}
