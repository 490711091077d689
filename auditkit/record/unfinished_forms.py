"""What was typed into forms and not given yet: kept beside the journal, as the interview line is
that is being typed (`unfinished`). It is no part of the record until the form is given.

One small file a device (``journal/DEVICE.forms``), written aside and moved into place. Whoever
opens the audit on the same computer finds the forms with that text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditkit.errors import AuditkitError
from auditkit.files import cannot_write, read_ordinary
from auditkit.record.journal import NotSaved
from auditkit.record.mark import devices
from auditkit.record.record import Record
from auditkit.record.unfinished import lying, place_of, put
from auditkit.text import one_line

SUFFIX = ".forms"
SET_ASIDE = ".forms-unread"
_WAITS = "What was typed into forms waits"
_MOST = 1 << 20
"""Bytes above which a file is nothing that was typed into forms: it is neither read, which would
keep every key waiting, nor written."""


class UnfinishedForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one form holds that differs from the record: texts by the names of its fields."""

    title: str
    texts: dict[str, str]


Forms = dict[str, UnfinishedForm]
"""By the names of the forms, which stay the same from one start to the next."""


def encoded(form: UnfinishedForm) -> str:
    """A form as the file holds it: JSON, ASCII alone as in a journal, whatever was typed."""
    return json.dumps(msgspec.to_builtins(form))


def decoded(text: str) -> UnfinishedForm:
    """What `encoded` made of a form."""
    return msgspec.convert(json.loads(text), UnfinishedForm)


def keep(audit: Record, name: str, form: UnfinishedForm | None) -> None:
    """Put what stands in a form on the disk, or (None) take it away there: it was given, or is
    empty. Raises `NotSaved`, or `AuditkitError` where the audit is only to be read."""
    audit.require_writable()
    path = place_of(audit, SUFFIX)
    try:
        forms = _taken(audit, path)
    except OSError as error:
        raise NotSaved(path, error.strerror or str(error), code=error.errno) from error
    if forms.pop(name, None) is None and form is None:
        return
    _write(path, {**forms, name: form} if form is not None else forms)


def take_in(audit: Record) -> Forms:
    """What this computer left in forms of an audit. Where the audit can be written, what cannot
    be read is set aside, and what was left under an earlier name of this device becomes part of
    the file of now; ``messages`` say what went wrong."""
    own = {audit.device, *devices(audit.id)}
    found: dict[Path, Forms] = {}
    for path in files(audit.folder):
        if path.stem in own:
            try:
                found[path] = _taken(audit, path)
            except OSError as error:
                audit.messages.append(f"{_WAITS}: {cannot_write(path, error)}")
    mine = found.pop(place_of(audit, SUFFIX), {})
    merged = {name: form for forms in (*found.values(), mine) for name, form in forms.items()}
    if found and not audit.read_only:
        try:
            _move(audit, merged, list(found))
        except AuditkitError as error:
            audit.messages.append(f"{_WAITS}: {error}")
    return merged


def drop(audit: Record) -> None:
    """Take the file of this device away: its forms are kept elsewhere by now. Raises
    `AuditkitError`."""
    _take_away(place_of(audit, SUFFIX))


def files(folder: Path) -> Iterator[Path]:
    """The files of unfinished forms in an audit folder."""
    return lying(folder, SUFFIX)


def _taken(audit: Record, path: Path) -> Forms:
    forms = _read(path)
    if forms is not None:
        return forms
    name, told = one_line(path.name), "it is left alone"
    if not audit.read_only:
        path.replace(path.with_suffix(SET_ASIDE))
        told = f"it was set aside as {one_line(path.stem)}{SET_ASIDE}"
    audit.messages.append(f"{name} holds no forms that can be read; {told}.")
    return {}


def _move(audit: Record, forms: Forms, old: list[Path]) -> None:
    _write(place_of(audit, SUFFIX), forms)
    for path in old:
        _take_away(path)


def _write(path: Path, forms: Forms) -> None:
    if forms:
        content = json.dumps(msgspec.to_builtins(forms)).encode("ascii")
        if len(content) > _MOST:
            raise NotSaved(path, "more stands in forms than is kept before it is given")
        put(path, content)
    else:
        _take_away(path)


def _take_away(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def _read(path: Path) -> Forms | None:
    """None where the file holds something else."""
    try:
        content = read_ordinary(path, _MOST)
        return {} if content is None else msgspec.convert(json.loads(content), Forms)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
