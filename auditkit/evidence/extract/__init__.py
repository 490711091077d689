"""Text out of evidence files, in passages that can be cited."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from auditkit.evidence.extract.base import DEFAULT, Limits, Unreadable
from auditkit.evidence.model import Passage
from auditkit.evidence.opening import open_regular

__all__ = ["DEFAULT", "Limits", "Unreadable", "attached", "has_no_text", "kind_of", "passages"]

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
    **dict.fromkeys(
        (".rst", ".ini", ".cfg", ".conf", ".sql", ".tex", ".ics", ".vcf", ".srt", ".py", ".r"),
        ("text", "text", "plain"),
    ),
    ".html": ("HTML", "markup", "html"),
    ".htm": ("HTML", "markup", "html"),
    ".xhtml": ("HTML", "markup", "html"),
    ".eml": ("mail", "mail", "mail"),
    ".docx": ("Word", "word", "docx"),
    ".docm": ("Word", "word", "docx"),
    ".xlsx": ("Excel", "excel", "xlsx"),
    ".xlsm": ("Excel", "excel", "xlsx"),
    ".pptx": ("PowerPoint", "slides", "pptx"),
    ".pptm": ("PowerPoint", "slides", "pptx"),
    ".pdf": ("PDF", "pdf", "pdf"),
    ".odt": ("OpenDocument text", "opendocument", "odt"),
    ".ott": ("OpenDocument text", "opendocument", "odt"),
    ".ods": ("OpenDocument table", "opendocument", "ods"),
    ".ots": ("OpenDocument table", "opendocument", "ods"),
    ".odp": ("OpenDocument slides", "opendocument", "odp"),
    ".otp": ("OpenDocument slides", "opendocument", "odp"),
    ".rtf": ("RTF", "rtf", "rtf"),
    ".msg": ("Outlook mail", "msg", "msg"),
}
# Pictures, sound and film: nothing is wrong with them, they are found by their names.
_NO_TEXT: Final = """
.png .jpg .jpeg .jfif .gif .bmp .tif .tiff .webp .heic .heif .avif .ico .psd .raw .cr2 .nef .emf
.wmf .mp3 .wav .m4a .flac .ogg .opus .wma .mp4 .m4v .mov .avi .mkv .webm .wmv .mpg .mpeg
"""
_SUFFIXES_WITHOUT_TEXT: Final = frozenset(_NO_TEXT.split())
_OLE: Final = b"\xd0\xcf\x11\xe0"


def kind_of(path: Path) -> str:
    """What a file is taken for by its suffix: ``Word``, ``PDF``; ``file`` when unknown."""
    known = _KINDS.get(path.suffix.lower())
    return known[0] if known else "file"


def has_no_text(path: Path) -> bool:
    """Whether a file is a picture or the like, by its suffix: it has a name, but no text."""
    return path.suffix.lower() in _SUFFIXES_WITHOUT_TEXT


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
    reader = _reader(_KINDS.get(path.suffix.lower()) or _by_content(path))
    with open_regular(path) as source:
        yield from _limited(reader(source, limits), limits)


def attached(place: str, name: str, data: bytes, limits: Limits) -> Iterator[Passage]:
    """The passages of a file that lies in another one at ``place``: ``attachment 1, page 3``.

    None where its kind is unknown, it cannot be read or it lies too deep: the outer file is no
    worse for it.
    """
    known = _KINDS.get(PurePosixPath(name).suffix.lower())
    if known is None or limits.depth <= 0:
        return
    inner = replace(limits, depth=limits.depth - 1)
    try:
        for passage in _reader(known)(io.BytesIO(data), inner):
            yield Passage(f"{place}, {passage.place}", passage.text)
    except Unreadable:
        return


def _reader(known: tuple[str, str, str]) -> _Reader:
    module = import_module(f"{__name__}.{known[1]}")
    return cast(_Reader, getattr(module, known[2]))


def _by_content(path: Path) -> tuple[str, str, str]:
    """Text under an unknown suffix (``policy.md.tmpl``, ``LICENSE``) is still text. Raises
    `Unreadable` where the beginning is no UTF-8."""
    with open_regular(path) as source:
        head = source.read(_SNIFFED)
    if head.startswith(_OLE):
        raise Unreadable(
            "Text cannot be read from the old binary Office format.", "Save a copy as .docx, .xlsx."
        )
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
