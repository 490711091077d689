#!/usr/bin/env python3
"""Checks an audit pack, with nothing but Python 3.8 or later.

    python3 verify_audit.py            the pack this file lies in
    python3 verify_audit.py FOLDER     an unpacked pack
    python3 verify_audit.py PACK.zip   a pack as it came

Prints what holds and what does not; ends with 0 when all holds, else with 1. It shares no code with
the program that wrote the pack: docs/record.md and docs/packs.md of auditkit say what is done here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import zipfile
from typing import Any, BinaryIO

WORDS: list[str] = []  # the words of head phrases are written in here with each pack

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
SIGNATURE = "tagmanifest-sha256.txt.sig"
JOURNAL = re.compile(r"data/journal/([a-z0-9][a-z0-9-]{2,40})\.jsonl")
EVIDENCE = re.compile(r"data/evidence/sha256/[0-9a-f]{2}/([0-9a-f]{64})")
MANIFEST_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
PACK_FORMAT = RECORD_FORMAT = 1
START, REMOVED = "0" * 64, {"$removed": True}


class Fault(Exception):
    """Something that does not hold, as a sentence without its full stop."""


def shown(text: Any) -> str:
    """Anything from the pack as it may stand on a terminal: quoted, ASCII, no control codes."""
    return json.dumps(str(text)[:120])


def say(word: str, text: str) -> None:
    """One line of the answer."""
    sys.stdout.write(f"{word:<8}{text}\n")


class Folder:
    """An unpacked pack."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.names: list[str] = []
        for folder, folders, files in os.walk(root):
            for name in [*files, *folders]:
                path = os.path.join(folder, name)  # noqa: PTH118 - surrogates stay as they are
                mode = os.lstat(path).st_mode
                shown_path = os.path.relpath(path, root).replace(os.sep, "/")
                if stat.S_ISREG(mode):
                    self.names.append(shown_path)
                elif not stat.S_ISDIR(mode):
                    raise Fault(f"{shown(shown_path)} is a link or no ordinary file")

    def open(self, name: str) -> BinaryIO:
        """A file of the pack."""
        return open(os.path.join(self.root, *name.split("/")), "rb")  # noqa: PTH118


class Zip:
    """A pack as it came."""

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        entries = [each for each in self.archive.infolist() if not each.filename.endswith("/")]
        tops = {each.filename.partition("/")[0] for each in entries}
        if len(tops) != 1:
            raise Fault("it does not hold one folder with everything in it")
        if len({each.filename.casefold() for each in entries}) != len(entries):
            raise Fault("it holds two files of one name")
        self.entries = {each.filename.partition("/")[2]: each for each in entries}
        self.names = list(self.entries)

    def open(self, name: str) -> BinaryIO:
        """A file of the pack."""
        return self.archive.open(self.entries[name])  # type: ignore[return-value]


class Check:
    """One pack being checked; `faults` counts what does not hold."""

    def __init__(self, pack: Any) -> None:
        self.pack = pack
        self.names = set(pack.names)
        self.faults, self.broken = 0, False
        self.hashes: dict[str, str] = {}
        self.chains: dict[str, list[str]] = {}
        self.heads: dict[str, tuple[int, str]] = {}
        self.changes: list[dict[str, Any]] = []
        self.tables: dict[str, dict[str, dict[str, Any]]] = {}

    def run(self) -> bool:
        """All checks, in the order in which one rests on the other."""
        for step in (self.manifests, self.journals, self.head, self.checkpoints):
            self.attempt(step)
        for step in () if self.broken else (self.evidence, self.checklists, self.snapshot):
            self.attempt(step)
        self.not_checked()
        return not self.faults

    def attempt(self, step: Any) -> None:
        """One check; what stops it is a fault too."""
        try:
            step()
        except Fault as fault:
            self.wrong(str(fault))
        except Exception as error:
            self.wrong(f"the check of {step.__name__} stopped: {type(error).__name__} {error}")

    def wrong(self, text: str) -> None:
        """Say what does not hold."""
        self.faults += 1
        plain = "".join(char if " " <= char <= "~" else ascii(char)[1:-1] for char in text)
        say("FAULT", f"{plain}.")

    def text(self, name: str) -> str:
        """A text file of the pack."""
        if name not in self.names:
            raise Fault(f"{name} is missing")
        with self.pack.open(name) as stream:
            content: bytes = stream.read()
        return content.decode("utf-8")

    def hash_of(self, name: str) -> str:
        """The SHA-256 of a file of the pack; each is read once."""
        if name not in self.hashes:
            digest = hashlib.sha256()
            with self.pack.open(name) as stream:
                for block in iter(lambda: stream.read(1 << 20), b""):
                    digest.update(block)
            self.hashes[name] = digest.hexdigest()
        return self.hashes[name]

    def manifests(self) -> None:
        """Every file is listed, there, and what it was when it was packed."""
        before, listed_in = self.faults, {}
        for manifest in MANIFESTS:
            for line in self.text(manifest).splitlines():
                found = MANIFEST_LINE.fullmatch(line)
                if not found or found.group(2) in listed_in:
                    raise Fault(f"a line of {manifest} cannot be read: {shown(line)}")
                listed_in[found.group(2)] = (found.group(1).lower(), manifest)
        for name, (sha256, manifest) in listed_in.items():
            if name not in self.names:
                self.wrong(f"{shown(name)} is missing; {manifest} lists it")
            elif self.hash_of(name) != sha256:
                self.wrong(f"{shown(name)} is not what was packed: {manifest} has another hash")
        for name in sorted(self.names - set(listed_in) - {MANIFESTS[1], SIGNATURE}):
            if name.startswith("data/"):
                self.wrong(f"{shown(name)} was added; no manifest lists it")
            else:
                say("note", f"{shown(name)} is not part of the pack")
        if self.faults == before:
            say("holds", f"{len(listed_in)} files are what was packed; none is missing or added")

    def journals(self) -> None:
        """Each journal line by line, then all of them together."""
        found = [JOURNAL.fullmatch(name) for name in sorted(self.names)]
        for name in sorted(self.names):
            if name.startswith("data/journal/") and not JOURNAL.fullmatch(name):
                self.wrong(f"{shown(name)} is no name of a journal")
        self.chains = {each.group(1): self.journal(each.group(1)) for each in found if each}
        if not self.chains:
            raise Fault("there is no journal in it")
        audits = {change["audit"] for change in self.changes}
        if len(audits) > 1:
            self.wrong(f"the journals belong to {len(audits)} different audits")
        for change in self.changes:
            for device, (lines, chain) in change.get("saw", {}).items():
                if not self.stands(device, lines, chain):
                    self.wrong(
                        f"line {change['n']} of the journal {change['device']} has seen another "
                        f"line {int(lines)} of {shown(device)} than is in the pack"
                    )
        self.tables = fold(self.changes)

    def journal(self, device: str) -> list[str]:
        """The chain values of one journal, as far as it holds."""
        chains = [START]
        with self.pack.open(f"data/journal/{device}.jsonl") as stream:
            for line in iter(stream.readline, b""):
                try:
                    change, chain = read_line(line, chains[-1], device, len(chains))
                except Fault as fault:
                    self.wrong(f"journal {device}, line {len(chains)}: {fault}")
                    self.broken = True
                    break
                self.changes.append(change)
                chains.append(chain)
            else:
                say("holds", f"journal {device}: {len(chains) - 1} lines, each chained to the last")
        self.heads[device] = (len(chains) - 1, chains[-1])
        return chains[1:]

    def stands(self, device: str, lines: int, chain: str) -> bool:
        """Whether a line that somebody noted is in the pack; no line always is."""
        return not lines or self.chains.get(device, [])[lines - 1 : lines] == [chain]

    def head(self) -> None:
        """The state of the record is the one that bag-info.txt names."""
        info = read_info(self.text("bag-info.txt"))
        if info.get("Auditkit-Pack") != str(PACK_FORMAT):
            raise Fault(f"its format is {shown(info.get('Auditkit-Pack'))}, not {PACK_FORMAT}")
        text = " ".join(
            f"{device}:{n}:{chain}" for device, (n, chain) in sorted(self.heads.items())
        )
        digest = hashlib.sha256(text.encode("ascii")).hexdigest()
        if info.get("Auditkit-Head") != digest:
            raise Fault(
                f"the head of the journals is {digest}, bag-info.txt says "
                f"{shown(info.get('Auditkit-Head'))}"
            )
        audits = {change["audit"] for change in self.changes}
        if info.get("External-Identifier") not in audits:
            self.wrong("the journals belong to another audit than bag-info.txt says")
        say("holds", f"head of the record: {digest}")
        if not WORDS:
            say("note", "this copy of the program has no list of words: the phrase is not checked")
        elif info.get("Auditkit-Phrase") != phrase(digest):
            self.wrong(f"the phrase of this head is {phrase(digest)!r}; bag-info.txt has another")
        else:
            say("holds", f"head phrase: {phrase(digest)}")

    def evidence(self) -> None:
        """The packed files are the ones that the record names."""
        before, packed = self.faults, set()
        known = {each.get("sha256") for each in self.living("evidence")} - {"", None}
        for name in sorted(self.names):
            found = EVIDENCE.fullmatch(name)
            if found and self.hash_of(name) != found.group(1):
                self.wrong(f"{shown(name)} has another hash than its name says")
            elif found and found.group(1) not in known:
                self.wrong(f"{shown(name)} is evidence that the record does not name")
            elif found:
                packed.add(found.group(1))
        if self.faults == before:
            say("holds", f"evidence: {len(packed)} of {len(known)} recorded files are in the pack")

    def checklists(self) -> None:
        """The criteria are those that the record was begun with."""
        before, pinned = self.faults, set()
        for each in self.living("criteria"):
            name = f"data/checklists/{each['file']}"
            pinned.add(name)
            if name not in self.names:
                self.wrong(f"the checklist {shown(each['file'])} is missing")
            elif self.hash_of(name) != each["sha256"]:
                self.wrong(f"the checklist {shown(each['file'])} is not the recorded one")
        for name in sorted(self.names - pinned):
            if name.startswith("data/checklists/"):
                self.wrong(f"{shown(name)} is a checklist that the record does not name")
        if self.faults == before:
            say("holds", f"checklists: {len(pinned)}, as the record pinned them")

    def checkpoints(self) -> None:
        """Each state that somebody stood behind is a part of this record."""
        before, made = self.faults, self.tables.get("checkpoints", {})
        for each in made.values():
            noted = re.findall(r"(?m)^journal (\S+) ([0-9]{1,9}) (\S+)$", each["statement"])
            if not noted or not all(self.stands(name, int(n), chain) for name, n, chain in noted):
                self.wrong(f"the checkpoint of {shown(each.get('at'))} is of another history")
        if made and self.faults == before:
            say("holds", f"checkpoints: {len(made)}, each a state of this record")

    def snapshot(self) -> None:
        """audit.json is what the journals give."""
        if "data/audit.json" not in self.names:
            say("note", "data/audit.json is not in the pack; the journals hold everything")
            return
        written = json.loads(self.text("data/audit.json"))
        own = {name for name in {*written, *self.tables} if not name.startswith("_")}
        for name in sorted(own):
            computed = [{**each, "uid": uid} for uid, each in self.tables.get(name, {}).items()]
            if documents(written.get(name, {}).values()) != documents(
                each for each in computed if not each.get("deleted")
            ):
                raise Fault(
                    f"audit.json is not what the journals give: table {shown(name)} differs"
                )
        say("holds", f"audit.json is what the journals give ({len(own)} tables)")

    def living(self, table: str) -> list[dict[str, Any]]:
        """The documents of a table that were not removed."""
        return [each for each in self.tables.get(table, {}).values() if not each.get("deleted")]

    def not_checked(self) -> None:
        """Say where this program ends."""
        say("", "Not checked here:")
        if self.broken:
            say("", "  evidence, checklists and audit.json: the record they belong to is broken")
        if SIGNATURE in self.names:
            say("", "  who signed it. With your own list of who may sign, in the folder:")
            say("", "    ssh-keygen -Y verify -f allowed_signers -I NAME -n auditkit \\")
            say("", f"      -s {SIGNATURE} < {MANIFESTS[1]}")
        else:
            say("", "  who packed it: it carries no signature over the whole pack")
        say("", "  signatures inside the record (checkpoints), and whether this is all that was")
        say("", "  recorded: compare the head phrase with the one on the report")


def read_line(line: bytes, previous: str, device: str, number: int) -> tuple[dict[str, Any], str]:
    """The change in one line of a journal and its chain value; raises `Fault`."""
    if not line.endswith(b"\n"):
        raise Fault("it is unfinished")
    chain, digest, payload = line[:64], line[65:129], line[130:-1]
    if len(line) < 132 or line[64:65] != b" " or line[129:130] != b" ":
        raise Fault("it is too short or not in columns")
    if hashlib.sha256(payload).hexdigest().encode() != digest:
        raise Fault("its contents do not match their hash")
    if hashlib.sha256(previous.encode() + b" " + digest).hexdigest().encode() != chain:
        raise Fault("it does not follow the line before")
    try:
        change = json.loads(payload)
        told = change["v"], change["device"], change["n"], change["clock"], change["ops"]
        if not isinstance(change["audit"], str):
            raise TypeError("no text")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Fault(f"its contents are no change ({type(error).__name__})") from error
    if not isinstance(told[0], int) or told[0] > RECORD_FORMAT:
        raise Fault(f"its format is {shown(told[0])}, newer than this program")
    if told[1] != device or told[2] != number or not isinstance(told[3], int):
        raise Fault("it belongs to another place or another device")
    return change, chain.decode()


def fold(changes: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """From the lines to the state (docs/record.md): a change replaces the versions of a field
    that its writer had seen; of those that stand, the newest is shown."""
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    versions: dict[tuple[str, str, str], dict[str, tuple[Any, Any]]] = {}
    for change in sorted(changes, key=order):
        for table, identity, fields in change["ops"]:
            document = tables.setdefault(table, {}).setdefault(identity, {})
            for field, (value, seen) in fields.items():
                standing = versions.setdefault((table, identity, field), {})
                for each in seen:
                    standing.pop(each, None)
                standing[f"{change['device']}.{change['n']}"] = (order(change), value)
                newest = max(standing.values(), key=lambda each: each[0])[1]
                document.pop(field, None)
                if newest != REMOVED:
                    document[field] = newest
    return tables


def order(change: dict[str, Any]) -> tuple[int, str, int]:
    """The place of a change among all changes."""
    return change["clock"], change["device"], change["n"]


def documents(found: Any) -> list[str]:
    """Documents in a form in which they can be compared, whatever their order."""
    return sorted(json.dumps(each, sort_keys=True) for each in found)


def phrase(digest: str) -> str:
    """Eight words for the first 88 bits of a head, 11 bits each."""
    number = int(digest, 16) >> (256 - 88)
    return " ".join(WORDS[number >> 11 * place & 2047] for place in reversed(range(8)))


def read_info(text: str) -> dict[str, str]:
    """bag-info.txt: a label and a value a line; a line that begins with a space goes on."""
    joined = re.sub(r"\r?\n[ \t]+", " ", text)
    pairs = (each.partition(":") for each in joined.splitlines())
    return {label.strip(): value.strip() for label, _, value in pairs}


def main(arguments: list[str]) -> int:
    """Check the pack that is meant; 0 when all holds."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    path = arguments[0] if arguments else here
    if len(arguments) > 1 or path in ("-h", "--help"):
        sys.stdout.write(__doc__ or "")
        return 2
    try:
        pack = Folder(path) if os.path.isdir(path) else Zip(path)  # noqa: PTH112
    except Exception as error:
        say("FAULT", f"{shown(path)} is no pack that can be read: {shown(error)}")
        return 1
    check = Check(pack)
    good = check.run()
    if good:
        say("", "Everything that was checked holds.")
    else:
        say("", f"{check.faults} fault(s): this is not the pack that was made.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
