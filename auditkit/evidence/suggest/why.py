"""The reasons for a suggestion, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditkit.evidence.contents import Contents
from auditkit.evidence.suggest.scoring import Fit
from auditkit.evidence.suggest.wants import Phrase

_MOST: Final = 3
_IS_LIKE: Final = 0.6  # likeness, 0 to 1, from which a person sees it


def why(fit: Fit, phrases: Sequence[Phrase], contents: Contents | None) -> str:
    """Why a file is suggested: what its name says, a heading, what its text speaks of; empty where
    there is nothing of its own to say, as of one that was cited before and is suggested for that.
    """
    found = [*_of_name(fit), *_of_heading(fit), *_of_text(fit, phrases, contents)]
    if not found and fit.likeness >= _IS_LIKE:
        return "the name is like what is wanted"
    if not found and fit.spoken is not None:
        return "the text has words of what is wanted"
    return "; ".join(found[:_MOST])


def _of_name(fit: Fit) -> Iterator[str]:
    if fit.phrase is None or not fit.in_name:
        return
    if len(fit.in_name) == len(fit.phrase.words):
        yield f'the name says "{fit.phrase.text}"'
        return
    place = "name, title or folder have" if fit.elsewhere else "the name has"
    words = " ".join(word for word in fit.phrase.words if word in (*fit.in_name, *fit.elsewhere))
    yield f'{place} "{words}" of "{fit.phrase.text}"'


def _of_heading(fit: Fit) -> Iterator[str]:
    if fit.heading is None:
        return
    text, place = fit.heading.text, fit.heading.place
    if place.startswith("heading "):
        yield f'heading "{text}"'
    elif place.startswith("sheet "):
        yield f'sheet "{text}"'
    else:
        yield f'{place} says "{text}"'


def _of_text(fit: Fit, phrases: Sequence[Phrase], contents: Contents | None) -> Iterator[str]:
    """Where the text speaks of what is wanted: of something new, as far as it does."""
    if contents is None or fit.spoken is None:
        return
    texts = [phrase.text for phrase in phrases if phrase != fit.phrase]
    if fit.phrase is not None and fit.heading is None:
        texts.insert(0, fit.phrase.text)
    known = contents.place_of(fit.spoken, texts)
    if known is not None:
        yield f'the text speaks of "{known[0]}" ({known[1]})'
