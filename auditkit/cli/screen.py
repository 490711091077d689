"""Opening the terminal UI, and saying what to use where there is no terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from auditkit.cli.common import AUDIT_VARIABLE, chosen_looks, look_options
from auditkit.errors import AuditkitError


def has_terminal() -> bool:
    """Whether the screen can be drawn: both ends are a terminal that knows how to move."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def open_screen(
    folder: Path | None, identity: Path | None = None, *, ascii: bool = False, mouse: bool = True
) -> int:
    """Run the terminal UI on an audit, on a pack for reading (``identity``: the key of a locked
    one), or on the start screen where there is none here.

    Raises `AuditkitError` without a terminal, naming the commands that do the same.
    """
    if not has_terminal():
        raise AuditkitError("The terminal UI needs a terminal.", _line_by_line(folder))
    from auditkit.tui import garbage

    with garbage.starting():
        return _run(folder, identity, ascii=ascii, mouse=mouse)


def _chosen(folder: Path | None) -> Path:
    return folder or Path(os.environ.get(AUDIT_VARIABLE) or ".")


def _line_by_line(folder: Path | None) -> str:
    from auditkit.record.folder import is_audit

    there = is_audit(_chosen(folder)) or _chosen(folder).is_file()
    begin = "Begin with 'auditkit new FOLDER' or look at 'auditkit demo --no-tui'; then the"
    return (
        f"{'The' if there else begin} same work line by line: 'auditkit status', 'next', 'show', "
        "'verdict', 'note', 'capture', 'evidence', 'finding', 'car', 'report'."
    )


def _run(folder: Path | None, identity: Path | None, *, ascii: bool, mouse: bool) -> int:
    from auditkit.record.folder import is_audit, require_audit
    from auditkit.tui.app import run_app

    chosen = _chosen(folder)
    if chosen.is_file():
        from auditkit.cli.packed import READ_ONLY, laid_out

        with laid_out(chosen, identity) as pack:
            return run_app(pack, passing=READ_ONLY, ascii=ascii, mouse=mouse)
    if folder is not None:
        require_audit(folder)
    return run_app(chosen if is_audit(chosen) else None, ascii=ascii, mouse=mouse)


@click.command("open")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    help="Private key (age or SSH) of a locked pack; default: $AUDITKIT_IDENTITY.",
)
@look_options
@click.pass_context
def open_command(
    ctx: click.Context,
    folder: Path | None,
    identity: Path | None,
    ascii: bool,  # noqa: ARG001 - read by `chosen_looks`
    no_mouse: bool,  # noqa: ARG001
) -> None:
    """Open the terminal UI on an audit folder (default: the current one), or on a pack to read."""
    ctx.exit(open_screen(folder, identity, **chosen_looks(ctx)))
