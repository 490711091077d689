"""What stands in place of the placeholders, for one document."""

from __future__ import annotations

from auditkit.documents.source import NOT_STATED, Source, day, span
from auditkit.documents.template.placeholders import MEANINGS
from auditkit.record.phrase import phrase


def values(source: Source, title: str) -> dict[str, str]:
    """A value for every known placeholder; ``title`` says what the document is."""
    info, lead = source.audit.info, source.audit.lead
    found = {
        "report.kind": title,
        "report.number": info.number,
        "report.status": source.status,
        "report.date": day(info.report_issued or source.today),
        "audit.title": info.title,
        "audit.organization": source.organization,
        "audit.scope": info.scope,
        "audit.objectives": "\n".join(info.objectives),
        "audit.criteria": source.criteria,
        "audit.dates": span(info.starts, info.ends),
        "audit.period": span(info.period_from, info.period_to),
        "audit.locations": "\n".join(info.locations),
        "audit.lead": lead.name if lead else "",
        "audit.distribution": "\n".join(info.distribution),
        "audit.classification": info.classification,
        "record.head": source.audit.head,
        "record.phrase": phrase(source.audit.digest),
    }
    return {name: found[name].strip() or NOT_STATED for name in MEANINGS}
