"""``auditkit demo``: a complete sample audit to look at and to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.cli.common import chosen_looks, look_options, open_audit, say

if TYPE_CHECKING:
    from auditkit.demo.build import Demo

DEFAULT_FOLDER = Path("auditkit-demo")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False, default=DEFAULT_FOLDER)
@click.option("--no-tui", is_flag=True, help="Build it and do not open the terminal UI.")
@look_options
@click.pass_context
def demo(
    ctx: click.Context,
    folder: Path,
    no_tui: bool,
    ascii: bool,  # noqa: ARG001 - read by `chosen_looks`
    no_mouse: bool,  # noqa: ARG001
) -> None:
    """Make a complete sample audit in FOLDER (default: auditkit-demo) and open it.

    An internal audit of a fictional organization in mid-flight, with its evidence and documents.
    """
    from auditkit.cli.screen import has_terminal
    from auditkit.demo.build import build_demo, is_demo

    if is_demo(folder):
        say(f"{folder} already holds the sample audit; it is left as it is.")
    else:
        _report(build_demo(folder, progress=lambda text: click.echo(f"{text} ...", err=True)))
    if no_tui or not has_terminal():
        say(f"Open it with: auditkit open {folder}")
        return
    from auditkit.tui.app import run_app

    ctx.exit(run_app(folder, **chosen_looks(ctx)))


def _report(built: Demo) -> None:
    say(f"Sample audit: {built.folder}")
    say(f"Evidence:     {built.evidence}")
    say()
    for line in _counts(built.folder):
        say(line)
    say()
    for path in built.documents:
        say(f"Document:     {path}")
    for problem in built.problems:
        say(f"Not done:     {problem}")


def _counts(folder: Path) -> list[str]:
    """What the audit holds, in lines."""
    from auditkit.analysis.counts import car_counts, finding_counts
    from auditkit.analysis.progress import progress

    with open_audit(folder, read_only=True) as audit:
        done = progress(audit)
        verdicts = [each.verdict.value for each in audit.verdicts().values()]
        lines = [f"Checks judged {done.judged} of {done.total}: {_tally(verdicts)}"]
        grades = {grade.value: n for grade, n in finding_counts(audit).items() if n}
        lines.append(f"Findings      {_listed(grades)}")
        states = {state.value: n for state, n in car_counts(audit).items() if n}
        lines.append(f"CARs          {_listed(states)}")
        lines.append(f"Evidence      {len(audit.evidence())} cited {len(audit.citations())} times")
    return lines


def _tally(words: list[str]) -> str:
    return _listed({word: words.count(word) for word in dict.fromkeys(words)})


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts.items())
