"""Taking a pack in: everything is checked, and laid out as an audit folder to read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from auditkit.errors import AuditkitError
from auditkit.exchange import bag as bagit
from auditkit.exchange import names
from auditkit.exchange.archive import Archive, refusal
from auditkit.exchange.lock import Ask, is_locked, unlock
from auditkit.exchange.pack import FORMAT, FORMAT_FIELD, HEAD_FIELD
from auditkit.record.folder import CHECKLISTS, JOURNAL, PARTS
from auditkit.record.heads import digest
from auditkit.record.line import START
from auditkit.text import clip, one_line

AUDIT = "audit"
"""Name of the folder that a pack is laid out in."""
EVIDENCE = "evidence"
MOST_JOURNAL_BYTES = 2 << 30
MOST_CHECKLIST_BYTES = 16 << 20
MOST_TAG_BYTES = 64 << 20
_VERSION = re.compile(r"BagIt-Version:\s*([0-9]{1,6})\.[0-9]")
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
_ROOM = "Make room on the disk, or set TMPDIR to a larger one."
_UNLISTED = (bagit.TAG_MANIFEST, bagit.SIGNATURE)


def read_pack(
    path: Path,
    into: Path,
    *,
    identity: Path | None = None,
    passphrase: Ask | None = None,
    evidence: bool = True,
) -> Path:
    """Lay out the audit of a pack below the folder ``into``; gives the audit folder, which is to
    be opened for reading.

    Every byte of the pack is held against its manifests. Names that the pack gives are used for
    nothing but journals, checklists and evidence, and only where they have the form of such. The
    copy of the state in it (audit.json) is not laid out: a reader computes the state from the
    journals and need not believe it. ``evidence`` false checks the packed files without keeping
    them. Raises `AuditkitError` in one sentence for anything that is not as it should be; then
    nothing is left below ``into``.
    """
    folder = into / AUDIT
    opened = into / "opened.zip"
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        if is_locked(path):
            unlock(path, opened, identity=identity, ask=passphrase)
        with Archive(opened if opened.exists() else path) as archive:
            _Reading(archive, one_line(path.name)).lay_out(folder, evidence)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise _failed(path, error) from error
        raise
    finally:
        opened.unlink(missing_ok=True)
    return folder


def _failed(path: Path, error: OSError) -> AuditkitError:
    if not path.is_file():
        return AuditkitError(f"There is no pack {one_line(str(path))}.", "Check the path.")
    reason = one_line(error.strerror or str(error))
    return AuditkitError(f"{one_line(path.name)} could not be laid out: {reason}.", _ROOM)


class _Reading:
    """One pack being read; the hashes are those that its manifests state."""

    def __init__(self, archive: Archive, shown: str) -> None:
        self._archive = archive
        self._shown = shown
        self._require_bag()
        self._head = self._info().get(HEAD_FIELD, "")
        self._payload = self._manifest(bagit.MANIFEST)
        self._tags = self._manifest(bagit.TAG_MANIFEST)
        self._require_listed()
        self._require_limits()

    def lay_out(self, folder: Path, evidence: bool) -> None:
        """Check all entries and write the ones that belong to an audit folder."""
        kept = {name: place for name in self._payload if (place := _place(name, evidence))}
        _require_room(folder, sum(map(self._archive.size, kept)))
        for name in self._tags:
            self._require_same(name, self._archive.copy(name).sha256, self._tags)
        for part in (*PARTS, EVIDENCE):
            (folder / part).mkdir(mode=0o700, exist_ok=True)
        for name in self._payload:
            self._take(name, folder / kept[name] if name in kept else None)
        if digest(_heads(folder / JOURNAL)) != self._head:
            raise refusal(f"The journals of {self._shown} are not those that it names as its head")

    def _take(self, name: str, target: Path | None) -> None:
        if target is None:
            self._require_same(name, self._archive.copy(name).sha256, self._payload)
            return
        for parent in (target.parent.parent, target.parent):
            parent.mkdir(mode=0o700, exist_ok=True)
        with target.open("xb") as sink:
            target.chmod(0o600)
            self._require_same(name, self._archive.copy(name, sink).sha256, self._payload)

    def _require_same(self, name: str, sha256: str, manifest: Mapping[str, str]) -> None:
        if sha256 != manifest[name]:
            raise refusal(
                f"{_quoted(name)} of {self._shown} is not what was packed: its hash is another one"
            )
        evidence = names.EVIDENCE_FILE.fullmatch(name)
        if evidence and evidence[2] != sha256:
            raise refusal(f"{_quoted(name)} of {self._shown} is not the evidence that it is named")

    def _require_bag(self) -> None:
        if bagit.DECLARATION not in self._archive:
            raise refusal(f"{self._shown} is a zip file, but no pack of an audit (no bag)")
        found = _VERSION.match(self._text(bagit.DECLARATION))
        if not found or int(found[1]) > 1:
            raise refusal(f"{self._shown} is a bag of an unknown or newer kind")
        if not any(names.JOURNAL_FILE.fullmatch(name) for name in self._archive):
            raise refusal(f"{self._shown} is a bag, but holds no journal of an audit")

    def _manifest(self, name: str) -> dict[str, str]:
        if name not in self._archive:
            raise refusal(f"{self._shown} has no {name}")
        listed: dict[str, str] = {}
        for line in self._text(name).splitlines():
            found = _LINE.fullmatch(line)
            if not found or found[2] in listed:
                raise refusal(f"{name} of {self._shown} cannot be read")
            listed[found[2]] = found[1].lower()
        return listed

    def _require_listed(self) -> None:
        """Every entry stands in a manifest, and everything in a manifest is there."""
        payload = {name for name in self._archive if name.startswith(bagit.PAYLOAD)}
        tags = set(self._archive) - payload - set(_UNLISTED)
        for there, listed in ((payload, set(self._payload)), (tags, set(self._tags))):
            for name in sorted(there - listed):
                raise refusal(f"{_quoted(name)} of {self._shown} stands in no manifest")
            for name in sorted(listed - there):
                raise refusal(f"{_quoted(name)} is missing from {self._shown}")

    def _require_limits(self) -> None:
        journals = [name for name in self._payload if names.JOURNAL_FILE.fullmatch(name)]
        if sum(map(self._archive.size, journals)) > MOST_JOURNAL_BYTES:
            raise refusal(f"The journals of {self._shown} are larger than auditkit reads")
        for name in self._payload:
            if names.CHECKLIST_FILE.fullmatch(name):
                if self._archive.size(name) > MOST_CHECKLIST_BYTES:
                    raise refusal(f"{_quoted(name)} of {self._shown} is too large for a checklist")
            elif not (_place(name) or name in _IGNORED or name.startswith(names.DOCUMENT_PREFIX)):
                raise refusal(f"{_quoted(name)} of {self._shown} is no part of a pack")

    def _info(self) -> dict[str, str]:
        """bag-info.txt; raises `AuditkitError` where a newer auditkit wrote it, or none at all."""
        if bagit.BAG_INFO not in self._archive:
            raise refusal(f"{self._shown} has no {bagit.BAG_INFO}")
        pairs = (line.partition(":") for line in self._text(bagit.BAG_INFO).splitlines())
        info = {key.strip(): value.strip() for key, _, value in pairs}
        version = info.get(FORMAT_FIELD, "")
        if not re.fullmatch("[0-9]{1,6}", version):
            raise refusal(f"{self._shown} is a bag, but not one that auditkit wrote")
        if int(version) > FORMAT:
            raise AuditkitError(
                f"{self._shown} was written by a newer auditkit (pack format {version}).",
                "Read it with that version.",
            )
        return info

    def _text(self, name: str) -> str:
        try:
            return self._archive.read(name, MOST_TAG_BYTES).decode("utf-8")
        except UnicodeDecodeError as error:
            raise refusal(f"{name} of {self._shown} is no text") from error


_IGNORED = (names.READING_COPY_FILE, names.REGISTER_FILE, names.SNAPSHOT_FILE)


def _place(name: str, evidence: bool = True) -> str:
    """Where an entry of a pack goes in an audit folder; empty where it stays outside."""
    if names.fault(name):
        return ""
    if found := names.JOURNAL_FILE.fullmatch(name):
        return f"{JOURNAL}/{found[1]}.jsonl"
    if found := names.CHECKLIST_FILE.fullmatch(name):
        return f"{CHECKLISTS}/{found[1]}"
    if evidence and (found := names.EVIDENCE_FILE.fullmatch(name)):
        return f"{EVIDENCE}/sha256/{found[1]}/{found[2]}"
    return ""


def _heads(journals: Path) -> dict[str, tuple[int, str]]:
    """Heads as the last lines say them; whether the lines before lead there is for the opening."""
    heads = {}
    for path in journals.iterdir():
        lines, last = 0, START.encode()
        with path.open("rb") as stream:
            for line in stream:
                lines, last = lines + 1, line
        heads[path.stem] = (lines, last[:64].decode("latin-1"))
    return heads


def _require_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise AuditkitError(
            f"Unpacking needs {size >> 20} MiB, and only {free >> 20} MiB are free.", _ROOM
        )


def _quoted(name: str) -> str:
    return repr(clip(one_line(name), 80))
