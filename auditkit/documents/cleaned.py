"""Characters that cannot stand in a document: which fields of the record hold some that it shows.

Control characters, lone surrogates and direction overrides are replaced where a string enters a
document (`auditkit.text.xml`); whoever wrote them is told, so that the record can be put right.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import msgspec

from auditkit import text
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.xml import W
from auditkit.record.audit import Audit
from auditkit.record.model import Ref

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def replaced(audit: Audit, sealed: Sealed) -> tuple[str, ...]:
    """The fields that a document shows otherwise than the record holds them, in words:
    ``finding F-003 title``."""
    suspects = [(name, value) for name, value in _unprintable(audit) if _changes(value)]
    if not suspects:
        return ()
    shown = _shown(sealed)
    return tuple(dict.fromkeys(name for name, value in suspects if _flat(value) in shown))


def _changes(value: str) -> bool:
    """Whether more than the kind of its line breaks gets lost."""
    return text.xml(value) != _BREAKS.sub("\n", value)


def _flat(value: str) -> str:
    return " ".join(text.xml(value).split())


def _shown(sealed: Sealed) -> str:
    """All text of a document, one space between words."""
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(sealed.content)) as archive:
        root = parse_xml(archive.read("word/document.xml"))
    parts = (
        node.text or "" if node.tag == f"{W}t" else " "
        for node in root.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p")
    )
    return " ".join("".join(parts).split())


def _unprintable(audit: Audit) -> Iterator[tuple[str, str]]:
    """The strings of the record that may hold such characters (all of those are unprintable), with
    what they are called."""
    for checklist in audit.checklists:
        for requirement in checklist.requirements():
            note = audit.note_text(Ref(checklist.id, requirement.ref))
            if not note.isprintable():
                yield f"note of {requirement.ref}", note
    for name, thing in _things(audit):
        for field in thing.__struct_fields__:
            value = getattr(thing, field)
            if value.__class__ is str and value.isprintable():
                continue
            for each in _strings(value):
                yield f"{name} {field.replace('_', ' ')}", each


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isprintable():
            yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _strings(getattr(value, field))


def _things(audit: Audit) -> Iterator[tuple[str, msgspec.Struct]]:
    evidence = {each.id: each.label for each in audit.evidence()}
    yield "audit", audit.info
    yield from _numbered("person", audit.people)
    yield from _numbered("AI system", audit.systems)
    yield from _numbered("criterion", audit.criteria)
    yield from ((f"verdict of {ref.ref}", each) for ref, each in audit.verdicts().items())
    yield from ((f"applicability of {ref.ref}", each) for ref, each in audit.soa().items())
    yield from ((f"note of {each.ref or 'no requirement'}", each) for each in audit.notes())
    yield from ((f"evidence {each.label}", each) for each in audit.evidence())
    yield from (
        (f"citation of {evidence.get(each.evidence, 'evidence')}", each)
        for each in audit.citations()
    )
    yield from ((f"finding {each.label}", each) for each in audit.findings())
    yield from ((each.label, each) for each in audit.cars())
    yield from ((f"session {each.label}", each) for each in audit.sessions())


def _numbered(kind: str, things: Iterable[msgspec.Struct]) -> Iterator[tuple[str, msgspec.Struct]]:
    return ((f"{kind} {number}", each) for number, each in enumerate(things, start=1))
