"""Mail as Outlook saves it: compound files ([MS-CFB]) with the streams of [MS-OXMSG], made here."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from auditkit.evidence.extract import Unreadable, passages
from auditkit.evidence.extract.lzfu import decompressed

SECTOR = 512
MINI = 64
CUTOFF = 4096
END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
FAT = 0xFFFFFFFD

Tree = dict[str, "bytes | Tree"]


@dataclass
class Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = FREE
    sibling: int = FREE
    start: int = END
    size: int = 0


@dataclass
class Container:
    entries: list[Entry] = field(default_factory=lambda: [Entry("Root Entry", 5)])
    sectors: list[bytes] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)  # the FAT
    minis: bytes = b""
    mini_chain: list[int] = field(default_factory=list)

    def add(self, parent: int, tree: Tree) -> None:
        before = FREE
        for name, content in reversed(tree.items()):
            number = len(self.entries)
            inner = isinstance(content, dict)
            entry = Entry(name, 1 if inner else 2, sibling=before)
            self.entries.append(entry)
            before = number
            if isinstance(content, dict):
                self.add(number, content)
            else:
                self.store(entry, content)
        self.entries[parent].child = before

    def store(self, entry: Entry, data: bytes) -> None:
        entry.size = len(data)
        if len(data) >= CUTOFF:
            entry.start = self.write(data)
        elif data:
            entry.start = len(self.minis) // MINI
            self.minis += data + bytes(-len(data) % MINI)
            count = -(-len(data) // MINI)
            self.mini_chain += [*range(entry.start + 1, entry.start + count), END]

    def write(self, data: bytes) -> int:
        first = len(self.sectors)
        padded = data + bytes(-len(data) % SECTOR)
        self.sectors += [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        self.chain += [*range(first + 1, len(self.sectors)), END]
        return first

    def whole(self) -> bytes:
        root = self.entries[0]
        if self.minis:
            root.start, root.size = self.write(self.minis), len(self.minis)
        mini_fat = self.write(struct.pack(f"<{len(self.mini_chain)}I", *self.mini_chain))
        directory = self.write(b"".join(map(directory_entry, self.entries)))
        fat = len(self.sectors)
        self.chain.append(FAT)
        table = struct.pack(f"<{len(self.chain)}I", *self.chain)
        assert len(table) <= SECTOR, "one sector of FAT has to do"
        self.sectors.append(table + b"\xff" * (SECTOR - len(table)))
        header = struct.pack(
            "<8s16xHHHHH6xIIIIIIIII",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, CUTOFF,
            mini_fat, 1, END, 0,
        )  # fmt: skip
        header += struct.pack("<I", fat) + b"\xff" * 4 * 108
        return header + b"".join(self.sectors)


def directory_entry(entry: Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ",
        name, len(name), entry.kind, 1, FREE, entry.sibling, entry.child, 0, entry.start,
        entry.size,
    )  # fmt: skip


def compound(tree: Tree) -> bytes:
    """A compound file with these storages and streams."""
    made = Container()
    made.add(0, tree)
    return made.whole()


def properties(**numbers: int) -> bytes:
    """A property stream: ``t00390040=...`` is the property with that tag."""
    rows = [struct.pack("<IIQ", int(tag[1:], 16), 6, value) for tag, value in numbers.items()]
    return bytes(32) + b"".join(rows)


def mail(**streams: bytes | Tree) -> Tree:
    """The streams of a mail: ``s0037001F=...`` is its subject in UTF-16."""
    named: Tree = {f"__substg1.0_{tag[1:]}": content for tag, content in streams.items()}
    return {"__properties_version1.0": properties(t00390040=133537536000000000), **named}


def read(path: Path) -> list[tuple[str, str]]:
    return [(passage.place, passage.text) for passage in passages(path)]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_outlook_headers_body_and_attachments(tmp_path: Path) -> None:
    attachment = {
        "__properties_version1.0": bytes(8),
        "__substg1.0_3707001F": wide("register.csv"),
        "__substg1.0_37010102": b"Risk;Owner\nBias;Lee\n" + b"Drift;Kim\n" * 600,
    }
    tree = mail(
        s0037001F=wide("Risk review – March"),
        s0C1A001F=wide("Lee"),
        s0E04001F=wide("Kim"),
        s1000001F=wide("Dear all,\r\n\r\nsee the register.\0"),
    )
    tree["__attach_version1.0_#00000000"] = attachment
    assert read(written(tmp_path, "a.msg", compound(tree)))[:9] == [
        ("Subject", "Risk review – March"),
        ("From", "Lee"),
        ("To", "Kim"),
        ("Date", "2024-03-01 08:00 UTC"),
        ("body, line 1", "Dear all,"),
        ("body, line 3", "see the register."),
        ("attachment 1", "register.csv"),
        ("attachment 1, row 1", "Risk | Owner"),
        ("attachment 1, row 2", "Bias | Lee"),
    ]


def test_mails_attached_to_mails(tmp_path: Path) -> None:
    inner = mail(s0037001F=wide("inner"), s1000001F=wide("hidden words"))
    inner["__properties_version1.0"] = properties(t00390040=133537536000000000)[8:]
    outer = mail(s0037001F=wide("outer"))
    outer["__attach_version1.0_#00000000"] = {
        "__properties_version1.0": bytes(8),
        "__substg1.0_3701000D": inner,
    }
    found = read(written(tmp_path, "a.msg", compound(outer)))
    assert ("attachment 1, Subject", "inner") in found
    assert ("attachment 1, Date", "2024-03-01 08:00 UTC") in found
    assert ("attachment 1, body, line 1", "hidden words") in found


def test_outlook_texts_in_the_code_page_of_the_mail(tmp_path: Path) -> None:
    tree = mail(s0037001E="Проверка".encode("cp1251"))
    tree["__properties_version1.0"] = properties(t3FFD0003=1251)
    assert read(written(tmp_path, "a.msg", compound(tree))) == [("Subject", "Проверка")]


def test_outlook_body_in_html_only(tmp_path: Path) -> None:
    tree = mail(s10130102="<p>Grüße <i>you</i></p>".encode())
    assert ("body, line 1", "Grüße you") in read(written(tmp_path, "a.msg", compound(tree)))


# [MS-OXRTFCP] section 3.1.1 and 3.1.2: the two examples of the specification.
EXAMPLES = [
    (
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
        "0af32068656c090020627705b06c647d0a800fa0",
        b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
    ),
    (
        "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0",
        b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
    ),
]


@pytest.mark.parametrize(("packed", "text"), EXAMPLES)
def test_compressed_rtf_as_in_the_specification(packed: str, text: bytes) -> None:
    assert decompressed(bytes.fromhex(packed), 1000) == text


def test_outlook_body_in_compressed_rtf_only(tmp_path: Path) -> None:
    tree = mail(s10090102=bytes.fromhex(EXAMPLES[0][0]))
    assert ("body, paragraph 1", "hello world") in read(written(tmp_path, "a.msg", compound(tree)))


def test_outlook_rtf_made_of_html_says_everything_once(tmp_path: Path) -> None:
    body = (
        b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf \\par twice\\htmlrtf0 once"
        b"{\\*\\htmltag72 </p>}}"
    )
    packed = struct.pack("<IIII", len(body) + 12, len(body), 0x414C454D, 0) + body
    found = read(written(tmp_path, "a.msg", compound(mail(s10090102=packed))))
    assert [text for place, text in found if place.startswith("body")] == ["once"]


def test_broken_outlook_files_are_told(tmp_path: Path) -> None:
    whole = compound(mail(s0037001F=wide("x" * 3000)))
    with pytest.raises(Unreadable, match="no mail as Outlook"):
        read(written(tmp_path, "a.msg", b"text"))
    with pytest.raises(Unreadable, match="no mail"):
        read(written(tmp_path, "b.msg", compound({"WordDocument": b"x"})))
    with pytest.raises(Unreadable, match="broken"):
        read(written(tmp_path, "c.msg", whole[: len(whole) // 2]))


def test_compressed_rtf_may_not_claim_to_be_endless() -> None:
    huge = struct.pack("<IIII", 8, 1 << 31, 0x75465A4C, 0) + b"\xff" * 8
    with pytest.raises(Unreadable, match="too big"):
        decompressed(huge, 1 << 20)
