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
