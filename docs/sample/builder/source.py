"""The plain source of one document: facts about it in TOML, then its content as light text."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FENCE = "+++"
HEADING = re.compile(r"(#{1,3}) (.+)")
NUMBERED = re.compile(r"\d+\. (.+)")


@dataclass(frozen=True, slots=True)
class Source:
    """What a source file says: `facts` from its head (title, author, dates), and its `body`."""

    facts: dict[str, Any]
    body: str

    @property
    def title(self) -> str:
        """Title for the page and for the document's properties."""
        return str(self.facts["title"])

    @property
    def author(self) -> str:
        """Author as the document's properties name him or her."""
        return str(self.facts["author"])

    @property
    def control(self) -> dict[str, str]:
        """Rows of the document control table, empty where the document has none."""
        return {str(k): str(v) for k, v in self.facts.get("control", {}).items()}

    def moment(self, name: str) -> datetime:
        """Local date and time of `name` ("created", "modified", "date")."""
        value = self.facts[name]
        return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


@dataclass(slots=True)
class Block:
    """One block of running text: heading1..3, paragraph, bullet, number, table or break."""

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


def read_source(path: Path) -> Source:
    """Read one source file; raises ValueError where the head is missing or broken."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith(FENCE + "\n"):
        raise ValueError(f"{path}: the file must begin with {FENCE}")
    head, _, body = text.removeprefix(FENCE + "\n").partition(f"\n{FENCE}\n")
    try:
        return Source(tomllib.loads(head), body.strip("\n"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error


def cells(line: str) -> list[str]:
    """The cells of one `a | b | c` row."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def block_of(line: str) -> Block:
    """The block that one line begins."""
    if line.strip() == "---":
        return Block("break")
    if match := HEADING.fullmatch(line):
        return Block(f"heading{len(match[1])}", match[2].strip())
    if line.startswith("- "):
        return Block("bullet", line[2:].strip())
    if match := NUMBERED.fullmatch(line):
        return Block("number", match[1].strip())
    if line.startswith("|"):
        return Block("table", rows=[cells(line)])
    return Block("paragraph", line.strip())


def blocks(body: str) -> list[Block]:
    """Running text as blocks: lines without an empty line between them flow together."""
    found: list[Block] = []
    flows = False
    for line in body.splitlines():
        if not line.strip():
            flows = False
            continue
        block = block_of(line)
        if flows and block.kind == "table" and found[-1].kind == "table":
            found[-1].rows += block.rows
        elif flows and block.kind == "paragraph" and found[-1].kind in FLOWING:
            found[-1].text += " " + block.text
        else:
            found.append(block)
        flows = True
    return found


FLOWING = {"paragraph", "bullet", "number"}
