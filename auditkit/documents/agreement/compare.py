"""Comparing a document with the record: is it what the record generates, and what was edited."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from auditkit import __version__
from auditkit.documents.agreement.differences import Difference, differences
from auditkit.documents.agreement.opened import BODY, OpenedDocument, require
from auditkit.documents.agreement.units import Unit, units
from auditkit.documents.catalog import made_again, source_of
from auditkit.documents.kit.pagination import numbers_in
from auditkit.documents.kit.save import Sealed
from auditkit.documents.source import Choices
from auditkit.errors import AuditkitError
from auditkit.record.as_it_was import as_it_was
from auditkit.record.audit import Audit
from auditkit.text import clip, one_line

NOTHING = Choices()
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN = 40
"""Characters of a number that a document claims."""


@dataclass(frozen=True)
class Recipe:
    """What a document says of how it was made."""

    kind: str
    car: str
    digest: str
    page: str
    made: date
    version: str
    names: bool
    template: str
    """SHA-256 of the template that it was made in; empty for none."""
    previous: str
    """Id and digest of the audit that it compares with; empty for none."""
    numbers: Mapping[str, str] | None
    """Page numbers of its contents, as they stand in it."""


@dataclass(frozen=True)
class Verified:
    """Whether a document is exactly what the record generates. ``reasons`` say why not, or why
    it cannot be told; ``later`` tells whether the record would say otherwise today."""

    exact: bool
    untouched: bool
    later: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """``edited`` is what differs between the document and what the record generated; ``since``
    what the record would generate otherwise today."""

    edited: tuple[Difference, ...]
    since: tuple[Difference, ...]
    known: bool
    """Whether the state that the document was made from is in this record; where it is not, the
    document is compared with the record as it stands."""


def recipe(audit: Audit, opened: OpenedDocument) -> Recipe:
    """How a document was made. Raises `AuditkitError` for a document of another audit, of an
    older auditkit, or of none."""
    if require(opened, "auditkit.audit") != audit.id:
        number = clip(one_line(opened.properties.get("auditkit.number", "")), _SHOWN)
        raise AuditkitError(
            f"This document was made from another audit ({number or 'without a number'}).",
            "Give its own audit folder with --audit.",
        )
    try:
        made = date.fromisoformat(require(opened, "auditkit.made"))
    except ValueError as error:
        raise _changed("the date it was made on is no date") from error
    digest = require(opened, "auditkit.journal.digest")
    if not _DIGEST.fullmatch(digest):
        raise _changed("the state that it was made from is no digest of a record")
    return Recipe(
        require(opened, "auditkit.kind"),
        opened.properties.get("auditkit.car", ""),
        digest,
        require(opened, "auditkit.page"),
        made,
        require(opened, "auditkit.version"),
        bool(opened.properties.get("auditkit.names")),
        opened.properties.get("auditkit.template", ""),
        opened.properties.get("auditkit.previous", ""),
        _page_numbers(opened),
    )


def _page_numbers(opened: OpenedDocument) -> Mapping[str, str] | None:
    body = opened.tree(BODY) if "auditkit.page_numbers" in opened.properties else None
    return None if body is None else numbers_in(body)


def _changed(what: str) -> AuditkitError:
    return AuditkitError(
        f"The document properties were changed: {what}.",
        "Compare with a copy that was not edited there.",
    )


def verify(audit: Audit, opened: OpenedDocument, given: Choices = NOTHING) -> Verified:
    """Whether the document is what the record generates, byte for byte of its content.

    ``given`` are the template and the previous audit that it was made with; raises
    `AuditkitError` where they are not the right ones.
    """
    made = recipe(audit, opened)
    chosen = _choices(made, given)
    untouched = opened.untouched
    reasons = [] if untouched else ["Its content is not what its own hash names: it was edited."]
    with as_it_was(audit.folder, made.digest) as then:
        if then is None:
            reasons.append("The state of the record that it names is not in this record.")
            return Verified(False, untouched, False, tuple(reasons))
        base = _again(then, made, chosen)
        if base.content_hash != opened.content_hash:
            reasons.append(_otherwise(made))
        later = False
        if made.digest != audit.digest:
            today = units(_opened(_again(audit, made, chosen)))
            later = bool(_since(then, units(_opened(base)), today))
    return Verified(not reasons, untouched, later, tuple(reasons))


def compare(audit: Audit, opened: OpenedDocument, given: Choices = NOTHING) -> Compared:
    """What was edited in a document, and what changed in the record since it was made; raises as
    `verify`."""
    made = recipe(audit, opened)
    chosen = _choices(made, given)
    read = units(opened)
    today = units(_opened(_again(audit, made, chosen)))
    with as_it_was(audit.folder, made.digest) as then:
        if then is None:
            return Compared(tuple(differences(audit, today, read)), (), False)
        base = units(_opened(_again(then, made, chosen)))
        since = _since(then, base, today)
        # What the record has taken over meanwhile is no difference any more.
        edited = (each for each in differences(then, base, read) if each not in since)
        return Compared(tuple(edited), since, True)


def _since(then: Audit, base: list[Unit], today: list[Unit]) -> tuple[Difference, ...]:
    """What the record would say otherwise today, but for the state that it names."""
    return tuple(each for each in differences(then, base, today) if not _origin(each))


def _otherwise(made: Recipe) -> str:
    if made.version != __version__:
        return (
            f"It was made by auditkit {made.version}; this is {__version__}, which may write the "
            "same record otherwise. 'auditkit report check' compares what stands in it."
        )
    return "The record generates another content for the state that it names."


_NAMED = ("Origin of this document", "Version history", "State of the record, signatures")


def _origin(difference: Difference) -> bool:
    """Every document names the state it was made from, and its predecessors."""
    if difference.where == "Footer":
        return "record " in difference.was and "record " in difference.now
    return difference.where.partition(" \u00b7 ")[0] in _NAMED


def _again(audit: Audit, made: Recipe, chosen: Choices) -> Sealed:
    source = source_of(audit, made.page, made.made)
    return made_again(replace(source, choices=chosen, numbers=made.numbers), made.kind, made.car)


def _choices(made: Recipe, given: Choices) -> Choices:
    """What it was made with. The page numbers are its own: only a layout program knows them."""
    if made.template and (given.template is None or given.template.sha256 != made.template):
        raise AuditkitError(
            "The document was made in a template of your own.",
            "Give that very file with --template.",
        )
    before = given.previous
    if made.previous and (before is None or f"{before.id} {before.digest}" != made.previous):
        raise AuditkitError(
            "The document compares with a previous audit.",
            "Give that audit, as it was then, with --previous.",
        )
    return Choices(
        made.names,
        before if made.previous else None,
        made.numbers is not None,
        given.template if made.template else None,
    )


def _opened(sealed: Sealed) -> OpenedDocument:
    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return OpenedDocument(Path("record.docx"), parts)
