"""The input sheet of the management review: what the record holds, and room for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditkit.documents.catalog import write
from auditkit.documents.source import Choices
from auditkit.record.audit import Audit
from auditkit.record.model import CarState, Grade

from .sample import TODAY
from .shown import dash, links_and_places, table_of, text_of, tiles_of

ADDED = "To be added by the organization: "


@pytest.fixture(scope="module")
def made(rich: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet of the rich audit."""
    target = tmp_path_factory.mktemp("review") / "review.docx"
    return write(rich, "management-review", target, today=TODAY).path


def test_every_input_of_a_review_has_a_chapter_with_something_in_it(made: Path) -> None:
    shown = text_of(made)
    chapters = (
        "Actions from earlier reviews",
        "Changes outside and inside the organization",
        "Needs and expectations of interested parties",
        "Nonconformities and corrective action",
        "Monitoring and measurement",
        "Audit results",
        "Objectives",
        "Risks, treatment and impacts",
        "Resources and competence",
        "Chances for improvement",
        "What the review decides",
    )
    places = [shown.index(f"\n{each}\n") for each in chapters]
    assert places == sorted(places)
    for begin, end in zip(places, [*places[1:], len(shown)]):
        part = shown[begin:end]
        assert ADDED in part or "Decision" in part


def test_figures_are_those_of_the_record(rich: Audit, made: Path) -> None:
    tiles = tiles_of(made)
    for grade, label in (
        (Grade.MAJOR, "major nonconformities"),
        (Grade.MINOR, "minor nonconformities"),
        (Grade.OFI, "opportunities for improvement"),
    ):
        assert tiles[label] == sum(each.grade is grade for each in rich.findings()) > 0
    waiting = [car for car in rich.cars() if car.state is not CarState.EFFECTIVE]
    assert tiles["CARs open"] == len(waiting) > 0
    rows = table_of(made, "Nonconformities and corrective action")[1:]
    for row in rows:
        raised, bare, waits, _, closed = (dash(each) for each in row[1:])
        assert raised == bare + waits + closed
    assert sum(dash(row[5]) for row in rows) == len(rich.cars()) - len(waiting)


def test_all_findings_stand_in_it_and_links_lead_somewhere(rich: Audit, made: Path) -> None:
    labels = [
        row[0]
        for title in ("Nonconformities", "Opportunities, observations and strengths")
        for row in table_of(made, title)[1:]
    ]
    assert sorted(labels) == sorted(each.label for each in rich.findings())
    links, places = links_and_places(made)
    assert links <= places


def test_decisions_asked_come_first_and_have_room_to_be_taken(rich: Audit, made: Path) -> None:
    shown = text_of(made)
    for number, each in enumerate(rich.info.decisions, start=1):
        assert shown.index(f"({number}) {each}") < shown.index("Actions from earlier reviews")
    rows = table_of(made, "Decisions taken")[1:]
    assert [row[0].strip() for row in rows if row[0].strip()] == list(rich.info.decisions)
    assert any(not "".join(row).strip() for row in rows)


def test_a_new_audit_makes_nothing_up(tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="New") as audit:
        path = write(audit, "management-review", tmp_path / "r.docx", today=TODAY).path
    shown = text_of(path)
    assert "The audit asks for no decision." in shown
    assert "Conclusion: Not recorded." in shown
    assert "Nonconformities: none was raised." in shown
    assert set(tiles_of(path).values()) == {0}
    assert "conforms" not in shown


def test_the_trend_is_told_where_an_earlier_audit_was_named(rich: Audit, tmp_path: Path) -> None:
    with Audit.create(tmp_path / "a", title="Audit of 2025") as before:
        before.raise_finding(Grade.MAJOR, "Old", refs=[before.resolve("5.2")])
        path = write(
            rich,
            "management-review",
            tmp_path / "r.docx",
            today=TODAY,
            choices=Choices(previous=before),
        ).path
    title = "Findings per grade and requirements per verdict in both audits"
    rows = {row[0].split(" ", 1)[1]: row[1:] for row in table_of(path, title)[1:]}
    majors = sum(each.grade is Grade.MAJOR for each in rich.findings())
    assert rows["major nonconformity"] == ["1", str(majors)]
    assert "Audit of 2025" in text_of(path)
    assert "no previous audit was named" not in text_of(path)
