"""Writes the golden audit of one format version: a folder as that version wrote it, and beside it
what it has to be read as, for ever.

Journals and expectation are spelled out here, after docs/record.md, without auditkit's own code;
only audit.json is what auditkit made of them. Run once, when a format version is born:

    python tests/record/golden/make.py

A version that is there is never written again: neither can auditors' folders be.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VERSION = 1
AUDIT = "01JNA0000000000000000AUDIT"
DESK, LAPTOP = "desk-7f3k2q", "laptop-9x2m4v"
LENA, JORIS = "Lena Auditor", "Joris Ünlü"
DOORS = "running:house:1.1"
DROPPED = {"$removed": True}
CHECKLIST = """\
id = "house"
standard = "House rules"
title = "House rules"
short = "HR"
note = "Our own."
[[section]]
ref = "1"
title = "One"
[[section.requirement]]
ref = "1.1"
title = "Doors"
kind = "clause"
intent = "Doors are shut."
ask = ["Caretaker"]
roles = ["provider"]
[[section.requirement.check]]
id = "1.1/a"
obligation = "Doors are shut."
question = "Are doors shut?"
methods = ["observation"]
conformity = "They are."
"""

INFO = {"title": "Golden", "created": "2026-03-02T09:01:00+00:00"}
CRITERION = {
    "checklist": "house",
    "standard": "House rules",
    "title": "House rules",
    "file": "house.toml",
    "sha256": hashlib.sha256(CHECKLIST.encode()).hexdigest(),
}
LEAD = {"name": LENA, "role": "lead auditor"}
NOTE = {"at": "2026-03-02T09:03:00+00:00", "by": LENA, "checklist": "house", "ref": "1.1"}
REMOVED_NOTE = {"text": "to be removed", "at": "2026-03-02T09:05:00+00:00", "by": LENA}
# The name of this file was not UTF-8: its lone surrogates make the whole line ASCII.
EVIDENCE = {
    "label": "E-001",
    "kind": "file",
    "title": "caf\udce9",
    "root": ".",
    "path": "caf\udce9",
}
VERDICT = {"checklist": "house", "check": "1.1/a", "verdict": "conforms", "by": LENA}
SYSTEM = {"name": "sorter", "role": "provider"}
FINDING = {
    "label": "F-001",
    "grade": "minor nonconformity",
    "state": "draft",
    "title": "Tür offen",
    "refs": [{"checklist": "house", "ref": "1.1"}],
    # A field that only a later version knows.
    "confidence": {"value": 0.85, "because": ["seen", None, "heard"]},
}
# A table that only a later version knows.
WEIGHT = {"evidence": "E-001", "weight": 3, "tags": ["x", "y"]}
KEYS = {
    name: f"01JNA0000000000000000000{name}" for name in ("CR", "PE", "EV", "NO", "SY", "FI", "WE")
}


def new(fields: dict[str, Any], *seen: str) -> dict[str, Any]:
    """All fields of a document, each replacing the versions seen; none where it is new."""
    return {name: [value, list(seen)] for name, value in fields.items()}


# Place, clock, verb, group, words, ops; and what only some lines have.
ON_DESK: list[tuple[Any, ...]] = [
    (
        *(1, 1, "begin audit", "G01", "audit begun"),
        [["audit", "audit", new(INFO)], ["criteria", KEYS["CR"], new(CRITERION)]],
    ),
    (2, 2, "add people", "G01", "audit begun", [["people", KEYS["PE"], new(LEAD)]]),
    (
        *(3, 3, "write note", "G03", "note 1.1"),
        [["notes", DOORS, new({"text": "Café — 扉 \U0001f511\nsecond line", **NOTE})]],
    ),
    (4, 4, "add evidence", "G04", "E-001 caf\\xe9", [["evidence", KEYS["EV"], new(EVIDENCE)]]),
    (5, 5, "add notes", "G05", "note to be removed", [["notes", KEYS["NO"], new(REMOVED_NOTE)]]),
    (
        *(6, 6, "remove notes", "G06", "note removed"),
        [["notes", KEYS["NO"], new({"deleted": True}, f"{DESK}.5")]],
    ),
    (7, 7, "set verdict", "G07", "1.1/a conforms", [["verdicts", "house:1.1/a", new(VERDICT)]]),
    (
        *(8, 8, "undo", "G08", "1.1/a conforms"),
        [["verdicts", "house:1.1/a", new({"deleted": True}, f"{DESK}.7")]],
        {"undoes": "G07"},
    ),
    (
        *(9, 9, "redo", "G09", "1.1/a conforms"),
        [
            [
                "verdicts",
                "house:1.1/a",
                {**new(VERDICT, f"{DESK}.7"), **new({"deleted": DROPPED}, f"{DESK}.8")},
            ]
        ],
        {"undoes": "G07"},
    ),
    # Written while the laptop wrote its own: the two texts await a decision.
    (
        *(10, 10, "write note", "G10", "note 1.1"),
        [["notes", DOORS, new({"text": "from the desk"}, f"{DESK}.3")]],
    ),
    # A field taken away, and None, which is a value.
    (11, 11, "edit own", "G11", "", [["own", "a", new({"number": 1.0, "gone": 0, "none": None})]]),
    (12, 12, "edit own", "G12", "", [["own", "a", new({"gone": DROPPED}, f"{DESK}.11")]]),
    # A removed document that comes back under its old id, without what stood in it.
    (13, 13, "edit own", "G13", "", [["own", "b", new({"text": "b", "old": True})]]),
    (14, 14, "edit own", "G14", "", [["own", "b", new({"deleted": True}, f"{DESK}.13")]]),
    (
        *(15, 15, "edit own", "G15", ""),
        [
            [
                "own",
                "b",
                {
                    **new({"old": DROPPED, "text": "b again"}, f"{DESK}.13"),
                    **new({"deleted": DROPPED}, f"{DESK}.14"),
                },
            ]
        ],
    ),
    (16, 16, "add systems", "G16", "AI system sorter", [["systems", KEYS["SY"], new(SYSTEM)]]),
    (
        *(17, 17, "undo", "G17", "AI system sorter"),
        [["systems", KEYS["SY"], new({"deleted": True}, f"{DESK}.16")]],
        {"undoes": "G16"},
    ),
]
ON_LAPTOP: list[tuple[Any, ...]] = [
    (
        *(1, 10, "write note", "H01", "note 1.1"),
        [["notes", DOORS, new({"text": "vom Laptop: Tür offen", "by": JORIS}, f"{DESK}.3")]],
        {"saw": 9},
    ),
    (2, 11, "add findings", "H02", "F-001 Tür offen", [["findings", KEYS["FI"], new(FINDING)]]),
    # A verb and fields of the line that only a later version knows.
    (
        *(3, 18, "weigh evidence", "H03", "E-001 weighed"),
        [["weights", KEYS["WE"], new(WEIGHT)]],
        {"saw": 17, "mood": {"calm": True, "since": [1, None, 2.5]}, "reviewed": "schön"},
    ),
]

EXPECTED = {
    "audit": AUDIT,
    "clock": 18,
    "tables": {
        "audit": {"audit": INFO},
        "criteria": {KEYS["CR"]: CRITERION},
        "people": {KEYS["PE"]: LEAD},
        "notes": {DOORS: {**NOTE, "text": "vom Laptop: Tür offen", "by": JORIS}},
        "evidence": {KEYS["EV"]: EVIDENCE},
        "verdicts": {"house:1.1/a": VERDICT},
        "own": {"a": {"number": 1.0, "none": None}, "b": {"text": "b again"}},
        "findings": {KEYS["FI"]: FINDING},
        "weights": {KEYS["WE"]: WEIGHT},
    },
    "removed": {
        "notes": {KEYS["NO"]: {**REMOVED_NOTE, "deleted": True}},
        "systems": {KEYS["SY"]: {**SYSTEM, "deleted": True}},
    },
    # The same clock: the order of the names decides which one is shown.
    "rivals": [["notes", DOORS, "text", ["from the desk", "vom Laptop: Tür offen"]]],
    # Newest first: who, what, about what, and whether it is undone.
    "history": [
        [JORIS, "weigh evidence", "E-001 weighed", False],
        [LENA, "undo", "AI system sorter", False],
        [LENA, "add systems", "AI system sorter", True],
        [LENA, "edit own", "", False],
        [LENA, "edit own", "", False],
        [LENA, "edit own", "", False],
        [LENA, "edit own", "", False],
        [JORIS, "add findings", "F-001 Tür offen", False],
        [LENA, "edit own", "", False],
        [JORIS, "write note", "note 1.1", False],
        [LENA, "write note", "note 1.1", False],
        [LENA, "redo", "1.1/a conforms", False],
        [LENA, "undo", "1.1/a conforms", False],
        [LENA, "set verdict", "1.1/a conforms", False],
        [LENA, "remove notes", "note removed", False],
        [LENA, "add notes", "note to be removed", False],
        [LENA, "add evidence", "E-001 caf\\xe9", False],
        [LENA, "write note", "note 1.1", False],
        [LENA, "add people", "audit begun", False],
        [LENA, "begin audit", "audit begun", False],
    ],
}


def journal(device: str, by: str, lines: list[tuple[Any, ...]], others: list[bytes]) -> list[bytes]:
    """The lines of a journal; ``others`` are those of the other one, for what was seen of it."""
    written: list[bytes] = []
    for n, clock, verb, group, about, ops, *more in lines:
        payload = {
            "v": VERSION,
            "audit": AUDIT,
            "device": device,
            "n": n,
            "clock": clock,
            "at": f"2026-03-02T09:{clock:02}:00.000+00:00",
            "by": by,
            "verb": verb,
            "group": group,
            "about": about,
            "ops": ops,
            "undoes": "",
            **(more[0] if more else {}),
        }
        if "saw" in payload:
            seen = payload["saw"]
            payload["saw"] = {DESK: [seen, others[seen - 1][:64].decode()]}
        previous = written[-1][:64] if written else b"0" * 64
        written.append(chained(previous, as_bytes(payload)))
    return written


def as_bytes(payload: dict[str, Any]) -> bytes:
    """JSON in UTF-8; in ASCII where there are lone surrogates."""
    try:
        return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(payload, separators=(",", ":")).encode()


def chained(previous: bytes, payload: bytes) -> bytes:
    """CHAIN DIGEST PAYLOAD and a line feed."""
    digest = hashlib.sha256(payload).hexdigest().encode()
    chain = hashlib.sha256(previous + b" " + digest).hexdigest().encode()
    return chain + b" " + digest + b" " + payload + b"\n"


def files() -> Iterator[tuple[str, bytes]]:
    """What is written, by path; audit.json comes later."""
    desk = journal(DESK, LENA, ON_DESK, [])
    laptop = journal(LAPTOP, JORIS, ON_LAPTOP, desk)
    yield f"audit/journal/{DESK}.jsonl", b"".join(desk)
    yield f"audit/journal/{LAPTOP}.jsonl", b"".join(laptop)
    yield "audit/checklists/house.toml", CHECKLIST.encode()
    heads = {
        device: [len(lines), lines[-1][:64].decode()]
        for device, lines in ((DESK, desk), (LAPTOP, laptop))
    }
    yield "expected.json", json.dumps({**EXPECTED, "heads": heads}, indent=1).encode() + b"\n"


def snapshot(folder: Path) -> None:
    """audit.json, as auditkit makes it of the journals."""
    from auditkit.record.opening import open_folder
    from auditkit.record.snapshot import write_snapshot

    opened = open_folder(folder)
    write_snapshot(folder / "audit.json", opened.state, opened.places, opened.audit)


def main(place: Path) -> None:
    """Write the golden audit, once."""
    if place.exists():
        sys.exit(f"{place.name} is there and is not written again: a new format is a new folder.")
    for path, content in files():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    snapshot(place / "audit")


if __name__ == "__main__":
    main(Path(__file__).parent / f"v{VERSION}")
