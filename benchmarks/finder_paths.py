"""Made paths of a fictional organization, always the same, and acronyms that its documents have."""

from __future__ import annotations

import random

DOCUMENTS = (  # noqa: SIM905
    "AI Policy|AI Risk Register|AI Risk Assessment Report|AI Risk Treatment Plan|"
    "Statement of Applicability|AI System Impact Assessment|AI System Inventory|Model Card|"
    "Data Provenance Record|Data Quality Report|Bias Evaluation Report|Model Validation Report|"
    "Human Oversight Procedure|Incident Response Plan|Root Cause Analysis|Corrective Action Plan|"
    "Internal Audit Programme|Internal Audit Report|Management Review Minutes|Competence Matrix|"
    "Training Attendance Sheet|Communication Plan|Document Control Procedure|Change Request Form|"
    "Requirements Specification|Architecture Diagram|Supplier Assessment|Supplier Agreement|"
    "Data Processing Agreement|Non Disclosure Agreement|Customer Complaint Log|Privacy Notice|"
    "Transparency Notice|Privileged Account Review|Acceptable Use Policy|Cryptography Policy|"
    "Backup Restore Test|Business Continuity Plan|Vulnerability Scan Report|Asset Inventory|"
    "Scope Statement|Interested Parties Register|Legal Obligations Register|Resource Plan|"
    "Decommissioning Plan|Annotator Agreement Report|Concern Reporting Log|Steering Paper"
).split("|")
SYSTEMS = ("CreditLens", "TalentSieve", "HelpBot", "FraudWatch", "DemandSight", "TriageDesk")
SUPPLIERS = ("Nordwind Cloud", "Halden Labs", "Brightmere", "Tessel Data", "Quillworks")
AREAS = ("Governance", "Risk", "Operations", "People", "Suppliers", "Data Science", "Quality")
STATES = ("", "", "", "draft", "FINAL", "approved", "v1.0", "v2.3", "rev B", "(1)", "signed")
SUFFIXES = (".docx", ".docx", ".pdf", ".pdf", ".xlsx", ".md")
ACRONYMS = {
    "soa": "Statement of Applicability",
    "dpa": "Data Processing Agreement",
    "bcp": "Business Continuity Plan",
    "irp": "Incident Response Plan",
    "rca": "Root Cause Analysis",
    "nda": "Non Disclosure Agreement",
    "aup": "Acceptable Use Policy",
    "mrm": "Management Review Minutes",
    "iar": "Internal Audit Report",
    "hop": "Human Oversight Procedure",
    "vsr": "Vulnerability Scan Report",
    "ber": "Bias Evaluation Report",
    "dqr": "Data Quality Report",
    "mvr": "Model Validation Report",
    "ipr": "Interested Parties Register",
    "par": "Privileged Account Review",
}


def make_paths(count: int) -> list[str]:
    """``count`` different paths, the same every time."""
    rng = random.Random(42)
    found: dict[str, None] = {}
    while len(found) < count:
        path = f"{_folder(rng)}/{_name(rng)}"
        if path in found:
            stem, dot, suffix = path.rpartition(".")
            path = f"{stem} {rng.randint(2, 9999)}{dot}{suffix}"
        found[path] = None
    return list(found)


def _folder(rng: random.Random) -> str:
    start = rng.choice(["AIMS/Evidence", "Shared/Departments", "ISMS", "Projects"])
    leaf = rng.choice([rng.choice(SYSTEMS), rng.choice(SUPPLIERS), "Records", "Archive", "Minutes"])
    return f"{start}/{rng.choice(AREAS)}/{leaf}/{rng.randint(2021, 2026)}"


def _name(rng: random.Random) -> str:
    if rng.random() < 0.15:
        stamp = f"{rng.randint(2021, 2026)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
        return f"{rng.choice(['scan', 'IMG_', 'export-'])}{stamp}-{rng.randint(1, 9999):04}.pdf"
    pieces = [rng.choice(DOCUMENTS)]
    pieces += [rng.choice(SYSTEMS)] if rng.random() < 0.4 else []
    pieces += [str(rng.randint(2021, 2026))] if rng.random() < 0.5 else []
    pieces += [state] if (state := rng.choice(STATES)) else []
    if rng.random() < 0.2:
        pieces.insert(0, f"{rng.choice(['POL', 'REC', 'FRM'])}-{rng.randint(1, 400):03}")
    words = " ".join(pieces).split()
    styled = rng.choice([" ".join, "_".join, "-".join, _camel])
    return styled(words) + rng.choice(SUFFIXES)


def _camel(words: list[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)
