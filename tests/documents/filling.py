"""Forms filled in as programs do it: the XML is edited as they leave it behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from auditkit.documents.catalog import write_car
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind, Grade, Ref

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BODY, CUSTOM = "word/document.xml", "docProps/custom.xml"
TODAY = date(2026, 11, 24)
STANDARD = "iso-iec-42001-2023"

ANSWER = {
    "correction": "The two assessments were made and approved.",
    "correction_date": "2026-11-12",
    "extent_check": "All nine systems of the register were compared with the list of assessments.",
    "root_cause": "The release checklist has no step that asks for the assessment.",
    "root_cause_method": "5 whys",
    "corrective_action": "A gate in the release workflow stops a system without its assessment.",
    "action_owner": "Head of engineering",
    "action_due": "2026-12-15",
    "implementation": "Workflow version 7 in the test environment",
    "answered_by": "Head of data science",
    "answered": "2026-11-13",
}
"""A complete answer with nothing to ask about."""

Filler = Callable[[Any, str], None]


def asked_audit(folder: Path, title: str = "Internal audit") -> Audit:
    """An audit with CAR-001 and CAR-002, both issued on 2 November 2026."""
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    audit = Audit.create(folder, title=title, lead="Lena Auditor", clock=lambda: now)
    said = audit.register_statement(EvidenceKind.INTERVIEW, "Talk with engineering")
    for name in ("Assessments are missing", "Training is not recorded"):
        finding = audit.raise_finding(
            Grade.MINOR,
            name,
            refs=[Ref(STANDARD, "6.1.4")],
            requirement="Every system has an assessment before it goes into operation.",
            objective_evidence="For S-07 and S-09 no assessment was shown on 3 November.",
            gap="Two systems are in operation without an assessment.",
            area="Data science",
        )
        audit.cite(said.id, finding=finding.id)
        audit.issue_finding(finding.id)
        audit.issue_car(finding.id)
    return audit


def form(audit: Audit, target: Path, car: str = "CAR-001") -> Path:
    """The blank form."""
    return write_car(audit, car, target, today=TODAY).path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def edited(path: Path, target: Path, edit: Callable[[Any], None], part: str = BODY) -> Path:
    """A copy of a document with one part edited as XML."""
    parts = parts_of(path)
    root = etree.fromstring(parts[part])
    edit(root)
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target.write_bytes(packed(parts))
    return target


def filled(path: Path, target: Path, answers: Mapping[str, str], how: Filler | None = None) -> Path:
    """A copy with these answers, by field of the CAR."""

    def edit(root: Any) -> None:
        for name, text in answers.items():
            (how or by_word)(control_of(root, name), text)

    return edited(path, target, edit)


def control_of(root: Any, name: str) -> Any:
    """The control of a field."""
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val") == f"car.{name}":
            return control
    raise LookupError(name)


def by_word(control: Any, text: str) -> None:
    """Typed into the control: the mark of the prompt falls, breaks are shift+enter."""
    _mark_as_answered(control, text)
    content = control.find(f"{W}sdtContent")
    content[:] = [run(text)]


def by_word_paragraphs(control: Any, text: str) -> None:
    """Enter inside the control: it becomes one around paragraphs."""
    _mark_as_answered(control, text)
    paragraph = control.getparent()
    cell = paragraph.getparent()
    content = control.find(f"{W}sdtContent")
    content[:] = []
    for line in text.split("\n"):
        made = etree.SubElement(content, f"{W}p")
        made.append(run(line))
    cell.replace(paragraph, control)
    cell.append(etree.Element(f"{W}p"))


def by_word_cell(control: Any, text: str) -> None:
    """The control came to be one around the whole cell."""
    _mark_as_answered(control, text)
    paragraph = control.getparent()
    cell = paragraph.getparent()
    cell.getparent().replace(cell, control)
    content = control.find(f"{W}sdtContent")
    content[:] = [cell]
    paragraph[:] = [run(text)]


def by_writer(control: Any, text: str) -> None:
    """LibreOffice 7.4: the tag is gone, the bookmark stays, the prompt stands behind the text."""
    prompt = deepcopy(list(control.find(f"{W}sdtContent")))
    parent = control.getparent()
    at = parent.index(control)
    parent.remove(control)
    for offset, made in enumerate([run(text), *prompt]):
        parent.insert(at + offset, made)


def by_hand(control: Any, text: str) -> None:
    """Control and bookmark are gone; the text stands in the cell."""
    paragraph = control.getparent()
    paragraph[:] = [run(text)]


def run(text: str) -> Any:
    """A run with breaks and tabs as Word writes them."""
    made = etree.Element(f"{W}r")
    piece = ""
    for char in text:
        if char in "\n\t":
            _text(made, piece)
            piece = ""
            etree.SubElement(made, f"{W}br" if char == "\n" else f"{W}tab")
        else:
            piece += char
    _text(made, piece)
    return made


def _text(into: Any, piece: str) -> None:
    if piece:
        made = etree.SubElement(into, f"{W}t")
        made.text = piece
        made.set(SPACE, "preserve")


def _mark_as_answered(control: Any, text: str) -> None:
    settings = control.find(f"{W}sdtPr")
    for mark in settings.findall(f"{W}showingPlcHdr"):
        settings.remove(mark)
    chosen = settings.find(f"{W}date")
    if chosen is not None and len(text) == 10:
        chosen.set(f"{W}fullDate", f"{text}T00:00:00Z")
