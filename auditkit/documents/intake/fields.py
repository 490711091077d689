"""The fields of a form that came back: by the tag of a control, by bookmark, by label of the row.

Word keeps the tags. LibreOffice 7.4 drops them and keeps bookmarks; what people copy into a new
document keeps neither, but has the rows. The first way that gives words is taken, and it is said
which one it was. A cell holds one field only: words beside its control belong to the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from auditkit.documents.intake.index import Index, label_key
from auditkit.documents.intake.words import PICTURES, child, joined, local, text_of, value
from auditkit.documents.kit.forms import PLACEHOLDERS, Field

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_PROMPT = 300  # characters
_PROMPTS_OF_WORD = frozenset(
    {
        "Click or tap here to enter text.",
        "Click or tap to enter a date.",
        "Choose an item.",
    }
)
"""What English Word puts into a control that was emptied again."""
_KNOWN_PROMPTS = frozenset({"", *PLACEHOLDERS.values(), *_PROMPTS_OF_WORD})


class How(StrEnum):
    """By what a field was found."""

    TAG = "tag"
    BOOKMARK = "bookmark"
    LABEL = "row label"
    HEADING = "heading"
    """In a form that is plain text."""
    NOWHERE = "not found"


@dataclass(frozen=True)
class Found:
    """What stands in a field, and how it was found."""

    field: Field
    text: str
    how: How
    notes: tuple[str, ...] = ()


def find(index: Index, fields: Sequence[Field]) -> list[Found]:
    """Each field with what stands in it."""
    return [_found(index, each) for each in fields]


def _found(index: Index, asked: Field) -> Found:
    controls = index.controls.get(asked.name, [])
    cells = index.rows.get(label_key(asked.label), [])
    texts = [_answer(each, asked) for each in controls]
    row = _without_prompts(index.row(asked.label), asked, *map(_prompt, controls))
    ways: list[tuple[How, str]] = []
    if controls:
        ways.append((How.TAG, next(filter(None, texts), "")))
    if asked.bookmark in index.bookmarks:
        marked = joined(index.bookmarks[asked.bookmark])
        ways.append((How.BOOKMARK, _without_prompts(marked, asked, *map(_prompt, controls))))
    if cells:
        ways.append((How.LABEL, row))
    if not ways:
        return Found(asked, "", How.NOWHERE)
    how, words = next((each for each in ways if each[1]), ways[0])
    notes = [*_notes(controls, cells, texts)]
    if how is not How.LABEL and _more(row, words):
        how, words = How.LABEL, row
        notes.append("Words stand beside the field: all of the cell was read.")
    return Found(asked, words, how, tuple(notes))


def _notes(controls: list[_Element], cells: list[_Element], texts: list[str]) -> Iterator[str]:
    if len(set(filter(None, texts))) > 1:
        yield "The field stands in the form more than once; the first one was read."
    for prompt in {_prompt(each) for each in controls} - _KNOWN_PROMPTS:
        yield f"Marked as a prompt, so not read as an answer: {prompt}"
    places = [*controls, *cells]
    if any(local(each) in PICTURES for place in places for each in place.iter()):
        yield "A picture stands in the field; only its words were read."


def _more(row: str, words: str) -> bool:
    """Whether a cell holds the words of its field and others."""
    whole, part = "".join(row.split()), "".join(words.split())
    return part in whole and len(whole) > len(part)


def _answer(control: _Element, asked: Field) -> str:
    """What was filled into a control; empty while it shows what to do."""
    return "" if _prompt(control) else _without_prompts(_content(control), asked)


def _prompt(control: _Element) -> str:
    """The words of a control that still shows its prompt, in the language of the Word that put it
    there: the mark alone is not enough, as some programs leave it beside an answer."""
    settings = child(control, "sdtPr")
    if settings is None or child(settings, "showingPlcHdr") is None:
        return ""
    words = _content(control)
    typed_beside = any(each in words and each != words for each in PLACEHOLDERS.values())
    if len(words) > _LONGEST_PROMPT or typed_beside:
        return ""
    runs = (each for each in control.iter("{*}r") if text_of(each))
    styles = (value(each.find("{*}rPr/{*}rStyle")).casefold() for each in runs)
    return words if all("placeholder" in style for style in styles) else ""


def _content(control: _Element) -> str:
    content = child(control, "sdtContent")
    return text_of(content) if content is not None else ""


def _without_prompts(words: str, asked: Field, *further: str) -> str:
    """Words without the prompt that was left beside or in place of them."""
    if words in _PROMPTS_OF_WORD:
        return ""
    for prompt in filter(None, (PLACEHOLDERS[asked.asked], *further)):
        words = _taken_out(words, prompt)
    return words


def _taken_out(words: str, prompt: str) -> str:
    """Words that were typed before, behind or into a prompt, without it."""
    for at in range(len(prompt) + 1):
        before, behind = prompt[:at], prompt[at:]
        if len(words) >= len(prompt) and words.startswith(before) and words.endswith(behind):
            return words[len(before) : len(words) - len(behind)].strip()
    return words
