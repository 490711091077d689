"""What all documents ask of an audit: titles, status, names for references and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from auditkit import __version__
from auditkit.analysis.comparison import Comparison, compare
from auditkit.analysis.lookup import Lookup
from auditkit.analysis.progress import Progress, progress
from auditkit.analysis.readiness import Readiness, readiness
from auditkit.analysis.soundness import unsound
from auditkit.documents.kit.base import Properties
from auditkit.documents.kit.foundation import Foundation, OwnFoundation
from auditkit.documents.kit.page import Page, name_of
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import HASH_PROPERTY, mark_for
from auditkit.documents.kit.sections import Frame
from auditkit.record.audit import Audit
from auditkit.record.history import CHECKPOINT, REDO, UNDO
from auditkit.record.model import Finding, Ref
from auditkit.record.people import CLOSED, OPENED

if TYPE_CHECKING:
    from auditkit.documents.template.opening import Template

NOT_STATED = "Not recorded."
_ISSUE = "report issue"
_NO_AMENDMENT = (CHECKPOINT, UNDO, REDO, "add documents")
"""Verbs of changes that leave what the report says as it is."""
_LATEST = 1000
"""Changes that are looked through for one since the issue."""


@dataclass(frozen=True)
class Choices:
    """What the reader of a document may choose."""

    names: bool = False
    """Whether people of the auditee are named; else they stand by their function."""
    previous: Audit | None = None
    """The audit before, to compare with."""
    page_numbers: bool = False
    """Whether LibreOffice is asked for the page numbers of the contents."""
    template: Template | None = None
    """A customer's template that the document goes into."""


@dataclass(frozen=True)
class Source(Lookup):
    """An audit as a document reads it, on a given day, for a given sheet."""

    audit: Audit
    today: date
    page: Page
    choices: Choices = Choices()
    numbers: Mapping[str, str] | None = None
    """Page numbers for the contents, by bookmark; None where nobody asked for them."""
    probe: bool = False
    """Whether this is only made to learn the page numbers."""

    @property
    def draft(self) -> bool:
        """Whether the report was not issued yet: then every document says so."""
        return self.audit.info.report_issued is None

    @property
    def status(self) -> str:
        """Version as it stands on the cover."""
        issued = self.audit.info.report_issued
        if not issued:
            return f"DRAFT of {day(self.today)}"
        return f"Issued {day(issued)}" + (", amended since" if self.amended else "")

    @cached_property
    def amended(self) -> bool:
        """Whether the record says something else than when the report was issued."""
        if not any(each.purpose == _ISSUE for each in self.audit.checkpoints()):
            return False
        for each in self.audit.history(limit=_LATEST):
            if each.verb == CHECKPOINT and each.about == _ISSUE:
                return False
            said = each.verb not in _NO_AMENDMENT and each.about not in (CLOSED, OPENED)
            if said and not each.undone:
                return True
        return False

    @property
    def organization(self) -> str:
        """Name of the organization, or the title of the audit where none is recorded."""
        return self.audit.info.organization or self.audit.info.title

    @property
    def criteria(self) -> str:
        """The standards with their editions."""
        return "; ".join(each.standard for each in self.audit.criteria)

    @cached_property
    def progress(self) -> Progress:
        """Checks judged, per section, with the standing of each requirement."""
        return progress(self.audit)

    @cached_property
    def readiness(self) -> Readiness:
        """Both stages, on the day the document speaks of."""
        return readiness(self.audit, self.today)

    @cached_property
    def comparison(self) -> Comparison | None:
        """This audit beside the one before, where that was chosen."""
        previous = self.choices.previous
        return compare(self.audit, previous) if previous else None

    @cached_property
    def shown_findings(self) -> dict[str, Finding]:
        """Findings that are not withdrawn, by label, majors first."""
        return {each.label: each for each in self.audit.findings()}

    @cached_property
    def labels(self) -> frozenset[str]:
        """Labels of all CARs and of all registered evidence."""
        cars = (each.label for each in self.audit.cars())
        return frozenset((*cars, *(each.label for each in self.evidence.values())))

    @cached_property
    def unsound(self) -> dict[str, list[str]]:
        """What changed or is gone of the evidence of findings, by their label."""
        return unsound(self.audit)

    def standard(self, ref: Ref) -> str:
        """The standard that a reference belongs to."""
        return self.audit.checklist(ref.checklist).standard

    def paper(
        self,
        title: str,
        kind: str,
        *,
        protected: bool = False,
        cover: bool = False,
        draft: bool | None = None,
        extra: tuple[tuple[str, str], ...] = (),
    ) -> Paper:
        """An empty document with the audit's frame and properties; ``draft`` is that of the audit
        where it is not given (a CAR form is issued before the report)."""
        marked = self.draft if draft is None else draft
        info = self.audit.info
        lead = self.audit.lead
        made = info.report_issued or self.today
        custom = (
            ("auditkit.kind", kind),
            ("auditkit.audit", self.audit.id),
            ("auditkit.number", info.number),
            ("auditkit.journal", self.audit.head),
            ("auditkit.journal.digest", self.audit.digest),
            ("auditkit.made", self.today.isoformat()),
            ("auditkit.page", name_of(self.page)),
            ("auditkit.version", __version__),
            *self._chosen(),
            (HASH_PROPERTY, mark_for(self.audit.digest)),
            *extra,
        )
        properties = Properties(
            f"{title} {info.number}".strip(),
            info.title,
            lead.name if lead else "auditkit",
            made,
            info.language,
            marked,
            custom,
        )
        heading = " \u00b7 ".join(part for part in (title, info.number) if part)
        origin = f"record {self.audit.head}"
        frame = Frame(heading, self.organization, info.classification, marked, origin)
        return Paper(
            self._foundation(title, frame, properties, protected),
            cover=cover,
            numbers=self.numbers,
            probe=self.probe,
        )

    def _foundation(
        self, title: str, frame: Frame, properties: Properties, protected: bool
    ) -> Foundation:
        template = self.choices.template
        if template is None or protected:
            return OwnFoundation(self.page, frame, properties, protected=protected)
        from auditkit.documents.template.foundation import TemplateFoundation
        from auditkit.documents.template.values import values

        return TemplateFoundation(template, values(self, title), frame, properties)

    def _chosen(self) -> tuple[tuple[str, str], ...]:
        """Choices that the document has to tell, so that it can be made again."""
        previous, template = self.choices.previous, self.choices.template
        told = (
            ("auditkit.names", "yes" if self.choices.names else ""),
            ("auditkit.previous", f"{previous.id} {previous.digest}" if previous else ""),
            ("auditkit.template", template.sha256 if template else ""),
            ("auditkit.page_numbers", "yes" if self.choices.page_numbers else ""),
        )
        return tuple((name, value) for name, value in told if value)


def day(value: date | None) -> str:
    """A date as it is written in a document; a dash where there is none."""
    return f"{value.day} {value:%B %Y}" if value else "\u2013"


def short_day(value: date | None) -> str:
    """A date for a narrow column."""
    return f"{value.day} {value:%b %Y}" if value else "\u2013"


def span(first: date | None, last: date | None) -> str:
    """A period as it is written in a document."""
    if first and last and first != last:
        return f"{day(first)} to {day(last)}"
    return day(first or last)
