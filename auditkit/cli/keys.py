"""The keys of the screens as they are in force, and what is wrong with those of one's own."""

from __future__ import annotations

import click

from auditkit.cli.common import json_option, say, say_json
from auditkit.errors import AuditkitError
from auditkit.text import one_line


@click.command()
@json_option
@click.option("--check", is_flag=True, help="Only say what is wrong in keys.toml (exit code 1).")
def keys(as_json: bool, check: bool) -> None:
    """List the commands of the screens with their ids and the keys in force.

    Other keys are given in the file keys.toml in your auditkit folder; see docs/keys.md.
    """
    from auditkit.record.device import home
    from auditkit.tui.commands import COMMANDS, with_keys
    from auditkit.tui.keymap import FILE, read_keymap

    file = home() / FILE
    found = read_keymap(file, COMMANDS)
    if check and found.problems:
        raise AuditkitError(" ".join(found.problems), f"Correct {one_line(str(file))}.")
    if check:
        say(f"{len(found.keys)} keys of your own, nothing wrong with them.")
        return
    commands = with_keys(found)
    if as_json:
        say_json(
            {
                "file": str(file),
                "problems": found.problems,
                "commands": [
                    {
                        "id": each.id,
                        "keys": each.keys.split(","),
                        "where": each.where,
                        "help": each.help,
                        "own": each.id in found.keys,
                    }
                    for each in commands
                ],
            }
        )
        return
    for each in commands:
        own = " (your own)" if each.id in found.keys else ""
        say(f"{each.id:<22} {each.all_keys}{own}  [{' '.join(each.where)}]  {each.help}")
    for problem in found.problems:
        click.echo(f"auditkit: {problem}", err=True)
