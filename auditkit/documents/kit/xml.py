"""WordprocessingML as a tree, for whoever reads a document or works in one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""What stands before the name of every element and attribute of a document."""


def take_out(element: _Element) -> None:
    """Remove an element from where it stands, with all that is in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def foreign(data: bytes) -> _Element:
    """A part of a file that came from outside: no entity is resolved and nothing is loaded; its
    comments and instructions are left out. Raises `lxml.etree.XMLSyntaxError`."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)
