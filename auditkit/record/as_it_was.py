"""An audit as it was at an earlier state, for asking what a document was made from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from auditkit.record.audit import Audit
from auditkit.record.earlier import heads_named
from auditkit.record.folder import CHECKLISTS, JOURNAL
from auditkit.record.reading import SUFFIX, journal_paths, read_journal

READ_ONLY = "it is an earlier state"
REMEDY = "Open the audit itself to change it."


@contextmanager
def as_it_was(folder: Path, beginning: str) -> Iterator[Audit | None]:
    """The audit in ``folder`` at the state whose head digest begins with ``beginning``, opened for
    reading while inside; None where the record has no such state.

    Its folder is a copy that lives as long: journals up to that state, and the criteria. Raises
    `AuditkitError` where the record cannot be read.
    """
    heads = heads_named([read_journal(p) for p in journal_paths(folder / JOURNAL)], beginning)
    if heads is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="auditkit-") as place:
        copy = Path(place) / (folder.resolve().name or "audit")
        _lay_out(folder, copy, {device: n for device, (n, _) in heads.items()})
        with Audit.open(copy, read_only=True) as audit:
            audit.refuse_changes(READ_ONLY, REMEDY)
            yield audit


def _lay_out(folder: Path, copy: Path, lines: Mapping[str, int]) -> None:
    (copy / JOURNAL).mkdir(parents=True)
    if (folder / CHECKLISTS).is_dir():
        shutil.copytree(folder / CHECKLISTS, copy / CHECKLISTS)
    for device, count in lines.items():
        source, target = (each / JOURNAL / f"{device}{SUFFIX}" for each in (folder, copy))
        with source.open("rb") as whole, target.open("wb") as part:
            part.writelines(islice(whole, count))
