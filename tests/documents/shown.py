"""Reading a document that was written: its paragraphs, and its tables by their titles."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(path: Path) -> str:
    """All text, a line a paragraph."""
    root = docx.Document(str(path)).element
    return "\n".join(_text(each) for each in root.iter(f"{W}p"))


def table_of(path: Path, title: str) -> list[list[str]]:
    """The rows of the table with this title, each cell as text; the head row too."""
    for each in docx.Document(str(path)).element.iter(f"{W}tbl"):
        if each.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == title:
            return [
                ["\n".join(_text(para) for para in cell.iter(f"{W}p")) for cell in row]
                for row in (tr.findall(f"{W}tc") for tr in each.findall(f"{W}tr"))
            ]
    raise AssertionError(f"no table {title!r}")


def tiles_of(path: Path) -> dict[str, int]:
    """Key figures: what is counted, and how many."""
    cells = (cell for row in table_of(path, "Key figures") for cell in row)
    figures = (cell.split("\n") for cell in cells)
    return {label: int(figure) for figure, label in figures}


def links_and_places(path: Path) -> tuple[set[str], set[str]]:
    """Where the links of a document lead, and the places that it has."""
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    assert len(names) == len(set(names))
    return set(re.findall(r'w:anchor="([^"]+)"', body)), set(names)


def dash(cell: str) -> int:
    """A count in a cell; a dash is none."""
    return 0 if cell == "\u2013" else int(cell)


def _text(paragraph: object) -> str:
    parts = (
        node.text or "" if node.tag == f"{W}t" else "\n"
        for node in paragraph.iter(f"{W}t", f"{W}br")  # type: ignore[attr-defined]
    )
    return "".join(parts)
