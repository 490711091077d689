"""What a person types, understood: words, phrases, beginnings, neighbours, exclusions.

    bias "risk register" accept* model NEAR card -draft

All parts have to be found; AND between them says nothing new. Whatever is typed means something
or nothing: no text is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditkit.evidence.contents.text import (
    broken_pattern,
    clean,
    columns,
    has_words,
    pairs,
    run_pattern,
    runs,
    sharp_pattern,
    with_ss,
)

_MOST_CHARACTERS = 500
_MOST_CLAUSES = 24
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_TOKEN = re.compile(r'(-?)"([^"]*)"?|([^\s"]+)')
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")
_NEAR_WORDS = 10
_BREAKABLE = 4  # letters


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; with ``prefix``, also longer words that begin so."""

    text: str
    prefix: bool = False
    quoted: bool = False

    @property
    def word(self) -> str:
        """The word, if this is one that may be mistyped: letters alone, and not quoted."""
        return self.text.lower() if self.text.isalpha() and not self.quoted else ""

    @property
    def is_only_words(self) -> bool:
        return bool(self.plain()) and next(runs(self.text), None) is None

    @property
    def means_anything(self) -> bool:
        return has_words(self.text)

    def expression(self) -> str:
        """This term in the language of FTS5."""
        words = self.plain()
        parts = [words] if words else []
        for run in runs(self.text):
            # A single character is looked for as the beginning of a pair.
            parts.append(
                f'further : "{pairs(run)[:-2]}"' if len(run) > 1 else f'further : "{run}"*'
            )
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def plain(self) -> str:
        """The words of this term as a string of FTS5, empty when it has none."""
        words = columns(self.text)[0]
        if not self.quoted:
            words = with_ss(words)
        if not has_words(words):
            return ""
        return f'"{words}"*' if self.prefix and has_words(words[-1:]) else f'"{words}"'

    def patterns(self) -> list[re.Pattern[str]]:
        """What finds it where the tokenizer does not: in scripts without spaces, broken at the
        end of a line, written with a sharp s."""
        found = [run_pattern(run) for run in runs(self.text)]
        word = with_ss(self.word)
        if len(word) >= _BREAKABLE:
            found.append(broken_pattern(word))
        if "ss" in word:
            found.append(sharp_pattern(word))
        return found


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms that have to be found near one another; as a rule one alone."""

    terms: tuple[Term, ...]
    near: int = _NEAR_WORDS
    excluded: bool = False


def parse(typed: str, *, typing: bool = False) -> list[Clause]:
    """The clauses of what was typed. While somebody is still ``typing``, the last word may be
    the beginning of one."""
    text = clean(typed[:_MOST_CHARACTERS].translate(_QUOTES)).replace("\n", " ")
    found: list[Clause] = []
    near: int | None = None  # the distance, when the last token was NEAR
    for match in _TOKEN.finditer(text):
        if (operator := _NEAR.fullmatch(match.group())) and found and match.end() < len(text):
            near = int(operator.group(1) or _NEAR_WORDS)
            continue
        term, excluded = _term(match)
        if not term.means_anything or match.group() == "AND":
            continue
        if near is not None and not excluded and not found[-1].excluded:
            found[-1] = Clause((*found[-1].terms, term), near)
        else:
            found.append(Clause((term,), excluded=excluded))
        near = None
    if typing and text[-1:].isalnum() and found:
        found[-1] = _unfinished(found[-1])
    return found[:_MOST_CLAUSES]


def _term(match: re.Match[str]) -> tuple[Term, bool]:
    minus, quoted, word = match.groups()
    if word is None:
        return Term(quoted, quoted=True), bool(minus)
    excluded = len(word) > 1 and word.startswith("-")
    bare = word[1:] if excluded else word
    return Term(bare.rstrip("*"), prefix=bare.endswith("*")), excluded


def _unfinished(clause: Clause) -> Clause:
    if clause.excluded:
        return clause
    return replace(clause, terms=(*clause.terms[:-1], replace(clause.terms[-1], prefix=True)))
