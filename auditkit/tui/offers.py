"""What the finder offers, as lines: files by name, passages by contents, what is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from auditkit.analysis.hits import versions_words
from auditkit.record.audit import Audit
from auditkit.record.model import EvidenceKind
from auditkit.text import one_line
from auditkit.tui.file_lines import FOUND, moment, name_first
from auditkit.tui.glyphs import ellipsis
from auditkit.tui.text import HEADING, MUTED, label, wrapped
from auditkit.tui.widgets.line_list import Line

if TYPE_CHECKING:
    from auditkit.evidence.contents import Answer, Hit
    from auditkit.evidence.model import FileEntry, Match

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
    versions: tuple[FileEntry, ...] = ()
    """Other versions of the same document."""


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

    def unfold(self, key: str, known: Mapping[str, str], width: int) -> str:
        """Put the other versions of a file below it, each to be chosen; gives the key of the
        first, empty where there is none or they are there already."""
        offer = self.by_key[key]
        if not offer.versions:
            return ""
        self.by_key[key] = replace(offer, versions=())
        below = Offers(by_key=self.by_key)
        first = str(len(self.by_key))
        for entry in offer.versions:
            parts = (f"{moment(entry.mtime_ns):%Y-%m-%d}", known.get(str(entry.absolute), ""))
            right = " · ".join(part for part in parts if part)
            left = name_first(entry, width - 2, right)
            left.pad_left(2)
            below.add(Offer(entry), left, right)
        at = next(n for n, line in enumerate(self.lines) if line.key == key) + 1
        self.lines[at:at] = below.lines
        return first

    def words(self, total: int, passages: bool) -> str:
        """How many there are: of ``total`` files, or as passages in how many of them."""
        count = len(self.by_key)
        if not passages:
            return f"{count} of {total:,} files"
        files = len({each.entry for each in self.by_key.values()})
        return f"{_counted(count, 'passage')} in {_counted(files, 'file')}"

    def heading(self, text: str) -> None:
        """A line that offers nothing."""
        self.lines.append(Line("", label(text, HEADING), selectable=False))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


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


def linked_lately(audit: Audit, most: int) -> list[FileEntry]:
    """The files cited last, by anybody."""
    from auditkit.evidence.model import FileEntry

    register = {e.id: e for e in audit.evidence() if e.kind is EvidenceKind.FILE}
    cited = dict.fromkeys(each.evidence for each in reversed(audit.citations()))
    some = [register[each] for each in cited if each in register][:most]
    roots = {each.root: str(audit.root_path(each.root)) for each in some}
    return [FileEntry(roots[e.root], e.path, e.size, e.mtime_ns) for e in some]


def by_name(matches: Iterable[Match], known: Mapping[str, str], width: int) -> Offers:
    """Files found by their names, the letters found standing out, in a list of ``width``."""
    offers = Offers()
    for match in matches:
        parts = (versions_words(match), known.get(str(match.entry.absolute), ""))
        right = " · ".join(part for part in parts if part)
        left = name_first(match.entry, width, right, match.spans)
        offers.add(Offer(match.entry, versions=match.versions), left, right)
    return offers


def by_contents(answer: Answer, known: Mapping[str, str], width: int) -> Offers:
    """Passages found: file and place, and below them the words."""
    offers = Offers()
    for hit in answer.hits:
        words = tuple(dict.fromkeys(hit.text[start:end] for start, end in hit.spans))
        offer = Offer(hit.entry, hit.place, hit.text, words)
        linked = known.get(str(hit.entry.absolute), "")
        right = f"{linked} · {hit.place}" if linked else hit.place
        offers.add(offer, name_first(hit.entry, width, right), right, (_passage(hit),))
    return offers


def for_nothing_typed(
    title: str,
    suggested: Sequence[Suggestion] | None,
    gap: str,
    waiting: Sequence[FileEntry],
    recent: Sequence[FileEntry],
    newest: Sequence[FileEntry],
    known: Mapping[str, str],
    width: int,
) -> Offers:
    """What may be meant before a letter is typed. ``suggested`` is None while it is looked for;
    for ``waiting`` files something was typed that is not cited yet; reasons are broken at
    ``width``."""
    offers = Offers()
    if waiting:
        offers.heading("Typed for, not cited yet")
    for entry in waiting:
        _add_file(offers, entry, known, width)
    offers.heading(f"Suggested for {title}")
    if suggested is None:
        offers.lines.append(Line("", _indented("looking …", MUTED), selectable=False))
    elif not suggested:
        offers.lines.append(Line("", _indented(gap), selectable=False))
    for each in suggested or ():
        right = " · ".join(part for part in (each.band, each.linked) if part)
        why = wrapped(each.why, max(_NARROWEST, width - 4), 2)
        below = [_indented(text, MUTED) for text in why]
        offers.add(Offer(each.entry), name_first(each.entry, width, right), right, below)
    if recent:
        offers.heading("Linked lately")
    for entry in recent:
        _add_file(offers, entry, known, width)
    offers.heading("Newest files")
    for entry in newest:
        _add_file(offers, entry, known, width)
    return offers


def _add_file(offers: Offers, entry: FileEntry, known: Mapping[str, str], width: int) -> None:
    right = known.get(str(entry.absolute), "")
    offers.add(Offer(entry), name_first(entry, width, right), right)


def _indented(text: str, style: str = "") -> Text:
    line = label(text, style)
    line.pad_left(2)
    return line


def _passage(hit: Hit) -> Text:
    """The words found with what stands around them, on one line."""
    first = hit.spans[0][0] if hit.spans else 0
    begin = hit.text.rfind(" ", 0, max(0, first - _BEFORE)) + 1 if first > _BEFORE else 0
    line = Text(f"  {ellipsis()}" if begin else "  ", no_wrap=True, end="")
    for text, found in _runs(hit, begin):
        line.append(one_line(text.replace("\n", " ").replace("\t", " ")), FOUND if found else "")
    return line


def _runs(hit: Hit, begin: int) -> Iterator[tuple[str, bool]]:
    at = begin
    for start, end in hit.spans:
        yield hit.text[at:start], False
        yield hit.text[start:end], True
        at = end
    yield hit.text[at:], False
