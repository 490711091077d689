"""The form for evidence that is no file: what was said in an interview or seen on the spot."""

from __future__ import annotations

from auditkit.errors import UsageError
from auditkit.record.model import EvidenceKind
from auditkit.tui.screens.form import Field, FormScreen, Values


def statement_form(memory: Values) -> FormScreen:
    """Asks what was said or seen, by whom or where."""
    return FormScreen(
        "Statement as evidence",
        (
            Field("title", "What was said or seen", required=True),
            Field("source", "Function of the speaker, or the place", required=True),
            Field(
                "kind",
                "interview or observation",
                "interview",
                required=True,
                check=statement_kind,
            ),
        ),
        memory,
    )


def statement_kind(word: str) -> EvidenceKind:
    """``i`` or ``interview``, ``o`` or ``observation``; raises `UsageError` for anything else."""
    for kind in (EvidenceKind.INTERVIEW, EvidenceKind.OBSERVATION):
        if word and kind.value.startswith(word.casefold()):
            return kind
    raise UsageError("A statement is an interview or an observation.", "Type one of the two.")
