"""What every reader of a file format shares."""

from __future__ import annotations

from dataclasses import dataclass

from auditkit.errors import AuditkitError


class Unreadable(AuditkitError):
    """No text can be had from a file; ``what`` says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may demand. Sizes in bytes, text in characters.

    ``depth`` is how many files may lie in one another: an attachment in a mail in a mail.
    ``ratio`` is how many times bigger than packed a part of an Office file may be; it counts
    from ``ratio_from`` bytes, as small tables do pack that well.
    """

    file_bytes: int = 200 << 20
    member_bytes: int = 50 << 20
    total_bytes: int = 200 << 20
    ratio: int = 200
    ratio_from: int = 4 << 20
    members: int = 10_000
    pages: int = 5_000
    passage_chars: int = 20_000
    chars: int = 5_000_000
    depth: int = 3


DEFAULT = Limits()
