"""What could not be listed or read, said in one line: `evidence scan` lists all of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.text import lines

if TYPE_CHECKING:
    from auditkit.evidence.model import Problem


def tell_unread(
    problems: Iterable[Problem], roots: Iterable[Path] = (), *, err: bool = True
) -> None:
    """Name what cannot be read when it is one, else say how many there are. An evidence folder of
    ``roots`` that is gone is named in any case: nothing found in it is no answer."""
    whole = {str(root) for root in roots}
    others: list[Problem] = []
    for each in problems:
        if each.path in whole:
            click.echo(f"auditkit: {lines(each.path)}: {lines(each.reason)}", err=err)
        else:
            others.append(each)
    if len(others) == 1:
        click.echo(lines(f"  cannot be read: {others[0].path}: {others[0].reason}"), err=err)
    elif others:
        told = "files or folders cannot be read: 'auditkit evidence scan' lists them."
        click.echo(f"{len(others)} {told}", err=err)
