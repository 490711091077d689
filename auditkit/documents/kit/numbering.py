"""Numbering: headings by Word itself, bullets and numbered lists."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.documents.kit.inline import NAMESPACES

_INDENTS = (567, 709, 851)
_KINDS = (1, 2, 3)  # headings, bullets, numbered list; a restarted list gets a number of its own
_LISTS = {2: ("bullet", "\u2022", "ListBullet"), 3: ("decimal", "%1.", "ListNumber")}


def numbering_xml(restarts: int = 0) -> str:
    """The whole numbering part, with ``restarts`` numbered lists that each begin at 1."""
    bodies = "".join(_abstract(kind, _levels(kind)) for kind in _KINDS)
    return f"<w:numbering {NAMESPACES}>{bodies}{''.join(_nums(restarts))}</w:numbering>"


def _abstract(kind: int, levels: str) -> str:
    multi = "multilevel" if kind == 1 else "singleLevel"
    return (
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="{multi}"/>'
        f"{levels}</w:abstractNum>"
    )


def _levels(kind: int) -> str:
    if kind == 1:
        return "".join(
            _level(
                n, "decimal", ".".join(f"%{k + 1}" for k in range(n + 1)), f"Heading{n + 1}", indent
            )
            for n, indent in enumerate(_INDENTS)
        )
    return _level(0, *_LISTS[kind], 340)


def _level(number: int, form: str, text: str, style: str, indent: int) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    )


def _nums(restarts: int) -> Iterator[str]:
    for kind in _KINDS:
        yield f'<w:num w:numId="{kind}"><w:abstractNumId w:val="{kind}"/></w:num>'
    for number in range(restarts):
        yield (
            f'<w:num w:numId="{len(_KINDS) + 1 + number}"><w:abstractNumId w:val="3"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
