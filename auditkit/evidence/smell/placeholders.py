"""What is left of a template: words that were to be replaced, values that were to be given.

Three kinds are told apart by how sure they are: brackets with an order in them, prompts that word
processors put into forms, and values of a table or behind a label that say "to be defined". The
same words in a sentence are prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditkit.evidence.smell.facts import PROPERTIES, Context, Facts, Line, Spot
from auditkit.evidence.smell.nature import PAPERS, is_set_aside, is_template

_DONE = (
    r"(?:defined|determined|completed|confirmed|decided|added|filled in|written|provided"
    r"|specified|announced|agreed|advised)"
)
_ORGANIZATION = r"(?:company|organi[sz]ation|firma|your company|your organi[sz]ation)"
_INSIDE = r"[^][<>{}«»|]"
_SURE = (
    rf"(?:(?:insert|enter|fill in|hier) +{_INSIDE}{{2,80}}"
    rf"|to be {_DONE}\b{_INSIDE}{{0,80}}|tb[dca]\b{_INSIDE}{{0,40}}|todo\b{_INSIDE}{{0,40}}"
    rf"|{_ORGANIZATION}(?:'s|’s)? name|name of (?:the |your )?{_ORGANIZATION}|your {_ORGANIZATION})"
)
# In texts that programmers write too, such words name a button or an argument.
_ORDER = rf"(?:(?:add|replace|specify|describe|state|list) +{_INSIDE}{{2,80}})"
_BRACKETS, _ORDERS = (
    re.compile(
        rf"\[{words}\](?![(\[:])|<<? ?{words} ?>?>|\{{\{{ ?{words} ?\}}\}}|«{words}»",
        re.IGNORECASE,
    )
    for words in (_SURE, _ORDER)
)
_ROUND = re.compile(rf"(?<!TB[DCA] )\((?:to be {_DONE}|tb[dca])\)", re.IGNORECASE)
_CAPITAL_BRACKETS = re.compile(
    r"\[(?:Company|Organi[sz]ation|Name|Full [Nn]ame|Date|Title|Job [Tt]itle|Author|Address|Role"
    r"|Department|Version|Insert|X{2,})\](?![(\[:])"
)
_PROMPT = re.compile(
    r"\b(?:click (?:or tap )?(?:here )?to enter (?:text|a date)|choose an item\."
    r"|klicken (?:oder tippen )?sie (?:hier)?,? um (?:text|ein datum)|lorem ipsum dolor)",
    re.IGNORECASE,
)
_STANDS_FOR_COMPANY = re.compile(
    r"(?:\b(?:of|by|at|in|to|from|for|that) (?:COMPANY NAME|Company Name|Your Company)\b(?![:|])"
    r"|(?:COMPANY NAME|Company Name|Your Company) (?:is|has|will|shall|must|does|and its)\b)"
)
_VALUE = re.compile(
    rf"(?:(?!points?\b|items?\b|things?\b|still\b)\w+ ){{0,4}}to be {_DONE}\W*"
    r"|(?:.{1,60}[,;] )?to follow\W*|(?:tb[dca]|t\.b\.[dca])\W*",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|needs?|must|should|shall|will|can|not|how|what|when|which)\b",
    re.IGNORECASE,
)
_UNFILLED_DATE = re.compile(
    r"(?!.*\b(?:fields?|format))[^|:{}]{0,40}"
    r"\b(?i:approv\w+|date|issued|effective|review\w*|valid \w+|revision|version)\b"
    r"[^|:{}]{0,20}[:|]\s*[\[<(]?(?:(?:YYYY|yyyy)-(?:MM|mm)-(?:DD|dd)"
    r"|(?:DD|dd|XX|xx)[./-](?:MM|mm|XX|xx)[./-](?:YY|yy|XX|xx){1,2})"
    r"[\])>\s|]*"
)
_OPEN_WORD = re.compile(r"(?<!/ )(?<![\w\"'“‘`(/-])(?:TBD|T\.B\.D\.)(?![\w\"'”’`/=-])(?! ?[(=/→])")
_TALKS_ABOUT = re.compile(
    r"\b(?:marked|word|term|no|zero|all|any|or|and|with|as|called|says?|status|means?|stands?"
    r"|eliminate|replace|remove)"
    r" (?:a |an |the )?$",
    re.IGNORECASE,
)
_TALKED_ABOUT = re.compile(
    r" (?:\w+ )?(?:items?|references?|contents?|entries|entry|prevention|markers?|fields?"
    r"|values?|placeholders?)\b"
)
_ABOUT_MARKS = re.compile(
    r"\b(?:marks|marked|placeholders?|markers?|(?:not|never|nobody) (?:\w+ )?(?:leave|keep|use)"
    r"|(?:replace|remove|delete|eliminate)[sd]?)\b[^.:;|]*$",
    re.IGNORECASE,
)
_MARKS_BEHIND = re.compile(r" (?:\w+ )?marks?\b(?! of)", re.IGNORECASE)
_EVERYWHERE = (_BRACKETS, _ROUND, _STANDS_FOR_COMPANY)
_IN_OFFICE = (_ORDERS, _CAPITAL_BRACKETS, _PROMPT)
_LABEL, _CELL, _AROUND = 40, 100, 40  # characters
_ROW = re.compile(r"\brow \d+$")


def placeholders(facts: Facts, _: Context) -> Iterator[Spot]:
    """Words in a document that were to be replaced; templates are there to have them."""
    if facts.kind not in PAPERS or is_template(facts) or is_set_aside(facts):
        return
    for text in (facts.properties.title, facts.properties.company):
        if _BRACKETS.search(text) or _STANDS_FOR_COMPANY.search(text):
            yield Spot(PROPERTIES, text)
    further = () if facts.kind in ("Markdown", "HTML", "text") else _IN_OFFICE
    for line in facts.lines():
        if words := _found(line, (*_EVERYWHERE, *further)):
            yield Spot(line.place, words)


def _found(line: Line, patterns: Iterable[re.Pattern[str]]) -> str:
    """The words of a line that stand for others, empty where there are none."""
    for pattern in patterns:
        for found in pattern.finditer(line.text):
            if not _is_about(line.text, found):
                return found.group()
    if _UNFILLED_DATE.fullmatch(line.text):
        return line.text
    return _value(line) or _open_word(line)


def _is_about(text: str, found: re.Match[str]) -> bool:
    """Whether a sentence speaks of such words, as rules for authors do."""
    behind = text[found.end() :]
    return bool(
        _ABOUT_MARKS.search(text[: found.start()][-_CELL:])
        or _TALKED_ABOUT.match(behind)
        or _MARKS_BEHIND.match(behind)
    )


def _value(line: Line) -> str:
    """A cell of a table, or what stands behind a label, that is only announced."""
    cells = line.text.split(" | ")
    if len(cells) == 1 and not _ROW.search(line.place):
        label, colon, rest = line.text.partition(": ")
        cells = [rest] if colon and len(label) < _LABEL else []
    for cell in cells:
        bare = cell.strip()
        if len(bare) < _CELL and _VALUE.fullmatch(bare) and not _HAS_VERB.search(bare):
            return bare
    return ""


def _open_word(line: Line) -> str:
    for found in _OPEN_WORD.finditer(line.text):
        before, behind = line.text[: found.start()], line.text[found.end() :]
        if not (_TALKS_ABOUT.search(before) or _is_about(line.text, found)):
            return f"{before[-_AROUND:]}{found.group()}{behind[:_AROUND]}"
    return ""
