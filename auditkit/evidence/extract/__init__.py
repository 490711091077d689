"""Text out of evidence files, in passages that can be cited."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, cast

from auditkit.evidence.extract.base import DEFAULT, Limits, Unreadable
from auditkit.evidence.model import Passage
from auditkit.evidence.opening import open_regular

__all__ = ["DEFAULT", "Limits", "Unreadable", "kind_of", "passages"]

_Reader = Callable[[BinaryIO, Limits], Iterator[Passage]]

_SNIFFED: Final = 4096

# suffix -> what it is to a person, module, function. The modules are loaded when first needed.
_KINDS: Final[dict[str, tuple[str, str, str]]] = {
    ".txt": ("text", "text", "plain"),
    ".log": ("log", "text", "plain"),
    ".md": ("Markdown", "text", "markdown"),
    ".csv": ("CSV", "text", "csv_rows"),
    ".tsv": ("CSV", "text", "csv_rows"),
    ".json": ("JSON", "text", "plain"),
    ".jsonl": ("JSON", "text", "plain"),
    ".yaml": ("YAML", "text", "plain"),
    ".yml": ("YAML", "text", "plain"),
    ".toml": ("TOML", "text", "plain"),
    ".xml": ("XML", "text", "plain"),
    ".html": ("HTML", "markup", "html"),
    ".htm": ("HTML", "markup", "html"),
    ".eml": ("mail", "mail", "mail"),
    ".docx": ("Word", "word", "docx"),
    ".docm": ("Word", "word", "docx"),
    ".xlsx": ("Excel", "excel", "xlsx"),
    ".xlsm": ("Excel", "excel", "xlsx"),
    ".pptx": ("PowerPoint", "slides", "pptx"),
    ".pptm": ("PowerPoint", "slides", "pptx"),
    ".pdf": ("PDF", "pdf", "pdf"),
}


def kind_of(path: Path) -> str:
    """What a file is taken for by its suffix: ``Word``, ``PDF``; ``file`` when unknown."""
    known = _KINDS.get(path.suffix.lower())
    return known[0] if known else "file"


def is_plain(path: Path) -> bool:
    """Whether reading needs no more than decoding: safe enough for this very process."""
    known = _KINDS.get(path.suffix.lower())
    return known is not None and known[1] == "text"


def passages(path: Path, *, limits: Limits = DEFAULT) -> Iterator[Passage]:
    """The passages of the file at ``path`` that have text, in their order.

    Raises `Unreadable` for a file that is broken, encrypted, suspiciously packed, too big or of
    an unknown kind, and `AuditkitError` for one that cannot be opened; both may come up on the
    way, after passages have been given.
    """
    known = _KINDS.get(path.suffix.lower()) or _by_content(path)
    module = import_module(f"{__name__}.{known[1]}")
    reader = cast(_Reader, getattr(module, known[2]))
    with open_regular(path) as source:
        yield from _limited(reader(source, limits), limits)


def _by_content(path: Path) -> tuple[str, str, str]:
    """Text under an unknown suffix (``policy.md.tmpl``, ``LICENSE``) is still text. Raises
    `Unreadable` where the beginning is no UTF-8."""
    with open_regular(path) as source:
        head = source.read(_SNIFFED)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        head = b"\0"
    if b"\0" in head:
        raise Unreadable(f"Text cannot be read from {path.suffix or 'a file without a suffix'}.")
    return ("text", "text", "plain")


def _limited(found: Iterator[Passage], limits: Limits) -> Iterator[Passage]:
    """Up to ``limits.chars`` characters; what is too long for one passage becomes several."""
    left = limits.chars
    for passage in found:
        for start in range(0, len(passage.text), limits.passage_chars):
            piece = passage.text[start : start + limits.passage_chars][:left]
            if piece.strip():
                yield Passage(passage.place, piece)
            left -= len(piece)
            if left <= 0:
                return
