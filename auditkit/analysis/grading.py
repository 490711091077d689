"""How a grade is reached: a short tree of questions, so that two auditors reach the same one.

The rule is that of ISO/IEC 17021-1 (3.12, 3.13): a nonconformity is major when it affects the
ability of the management system to reach its intended results, which also lapses do that add up
and come back. The answers are kept in the finding as the reason for its grade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditkit.record.model import Grade


@dataclass(frozen=True)
class Question:
    """One question of the tree. ``yes`` and ``no`` are how the answers read in the reason."""

    key: str
    text: str
    help: str
    yes: str
    no: str


QUESTIONS = {
    each.key: each
    for each in (
        Question(
            "unmet",
            "Does the evidence show that a requirement is not met?",
            "A requirement of the criteria or of the organization itself; not that it could be"
            " met better.",
            "a requirement is not met",
            "no requirement is shown to be unmet",
        ),
        Question(
            "absent",
            "Is the process or control absent, or has it broken down altogether?",
            "Nothing is there, nobody does it, or what is done has nothing to do with it.",
            "the process or control is absent or has broken down",
            "the process or control exists and works in part",
        ),
        Question(
            "outcome",
            "Does it put what the management system is for at risk?",
            "People may come to harm, law may be broken, or its results cannot be relied on.",
            "the intended result is at risk",
            "the intended result is not at risk",
        ),
        Question(
            "systemic",
            "Is it more than a single lapse: several cases, places or people, or one cause for"
            " all?",
            "Look at the extent: 1 of 26 is a lapse, 9 of 26 is the way it is done.",
            "it is systemic",
            "it is a single or limited lapse",
        ),
        Question(
            "repeated",
            "Was it found before, and did the corrective action not hold?",
            "An earlier audit, an incident or the organization's own check.",
            "it was found before and came back",
            "it was not found before",
        ),
        Question(
            "worsens",
            "May it become a nonconformity if nothing is done?",
            "An area of concern for stage 2, not yet a breach.",
            "it may become a nonconformity",
            "it is not expected to become a nonconformity",
        ),
        Question(
            "better",
            "Could it be done better?",
            "Otherwise it is good practice that is worth sharing.",
            "it could be done better",
            "it is good practice",
        ),
    )
}
Answers = Mapping[str, bool]
"""Answers so far, by the key of their question."""


def next_question(answers: Answers) -> Question | None:
    """The question to ask next; None where the grade is reached."""
    for key in _path(answers):
        if key not in answers:
            return QUESTIONS[key]
    return None


def grade_of(answers: Answers) -> Grade:
    """The grade that complete answers lead to; raises `ValueError` for incomplete ones."""
    if next_question(answers) is not None:
        raise ValueError("Not all questions are answered.")
    if not answers["unmet"]:
        if answers["worsens"]:
            return Grade.OBSERVATION
        return Grade.OFI if answers["better"] else Grade.STRENGTH
    severe = answers["absent"] or answers["outcome"]
    adds_up = not severe and answers["systemic"] and answers["repeated"]
    return Grade.MAJOR if severe or adds_up else Grade.MINOR


def reason(answers: Answers) -> str:
    """The answers in words, as they are kept with the finding."""
    told = [
        QUESTIONS[key].yes if answers[key] else QUESTIONS[key].no
        for key in _path(answers)
        if key in answers
    ]
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _path(answers: Answers) -> tuple[str, ...]:
    """The questions that matter, in their order: none is asked whose answer changes nothing."""
    if not answers.get("unmet", True):
        return ("unmet", "worsens") if answers.get("worsens") else ("unmet", "worsens", "better")
    path = ["unmet", "absent"]
    if not answers.get("absent"):
        path.append("outcome")
        if not answers.get("outcome"):
            path.append("systemic")
            if answers.get("systemic", True):
                path.append("repeated")
    return tuple(path)
