"""Readiness for a certification audit: both stages with their reasons, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from auditkit import text
from auditkit.analysis.actions import Action, actions
from auditkit.analysis.readiness import (
    STAGE_1_CLAUSES,
    Reason,
    StageReadiness,
)
from auditkit.analysis.stages import (
    STAGE_1_TOPICS,
    STAGE_2_TOPICS,
    TopicStanding,
    topic_standings,
)
from auditkit.analysis.standing import RequirementVerdict
from auditkit.documents.grounds import grounds
from auditkit.documents.kit.blocks import NEXT_TO_TABLE, box, bullets_together, laid, paragraph
from auditkit.documents.kit.inline import bold, runs
from auditkit.documents.kit.look import shade
from auditkit.documents.kit.paper import Paper
from auditkit.documents.kit.save import Sealed
from auditkit.documents.kit.tables import Column, Row, runs_cell, table, text_cell
from auditkit.documents.report import Progress
from auditkit.documents.shared import NOTHING, count, due_words, head, kept, short_list
from auditkit.documents.source import Source
from auditkit.text import plural

TITLE = "Readiness for certification"
_RULES = (
    "A stage appears ready when no reason stands against it; one reason is enough for not ready. "
    "There is no percentage, and what is untested never counts as conforming.",
    f"Stage 1 asks for requirements {', '.join(STAGE_1_CLAUSES)}: each conforms and was tested in "
    "full, none was left out, and no open major nonconformity cites one of them. Criteria that "
    "lack one of them hold too little to judge either stage by.",
    "Stage 2 asks for all requirements: each conforms and was tested in full (a control may be "
    "left out with a reason, a clause may not); no major nonconformity is open; every minor one "
    "has an accepted corrective action; no corrective action is overdue.",
    "A nonconformity is open until its corrective action was verified as effective. A requirement "
    "does not conform until its checks are judged again.",
    "The stages follow ISO/IEC 17021-1 9.3.1.2 and 9.3.1.3. Site conditions, resources and the "
    "links that only a person can judge are not in the record.",
)
_NO_PROMISE = (
    "Computed from the audit record by the rules in the last chapter. It is no promise about the "
    "decision of a certification body."
)
_VERDICTS = {
    RequirementVerdict.CONFORMS: "Conform",
    RequirementVerdict.DOES_NOT_CONFORM: "Do not",
    RequirementVerdict.PARTLY: "Partly",
    RequirementVerdict.UNTESTED: "Untested",
    RequirementVerdict.NOT_APPLICABLE: "n/a",
}


def readiness_assessment(source: Source, progress: Progress) -> Sealed:
    """Both stages, the list of things to do, and what each reason can be followed to."""
    paper = source.paper(TITLE, "readiness")
    state = source.readiness
    head(source, paper, TITLE)
    progress("verdict", 1, 4)
    paper.flow.add(paragraph(_NO_PROMISE))
    for stage in (state.stage1, state.stage2):
        paper.flow.add(_verdict(paper, stage) + NEXT_TO_TABLE)
    _to_do(source, paper)
    progress("stages", 2, 4)
    topics = (STAGE_1_TOPICS, STAGE_2_TOPICS)
    for stage, looked_at in zip((state.stage1, state.stage2), topics, strict=True):
        paper.flow.heading(f"{stage.name}: {stage.word}")
        _topics(paper, stage, topic_standings(source.audit, looked_at))
        _reasons(paper, stage)
    progress("what the reasons stand on", 3, 4)
    grounds(source, paper, (*state.stage1.against, *state.stage2.against))
    progress("rules", 4, 4)
    paper.flow.heading("How this was found")
    paper.flow.add(bullets_together(_RULES))
    return paper.finish()


def _verdict(paper: Paper, stage: StageReadiness) -> str:
    look = shade(stage.word)
    number = len(stage.against)
    said = (
        f"{plural(number, 'reason stands', 'reasons stand')} against it."
        if number
        else ("No reason stands against it.")
    )
    inner = laid(bold(f"{look.symbol} {stage.name}: {stage.word}")) + paragraph(said, "TableText")
    return box(paper.flow.width, look.fill, "F4F6F8", inner, f"{stage.name}: {stage.word}")


def _to_do(source: Source, paper: Paper) -> None:
    flow = paper.flow
    todo = actions(source.audit, source.today)
    flow.heading("What to do: the shortest list")
    if not todo:
        flow.add(paragraph("Nothing that the record knows of."))
        return
    flow.caption("Table", "What has to be done until no reason stands against either stage")
    columns = (
        Column("No.", 0.7),
        Column("What", 5),
        Column("Who", 2),
        Column("Next step", 2.6),
        Column("Stage", 1),
    )
    rows = [_action(source, number, each) for number, each in enumerate(todo, start=1)]
    flow.add(table(flow.width, columns, rows, title="What to do") + NEXT_TO_TABLE)


def _action(source: Source, number: int, action: Action) -> Row:
    where = "" if action.findings else short_list([each.ref for each in action.refs])
    due = due_words(action.due, source.today)
    step = ", ".join(filter(None, (action.next, due)))
    return (
        str(number),
        text_cell(f"{action.text}: {where}" if where else action.text),
        text.clip(action.who, 80),
        text_cell(step or NOTHING),
        "1 and 2" if action.stage1 else "2",
    )


def _topics(paper: Paper, stage: StageReadiness, topics: Sequence[TopicStanding]) -> None:
    flow = paper.flow
    flow.caption("Table", f"What {stage.name.lower()} looks at, and how its requirements stand")
    columns = (
        Column("Looked at", 4),
        Column("Requirements", 2.4),
        *(Column(title, 1.1) for title in _VERDICTS.values()),
    )
    rows = kept(_topic(each) for each in topics)
    flow.add(table(flow.width, columns, rows, title=f"What {stage.name} looks at") + NEXT_TO_TABLE)


def _topic(topic: TopicStanding) -> Row:
    if not topic.standings:
        nothing = [NOTHING] * len(_VERDICTS)
        return (topic.name, "The record does not tell", *nothing)
    refs = ", ".join(dict.fromkeys(each.ref.ref for each in topic.standings))
    return (topic.name, refs, *(count(topic.count(verdict)) for verdict in _VERDICTS))


def _reasons(paper: Paper, stage: StageReadiness) -> None:
    flow = paper.flow
    if stage.ready:
        flow.add(paragraph("No reason stands against it."))
        return
    flow.caption("Table", f"Reasons against {stage.name.lower()}, each with what it stands on")
    columns = (Column("Reason", 4.6), Column("Requirements", 3.2), Column("Findings, CARs", 1.6))
    rows = [_reason(paper, each) for each in stage.against]
    flow.add(table(flow.width, columns, rows, title=f"Reasons, {stage.name}") + NEXT_TO_TABLE)


def _reason(paper: Paper, reason: Reason) -> Row:
    flow = paper.flow
    refs = [flow.link(f"requirement {each}", each.ref) for each in reason.refs]
    labels = [
        *(flow.link(f"finding {each}", each) for each in reason.findings),
        *(flow.link(f"car {each}", each) for each in reason.cars),
    ]
    return (
        text_cell(reason.text.partition(": ")[0] if reason.refs and not labels else reason.text),
        runs_cell(runs(", ").join(refs)) if refs else NOTHING,
        runs_cell(runs(", ").join(labels)) if labels else NOTHING,
    )
