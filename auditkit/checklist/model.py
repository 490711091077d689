"""What a checklist holds: sections, requirements and checks, as plain typed data."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from auditkit.errors import UsageError


class Method(StrEnum):
    """How an auditor gets to know whether a check is met (ISO 19011, collecting information)."""

    DOCUMENT = "document"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    RE_PERFORMANCE = "re-performance"


class Kind(StrEnum):
    """What a requirement is in its source."""

    CLAUSE = "clause"
    CONTROL = "control"
    ARTICLE = "article"
    SUBCATEGORY = "subcategory"


class AiRole(StrEnum):
    """The role of the organization that a requirement concerns."""

    PROVIDER = "provider"
    PRODUCER = "producer"
    CUSTOMER = "customer"


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The smallest thing an auditor can say yes or no to: one obligation, in our own words."""

    id: str
    """Stable below its requirement, as ``6.1.2/c``."""
    obligation: str
    question: str
    methods: tuple[Method, ...]
    conformity: str
    """What would show conformity."""


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clause, control, article or subcategory with its hints and checks."""

    ref: str
    title: str
    kind: Kind
    intent: str
    ask: tuple[str, ...]
    roles: tuple[AiRole, ...]
    documents_required: tuple[str, ...] = ()
    """Documented information that the source itself demands."""
    documents_usual: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    typical_failures: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    """What people really say in interviews when they speak about this requirement."""
    annex_c: tuple[str, ...] = ()
    related: dict[str, tuple[str, ...]] = {}
    """Checklist id to references there."""
    checks: tuple[Check, ...] = msgspec.field(name="check", default=())


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A main clause or a control objective with its requirements."""

    ref: str
    title: str
    requirements: tuple[Requirement, ...] = msgspec.field(name="requirement", default=())


class Sector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an auditor minds in one sector."""

    name: str
    note: str


class Checklist(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Audit criteria: one standard, law, framework or the user's own."""

    id: str
    standard: str
    """Reference with edition, as it stands in a report: ``ISO/IEC 42001:2023``."""
    title: str
    short: str
    """One short word for a narrow screen: ``42001``."""
    note: str
    structure: str = ""
    """Name of the structure file that knows all identifiers; empty for one's own checklist."""
    sections: tuple[Section, ...] = msgspec.field(name="section", default=())
    sectors: tuple[Sector, ...] = msgspec.field(name="sector", default=())

    def requirements(self) -> Iterator[Requirement]:
        """All requirements in the order of the file."""
        for section in self.sections:
            yield from section.requirements

    def checks(self) -> Iterator[Check]:
        """All checks in the order of the file."""
        for requirement in self.requirements():
            yield from requirement.checks

    def requirement(self, ref: str) -> Requirement:
        """The requirement with this reference; raises `UsageError` where there is none."""
        found = self._by_ref().get(ref.strip())
        if found is None:
            raise UsageError(
                f"{self.standard} has no requirement {ref!r}.",
                f"'auditkit checklist show {self.id}' lists all of them.",
            )
        return found

    def _by_ref(self) -> dict[str, Requirement]:
        index: dict[str, Requirement] | None = self.__dict__.get("_index")
        if index is None:
            index = {requirement.ref: requirement for requirement in self.requirements()}
            self.__dict__["_index"] = index
        return index
