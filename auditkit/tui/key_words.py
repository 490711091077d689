"""What messages say of keys: the keys in force at the moment they are said."""

from __future__ import annotations

from auditkit.tui.command import shown_key
from auditkit.tui.commands import commands_for, in_force, key_of

_GRADES = {
    "finding.minor": "minor",
    "finding.major": "major",
    "finding.ofi": "OFI",
    "finding.observation": "observation",
    "finding.strength": "strength",
}
"""Commands that draft a finding, and the words for them."""


def taken_back(command: str = "undo") -> str:
    """What undoes a change; ``command`` is the undo of a screen that has its own."""
    return f"{key_of(command)} takes that back"


def brought_back(*commands: str) -> str:
    """What undoes a removal."""
    return f"{' or '.join(map(key_of, commands or ('undo',)))} brings it back"


def saves_elsewhere() -> str:
    """Names the way out in the bar: by the key that works while one writes and while one browses,
    or by both where these are two."""
    browsing, writing = _keys("save.elsewhere"), _keys("write.elsewhere")
    both = [each for each in writing if each in browsing]
    return f"{' or '.join(both[:1] or (browsing[0], writing[0]))} saves elsewhere"


def letter_of(command: str) -> str:
    """The key of a command that reads best in a sentence: a letter where it has one."""
    keys = _keys(command)
    return next((each for each in keys if len(each) == 1 and each.isalpha()), keys[0])


def finding_keys(most: int = len(_GRADES)) -> str:
    """``m minor, M major``: the first so many keys that draft a finding."""
    some = list(_GRADES.items())[:most]
    return ", ".join(f"{letter_of(command)} {word}" for command, word in some)


def marking_words(marking: bool) -> str:
    """What is said when the lines of a file begin to be picked by moving, or no longer."""
    key = key_of("finder.mark")
    return f"Up and down pick more; {key} ends that." if marking else "One line is picked."


def way_words(by_contents: bool) -> str:
    """How the finder looks for files, and the key for the other way."""
    ways = ("Contents", "file names") if by_contents else ("File names", "contents")
    return f"{ways[0]} ({key_of('finder.way')} {ways[1]})"


def help_key(where: str) -> str:
    """The key that lists the keys of a screen; the usual one where the screen has none."""
    return next((each.key for each in commands_for(where) if each.action == "help"), key_of("help"))


def _keys(command: str) -> list[str]:
    return [shown_key(each) for each in in_force(command).keys.split(",")]
