"""What was done in an audit, in the auditor's words: one sentence an act, and the whole of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from auditkit.analysis.lookup import Lookup
from auditkit.record.audit import Audit
from auditkit.record.cars import RECEIVED
from auditkit.record.history import REDO, UNDO
from auditkit.record.model import Act, Edit, FindingState, Verdict
from auditkit.record.people import OPENED
from auditkit.record.verdicts import RUNNING
from auditkit.refs import requirement_of
from auditkit.text import plural

ARROW = "→"
NOTHING = "(nothing)"
_MOST = 3
"""Sentences of one kind that one act is told in."""
_SHORT = 60
"""Characters of two values that stand on one line."""
_UNTOLD = frozenset(
    {"by", "at", "checklist", "check", "root", "size", "mtime_ns", "sha256", "registered"}
)
"""Fields that say nothing to a person, or what is said already."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
"""How a time of the journal begins; when something was done is said once."""
_TURNS = {UNDO: "undone", REDO: "brought back"}


class Telling(Lookup):
    """Tells what was done in one audit, as long as it stays as it is."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self._ways: dict[str, Callable[[Edit], str]] = {
            "checkpoints": lambda edit: f"checkpoint: {_of(edit, 'purpose')}",
            "audit": self._frame,
            "findings": self._finding,
            "cars": self._car,
            "citations": self._citation,
            "notes": self._note,
            "verdicts": self._verdict,
            "applicability": self._stated,
            "evidence": self._registered,
            "dismissals": self._dismissal,
            "people": lambda edit: _plain(edit, "person", "name", "role"),
            "systems": lambda edit: _plain(edit, "AI system", "name", "role"),
            "sessions": lambda edit: _plain(edit, "session", "label", "title"),
            "attendance": lambda edit: _plain(edit, "attendance", "function", "name"),
            "documents": self._document,
        }

    def sentence(self, act: Act) -> str:
        """What was done, in one line."""
        if act.of is not None:
            return f"{_TURNS.get(act.verb, act.verb)}: {self.sentence(act.of)}"
        told = list(self._told(act.edits)) if act.verb != "take back" else []
        return " · ".join(told) or f"{act.verb}: {act.about}"

    def paragraphs(self, act: Act) -> list[str]:
        """The whole of it: what was done, then what stood before and after, thing by thing."""
        undone = " (undone since)" if act.undone else ""
        head = f"{act.at.astimezone():%Y-%m-%d %H:%M:%S}, {act.by}{undone}"
        edits = [self._whole(each) for each in act.edits]
        return [f"{head}\n{self.sentence(act)}", *(each for each in edits if each)]

    def _told(self, edits: Sequence[Edit]) -> Iterator[str]:
        """Sentences of all kinds, the weightiest first."""
        cited = {_of(each, "evidence") for each in edits if each.table == "citations"}
        for table, way in self._ways.items():
            some = [each for each in edits if each.table == table and each.key not in cited]
            told = [each for each in map(way, some) if each]
            if table == "verdicts":
                told = _together(some, told)
            yield from told[:_MOST]
            if len(told) > _MOST:
                yield f"and {len(told) - _MOST} more"
        looked = [each for each in edits if each.table == "verifications"]
        if looked:
            changed = sum(_of(each, "standing") != "unchanged" for each in looked)
            files = plural(len(looked), "file")
            yield f"evidence looked at again: {files}, {changed} not as registered"

    def _verdict(self, edit: Edit) -> str:
        return f"verdict given {_of(edit, 'check')}: {_verdicts(edit)}"

    def _note(self, edit: Edit) -> str:
        ref, text = _of(edit, "ref"), _said(edit)
        if edit.key.startswith(RUNNING):
            before, after = edit.fields.get("text", ("", ""))
            added = str(after or "").removeprefix(str(before or "")).strip()
            return f"note of {ref} {'written' if edit.made else 'changed'}: {added or NOTHING}"
        if edit.removed:
            return f"line taken away: {text}"
        if edit.made:
            return f"line under {ref}: {text}" if ref else f"line written down: {text}"
        if "ref" in edit.fields:
            return f"line filed under {ref}: {text}" if ref else f"line filed nowhere: {text}"
        return f"line corrected: {text}"

    def _citation(self, edit: Edit) -> str:
        item = self.evidence.get(_of(edit, "evidence"))
        what = f"{item.label} {item.title}" if item else "evidence"
        place, finding = _of(edit, "place"), self.findings.get(_of(edit, "finding"))
        where = _of(edit, "ref") or (finding.label if finding else "a finding")
        what = f"{where}: {what}{f' · {place}' if place else ''}"
        if edit.removed:
            return f"citation taken away from {what}"
        if edit.made:
            return f"evidence cited for {what}"
        return "" if _only_hash(edit) else f"citation brought up to date for {what}"

    def _finding(self, edit: Edit) -> str:
        label, title = _of(edit, "label"), _of(edit, "title") or "(no title yet)"
        if edit.removed:
            return f"draft removed: {label} {title}"
        if edit.made:
            return f"finding drafted: {label} {_of(edit, 'grade')}: {title}"
        if "state" in edit.fields:
            state = edit.fields["state"][1]
            word = "issued" if state == FindingState.ISSUED else state
            return f"finding {word}: {label} {title}"
        if "grade" in edit.fields:
            return f"grade of {label}: {_change(edit, 'grade')}"
        return f"{label} changed: {_names(edit)}"

    def _car(self, edit: Edit) -> str:
        label, finding = _of(edit, "label"), self.findings.get(_of(edit, "finding"))
        if edit.made:
            due = _of(edit, "response_due")
            return f"{label} issued for {finding.label if finding else '?'}, answer due {due}"
        if "state" in edit.fields:
            return f"{label}: {_change(edit, 'state')}"
        return f"{label} changed: {_names(edit)}"

    def _registered(self, edit: Edit) -> str:
        what = f"{_of(edit, 'label')} {_of(edit, 'title')}"
        if edit.made:
            return f"evidence registered: {what}"
        return "" if _only_hash(edit) else f"evidence {what} changed: {_names(edit)}"

    def _frame(self, edit: Edit) -> str:
        if edit.made:
            return f"audit begun: {_of(edit, 'title')}"
        for field, words in (("closed", "audit closed"), ("report_issued", "report issued")):
            if edit.fields.get(field, (None, None))[1]:
                return words
        if "closed" in edit.fields:
            return OPENED
        return f"audit details changed: {_names(edit)}"

    def _stated(self, edit: Edit) -> str:
        control = _of(edit, "control") or edit.key.rpartition(":")[2]
        if "applicability" in edit.fields:
            return f"Statement of Applicability {control}: {_change(edit, 'applicability')}"
        return f"Statement of Applicability {control} changed: {_names(edit)}"

    def _dismissal(self, edit: Edit) -> str:
        what = f"{_of(edit, 'rule')} {_of(edit, 'path')}"
        if edit.removed:
            return f"question asked again: {what}"
        return f"question dismissed: {what}: {_of(edit, 'reason')}"

    def _document(self, edit: Edit) -> str:
        kind = _of(edit, "kind")
        if kind.startswith(RECEIVED):
            return f"answer taken in: {kind.removeprefix(RECEIVED).strip()}"
        return f"document written: {_of(edit, 'path').rpartition('/')[2]}"

    def _whole(self, edit: Edit) -> str:
        """The fields of one thing, each with what stood before and after."""
        told = [
            _field(edit, name)
            for name, (before, after) in edit.fields.items()
            if name not in _UNTOLD and before != after and (before or after)
            if not _MOMENT.match(str(after))
        ]
        name = _of(edit, "label") or _of(edit, "check") or _of(edit, "ref") or _of(edit, "name")
        thing = _THINGS.get(edit.table, edit.table.removesuffix("s"))
        if edit.table == "notes" and not edit.key.startswith(RUNNING):
            thing = "interview line"
        head = f"{thing} {name}{' removed' if edit.removed else ''}".strip()
        return "\n".join([f"{head}:", *told]) if told else (head if edit.removed else "")


_THINGS = {
    "audit": "audit details",
    "criteria": "checklist",
    "people": "person",
    "systems": "AI system",
    "applicability": "Statement of Applicability",
    "cars": "CAR",
}


def _field(edit: Edit, name: str) -> str:
    """``gap: before → after``; long texts below each other."""
    before, after = (_value(each) for each in edit.fields[name])
    words = name.replace("_", " ")
    if edit.made or before == NOTHING:
        return f"{words}{'' if edit.made else ' (was empty)'}: {after}"
    if len(before) + len(after) <= _SHORT:
        return f"{words}: {before} {ARROW} {after}"
    return f"{words} before: {before}\n{words} after: {after}"


def _value(value: Any) -> str:
    """A value of the journal in words."""
    if isinstance(value, Mapping):
        return str(value["ref"]) if "ref" in value else ", ".join(map(_value, value.values()))
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value)) or NOTHING
    return NOTHING if value is None or value == "" else str(value)


def _of(edit: Edit, name: str) -> str:
    """A field of the thing after the act, or as it is known otherwise."""
    before, after = edit.fields.get(name, (None, None))
    return str(after or before or edit.known.get(name) or "")


def _said(edit: Edit) -> str:
    who, text = _of(edit, "speaker"), _of(edit, "text")
    return f"{who}: {text}" if who else text


def _change(edit: Edit, name: str) -> str:
    before, after = edit.fields[name]
    return f"{_value(before)} {ARROW} {_value(after)}"


def _verdicts(edit: Edit) -> str:
    before, after = edit.fields.get("verdict", (None, edit.known.get("verdict")))
    return f"{before or Verdict.UNTESTED} {ARROW} {after or Verdict.UNTESTED}"


def _together(edits: Sequence[Edit], told: list[str]) -> list[str]:
    """Several checks that got the same verdict are one sentence."""
    changes = {_verdicts(each) for each in edits}
    refs = {requirement_of(_of(each, "check")) for each in edits}
    if len(edits) < 2 or len(changes) != 1 or len(refs) != 1:
        return told
    return [f"verdict given {refs.pop()} ({len(edits)} checks): {changes.pop()}"]


def _only_hash(edit: Edit) -> bool:
    return edit.fields.keys() <= {"sha256", "size", "mtime_ns"}


def _names(edit: Edit) -> str:
    named = [each.replace("_", " ") for each in edit.fields if each not in _UNTOLD]
    return ", ".join(named) or "nothing that is shown"


def _plain(edit: Edit, thing: str, *names: str) -> str:
    """Something that is only added, changed or taken away."""
    what = " ".join(each for each in (_of(edit, name) for name in names) if each)
    if edit.removed:
        return f"{thing} taken away: {what}"
    return f"{thing} added: {what}" if edit.made else f"{thing} {what} changed: {_names(edit)}"
