"""A copy of an audit folder is a record of its own: the two never fork, whoever is opened when."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from auditkit.record.audit import Audit
from auditkit.record.model import Ref
from auditkit.record.reading import journal_paths
from auditkit.record.rescue import moving

DOORS = Ref("small", "1.1")


def work(folder: Path, text: str, *, crash: bool) -> None:
    audit = Audit.open(folder)
    audit.set_note(DOORS, text)
    if crash:  # as a power cut: nothing of what closing does
        audit._journal.close()
        audit._holder.release()
    else:
        audit.close()


def forked(one: Path, other: Path) -> list[str]:
    pairs = {path.name: path.read_bytes() for path in journal_paths(one / "journal")}
    found = []
    for path in journal_paths(other / "journal"):
        mine, theirs = pairs.get(path.name, b""), path.read_bytes()
        shared = min(len(mine), len(theirs))
        if mine[:shared] != theirs[:shared]:
            found.append(path.name)
    return found


@pytest.mark.parametrize("crash", [False, True], ids=["closed", "crashed"])
@pytest.mark.parametrize("order", list(product("on", repeat=4)), ids="".join)
@pytest.mark.parametrize("how", ["copied", "moved"])
def test_two_places_never_fork(
    how: str, order: tuple[str, ...], crash: bool, begin: Callable[..., Audit], tmp_path: Path
) -> None:
    new = tmp_path / "new"
    with begin() as audit:
        audit.set_note(DOORS, "before")
        if how == "moved":
            with moving(audit, new) as there:
                there.set_note(DOORS, "there")
            there.close()
    if how == "copied":
        shutil.copytree(audit.folder, new)
    for number, place in enumerate(order):
        work(audit.folder if place == "o" else new, f"{place} {number}", crash=crash)
    assert forked(audit.folder, new) == []
