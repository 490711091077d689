"""What evidence is cited for, and the places and words that were typed for a file and are not cited
yet. It holds no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditkit.evidence.model import FileEntry
from auditkit.record.audit import Audit
from auditkit.record.model import Evidence, Ref
from auditkit.refs import requirement_of
from auditkit.text import clip, one_line
from auditkit.tui.form_memory import FormMemory, FormText
from auditkit.tui.offers import Offer
from auditkit.tui.picking import Picked

_NAME = 32
"""Characters of a name in a sentence."""
_APART = "\0"
"""Stands in no path."""


class Cited(NamedTuple):
    """A citation that was made."""

    label: str
    name: str
    """Of the file or statement."""
    group: str
    """The step that undo takes back."""


def cited_words(some: Sequence[Cited], where: str) -> str:
    """What was cited, for whom can undo it where one is."""
    labels = ", ".join(each.label for each in some)
    name = f" {clip(one_line(some[0].name), _NAME)}" if len(some) == 1 else ""
    return f"{labels}{name} is cited for {where}."


@dataclass(frozen=True, slots=True)
class Target:
    """A requirement or check that evidence is cited for, or a finding."""

    ref: Ref | None = None
    finding: str = ""

    def words(self, audit: Audit) -> str:
        """Its identifier or label."""
        return self.ref.ref if self.ref is not None else audit.finding(self.finding).label

    def requirement(self, audit: Audit) -> Ref | None:
        """What suggestions are for: the requirement, or the first one of the finding."""
        ref = self.ref
        if ref is None:
            found = audit.finding(self.finding)
            ref = next(iter((*found.refs, *found.checks)), None)
        return Ref(ref.checklist, requirement_of(ref.ref)) if ref is not None else None

    def cite(self, audit: Audit, evidence: Evidence, will: Picked) -> None:
        """Cite registered evidence for it."""
        audit.cite(
            evidence.id, ref=self.ref, finding=self.finding, place=will.place, quote=will.quote
        )

    @property
    def form(self) -> str:
        """What is kept of it among the forms (`FormMemory`) has this name."""
        if self.ref is None:
            return f"cite-finding {self.finding}"
        return f"cite {self.ref.checklist} {self.ref.ref}"


class HalfCited:
    """What was typed for the citations of one target, by the file and the passage shown then."""

    def __init__(self, kept: FormText) -> None:
        self._kept = kept

    @classmethod
    def of(cls, memory: FormMemory, target: Target, title: str) -> HalfCited:
        """What is kept for a target; ``title`` names it to people."""
        kept = memory.setdefault(target.form)
        kept.title = title
        return cls(kept)

    def __bool__(self) -> bool:
        return bool(self._kept)

    def typed(self, offer: Offer) -> Picked | None:
        """What was typed for it. A file offered without a passage has what was typed last for
        any passage of it."""
        name = self._name(offer)
        if name is None:
            return None
        place, _, quote = self._kept[name].partition("\n")
        return Picked(place, quote)

    def keep(self, offer: Offer, typed: Picked) -> None:
        """Keep two lines of text for it."""
        self._kept[self._name(offer) or _name(offer)] = f"{typed.place}\n{typed.quote}"

    def drop(self, offer: Offer) -> None:
        """It was cited, or nothing is typed for it any more."""
        if (name := self._name(offer)) is not None:
            del self._kept[name]

    def files(self) -> list[FileEntry]:
        """The files; how large and how old they are is not known."""
        parts = (name.split(_APART) for name in reversed(self._kept))
        return list(dict.fromkeys(FileEntry(root, path, 0, 0) for root, path, _ in parts))

    def _name(self, offer: Offer) -> str | None:
        names = [_name(offer), *self._of_file(offer)] if not offer.place else [_name(offer)]
        return next((name for name in names if name in self._kept), None)

    def _of_file(self, offer: Offer) -> Iterator[str]:
        start = _name(offer)
        return (name for name in reversed(self._kept) if name.startswith(start))


def _name(offer: Offer) -> str:
    return _APART.join((offer.entry.root, offer.entry.path, offer.place))
