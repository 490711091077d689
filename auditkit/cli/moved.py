"""``auditkit evidence moved``: where evidence lies now that was somewhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import audit_option, open_audit, say
from auditkit.cli.shortened import shortened
from auditkit.errors import UsageError
from auditkit.text import one_line

if TYPE_CHECKING:
    from auditkit.analysis.moving import Moved
    from auditkit.record.audit import Audit
    from auditkit.record.model import Evidence


@click.command()
@audit_option
@click.option(
    "--root",
    "roots",
    nargs=2,
    metavar="OLD NEW",
    help="The evidence folder OLD lies at NEW now, with all its files.",
)
@click.option(
    "--all", "take_all", is_flag=True, help="Every missing file that was found in one place."
)
@click.argument("label", required=False)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.pass_context
def moved(
    ctx: click.Context,
    folder: Path | None,
    roots: tuple[str, str] | None,
    take_all: bool,
    label: str | None,
    path: Path | None,
) -> None:
    """Say that the missing evidence LABEL lies at PATH now; its contents have to be the same.

    With --root a whole folder has moved, or its drive letter changed; every file is held against
    its hash, and what differs is listed and stays. Exit code 1 when some was not moved.
    """
    ways = (bool(roots), take_all, label is not None)
    if sum(ways) != 1 or (label is not None and path is None):
        raise UsageError(
            "Give either LABEL and PATH, or --root OLD NEW, or --all.", "See --help for each."
        )
    with open_audit(folder) as audit:
        if label is not None and path is not None:
            _one(audit, label, path)
        elif _told(_several(audit, roots)):
            ctx.exit(1)


def _one(audit: Audit, label: str, path: Path) -> None:
    from auditkit.evidence.fingerprint import fingerprint

    item = audit.move_evidence(label, path, fingerprint(path))
    say(f"{item.label} lies at {_where(audit, item)} now.")


def _several(audit: Audit, roots: tuple[str, str] | None) -> list[Moved]:
    from auditkit.analysis.moving import move_found, move_root

    if not roots:
        return move_found(audit)
    new = Path(roots[1])
    if not new.is_dir():
        raise UsageError(f"There is no folder {one_line(roots[1])}.", "Check the path.")
    done = move_root(audit, roots[0], new)
    say(f"Evidence folder: {one_line(str(new.resolve()))}")
    return done


def _told(done: list[Moved]) -> bool:
    """Say what became of each; true when some stayed where it was."""
    left = [each for each in done if each.problem]
    for each in left:
        say(f"{each.label}  not moved, {each.problem}: {shortened(one_line(each.path))}")
    say(f"{len(done) - len(left)} of {len(done)} files moved.")
    return bool(left)


def _where(audit: Audit, item: Evidence) -> str:
    """The path; where there are several evidence folders, also in which."""
    path = shortened(one_line(item.path))
    if len(audit.roots()) < 2:
        return path
    return f"{path} in {one_line(str(audit.root_path(item.root)))}"
