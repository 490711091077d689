"""Looking a template over before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from auditkit.documents.kit.xml import W
from auditkit.documents.template.opening import Template
from auditkit.documents.template.placeholders import BODY_MARK, MEANINGS, anchor, named
from auditkit.documents.template.styles import TakenOver, take_over

if TYPE_CHECKING:
    from docx.document import Document

_TRACKED = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")


class Remark(NamedTuple):
    """Something to know about a template: ``error`` stops its use."""

    level: Literal["error", "warning", "note"]
    text: str


def check(template: Template, language: str = "en-GB") -> list[Remark]:
    """What is wrong with a template and what will be added to it, errors first.

    Raises `AuditkitError` where python-docx cannot read it.
    """
    document = template.copy()
    remarks = [
        *_names(document),
        *_marks(document),
        *_outside(document),
        *_tracked(document),
        *_styles(take_over(document.styles.element, language)),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(remarks, key=lambda each: order[each.level])


def _names(document: Document) -> Iterator[Remark]:
    for name in dict.fromkeys(named(document)):
        if name not in (*MEANINGS, BODY_MARK):
            yield Remark("error", f"[[{name}]] is no placeholder{_nearest(name)}")


def _nearest(name: str) -> str:
    from rapidfuzz.process import extractOne

    found = extractOne(name, (*MEANINGS, BODY_MARK), score_cutoff=60)
    return f"; did you mean [[{found[0]}]]?" if found else "."


def _marks(document: Document) -> Iterator[Remark]:
    count = sum(name == BODY_MARK for name in named(document))
    if count > 1:
        yield Remark("error", f"[[{BODY_MARK}]] stands there {count} times; once is enough.")
    elif not count:
        yield Remark("warning", f"There is no [[{BODY_MARK}]]: the report goes to the end.")
    elif anchor(document) is None:
        yield Remark(
            "error", f"[[{BODY_MARK}]] has to stand in a paragraph of its own, in the text itself."
        )


def _outside(document: Document) -> Iterator[Remark]:
    """Links that make Word ask, and tell where the template was made."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if relation.is_external and kind != "hyperlink":
                yield Remark("warning", f"It links a {kind} outside: {relation.target_ref}")


def _tracked(document: Document) -> Iterator[Remark]:
    if next(document.element.body.iter(*_TRACKED), None) is not None:
        yield Remark("warning", "It holds tracked changes; accept or reject them first.")


def _styles(found: TakenOver) -> Iterator[Remark]:
    for name in found.clashing:
        yield Remark("warning", f"The style '{name}' is of another type; ours is added beside it.")
    rest = [name for name in found.added if name not in found.clashing]
    if rest:
        yield Remark("note", f"Styles that will be added: {', '.join(rest)}.")
