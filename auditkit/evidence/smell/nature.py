"""What a file is by its name, folder and title: a template, something set aside, a document that
lays down how work is done."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from auditkit.evidence.smell.facts import Facts
from auditkit.evidence.versions import GOVERNING, document
from auditkit.evidence.words import plain

WRITTEN = frozenset({"Word", "PDF", "OpenDocument text", "RTF"})
"""Kinds that carry an approval block where they are controlled documents."""
OFFICE = WRITTEN | {"Excel", "PowerPoint", "OpenDocument table", "OpenDocument slides"}
"""Kinds that people write in an office program; they have properties."""
PAPERS = OFFICE | {"Markdown", "HTML", "CSV", "text"}
"""Kinds that may be a document of a management system at all."""

_TEMPLATE_SUFFIXES = frozenset(
    {".dotx", ".dotm", ".xltx", ".xltm", ".potx", ".potm", ".ott", ".ots", ".otp", ".tmpl"}
)
_TEMPLATE = re.compile(
    r"(?<![a-z])(?:templates?|vorlagen?|muster|forms?|formular\w*|boilerplates?|blanks?|samples?"
    r"|examples?|beispiele?|questionnaires?)(?![a-z])"
)
_TITLED_TEMPLATE = re.compile(r"(?<![a-z])(?:template|vorlage|boilerplate)(?![a-z])")
_ASIDE = re.compile(
    r"(?<![a-z])(?:archiv(?:ed?|es|iert)?|superseded|obsolete|withdrawn|old|previous(?: versions)?"
    r"|history|drafts?|entwuerfe|entwurfe|wip|working|work in progress|trash|backups?)"
    r"(?![a-z])"
)
_EXTERNAL = re.compile(
    r"(?<![a-z])(?:suppliers?|vendors?|externals?|third part(?:y|ies)|customers?|legal|laws?"
    r"|standards|lieferanten?|extern\w*)(?![a-z])"
)
_GOVERNS = re.compile(rf"(?:.*\W)?{GOVERNING}(?: (?:on|for|of)\b.*| (?:19|20)\d\d)?", re.DOTALL)
_RECORD = re.compile(
    r"(?<![a-z])(?:minutes|briefing|report|notes?|announcement|presentation|slides|summary|comments"
    r"|feedback|checklist|log|register|list|export|changes|(?:review|audit) of|writing|how to"
    r"|(?:training|awareness|guide|introduction) (?:on|for|to|about)"
    r"|(?:user|owner|reference|installation|programming|api) (?:guide|manual|handbook))(?![a-z])"
)
_SEPARATORS = re.compile(r"[\s_-]+")


def is_template(facts: Facts) -> bool:
    """Whether a file is there to be filled in: placeholders belong into it."""
    path = PurePosixPath(facts.entry.path)
    if path.suffix.lower() in _TEMPLATE_SUFFIXES:
        return True
    if any(_TEMPLATE.search(_words(part)) for part in (*path.parts[:-1], path.stem)):
        return True
    return any(_TITLED_TEMPLATE.search(_words(title)) for title in titles(facts))


def is_set_aside(facts: Facts) -> bool:
    """Whether a file lies where drafts or superseded documents are kept apart from the others."""
    path = PurePosixPath(facts.entry.path)
    return any(_ASIDE.fullmatch(_words(part).strip(" 0123456789.")) for part in path.parts[:-1])


def is_external(facts: Facts) -> bool:
    """Whether a file lies among those of suppliers and other outsiders."""
    return any(
        _EXTERNAL.search(_words(part)) for part in PurePosixPath(facts.entry.path).parts[:-1]
    )


def governs(facts: Facts) -> bool:
    """Whether a document calls itself a policy, procedure, plan or the like, in its name or its
    title. What is written about one (minutes, a briefing) does not."""
    if facts.kind not in WRITTEN or _RECORD.search(_words(facts.stem)):
        return False
    core = (document(facts.entry.name) or "").rpartition(".")[0]
    return any(_GOVERNS.fullmatch(_words(each).strip()) for each in (core, *titles(facts)))


def titles(facts: Facts) -> tuple[str, ...]:
    """What a file calls itself: the title among its properties, the heading it begins with."""
    first = facts.passages[0] if facts.passages else None
    heading = first.text if first is not None and first.place.startswith("heading ") else ""
    return tuple(each for each in (facts.properties.title, heading) if each.strip())


def _words(text: str) -> str:
    return _SEPARATORS.sub(" ", plain(text[:300]).lower())
