"""Which files may be evidence for a requirement and which requirements a file may serve, in the
light of the record: what was cited before says more than any name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from auditkit.analysis.prior import Asked, AuditFacts, Prior, Priors, facts
from auditkit.errors import UsageError
from auditkit.evidence.contents import Contents
from auditkit.evidence.model import FileEntry
from auditkit.evidence.suggest import Band, Fit, Suggester, band
from auditkit.record.model import Ref
from auditkit.refs import requirement_of

__all__ = ["GAP", "AuditFacts", "Suggested", "Suggestions", "facts"]

GAP: Final = "nothing found, possibly a gap"
"""What is said where no file fits."""


@dataclass(frozen=True)
class Suggested:
    """A file with its score from 0 to 1, what that means, why it was suggested, and its label
    where it is registered evidence."""

    entry: FileEntry
    score: float
    band: Band
    why: str
    linked: str


class Suggestions:
    """Suggestions for one audit and the files below its evidence roots.

    Belongs to the thread of its ``contents``; without those, names alone are judged.
    """

    def __init__(
        self, audit_facts: AuditFacts, entries: Iterable[FileEntry], contents: Contents | None
    ) -> None:
        self._entries = tuple(entries)
        self._facts = audit_facts
        self._priors = Priors(audit_facts, self._entries)
        self._suggester = Suggester(
            self._entries, contents, (each.wants for each in audit_facts.asked)
        )

    def renewed(self, audit_facts: AuditFacts) -> Suggestions:
        """The same for later facts of the same audit, without reading all names again."""
        again = object.__new__(Suggestions)
        again._entries, again._suggester = self._entries, self._suggester
        again._facts = audit_facts
        again._priors = Priors(audit_facts, self._entries)
        return again

    def for_requirement(self, ref: Ref, limit: int = 10) -> list[Suggested]:
        """The files that may be evidence for a requirement (or that of a check), best first; none
        where nobody would look. What an earlier audit cited for it comes first.

        Raises `UsageError` for a reference that the audit does not know.
        """
        asked = self._asked(ref)
        judged = [
            (fit, prior, _score(fit, prior))
            for fit in self._suggester.ranked(asked.wants, also=self._priors.files(asked))
            for prior in (self._priors.of(asked, fit.entry),)
        ]
        judged.sort(key=lambda each: (not each[1].again, -each[2]))
        return [
            Suggested(
                fit.entry,
                score,
                meaning,
                self._why(asked, fit, prior),
                self._facts.labels.get((fit.entry.root, fit.entry.path), ""),
            )
            for fit, prior, score in judged[:limit]
            if (meaning := band(score)) is not None
        ]

    def for_file(self, entry: FileEntry, limit: int = 5) -> list[tuple[Ref, float, str]]:
        """The requirements that a file may serve, best first, each with score and reason."""
        asked = self._facts.asked
        priors = {
            number: prior
            for number, each in enumerate(asked)
            if (prior := self._priors.of(each, entry)).reasons
        }
        wants = [each.wants for each in asked]
        judged = [
            (asked[number], fit, prior, _score(fit, prior))
            for number, fit in self._suggester.served(entry, wants, limit, also=priors)
            for prior in (priors.get(number, Prior()),)
        ]
        judged.sort(key=lambda each: (not each[2].again, -each[3]))
        return [
            (each.ref, score, self._why(each, fit, prior))
            for each, fit, prior, score in judged[:limit]
            if band(score) is not None
        ]

    def _asked(self, ref: Ref) -> Asked:
        wanted = Ref(ref.checklist, requirement_of(ref.ref))
        for each in self._facts.asked:
            if each.ref == wanted:
                return each
        raise UsageError(f"There is no requirement {ref.ref!r} in this audit.")

    def _why(self, asked: Asked, fit: Fit, prior: Prior) -> str:
        own = self._suggester.why(fit, asked.wants)
        return "; ".join([*prior.reasons, *([own] if own else [])])


def _score(fit: Fit, prior: Prior) -> float:
    return min(1.0, fit.score + prior.bonus)
