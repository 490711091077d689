"""Questions that files raise, in the light of the record: who is on the audit team, when the audit
was announced, and which questions an auditor has dismissed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditkit.errors import UsageError
from auditkit.evidence.fingerprint import fingerprint
from auditkit.evidence.model import Fingerprint
from auditkit.evidence.smell import RULES, Context, Smell
from auditkit.evidence.verify import standing
from auditkit.record.audit import Audit
from auditkit.record.model import Dismissal, Role

_TEAM = (Role.LEAD_AUDITOR, Role.AUDITOR, Role.TECHNICAL_EXPERT)
Same = Callable[[Smell, Dismissal], bool]
"""Whether a file still is what it was when a question about it was dismissed."""


@dataclass(frozen=True, slots=True)
class Question:
    """A smell with its number among all of them, and its dismissal where that still holds."""

    number: int
    smell: Smell
    dismissal: Dismissal | None


def context(audit: Audit, today: date) -> Context:
    """What the rules have to know. An audit that has ended asks as of its last day: what passed
    later was no question then."""
    ends = audit.info.ends
    return Context(
        on=min(today, ends) if ends else today,
        announced=audit.info.announced,
        team=tuple(each.name for each in audit.people if each.role in _TEAM),
    )


def unchanged(smell: Smell, known: Dismissal) -> bool:
    """Whether the file on the disk is the one that was looked at: by size and time, and where
    those differ by its hash."""
    was = Fingerprint(known.sha256, known.size, known.mtime_ns)
    return standing(smell.entry.absolute, was, quick=True) == "unchanged"


def questions(audit: Audit, found: Sequence[Smell], same: Same = unchanged) -> list[Question]:
    """Every smell with its number, dismissed ones too, so that dismissing one moves no other."""
    kept: dict[tuple[str, str, str, str], Dismissal] = {}
    for each in audit.dismissals():
        kept[each.rule, str(audit.root_path(each.root)), each.path, each.place] = each
    asked: list[Question] = []
    for number, smell in enumerate(found, 1):
        known = kept.get((smell.rule, smell.entry.root, smell.entry.path, smell.place))
        holds = known is not None and _covers(known, smell) and same(smell, known)
        asked.append(Question(number, smell, known if holds else None))
    return asked


def chosen(asked: Iterable[Question], what: str, path: str = "") -> list[Question]:
    """The questions meant by a number of the list, or by a rule and a path below the root.

    Raises `UsageError` where there is none.
    """
    if what.isascii() and what.isdigit():
        found = [each for each in asked if each.number == int(what)]
    elif what in RULES:
        found = [
            each for each in asked if each.smell.rule == what and each.smell.entry.path == path
        ]
    else:
        raise UsageError(f"There is no rule {what!r}.", f"Rules: {', '.join(RULES)}.")
    if not found:
        raise UsageError(
            f"There is no question {what} {path}".rstrip() + ".",
            "'auditkit evidence smell --all' lists them.",
        )
    return found


def dismiss(audit: Audit, asked: Sequence[Question], reason: str) -> list[Dismissal]:
    """Dismiss questions as one thing to undo. Raises `AuditkitError` for a file that cannot be
    read any more."""
    looked_at = [fingerprint(each.smell.entry.absolute) for each in asked]
    with audit.group(f"{asked[0].smell.rule} dismissed"):
        return [
            audit.dismiss(
                each.smell.rule,
                each.smell.entry.absolute,
                each.smell.place,
                reason,
                fingerprint=looked,
                others=[other.path for other in each.smell.others],
            )
            for each, looked in zip(asked, looked_at, strict=True)
        ]


def _covers(known: Dismissal, smell: Smell) -> bool:
    """A question that now is about further files is another one."""
    return {each.path for each in smell.others} <= set(known.others)
