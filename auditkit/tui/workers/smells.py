"""Gathering the questions that files raise, in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from textual.message import Message
from textual.worker import get_current_worker

from auditkit.errors import AuditkitError
from auditkit.evidence.contents import Contents
from auditkit.evidence.model import FileEntry, Passage
from auditkit.evidence.smell import Context, Facts, facts, smells
from auditkit.evidence.smell.reading import Text, text_of
from auditkit.files import is_there
from auditkit.tui.messages import Smelled
from auditkit.tui.workers.contents import Seldom

Post = Callable[[Message], object]


def smell_files(post: Post, place: Path, entries: Sequence[FileEntry], context: Context) -> None:
    """The questions that files raise; their texts come from the index at ``place`` as far as it
    has them."""
    worker = get_current_worker()

    def cancelled() -> bool:
        return worker.is_cancelled

    try:
        with ExitStack() as stack:
            text: Text = text_of
            if is_there(place):
                text = _text_from(stack.enter_context(Contents(place)), entries)
            known = facts(entries, text=text, cancelled=cancelled)
            found = smells(_counted(known, post, len(entries)), context)
    except AuditkitError as error:
        post(Smelled(0, len(entries), problem=str(error)))
        return
    if not cancelled():
        post(Smelled(len(entries), len(entries), found))


def _text_from(contents: Contents, entries: Sequence[FileEntry]) -> Text:
    """From the index; a file that has none there is read itself while the index is not whole."""
    if not contents.pending(entries):
        return contents.passages

    def text(entry: FileEntry) -> Sequence[Passage]:
        return contents.passages(entry) or text_of(entry)

    return text


def _counted(known: Iterable[Facts], post: Post, total: int) -> Iterator[Facts]:
    told = Seldom()
    for number, each in enumerate(known, 1):
        if told():
            post(Smelled(number, total))
        yield each
