"""The command line: one module a group; each command imports its work when it runs."""

from __future__ import annotations


def main() -> None:
    """Entry point of the console script."""
    from auditkit.cli.root import root

    root(prog_name="auditkit")
