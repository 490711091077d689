"""A file that came by mail, opened as a form: nothing in it is trusted, and what it is not is said.

The guards are those for evidence (`auditkit.evidence.extract.package`): parts are read with caps,
and a file that declares entities is refused. Macros are refused, as no form of ours has any.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from auditkit.documents.intake.words import text_of
from auditkit.documents.kit.xml import foreign
from auditkit.errors import AuditkitError
from auditkit.evidence.extract.base import Limits, Unreadable
from auditkit.evidence.extract.package import Package
from auditkit.evidence.opening import Vanished, open_regular, refusal
from auditkit.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

LIMITS: Final = Limits(
    file_bytes=20 << 20, member_bytes=8 << 20, total_bytes=40 << 20, members=2_000
)
"""A form of ours has some 20 KB; pasted pictures make it bigger, its text never."""

_MOST_ELEMENTS = 100_000
"""Of a part. A blank form has some two thousand."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_AS_DOCX = "Open it in Word or LibreOffice, save it as .docx, and import that."
_SENT_BACK = "Ask for the file that was filled in, as .docx."
_MACRO_SUFFIXES = (".docm", ".dotm")


class FormFile(NamedTuple):
    """The bytes of a file and their SHA-256."""

    path: Path
    content: bytes
    sha256: str

    @property
    def shown(self) -> str:
        """Its name as it may stand in a sentence."""
        return one_line(self.path.name)


@dataclass(frozen=True)
class Opened:
    """A Word form as far as its answer is asked for."""

    body: _Element
    properties: Mapping[str, str]
    comments: tuple[str, ...]


def read_file(path: Path) -> FormFile:
    """The whole file. Raises `AuditkitError` for one that is missing, empty, too big or no file."""
    try:
        with open_regular(path) as source:
            content = source.read(LIMITS.file_bytes + 1)
    except Vanished as error:
        raise AuditkitError(
            f"There is no file {one_line(str(path))}.", "Check its name."
        ) from error
    except OSError as error:
        raise refusal(path, error) from error
    file = FormFile(path, content, hashlib.sha256(content).hexdigest())
    if not content:
        raise AuditkitError(f"{file.shown} is empty.", _SENT_BACK)
    if len(content) > LIMITS.file_bytes:
        raise AuditkitError(
            f"{file.shown} is bigger than {LIMITS.file_bytes >> 20} MiB, too big for a form.",
            "Ask for the form alone, with its attachments beside it.",
        )
    return file


def open_word(file: FormFile) -> Opened:
    """The form in a ``.docx``. Raises `AuditkitError` that says what the file is instead."""
    _refuse_others(file)
    try:
        package = Package(io.BytesIO(file.content), LIMITS)
        _refuse_macros(file, package)
        main = _main_part(file, package)
        return Opened(
            _parsed(file, package.read(main)),
            _properties(file, package.read("docProps/custom.xml")),
            tuple(_comments(file, package.read("word/comments.xml"))),
        )
    except Unreadable as error:
        raise AuditkitError(
            f"{file.shown} was not read. {error.what}", error.remedy or _SENT_BACK
        ) from error


def _refuse_others(file: FormFile) -> None:
    """What people send in place of a ``.docx``, by its first bytes."""
    content = file.content
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise AuditkitError(
                f"{file.shown} is protected by a password.",
                "Take the password away in Word (File, Info, Protect Document) and save it again.",
            )
        raise AuditkitError(f"{file.shown} is of the old Word format (.doc).", _AS_DOCX)
    if content.startswith(b"{\\rtf"):
        raise AuditkitError(f"{file.shown} is an RTF file.", _AS_DOCX)
    if content.startswith(b"%PDF"):
        raise AuditkitError(f"{file.shown} is a PDF, which has no fields to read.", _SENT_BACK)
    if content[30:38] == b"mimetype" and b"opendocument" in content[38:128]:
        raise AuditkitError(f"{file.shown} is an OpenDocument file (.odt).", _AS_DOCX)
    if not content.startswith(b"PK"):
        raise AuditkitError(f"{file.shown} is no Word document.", _SENT_BACK)


def _refuse_macros(file: FormFile, package: Package) -> None:
    programs = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    declared = "macroenabled" in package.read("[Content_Types].xml").lower()
    if programs or declared or file.path.suffix.lower() in _MACRO_SUFFIXES:
        raise AuditkitError(
            f"{file.shown} holds macros, which no form of auditkit does; it was not read.",
            "Ask where they come from; an answer is taken from a .docx without macros.",
        )


def _main_part(file: FormFile, package: Package) -> str:
    """Word for the web calls it ``document2.xml`` now and then."""
    found = package.matching(r"word/document\d*\.xml")
    if not found:
        raise AuditkitError(f"{file.shown} is no Word document.", _SENT_BACK)
    return found[0]


def _parsed(file: FormFile, xml: str) -> _Element:
    """`Package` has refused declared entities."""
    from lxml import etree

    try:
        root = foreign(_DECLARATION.sub("", xml).encode())
    except etree.XMLSyntaxError as error:
        raise AuditkitError(
            f"{file.shown} is broken: its text is no well-formed XML.", _SENT_BACK
        ) from error
    if next(islice(root.iter(), _MOST_ELEMENTS, None), None) is not None:
        raise AuditkitError(
            f"{file.shown} has more parts than a form can have.", "Ask for the form alone."
        )
    return root


def _properties(file: FormFile, xml: str) -> dict[str, str]:
    every = _parsed(file, xml).iter("{*}property") if xml else ()
    return {each.get("name", ""): "".join(map(str, each.itertext())).strip() for each in every}


def _comments(file: FormFile, xml: str) -> Iterator[str]:
    for each in _parsed(file, xml).iter("{*}comment") if xml else ():
        if words := " ".join(text_of(each).split()):
            yield words
