"""The properties of a file: who wrote it and when, as the program that wrote it noted.

Office files are read through `extract.package` (caps, no XML parser) and PDF by PDFium, both in a
process of their own (`child`); those of a mail stand in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from auditkit.evidence.extract import DEFAULT, Unreadable, kind_of
from auditkit.evidence.extract.package import Package, tokens
from auditkit.evidence.model import Passage
from auditkit.evidence.opening import open_regular
from auditkit.evidence.smell.facts import Properties

_LIMITS = replace(DEFAULT, member_bytes=1 << 20, total_bytes=4 << 20)
_OPEN_XML = frozenset({"Word", "Excel", "PowerPoint"})
_PACKAGED = _OPEN_XML | {"OpenDocument text", "OpenDocument table", "OpenDocument slides"}
_FIELDS = {
    "title": "title",
    "creator": "changed_by",  # OpenDocument: dc:creator is who changed it last
    "initial-creator": "author",
    "creation-date": "created",
    "date": "changed",
    "lastModifiedBy": "changed_by",
    "created": "created",
    "modified": "changed",
    "Company": "company",
}
_LONGEST = 500  # characters
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?'?)?")


def read_properties(path: Path) -> Properties:
    """What an Office or PDF file says of itself, nothing for other kinds. For the child process.

    Raises whatever the file makes its readers raise.
    """
    kind = kind_of(path)
    if kind == "PDF":
        return _of_pdf(path)
    if kind not in _PACKAGED:
        return Properties()
    with open_regular(path) as source:
        package = Package(source, _LIMITS)
        if kind not in _OPEN_XML:
            return _from_fields(_texts(package.read("meta.xml")))
        core = _texts(package.read("docProps/core.xml"))
        core["initial-creator"] = core.pop("creator", "")
        core["Company"] = _texts(package.read("docProps/app.xml")).get("Company", "")
        return _from_fields(core)


def of_mail(passages: Iterable[Passage]) -> Properties:
    """Subject, sender and date of a mail, from its passages."""
    heads = {
        each.place: each.text for each in passages if each.place in ("From", "Date", "Subject")
    }
    sent = None
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        sent = _aware(parsedate_to_datetime(heads.get("Date", "")))
    return Properties(
        title=_short(heads.get("Subject", "")),
        author=_short(parseaddr(heads.get("From", ""))[0]),
        created=sent,
    )


def _of_pdf(path: Path) -> Properties:
    import pypdfium2

    with open_regular(path) as source:
        data = source.read(DEFAULT.file_bytes + 1)
    if len(data) > DEFAULT.file_bytes:
        raise Unreadable("The document is too big to be read.")
    document = pypdfium2.PdfDocument(data)
    try:
        info: dict[str, str] = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    return Properties(  # ISO 32000-1, 14.3.3
        title=_short(info.get("Title", "")),
        author=_short(info.get("Author", "")),
        created=_pdf_date(info.get("CreationDate", "")),
        changed=_pdf_date(info.get("ModDate", "")),
    )


def _texts(xml: str) -> dict[str, str]:
    """The text of each tag, of the first one of a name."""
    found: dict[str, str] = {}
    for token in tokens(xml):
        if token.opens and not token.closes:
            found.setdefault(token.name, token.tail.strip())
    return found


def _from_fields(texts: dict[str, str]) -> Properties:
    known: dict[str, str] = {}
    for name, field in _FIELDS.items():
        if text := texts.get(name, ""):
            known[field] = _short(text)
    return Properties(
        title=known.get("title", ""),
        company=known.get("company", ""),
        author=known.get("author", ""),
        changed_by=known.get("changed_by", ""),
        created=_iso(known.get("created", "")),
        changed=_iso(known.get("changed", "")),
    )


def _iso(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _pdf_date(text: str) -> datetime | None:
    found = _PDF_DATE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone, rest = found.groups(default="00")
    offset = f"{zone}:{rest}" if zone != "00" else "+00:00"
    return _iso(f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}")


def _aware(moment: datetime) -> datetime:
    """In UTC; a time without a zone is taken for one in it."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _short(text: str) -> str:
    return " ".join(text[:_LONGEST].split())
