"""Word fields with their cached result: page numbers, captions, references, contents.

Each field is five runs (begin, instruction, separate, result, end); Word repairs anything less,
and an empty result too.
"""

from __future__ import annotations

from auditkit.documents.kit.inline import guard, runs


def field(instruction: str, result: str, properties: str = "") -> str:
    """A complex field; ``result`` is what is read until somebody updates it."""
    return begin(instruction, properties) + runs(result or "\u2013", properties) + END


def begin(instruction: str, properties: str = "") -> str:
    """The first three runs of a field whose result spans several paragraphs."""
    shell = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{shell}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{shell}<w:instrText xml:space="preserve"> {guard(instruction)} </w:instrText></w:r>'
        f'<w:r>{shell}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CONTENTS = 'TOC \\o "1-2" \\h \\z'


def page_of_pages() -> str:
    """``Page X of Y``; Word and LibreOffice fill it in on layout."""
    return runs("Page ") + field("PAGE", "1") + runs(" of ") + field("NUMPAGES", "1")


def sequence(kind: str, number: int) -> str:
    """The number of a caption (``Table``, ``Figure``)."""
    return field(f"SEQ {kind} \\* ARABIC", str(number))


def reference(anchor: str, shown: str) -> str:
    """A reference to bookmarked text, as ``Table 3``, that is also a link."""
    return field(f"REF {anchor} \\h", shown)


def page_of(anchor: str, shown: str) -> str:
    """The page that a bookmark stands on."""
    return field(f"PAGEREF {anchor} \\h", shown)
