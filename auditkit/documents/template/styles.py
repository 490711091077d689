"""Our styles in a template: taken over by name where it has them, added where it has not.

Names are the same in every language of Word, identifiers are not (``berschrift1``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.documents.kit.styles import styles_xml
from auditkit.documents.kit.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_USED = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]*)(")')
_LINKS = ("basedOn", "next", "link")


@dataclass
class TakenOver:
    """How our styles stand in a template: identifiers there by ours, names that were added, and
    names that the template uses for a style of another type."""

    ids: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    clashing: list[str] = field(default_factory=list)

    def rewrite(self, body: str) -> str:
        """A body with the identifiers of the template."""
        return _USED.sub(lambda m: f"{m[1]}{self.ids.get(m[2], m[2])}{m[3]}", body)


def take_over(styles: _Element, language: str) -> TakenOver:
    """Find our styles by name in a styles part and add those that it lacks."""
    from docx.oxml import parse_xml

    base: _Element = parse_xml(styles_xml(language))
    ours = list(base.iter(f"{W}style"))
    theirs = {_key(each): each.get(f"{W}styleId", "") for each in styles.iter(f"{W}style")}
    names = {name for _, name in theirs}
    taken = set(theirs.values())
    found = TakenOver()
    lacking: list[_Element] = []
    for each in ours:
        identity = each.get(f"{W}styleId", "")
        if _key(each) in theirs:
            found.ids[identity] = theirs[_key(each)]
            continue
        found.ids[identity] = identity if identity not in taken else f"Auditkit{identity}"
        name = style_name(each)
        if name.casefold() in names:
            found.clashing.append(name)
            _rename(each, f"{name} (auditkit)")
        found.added.append(name)
        lacking.append(each)
    for each in lacking:
        _adapt(each, found.ids)
        styles.append(each)
    return found


def numbers_itself(styles: _Element, identity: str) -> bool:
    """Whether a paragraph style, or one that it is based on, numbers its paragraphs."""
    by_id = {each.get(f"{W}styleId"): each for each in styles.iter(f"{W}style")}
    seen: set[str] = set()
    while identity in by_id and identity not in seen:
        seen.add(identity)
        style = by_id[identity]
        if style.find(f"{W}pPr/{W}numPr/{W}numId") is not None:
            return True
        based = style.find(f"{W}basedOn")
        identity = based.get(f"{W}val", "") if based is not None else ""
    return False


def shift_numbers(styles: _Element, added: Mapping[str, str], offset: int) -> None:
    """Styles that were added name our lists by the numbers that these have in the template."""
    ours = set(added.values())
    for style in styles.iter(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None and style.get(f"{W}styleId") in ours:
            number.set(f"{W}val", str(int(number.get(f"{W}val", "0")) + offset))


def _adapt(style: _Element, ids: Mapping[str, str]) -> None:
    identity = style.get(f"{W}styleId", "")
    style.set(f"{W}styleId", ids[identity])
    style.attrib.pop(f"{W}default", None)
    for link in _LINKS:
        other = style.find(f"{W}{link}")
        if other is not None:
            named = other.get(f"{W}val", "")
            other.set(f"{W}val", ids.get(named, named))


def _rename(style: _Element, name: str) -> None:
    element = style.find(f"{W}name")
    if element is not None:
        element.set(f"{W}val", name)


def _key(style: _Element) -> tuple[str, str]:
    return style.get(f"{W}type", ""), style_name(style).casefold()


def style_name(style: _Element) -> str:
    """The name of a style, empty where it has none."""
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "") if name is not None else ""
