"""The extent of a finding on one line: ``3 of 10 training records``."""

from __future__ import annotations

import re

from auditkit.record.model import Finding

_EXTENT = re.compile(r"\s*(\d{1,6})\s*(?:of|/)\s*(\d{1,6})\s*(.*)", re.DOTALL)


def parse_extent(text: str) -> tuple[int | None, int | None, str]:
    """How many were affected, how many were sampled, of what; words alone stay words."""
    match = _EXTENT.fullmatch(text)
    if match is None:
        return None, None, text
    return int(match[1]), int(match[2]), match[3]


def extent_words(finding: Finding) -> str:
    """The extent as it is typed and read."""
    if finding.extent_sampled is None:
        return finding.extent
    return f"{finding.extent_found or 0} of {finding.extent_sampled} {finding.extent}".rstrip()
