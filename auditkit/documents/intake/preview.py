"""An answer that came in beside the record, line by line, for a terminal of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditkit.analysis.answer import remark_line
from auditkit.documents.intake.answer import Change, Intake
from auditkit.documents.intake.fields import How
from auditkit.text import clip

_SHOWN = 1_000  # characters of a text
_PART = 300  # characters of one part of the request


def preview(intake: Intake) -> Iterator[str]:
    """What a person decides by: first what to look at, then field by field."""
    car = intake.car
    yield f"{intake.file.path.name}: answer to {car.label} ({car.state}), {intake.finding.title}"
    yield f"{car.label} would be {intake.becomes} then."
    yield from _list("Missing before it counts as answered:", intake.missing)
    yield from _list("The request reads otherwise in the form (never taken in):", _locked(intake))
    yield from _list("Notes:", intake.notes)
    yield from _list("To look at:", map(remark_line, intake.remarks))
    yield ""
    yield "Fields:"
    for each in intake.changes:
        yield from _field(each)
    yield ""


def _field(change: Change) -> Iterator[str]:
    how = change.how if change.how is How.NOWHERE else f"by {change.how}"
    if change.form and (change.changes or change.value is None):
        yield f"  {change.label} ({how})"
        if change.record:
            yield from _text("record", change.record)
        yield from _text("form", change.form)
    else:
        word = "as in the record" if change.form else "empty"
        yield f"  {change.label} ({how}): {word}"
    yield from (f"    ! {note}" for note in change.notes)


def _text(name: str, words: str) -> Iterator[str]:
    """A text of several lines, indented under its name."""
    first, *more = clip(words, _SHOWN).split("\n")
    yield f"    {name:<7}{first}"
    yield from (f"           {line}" for line in more)


def _locked(intake: Intake) -> Iterator[str]:
    for each in intake.locked:
        form, record = (clip(" ".join(words.split()), _PART) for words in (each.form, each.record))
        yield f"{each.label}: the form says '{form or 'nothing'}', the record '{record}'"


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    if found:
        yield ""
        yield title
        yield from (f"  - {each}" for each in found)
