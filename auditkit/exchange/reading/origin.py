"""What the words mean, and what this page was made from."""

from __future__ import annotations

from auditkit import __version__
from auditkit.exchange.reading.html import (
    NOTHING,
    Content,
    Markup,
    element,
    facts,
    said,
    section,
    status,
    table,
)
from auditkit.exchange.reading.source import Source, moment
from auditkit.record.model import Grade
from auditkit.record.phrase import phrase

_GRADES = {
    Grade.MAJOR: "Affects the ability of the management system to reach its intended results.",
    Grade.MINOR: "A single or limited lapse that does not affect that ability.",
    Grade.OFI: "Conforms, but could be better. No corrective action is requested.",
    Grade.OBSERVATION: "An area of concern that may become a nonconformity.",
    Grade.STRENGTH: "Good practice worth sharing.",
}
_VERDICTS = {
    "conforms": "All checks of the requirement were judged; none fails.",
    "does not conform": "At least one check fails.",
    "partly tested": "Some checks were judged, none fails; the rest is untested. Not conforming.",
    "untested": "No check was judged. Never counted as conforming.",
    "not applicable": "Does not apply, with a recorded reason.",
}


def definitions() -> Markup:
    """The chapter on words."""
    return section(
        "definitions",
        "Definitions",
        _words("Grades of findings", {str(grade): text for grade, text in _GRADES.items()}),
        _words("Verdicts on requirements", _VERDICTS),
    )


def _words(caption: str, meanings: dict[str, str]) -> Markup:
    rows = [(status(word), meaning) for word, meaning in meanings.items()]
    return table(caption, ("Word", "Meaning"), rows)


def origin(source: Source) -> Markup:
    """The chapter on the record behind the page."""
    return section(
        "origin",
        "Origin of this page",
        element("p", _HOW),
        facts(
            (
                ("Head of the record", element("code", source.audit.digest)),
                ("Head phrase", phrase(source.audit.digest)),
                ("Made", moment(source.at)),
                ("Program", f"auditkit {__version__}"),
            )
        ),
        _heads(source),
        _checkpoints(source),
    )


_HOW = (
    "Made from the journals beside this page, which are the record; every figure is computed from "
    "them. README.txt in the folder above says how to check that nothing was changed. Whoever "
    "reads out the head phrase and hears the same eight words has the same record."
)


def _heads(source: Source) -> Markup:
    rows = [
        (device, str(lines), element("code", chain))
        for device, (lines, chain) in source.audit.heads().items()
    ]
    return table("Journals", ("Device", "Lines", "Hash of the last line"), rows, kind="register")


def _checkpoints(source: Source) -> Markup:
    rows: list[tuple[Content, ...]] = [
        (
            each.purpose,
            moment(each.at),
            said(each.by),
            element("code", each.key) if each.signature else "not signed",
        )
        for each in source.audit.checkpoints()
    ]
    columns = ("Checkpoint for", "Made", "By", "Signed with key")
    return table("Checkpoints", columns, rows) if rows else NOTHING
