"""The identifiers a standard knows: what a checklist against it may and must contain."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import msgspec

from auditkit.errors import AuditkitError
from auditkit.resources import data_folder


class Structure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exact references and titles of one source."""

    id: str
    standard: str
    sections: dict[str, str]
    """Reference to title of main clauses and control objectives."""
    requirements: dict[str, str]
    """Reference to title of everything auditable."""
    annex_c: dict[str, str] = {}
    """Objectives and risk sources that hints may name."""


def load_structure(name: str) -> Structure:
    """A structure file by its name; raises `AuditkitError` when it is missing or broken."""
    path = data_folder("checklists") / "structure" / f"{name}.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Structure)
    except (OSError, ValueError) as error:
        raise AuditkitError(
            f"There is no usable structure file {path.name}.",
            "Correct the field 'structure' of the checklist, or leave it empty for one's own.",
        ) from error


def known_references() -> Mapping[str, frozenset[str]]:
    """Checklist id to all its references, for the sources whose structure is known."""
    folder = data_folder("checklists") / "structure"
    known = (load_structure(path.stem) for path in sorted(folder.glob("*.toml")))
    return {each.id: frozenset((*each.requirements, *each.sections)) for each in known}
