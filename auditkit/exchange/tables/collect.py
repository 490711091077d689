"""The four tables of an audit: checklist, findings, corrective-action requests, evidence.

Nothing in them depends on the day they are written: the same record gives the same tables.
"""

from __future__ import annotations

from auditkit.errors import AuditkitError
from auditkit.exchange.tables.cars import cars
from auditkit.exchange.tables.checklist import checklist
from auditkit.exchange.tables.evidence import evidence
from auditkit.exchange.tables.findings import findings
from auditkit.exchange.tables.index import Index
from auditkit.exchange.tables.model import Table
from auditkit.record.audit import Audit


def tables(audit: Audit) -> tuple[Table, ...]:
    """All tables of an audit; raises `AuditkitError` for a record that is not whole."""
    if audit.damaged:
        raise AuditkitError(
            f"Nothing is exported from a record that is not whole. {audit.damaged}",
            "'auditkit doctor' says how to repair it.",
        )
    index = Index(audit)
    return (checklist(index), findings(index), cars(index), evidence(index))
