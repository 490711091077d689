"""What the finder offers, as lines: files by name, passages by contents, what is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind
from auditkit.text import one_line
from auditkit.tui.text import HEADING, MUTED, joined, label
from auditkit.tui.widgets.line_list import Line

if TYPE_CHECKING:
    from auditkit.evidence.contents import Answer, Hit
    from auditkit.evidence.model import FileEntry, Match

_FOUND = "bold underline"
_BEFORE = 24
"""Characters of a passage before the first word found in it."""
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One file that may be cited; with a passage in it where it was found by contents."""

    entry: FileEntry
    place: str = ""
    text: str = ""
    words: tuple[str, ...] = ()


@dataclass
class Offers:
    """Lines, and what each selectable one of them offers."""

    lines: list[Line] = field(default_factory=list)
    by_key: dict[str, Offer] = field(default_factory=dict)

    def add(self, offer: Offer, left: Text, right: str = "", below: Iterable[Text] = ()) -> None:
        """One more, with lines of words below it that belong to it."""
        key = str(len(self.by_key))
        self.by_key[key] = offer
        self.lines.append(Line(key, left, label(right)))
        self.lines += [Line("", text, selectable=False) for text in below]

    def heading(self, text: str) -> None:
        """A line that offers nothing."""
        self.lines.append(Line("", label(text, HEADING), selectable=False))


class Suggestion(Protocol):
    """What is suggested for a requirement, and why."""

    @property
    def entry(self) -> FileEntry: ...
    @property
    def band(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def linked(self) -> str: ...


def labels(audit: Audit) -> dict[str, str]:
    """The labels of registered files, by their absolute path."""
    return {
        str(audit.evidence_path(each)): each.label
        for each in audit.evidence()
        if each.kind is EvidenceKind.FILE
    }


def by_name(matches: Iterable[Match], known: Mapping[str, str]) -> Offers:
    """Files found by their names, the letters found standing out."""
    offers = Offers()
    for match in matches:
        _add_file(offers, match, known)
    return offers


def by_contents(answer: Answer, known: Mapping[str, str]) -> Offers:
    """Passages found: file and place, and below them the words."""
    offers = Offers()
    for hit in answer.hits:
        words = tuple(dict.fromkeys(hit.text[start:end] for start, end in hit.spans))
        offer = Offer(hit.entry, hit.place, hit.text, words)
        linked = known.get(str(hit.entry.absolute), "")
        right = f"{linked} · {hit.place}" if linked else hit.place
        offers.add(offer, label(hit.entry.name), right, (_passage(hit),))
    return offers


def for_nothing_typed(
    title: str,
    suggested: Sequence[Suggestion] | None,
    gap: str,
    recent: Sequence[FileEntry],
    newest: Sequence[FileEntry],
    known: Mapping[str, str],
    width: int,
) -> Offers:
    """What may be meant before a letter is typed. ``suggested`` is None while it is looked for;
    reasons are broken at ``width``."""
    offers = Offers()
    offers.heading(f"Suggested for {title}")
    if suggested is None:
        offers.lines.append(Line("", _indented("looking …", MUTED), selectable=False))
    elif not suggested:
        offers.lines.append(Line("", _indented(gap), selectable=False))
    for each in suggested or ():
        right = " · ".join(part for part in (each.band, each.linked) if part)
        why = wrap(joined(each.why), max(_NARROWEST, width - 4), max_lines=2, placeholder=" …")
        below = [_indented(text, MUTED) for text in why]
        offers.add(Offer(each.entry), _name_first(each.entry), right, below)
    if recent:
        offers.heading("Linked lately")
    for entry in recent:
        offers.add(Offer(entry), _name_first(entry), known.get(str(entry.absolute), ""))
    offers.heading("Newest files")
    for entry in newest:
        offers.add(Offer(entry), _name_first(entry), known.get(str(entry.absolute), ""))
    return offers


def _name_first(entry: FileEntry) -> Text:
    """A file whose folder may give way when the list is narrow."""
    return label(f"{entry.name} · {entry.folder}" if entry.folder else entry.name)


def _indented(text: str, style: str = "") -> Text:
    line = label(text, style)
    line.pad_left(2)
    return line


def _add_file(offers: Offers, match: Match, known: Mapping[str, str]) -> None:
    name = label(match.entry.path)
    if name.plain == match.entry.path:
        for start, end in match.spans:
            name.stylize(_FOUND, start, end)
    if match.versions:
        count = len(match.versions)
        name.append(f"  +{count} older {'version' if count == 1 else 'versions'}", "dim")
    offers.add(Offer(match.entry), name, known.get(str(match.entry.absolute), ""))


def _passage(hit: Hit) -> Text:
    """The words found with what stands around them, on one line."""
    first = hit.spans[0][0] if hit.spans else 0
    begin = hit.text.rfind(" ", 0, max(0, first - _BEFORE)) + 1 if first > _BEFORE else 0
    line = Text("  …" if begin else "  ", no_wrap=True, end="")
    for text, found in _runs(hit, begin):
        line.append(one_line(text.replace("\n", " ").replace("\t", " ")), _FOUND if found else "")
    return line


def _runs(hit: Hit, begin: int) -> Iterator[tuple[str, bool]]:
    at = begin
    for start, end in hit.spans:
        yield hit.text[at:start], False
        yield hit.text[start:end], True
        at = end
    yield hit.text[at:], False
