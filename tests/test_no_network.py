"""Nothing is sent anywhere: the work goes on with every socket blocked."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from auditkit.cli.root import root


class Blocked(socket.socket):
    """A socket that may be made, but reach nobody."""

    def connect(self, address: Any) -> NoReturn:
        raise AssertionError(f"connects to {address!r}")

    connect_ex = sendto = bind = connect


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def blocked(*args: Any, **_: Any) -> NoReturn:
        raise AssertionError(f"looks for the network: {args!r}")

    monkeypatch.setattr(socket, "socket", Blocked)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getfqdn"):
        monkeypatch.setattr(socket, name, blocked)


def test_the_block_blocks(no_network: None) -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("localhost", 9))
    with socket.socket() as made, pytest.raises(AssertionError, match="connects"):
        made.connect(("127.0.0.1", 9))


def test_an_audit_is_begun_worked_on_and_looked_at_without_network(
    no_network: None, tmp_path: Path
) -> None:
    folder = str(tmp_path / "audit")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "policy.txt").write_text("AI policy")
    for command in (
        ["new", folder, "--title", "T", "--lead", "Lena", "--evidence", str(evidence)],
        ["verdict", "--audit", folder, "5.2/a", "conforms"],
        ["note", "--audit", folder, "5.2", "The policy is signed."],
        ["evidence", "find", "--audit", folder, "policy"],
        ["evidence", "add", "--audit", folder, "policy.txt", "--for", "5.2"],
        ["evidence", "verify", "--audit", folder],
        ["finding", "add", "--audit", folder, "ofi", "Shorter", "--ref", "5.2"],
        ["status", folder],
        ["status", folder, "--json"],
        ["journal", "verify", "--audit", folder],
        ["checklist", "lint", "iso-iec-42001-2023"],
    ):
        result = CliRunner().invoke(root, command)
        assert (result.exit_code, result.exception) == (0, None), (command, result.output)


def test_the_sample_audit_its_documents_and_the_screen_need_no_network(
    no_network: None, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    for command in (
        ["demo", str(folder), "--no-tui"],
        ["report", "audit", "--audit", str(folder)],
        ["report", "car", "--audit", str(folder), "-o", str(tmp_path / "forms")],
    ):
        result = CliRunner().invoke(root, command)
        assert (result.exit_code, result.exception) == (0, None), (command, result.output)
    asyncio.run(_look_around(folder))


async def _look_around(folder: Path) -> None:
    """Every screen once, and the finder with a query."""
    from auditkit.tui.app import AuditkitApp

    app = AuditkitApp(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("2", "3", "4", "5", "0", "1", "e", "s", "o", "a"):
            await pilot.press(key)
        await pilot.pause(0.5)
        assert app.is_running
        app.close_audit()
