"""What the interview box says: the keys of its last line, and what its proposals are about."""

from __future__ import annotations

from auditkit.tui.commands import key_of

HINT = "what is said; ! gap + strength ? follow up @ evidence"
"""With the marks that a line may begin with; fits 60 columns."""
_WORDS = ("undo", "evidence", "who", "unfiled", "back")
_NAMED = dict(zip(("undo", "evidence", "role", "triage", "close"), _WORDS, strict=True))
"""Commands that are named in the last line, and the words for them."""
_LEAST = 4
"""So many words of the last line stay on the smallest screen."""


def keys_words(room: int) -> str:
    """The last line in ``room`` columns: the keys that matter most."""
    named = ((key_of(f"capture.{name}"), word) for name, word in _NAMED.items())
    words = [f"{key} {word}" for key, word in (("enter", "keep"), ("1-5", "file"), *named)]
    while len("  ".join(words)) > room and len(words) > _LEAST:
        words.pop(2)  # what can be reached without its key being named
    return "  ".join(words)


def about_words(kept: str | None, *, typed: bool, proposed: bool) -> str:
    """What the proposals are for: the line being typed, or the one entered last (None: there is
    none)."""
    if not proposed and (typed or kept is not None):
        return f"No requirement is proposed; {key_of('capture.triage')} files by hand."
    if typed:
        return "This line may belong to (alt+digit chooses):"
    return f"A digit files: {kept}" if kept is not None else "Proposals follow while you type."


def files_words(*, proposed: bool) -> str:
    """What files the line that was entered."""
    return "A digit files it." if proposed else f"{key_of('capture.triage')} files it by hand."
