"""The evidence register as a table."""

from __future__ import annotations

from auditkit.analysis.soundness import standing_word
from auditkit.exchange.tables.index import Index, joined
from auditkit.exchange.tables.model import Column, Table, Value
from auditkit.record.model import Evidence, Ref
from auditkit.refs import requirement_of, sort_key


def evidence(index: Index) -> Table:
    """Every piece of evidence with its hash, and what it is cited for."""
    rows = [_item(index, each) for each in index.audit.evidence()]
    return Table("evidence", "Evidence register", _EVIDENCE, rows)


_EVIDENCE = (
    Column("No.", 8),
    Column("Kind", 12),
    Column("Title", 40),
    Column("Place", 50),
    Column("Effective", 14),
    Column("SHA-256", 66),
    Column("Size in bytes", 13),
    Column("Verified", 13),
    Column("Registered (UTC)", 16),
    Column("Registered by", 18),
    Column("Citations", 10),
    Column("Cited for", 20),
    Column("Findings", 12),
)


def _item(index: Index, each: Evidence) -> tuple[Value, ...]:
    """The place is the path below the evidence folder, never that of a computer."""
    cited = index.cited.get(each.id, [])
    findings = [index.findings[c.finding].label for c in cited if c.finding in index.findings]
    refs = {Ref(c.checklist, requirement_of(c.ref)) for c in cited if c.ref}
    return (
        each.label,
        each.kind.value,
        each.title,
        each.path or each.source,
        each.effective,
        each.sha256,
        each.size if each.sha256 else None,
        standing_word(index.audit, each),
        each.registered,
        each.by,
        len(cited),
        joined(sorted((ref.ref for ref in refs), key=sort_key)),
        joined(sorted(findings, key=sort_key)),
    )
