"""Documents that lay down rules and show nobody's approval (ISO/IEC 42001, 7.5.2 c), and
approvals that were left empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditkit.evidence.smell import control
from auditkit.evidence.smell.facts import WHOLE, Context, Facts, Spot
from auditkit.evidence.smell.kept import Found, Kept, by_root
from auditkit.evidence.smell.nature import WRITTEN, is_external, is_set_aside, is_template

_FEWEST = 4
"""Documents that lay down rules from which on they are a set with a habit."""


def approval_empty(facts: Facts, _: Context) -> Iterator[Spot]:
    """Rows for an approval or a signature with nothing in them."""
    spared = is_template(facts) or is_set_aside(facts) or is_external(facts)
    if facts.kind in WRITTEN and not spared:
        yield from control.empty_approvals(facts)


def no_approval(kept: Sequence[Kept], _: Context) -> Iterator[Found]:
    """Where most documents show an approval, each that does not; where hardly any does, that is
    one question about all of them. Drafts and documents with an empty place for an approval are
    asked about as that."""
    for files in by_root(kept):
        ruling = [each for each in files if each.governs and not (each.draft or each.unsigned)]
        bare = [each for each in ruling if not each.approved]
        if len(ruling) >= _FEWEST and 2 * len(bare) <= len(ruling):
            share = f"; {len(ruling) - len(bare)} of {len(ruling)} such documents show one"
            yield from (Found(each.entry, (Spot(WHOLE, _missing(each, share)),)) for each in bare)
        elif bare:
            first, *rest = bare
            share = f"; nor in {len(rest)} of {len(ruling) - 1} others of the kind" if rest else ""
            others = tuple(each.entry for each in rest)
            yield Found(first.entry, (Spot(WHOLE, _missing(first, share)),), others)


def _missing(each: Kept, share: str) -> str:
    what = "no approval" if each.identified else "no approval, version or date"
    return f"{what}{share}"
