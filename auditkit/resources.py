"""Where the data that ships with auditkit lies: checklists and the sample evidence.

In a wheel the folders stand below the package (``_data``); in a source tree or an editable
install they stand beside it.
"""

from __future__ import annotations

from pathlib import Path

from auditkit.errors import AuditkitError

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder ``checklists`` or ``sample_evidence``; raises `AuditkitError` where it is gone."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise AuditkitError(
        f"The folder {name} that belongs to auditkit is missing.", "Install auditkit again."
    )
