"""PowerPoint presentations: one passage a slide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.package import Package, attributes, tokens
from auditkit.evidence.model import Passage

_SLIDE = r"ppt/slides/slide\d+\.xml"


def pptx(source: BinaryIO, limits: Limits) -> Iterator[Passage]:
    """``slide 3``, in the order of the presentation. Raises `Unreadable` for no presentation."""
    package = Package(source, limits)
    presentation = package.read("ppt/presentation.xml")
    if not presentation:
        raise Unreadable("This is no PowerPoint presentation: its list of slides is missing.")
    parts = package.related("ppt/presentation.xml")
    listed = [
        parts.get(attributes(token.attributes).get("r:id", ""), "")
        for token in tokens(presentation)
        if token.name == "sldId" and token.opens
    ]
    for number, name in enumerate(listed or package.matching(_SLIDE), 1):
        yield Passage(f"slide {number}", _text(package.read(name)))


def _text(xml: str) -> str:
    pieces: list[str] = []
    for token in tokens(xml):
        if token.name == "t" and token.opens:
            pieces.append(token.tail)
        elif (token.name == "p" and token.closes) or (token.name == "br" and token.opens):
            pieces.append("\n")
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
