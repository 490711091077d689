"""Names inside a pack: what both the writing and the reading side hold to.

A name is allowed when every system stores it the same way and none takes it for a place outside
the folder it is unpacked into.
"""

from __future__ import annotations

import re
import unicodedata

from auditkit.files import DEVICE

JOURNAL_FILE = re.compile(r"data/journal/([a-z0-9][a-z0-9-]{2,40})\.jsonl")
CHECKLIST_FILE = re.compile(r"data/checklists/([^/]+\.toml)")
EVIDENCE_FILE = re.compile(r"data/evidence/sha256/([0-9a-f]{2})/(\1[0-9a-f]{62})")
SNAPSHOT_FILE = "data/audit.json"
REGISTER_FILE = "data/evidence/register.csv"
READING_COPY_FILE = "data/reading-copy.html"
DOCUMENT_PREFIX = "data/documents/"

_FORBIDDEN = re.compile(r'[<>:"|?*%]')
_LONGEST_PART = 200  # bytes; file systems stop at 255, and a temporary suffix needs room


def fault(name: str) -> str:
    """Why an entry of a pack may not have this name, in words; empty when it may."""
    if "\\" in name:
        return "holds a backslash"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "is an absolute path"
    if not name.isprintable():
        return "holds a control character"
    parts = name.split("/")
    if any(part in ("..", ".", "") for part in parts):
        return "leads out of its folder"
    return next(filter(None, (_part_fault(part) for part in parts)), "")


def _part_fault(part: str) -> str:
    if DEVICE.fullmatch(part):
        return "is a device on Windows"
    if _FORBIDDEN.search(part) or part[-1] in " ." or part[0] == " ":
        return "holds characters that not every system or bag tool reads the same way"
    if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_PART:
        return "is too long"
    return ""


def twin_key(name: str) -> str:
    """The same for two names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def evidence_file(sha256: str) -> str:
    """Where a piece of evidence lies in a pack."""
    return f"data/evidence/sha256/{sha256[:2]}/{sha256}"
