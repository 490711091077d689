"""What each stage of a certification audit looks at, and how the audited requirements stand there.

The topics are those of ISO/IEC 17021-1 9.3.1.2 and 9.3.1.3, in our own words; the clauses are those
that management system standards have in common. What a record cannot tell has no clause.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from auditkit.analysis.standing import RequirementVerdict, Standing, all_standings
from auditkit.record.audit import Audit


class Topic(NamedTuple):
    """Something that a stage looks at, and the clauses that tell of it."""

    name: str
    refs: tuple[str, ...]


STAGE_1_TOPICS = (
    Topic("Documented information of the management system", ("4.4", "7.5.1", "7.5.2", "7.5.3")),
    Topic("Scope, processes, sites and legal matters", ("4.1", "4.2", "4.3")),
    Topic(
        "Understanding of the requirements: policy, risks, impacts, objectives",
        ("5.2", "6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.2"),
    ),
    Topic(
        "Internal audits and management reviews planned and done",
        ("9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3"),
    ),
    Topic("Site conditions, and resources for stage 2", ()),
)
STAGE_2_TOPICS = (
    Topic("Performance monitored against objectives", ("6.2", "9.1")),
    Topic("Ability to meet legal and contractual duties", ("4.2", "7.2", "7.5.3")),
    Topic("Operational control", ("8.1", "8.2", "8.3", "8.4")),
    Topic("Internal audit and management review", ("9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3")),
    Topic("Responsibility of management for policies", ("5.1", "5.2", "5.3")),
    Topic("Corrective action and improvement", ("10.1", "10.2")),
    Topic("Links between requirements, policy, objectives and results", ()),
)


class TopicStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A topic with the standing of its requirements in this audit."""

    name: str
    standings: tuple[Standing, ...]

    def count(self, verdict: RequirementVerdict) -> int:
        """How many of its requirements have a derived verdict."""
        return sum(each.verdict is verdict for each in self.standings)


def topic_standings(audit: Audit, topics: tuple[Topic, ...]) -> tuple[TopicStanding, ...]:
    """How the requirements of each topic stand; none where the criteria hold no such clause."""
    standings = all_standings(audit)
    return tuple(
        TopicStanding(
            name=topic.name,
            standings=tuple(each for each in standings if each.ref.ref in topic.refs),
        )
        for topic in topics
    )
