"""The details of an audit as texts of a form, and back: what the report says of the audit itself,
and who takes part."""

from __future__ import annotations

from typing import Any, NamedTuple

from auditkit.errors import UsageError
from auditkit.record.audit import Audit
from auditkit.record.model import INFO_DATES, INFO_LISTS, Person, Role
from auditkit.tui.screens.car_forms import typed_date

Values = dict[str, str]

LEAD = "lead"
INDEPENDENCE = "independence"
PEOPLE = "people"
OF_PEOPLE = (LEAD, INDEPENDENCE, PEOPLE)
"""Details that are no fields of the audit's frame."""


class Detail(NamedTuple):
    """One detail: the field of the audit's frame (or one of `OF_PEOPLE`), and what is asked."""

    name: str
    words: str
    hint: str = ""
    long: bool = False


PERSON = "one a line: name; role; function; department; independent of"
_LIST = "one a line"
_DAY = "yyyy-mm-dd"

DETAILS: tuple[Detail, ...] = (
    Detail("title", "Title"),
    Detail("number", "Number of the audit"),
    Detail("organization", "Organization"),
    Detail(LEAD, "Lead auditor", "name"),
    Detail(INDEPENDENCE, "Lead auditor is independent of", "of which area, and since when"),
    Detail(PEOPLE, "Team and auditees", PERSON, long=True),
    Detail("objectives", "Objectives", _LIST, long=True),
    Detail("scope", "Scope", "what is audited, and what is not", long=True),
    Detail("starts", "First day", _DAY),
    Detail("ends", "Last day", _DAY),
    Detail("period_from", "Period audited, from", _DAY),
    Detail("period_to", "Period audited, to", _DAY),
    Detail("method", "Method", "interviews, documents, what was remote", long=True),
    Detail("sampling", "Sampling", "how samples were taken and what that limits", long=True),
    Detail("locations", "Locations", _LIST, long=True),
    Detail("conclusion", "Conclusion", "in your own words", long=True),
    Detail("obstacles", "Obstacles", "what kept the audit from something", long=True),
    Detail("diverging_opinions", "Diverging opinions", long=True),
    Detail("decisions", "Decisions asked of management", _LIST, long=True),
    Detail("distribution", "Distribution", _LIST, long=True),
    Detail("announced", "Announced on", _DAY),
    Detail("report_due", "Report due on", _DAY),
    Detail("report_issued", "Report issued on", f"{_DAY}; until then documents are drafts"),
    Detail("classification", "Classification"),
    Detail("language", "Language of the documents", "en-GB"),
    Detail("working_language", "Working language", "in words"),
    Detail("communication", "Communication during the audit", long=True),
    Detail("logistics", "Logistics", "rooms, access, safety, tools", long=True),
    Detail("resources", "Resources", long=True),
    Detail("risks", "Risks to the audit", long=True),
    Detail("confidentiality", "Confidentiality", long=True),
    Detail("earlier_audits", "Earlier audits", "what of them is followed up", long=True),
    Detail("appeals", "Feedback and appeals", long=True),
    Detail("evidence_roots", "Evidence folders", _LIST, long=True),
)
"""In the order in which they are asked: what a report needs first."""


def shown(audit: Audit) -> Values:
    """All details as they stand."""
    info = audit.info
    values = {each.name: _text(getattr(info, each.name, None)) for each in DETAILS}
    lead = audit.lead
    values[LEAD] = lead.name if lead else ""
    values[INDEPENDENCE] = lead.independent_of if lead else ""
    values[PEOPLE] = "\n".join(_line(each) for each in _others(audit))
    return values


def take(audit: Audit, before: Values, values: Values) -> list[str]:
    """Record what is another text now, as one change; gives the names of those details. Raises
    `AuditkitError` for what cannot be; then nothing is recorded."""
    changed = {n: text for n, text in values.items() if text.strip() != before[n].strip()}
    fields = {name: read(name, changed[name]) for name in changed if name not in OF_PEOPLE}
    people = read_people(changed.get(PEOPLE, ""))
    with audit.group("audit details"):
        if fields:
            audit.set_info(**fields)
        if LEAD in changed or INDEPENDENCE in changed:
            _set_lead(audit, values[LEAD].strip(), values[INDEPENDENCE].strip())
        if PEOPLE in changed:
            _set_people(audit, people)
    return list(changed)


def read(name: str, text: str) -> Any:
    """A text as its field holds it; raises `UsageError` for a date that is none."""
    if name in INFO_DATES:
        return typed_date(text.strip()) if text.strip() else None
    if name in INFO_LISTS:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    return text.strip()


class Typed(NamedTuple):
    """Somebody as a line of the form says it."""

    name: str
    role: Role
    function: str = ""
    unit: str = ""
    independent_of: str = ""


def read_people(text: str) -> list[Typed]:
    """Lines as `PERSON` says; raises `UsageError` for a line without a role
    that there is."""
    return [_read_line(line) for line in text.splitlines() if line.strip()]


def _read_line(line: str) -> Typed:
    parts = [part.strip() for part in line.split(";", 4)]
    name, role, function, unit, independent_of = (*parts, "", "", "", "")[:5]
    known = [each for each in Role if role and each.casefold() == role.casefold()]
    if not name or not known:
        raise UsageError(
            f"{line.strip()!r} names no role." if name else f"{line.strip()!r} has no name.",
            f"Write for instance 'B. Okafor; auditor'. Roles: {', '.join(Role)}.",
        )
    return Typed(name, known[0], function, unit, independent_of)


def _others(audit: Audit) -> list[Person]:
    """Everybody but the lead auditor, who has a field of their own."""
    lead = audit.lead
    return [each for each in audit.people if lead is None or each.id != lead.id]


def _set_lead(audit: Audit, name: str, independent_of: str) -> None:
    lead = audit.lead
    if lead is None and name:
        audit.add_person(name, Role.LEAD_AUDITOR, independent_of=independent_of)
    elif lead is None:
        raise UsageError("Nobody leads this audit yet.", "Name the lead auditor as well.")
    elif name:
        audit.edit_person(lead.id, name=name, independent_of=independent_of)
    else:
        audit.remove_person(lead.id)


def _set_people(audit: Audit, typed: list[Typed]) -> None:
    """Who has the same name, or else the same place in the list, stays the same person: what else
    is recorded of them (their sessions, their independence) stays with them."""
    left = _others(audit)
    as_many = len(typed) == len(left)
    for number, each in enumerate(typed):
        known = next((one for one in left if one.name == each.name), None)
        if known is None and as_many:
            known = _stayed(left, typed[number:])
        if known is None:
            audit.add_person(*each)
            continue
        left.remove(known)
        audit.edit_person(known.id, **each._asdict())
    for one in left:
        audit.remove_person(one.id)


def _stayed(left: list[Person], rest: list[Typed]) -> Person | None:
    """The first whose name is no more there: it is that name that was corrected."""
    names = {each.name for each in rest}
    return next((one for one in left if one.name not in names), None)


def _line(person: Person) -> str:
    parts = (person.name, person.role, person.function, person.unit, person.independent_of)
    # What divides lines and parts stands in nobody's name.
    return "; ".join(" ".join(each.split()).replace(";", ",") for each in parts).rstrip("; ")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)
