"""Whether the answer to a corrective-action request holds together: questions to the auditor.

Nothing is blocked by them. What a request must hold before it counts as answered stands in
`auditkit.record.cars.NEEDED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz

from auditkit.analysis.wording import Remark
from auditkit.record.cars import missing_for
from auditkit.record.model import Car, CarState, Finding
from auditkit.text import fold

RESTATED = 0.75
"""From this share of its letters in words of the finding on, a cause says the finding once more."""
REPEATED = 85.0
"""From this similarity on, two fields say the same."""
_SHORT = 12  # characters; "yes", "done" and the like are compared with nothing
_FEW_WORDS = 4
_STEM = 6  # letters: assessments, assessed
_LONGEST = 4_000  # characters; comparing costs their square
_TEXTS = ("correction", "extent_check", "root_cause", "corrective_action")
_NAMES = {
    "correction": "correction",
    "extent_check": "extent check",
    "root_cause": "root cause",
    "corrective_action": "corrective action",
}
_EMPTY_WORDS = re.compile(
    r"(n/?a|none|no|yes|ok|done|tbd|tbc|todo|-+|\.+|see (above|below|attach\w*)|not applicable)\W*",
    re.IGNORECASE,
)
_SLIP = re.compile(
    r"\b(human error|overs(aw|ight)|overlooked|forg[eo]t\w*|mistake|careless\w*|slip(ped)?|"
    r"lack of (attention|awareness|care)|misunderst\w+)\b",
    re.IGNORECASE,
)
_REMINDER = re.compile(
    r"\b(remind\w*|be more careful|pay (more )?attention|made aware|raise awareness|"
    r"re-?brief\w*|sensiti[sz]ed)\b",
    re.IGNORECASE,
)


def missing(car: Car) -> list[str]:
    """What the answer lacks before the request can count as answered, in words."""
    return missing_for(car, CarState.ANSWERED, {})


def remarks_on_answer(car: Car, finding: Finding, today: date) -> tuple[Remark, ...]:
    """Questions that an answer raises, what is missing first. ``car`` is the request as it is,
    or as it would be with an answer that came in."""
    return (
        *(Remark("answer", f"{words} is missing") for words in missing(car)),
        *_empty(car),
        *_cause(car, finding),
        *_repeated(car),
        *_action(car),
        *_dates(car, today),
    )


def remark_line(remark: Remark) -> str:
    """A question that an answer raises, with the field it is about."""
    return f"{remark.field.replace('_', ' ')}: {remark.text}"


def _empty(car: Car) -> Iterator[Remark]:
    for field in _TEXTS:
        words = getattr(car, field).strip()
        if _EMPTY_WORDS.fullmatch(words):
            yield Remark(field, f"'{words}' says nothing: ask what was done or found")
    looked = car.extent_check.strip()
    if 0 < len(looked) < _SHORT and not _EMPTY_WORDS.fullmatch(looked):
        yield Remark("extent_check", "it does not say where similar cases were looked for")


def _cause(car: Car, finding: Finding) -> Iterator[Remark]:
    if _restates(car.root_cause, (finding.title, finding.gap, finding.objective_evidence)):
        yield Remark("root_cause", "it says the finding once more, not why it could happen")
    if found := _SLIP.search(car.root_cause):
        yield Remark("root_cause", f"'{found.group()}' names a slip: what let it happen?")
    if car.root_cause and not car.root_cause_method:
        yield Remark("root_cause_method", "no method is named: how was the cause found?")


def _repeated(car: Car) -> Iterator[Remark]:
    """The correction puts this case right, the action keeps it from coming again: both in the
    same words is one of the two missing (ISO/IEC 42001 10.2)."""
    for place, first in enumerate(_TEXTS):
        for second in _TEXTS[place + 1 :]:
            if _same(getattr(car, first), getattr(car, second)):
                yield Remark(second, f"it repeats the {_NAMES[first]}")


def _action(car: Car) -> Iterator[Remark]:
    if found := _REMINDER.search(car.corrective_action):
        yield Remark("corrective_action", f"'{found.group()}' acts on people, not on the cause")


def _dates(car: Car, today: date) -> Iterator[Remark]:
    if car.answered:
        if car.answered > today:
            yield Remark("answered", f"the answer is dated {car.answered}, in the future")
        if car.answered < car.issued:
            yield Remark("answered", f"the answer is dated before the request of {car.issued}")
        elif car.answered > car.response_due:
            days = (car.answered - car.response_due).days
            yield Remark("answered", f"it came {days} {'day' if days == 1 else 'days'} late")
        if car.state is CarState.RETURNED and car.decided and car.answered < car.decided:
            yield Remark(
                "answered", f"it is dated before its return on {car.decided}: the old answer?"
            )
    if car.action_due:
        if car.action_due < car.issued:
            yield Remark("action_due", f"{car.action_due} lies before the request was issued")
        elif car.answered and car.action_due < car.answered:
            yield Remark("action_due", f"{car.action_due} had passed when the answer was given")
    if car.correction_date and car.correction_date > (car.answered or today):
        yield Remark(
            "correction_date", f"{car.correction_date} lies after the answer: not put right yet?"
        )


def _restates(cause: str, parts: Sequence[str]) -> bool:
    """Whether a cause consists of words of the finding: what explains something brings others."""
    said = _flat(cause).split()
    if len(said) < _FEW_WORDS:
        return any(_same(cause, each) for each in parts)
    known = {word[:_STEM] for word in _flat(" ".join(parts)).split()}
    shared = sum(len(word) for word in said if word[:_STEM] in known)
    return shared >= RESTATED * sum(map(len, said))


def _same(one: str, other: str) -> bool:
    one, other = _flat(one), _flat(other)
    return min(len(one), len(other)) >= _SHORT and fuzz.token_sort_ratio(one, other) >= REPEATED


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text[:_LONGEST])))
