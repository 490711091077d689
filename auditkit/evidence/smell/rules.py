"""The rules: a name, the question an auditor may ask aloud, and what finds its occasions.

A smell is no verdict. Each question has an ordinary answer, and most of them get it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditkit.evidence.smell.approvals import approval_empty, no_approval
from auditkit.evidence.smell.copies import newer_unapproved, same_file
from auditkit.evidence.smell.drafts import draft_marks
from auditkit.evidence.smell.facts import Context, Digest, Facts, Spot
from auditkit.evidence.smell.kept import Found, Kept
from auditkit.evidence.smell.naming import version_differs
from auditkit.evidence.smell.people import written_by_auditor
from auditkit.evidence.smell.placeholders import placeholders
from auditkit.evidence.smell.reviews import reviews_passed
from auditkit.evidence.smell.timing import after_announcement, same_hour

InOne = Callable[[Facts, Context], Iterator[Spot]]
Between = Callable[[Sequence[Kept], Context], Iterator[Found]]
Compared = Callable[[Sequence[Kept], Digest], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: exactly one of the three functions looks for its occasions, in one file, between
    files, or between files by their hashes."""

    question: str
    in_one: InOne | None = None
    between: Between | None = None
    by_hash: Compared | None = None


RULES: dict[str, Rule] = {
    "after-announcement": Rule(
        "This was written after the audit had been announced. What did people work with before,"
        " and can I see it?",
        in_one=after_announcement,
    ),
    "same-hour": Rule(
        "These files were begun within the same hour. How were they made, by whom, and from what?",
        between=same_hour,
    ),
    "placeholder": Rule(
        "These words look as if something was still to be put in their place. What belongs here,"
        " and who is to supply it by when?",
        in_one=placeholders,
    ),
    "draft": Rule(
        "This is marked as a draft. Is it in use, and what holds until it is approved?",
        in_one=draft_marks,
    ),
    "newer-unapproved": Rule(
        "There is an approved version and a newer one without approval. Which of them do people"
        " work with, and how do they know?",
        between=newer_unapproved,
    ),
    "no-approval": Rule(
        "I find nobody's approval in this. Who approved it, when, and where is that kept?",
        between=no_approval,
    ),
    "approval-empty": Rule(
        "The place for an approval or a signature is empty. Was it given, and where can I see it?",
        in_one=approval_empty,
    ),
    "review-passed": Rule(
        "The date until which this holds, or by which it was to be looked at again, has passed."
        " What has been done since, and what came of it?",
        in_one=reviews_passed,
    ),
    "version-differs": Rule(
        "The version in the name is not the version inside. Which of the two is it?",
        in_one=version_differs,
    ),
    "auditor-author": Rule(
        "Somebody of the audit team is named as having written or changed this. What was that"
        " person's part in it, and who else can audit it?",
        in_one=written_by_auditor,
    ),
    "same-file": Rule(
        "These are one and the same file under different names. Which is the real one, and is one"
        " of them missing?",
        by_hash=same_file,
    ),
}
"""By name, in the order in which they are shown for a file."""
