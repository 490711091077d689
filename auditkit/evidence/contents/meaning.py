"""From clauses to expressions of FTS5, with words that occur nowhere replaced by near ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from auditkit.evidence.contents.fuzzy import Vocabulary, beginning_with
from auditkit.evidence.contents.model import Replaced
from auditkit.evidence.contents.query import Clause, Term
from auditkit.evidence.contents.store import Store

_BEGINNING = 3  # letters; all words with a shorter one begin with it even as stems
_COMBINATIONS = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A term of a clause: the expression that finds it, and what marks it where the tokenizer
    cannot."""

    expression: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A clause as it is looked for, and its terms as they are marked."""

    expression: str
    parts: tuple[Part, ...]


class Reading:
    """Gives clauses their meaning in an index, and remembers the words it had to replace."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self.replaced: list[Replaced] = []

    def meaning(self, clause: Clause) -> Meaning:
        """How a clause is looked for."""
        choices = [self._alternatives(term, widen=not clause.excluded) for term in clause.terms]
        parts = tuple(
            Part(_either(choice, Term.expression), tuple(term.patterns()))
            for term, choice in zip(clause.terms, choices, strict=True)
        )
        if len(parts) == 1:
            return Meaning(parts[0].expression, parts)
        if not all(term.is_only_words for term in clause.terms):
            # NEAR takes no columns: what is written without spaces only has to be there.
            return Meaning(f"({' AND '.join(part.expression for part in parts)})", parts)
        near = [
            f"NEAR({' '.join(term.plain() for term in terms)}, {clause.near})"
            for terms in islice(product(*choices), _COMBINATIONS)
        ]
        return Meaning(f"({' OR '.join(near)})", parts)

    def _alternatives(self, term: Term, *, widen: bool) -> Sequence[Term]:
        """The term, or what may stand in its place."""
        found = [term]
        if term.prefix and len(term.word) >= _BEGINNING:
            found += [Term(word) for word in beginning_with(self._store, term.word)]
        if not widen or not term.word or self._occurs(_either(found, Term.expression)):
            return found
        near = self._vocabulary.nearest(self._store, term.word, self._is_known)
        if not near:
            return found
        self.replaced.append(Replaced(term.text, near))
        return [Term(word) for word in near]

    def _is_known(self, word: str) -> bool:
        return self._occurs(Term(word).expression())

    def _occurs(self, expression: str) -> bool:
        return next(self._store.matching(expression), None) is not None


def _either(terms: Sequence[Term], write: Callable[[Term], str]) -> str:
    written = [write(term) for term in terms]
    return written[0] if len(written) == 1 else f"({' OR '.join(written)})"
