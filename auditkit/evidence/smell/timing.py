"""When files were made, by their own properties alone: times on the disk are those of a copy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from auditkit.evidence.smell.dates import dates
from auditkit.evidence.smell.facts import PROPERTIES, Context, Facts, Spot
from auditkit.evidence.smell.kept import Found, Kept, by_root
from auditkit.evidence.smell.nature import OFFICE, governs, is_template, titles

HOUR = timedelta(hours=1)
FEWEST = 5
"""Files made within an hour from which on it is asked how they were made."""
_TYPED = OFFICE - {"PDF"}


def after_announcement(facts: Facts, context: Context) -> Iterator[Spot]:
    """Made, or where it lays down rules changed, after the organization knew of the audit.

    A record of something that happened since (a date in its name or title says so) is as it
    should be, and a PDF is asked for only where it lays down rules: others are exports.
    """
    told, known = context.announced, facts.properties
    if told is None or facts.kind not in OFFICE or is_template(facts) or _is_later(facts, told):
        return
    ruling = governs(facts)
    if known.created and known.created.date() > told and (ruling or facts.kind != "PDF"):
        yield Spot(PROPERTIES, f"made {known.created:%Y-%m-%d}, announced {told}")
    elif ruling and known.changed and known.changed.date() > told:
        yield Spot(PROPERTIES, f"changed {known.changed:%Y-%m-%d}, announced {told}")


def same_hour(kept: Sequence[Kept], _: Context) -> Iterator[Found]:
    """At least five office files below one root, made one after the other within an hour.

    Files of the very same moment have it from the template they were made from, and a PDF the
    moment of its export: neither counts.
    """
    for files in by_root(kept):
        moments = {
            each.created: each for each in reversed(files) if each.created and each.kind in _TYPED
        }
        for group in _clusters(sorted(moments)):
            entries = sorted((moments[each].entry for each in group), key=lambda each: each.path)
            words = f"{len(group)} files made {group[0]:%Y-%m-%d %H:%M} to {group[-1]:%H:%M} UTC"
            yield Found(entries[0], (Spot(PROPERTIES, words),), tuple(entries[1:]))


def _clusters(moments: Sequence[datetime]) -> Iterator[Sequence[datetime]]:
    """Runs of moments within an hour, each as long as can be, none in two."""
    start = 0
    while start < len(moments):
        end = bisect_right(moments, moments[start] + HOUR)
        if end - start >= FEWEST:
            yield moments[start:end]
            start = end
        else:
            start += 1


def _is_later(facts: Facts, told: date) -> bool:
    named = (facts.stem.replace("_", " "), *titles(facts))
    return any(each.last >= told for name in named for each in dates(name))
