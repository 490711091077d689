"""Starting: what a command loads, and what it says where there is no terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from auditkit import __version__
from auditkit.record.audit import Audit

HEAVY = ("textual", "docx", "rapidfuzz", "tinydb", "msgspec", "lxml", "pypdfium2")


def test_help_and_version_load_nothing_heavy() -> None:
    program = (
        "import sys\nfrom auditkit.cli import main\n"
        "sys.argv = ['auditkit', sys.argv[1]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    for option, text in (("--help", "Commands:"), ("--version", __version__)):
        done = subprocess.run(
            [sys.executable, "-c", program, option], capture_output=True, text=True, check=True
        )
        assert text in done.stdout
        assert done.stdout.endswith("LOADED []\n")


def test_status_loads_neither_screen_nor_word(audit: Audit) -> None:
    program = (
        "import sys\nfrom auditkit.cli import main\nsys.argv = ['auditkit', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('LOADED', [n for n in ('textual', 'docx', 'rapidfuzz') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "status", str(audit.folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Internal audit" in done.stdout
    assert done.stdout.endswith("LOADED []\n")


@pytest.mark.parametrize("args", [[], ["open"], ["open", "AUDIT"]], ids=str)
def test_without_a_terminal_the_screen_names_the_commands_instead(
    args: list[str], audit: Audit
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "auditkit",
            *(str(audit.folder) if a == "AUDIT" else a for a in args),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=audit.folder,
        env=dict(os.environ),
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("auditkit: The terminal UI needs a terminal.")
    assert "auditkit status" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
