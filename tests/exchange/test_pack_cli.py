"""``auditkit pack``, and every other command on a pack in the place of an audit folder."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
import zipfile
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.exchange.pack import Packed
from auditkit.record.audit import Audit
from auditkit.record.phrase import phrase


def run(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(root, [str(each) for each in args])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def folder(full: Audit) -> Path:
    """The audit folder, open nowhere."""
    full.close()
    return full.folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packs are laid out while a command runs."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_it_says_where_the_pack_is_its_hash_and_its_phrase(folder: Path, tmp_path: Path) -> None:
    said = json.loads(run("pack", "--audit", folder, "--json").stdout)
    path = Path(said["path"])
    assert path.parent == folder.parent
    assert zipfile.is_zipfile(path)
    assert said["left_out"] == []
    told = run("pack", "--audit", folder, "-o", tmp_path / "p.zip").stdout
    assert str(tmp_path / "p.zip") in told
    with Audit.open(folder, read_only=True) as audit:
        assert phrase(audit.digest) in told
        assert len(said["phrase"].split()) == 8


def test_what_had_to_stay_out_is_told_and_ends_with_1(
    folder: Path, place: Path, tmp_path: Path
) -> None:
    (place / "evidence" / "policy.txt").write_bytes(b"another")
    told = run("pack", "--audit", folder, "-o", tmp_path / "p.zip", "--evidence", "all", code=1)
    assert "E-001: it changed since it was hashed" in told.stdout
    assert zipfile.is_zipfile(tmp_path / "p.zip")
    run("pack", "--audit", folder, "-o", tmp_path / "p.zip")


def test_a_signed_pack_is_checked_with_stock_ssh_keygen(folder: Path, tmp_path: Path) -> None:
    program = which("ssh-keygen")
    if program is None:
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path / "key"
    subprocess.run([program, "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    run("pack", "--audit", folder, "-o", tmp_path / "p.zip", "--sign", key)
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path / "x")
    (pack,) = (tmp_path / "x").iterdir()
    signers = tmp_path / "allowed"
    signers.write_text(f"lena@example.org {key.with_suffix('.pub').read_text()}")
    ask = [program, "-Y", "verify", "-f", str(signers), "-I", "lena@example.org", "-n", "auditkit"]
    ask += ["-s", str(pack / "tagmanifest-sha256.txt.sig")]
    statement = (pack / "tagmanifest-sha256.txt").read_bytes()
    good = subprocess.run(ask, input=statement, capture_output=True, check=False)
    assert good.returncode == 0, good.stderr
    bad = subprocess.run(ask, input=statement + b" ", capture_output=True, check=False)
    assert bad.returncode != 0
    run("status", tmp_path / "p.zip")
    run("pack", "--audit", folder, "-o", tmp_path / "q.zip", "--sign", tmp_path / "gone", code=1)
    assert not (tmp_path / "q.zip").exists()


def test_a_command_shows_of_a_pack_what_it_shows_of_the_folder(
    folder: Path, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "p.zip"
    run("pack", "--audit", folder, "-o", pack)
    for command in (
        ["next", "--json"],
        ["show", "6.1.2", "--json"],
        ["finding", "list", "--json"],
        ["car", "list", "--json"],
        ["journal", "show", "--json"],
        ["evidence", "list", "--json"],
    ):
        assert run(*command, "--audit", pack).stdout == run(*command, "--audit", folder).stdout
    assert json.loads(run("status", pack, "--json").stdout)["head"]
    monkeypatch.setenv("AUDITKIT_AUDIT", str(pack))
    assert "Internal audit" in run("status").stdout
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["note", "5.2", "more"],
        ["verdict", "5.2", "c"],
        ["set", "scope=less"],
        ["undo"],
        ["finding", "add", "ofi", "t", "--ref", "5.2"],
    ],
    ids=lambda each: each[0],
)
def test_a_changing_command_is_refused(command: list[str], packed: Packed, temporary: Path) -> None:
    before = packed.path.read_bytes()
    told = run(*command, "--audit", packed.path, code=1)
    assert "a pack is read only" in told.stderr
    assert "Close the other program" not in told.stderr
    assert packed.path.read_bytes() == before
    assert list(temporary.iterdir()) == []


def test_the_screen_opens_a_pack_for_reading_and_leaves_nothing(
    packed: Packed, temporary: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditkit.cli import screen
    from auditkit.tui.app import AuditkitApp

    seen: list[str] = []

    async def look(app: AuditkitApp) -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            seen.append(app.session.saved_words())
            assert (
                app.session.audit.note_text(app.session.audit.resolve("5.2")) == "Signed in March."
            )
            await pilot.press("5", "enter")
            await pilot.pause()
            assert not list((app.session.audit.folder / "documents").iterdir())
        app.session.audit.close()

    def run_app(folder: Path, *, passing: str, **_: object) -> int:
        asyncio.run(look(AuditkitApp(folder, passing=passing)))
        return 0

    monkeypatch.setattr("auditkit.tui.app.run_app", run_app)
    monkeypatch.setattr(screen, "has_terminal", lambda: True)
    run("open", packed.path)
    assert seen == ["READ ONLY: a pack is read only"]
    assert list(temporary.iterdir()) == []
    assert not (own_home / "recent.json").exists()


def test_documents_of_a_pack_are_written_where_one_says(packed: Packed, tmp_path: Path) -> None:
    assert "with -o" in run("report", "--audit", packed.path, code=2).stderr
    run("report", "--audit", packed.path, "-o", tmp_path / "r.docx")
    assert zipfile.is_zipfile(tmp_path / "r.docx")


def test_packing_is_noted_in_the_record_it_packs(folder: Path, tmp_path: Path) -> None:
    said = json.loads(run("pack", "--audit", folder, "-o", tmp_path / "p.zip", "--json").stdout)
    with Audit.open(folder, read_only=True) as audit:
        assert [each.purpose for each in audit.checkpoints()] == ["pack"]
        assert audit.digest == said["head"]


def test_a_damaged_pack_is_one_sentence(packed: Packed, temporary: Path) -> None:
    packed.path.write_bytes(packed.path.read_bytes()[:-500])
    told = run("status", packed.path, code=1)
    assert "is no pack" in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert list(temporary.iterdir()) == []


def test_a_pack_is_not_packed_again(packed: Packed) -> None:
    assert "a pack already" in run("pack", "--audit", packed.path, code=2).stderr


class TestLocked:
    """Packs locked on the command line."""

    @pytest.fixture(autouse=True)
    def _needs(self) -> None:
        pytest.importorskip("pyrage", reason="packs are locked with pyrage")

    def test_to_a_key_that_the_environment_names(
        self, folder: Path, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import pyrage

        key = pyrage.x25519.Identity.generate()
        (tmp_path / "key.txt").write_text(f"{key}\n")
        to = ["--encrypt-to", str(key.to_public())]
        said: dict[str, Any] = json.loads(
            run("pack", "--audit", folder, "-o", tmp_path / "p.zip", *to, "--json").stdout
        )
        assert said["path"] == str(tmp_path / "p.zip.age")
        assert "--identity" in run("status", said["path"], code=1).stderr
        monkeypatch.setenv("AUDITKIT_IDENTITY", str(tmp_path / "key.txt"))
        assert "Internal audit" in run("status", said["path"]).stdout
        assert list(temporary.iterdir()) == []

    def test_with_a_passphrase_from_a_file(self, folder: Path, tmp_path: Path) -> None:
        from auditkit.exchange.unpack import read_pack

        (tmp_path / "word").write_text("correct horse\nnot this\n")
        more = ["-o", tmp_path / "p.zip", "--passphrase-file", tmp_path / "word"]
        run("pack", "--audit", folder, *more)
        assert read_pack(
            tmp_path / "p.zip.age", tmp_path / "in", passphrase=lambda: "correct horse"
        )
        assert "on a terminal" in run("status", tmp_path / "p.zip.age", code=1).stderr

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--passphrase"], "--passphrase-file"),
            (["--passphrase", "--encrypt-to", "age1x"], "not both"),
            (["--passphrase-file", "gone"], "cannot be read"),
            (["--passphrase-file", "empty"], "is empty"),
            (["--encrypt-to", "nobody"], "no public key"),
            (["--evidence", "some"], "some"),
        ],
    )
    def test_wrong_use_is_one_sentence(
        self,
        options: list[str],
        words: str,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "empty").write_text("\n")
        told = run("pack", "--audit", folder, "-o", tmp_path / "p.zip", *options, code=2)
        assert words in told.stderr
        assert list(tmp_path.glob("p.zip*")) == []
