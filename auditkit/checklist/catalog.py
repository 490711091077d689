"""The checklists that ship with auditkit, and those a user names by path."""

from __future__ import annotations

from pathlib import Path

from auditkit.errors import UsageError
from auditkit.resources import data_folder


def shipped() -> tuple[Path, ...]:
    """The files of all shipped checklists, by name."""
    return tuple(sorted(data_folder("checklists").glob("*.toml")))


def checklist_file(name: str) -> Path:
    """The file of a checklist, by id or by path; raises `UsageError` where there is none."""
    for path in shipped():
        if path.stem == name:
            return path
    own = Path(name)
    if own.suffix == ".toml" and own.is_file():
        return own
    known = ", ".join(path.stem for path in shipped())
    raise UsageError(f"There is no checklist {name!r}.", f"Known: {known}; or give a .toml file.")
