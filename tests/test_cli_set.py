"""What 'auditkit set' says of the fields that it sets."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import AuditInfo, Grade, Role

_OTHERWISE = {"id", "created", "not_audited"}
"""Fields that are set by other means."""


def test_help_lists_every_field_and_says_how_the_report_is_issued() -> None:
    said = CliRunner().invoke(root, ["set", "--help"]).output
    fields = {each.name for each in msgspec.structs.fields(AuditInfo)} - _OTHERWISE
    listed = said.split("Texts:")[1].split("Options:")[0]
    assert fields <= set(re.findall(r"\w+", listed))
    assert "report_issued=2026-11-24 issues the report" in said


def test_every_listed_date_and_list_can_be_set(tmp_path: Path) -> None:
    Audit.create(tmp_path / "a", title="T", lead="Ada Moreau").close()
    said = CliRunner().invoke(root, ["set", "--help"]).output
    dates = said.split("Dates:")[1].split("Lists,")[0].replace("\n", " ").split(",")
    lists = said.split("divided by ';':")[1].split("Options:")[0].split(",")
    values = [f"{name.strip()}=2026-11-24" for name in dates]
    values += [f"{name.strip()}=one; two" for name in lists if name.strip() != "evidence_roots"]
    done = CliRunner().invoke(root, ["set", "--audit", str(tmp_path / "a"), *values])
    assert done.exit_code == 0, done.output
    with Audit.open(tmp_path / "a", read_only=True) as audit:
        assert audit.info.objectives == ("one", "two")
        assert str(audit.info.report_issued) == "2026-11-24"


def test_a_report_is_not_issued_while_something_stops_it(tmp_path: Path) -> None:
    folder = str(tmp_path / "a")
    with Audit.create(tmp_path / "a", title="T") as audit:
        audit.raise_finding(Grade.MINOR, "Risks have no owner")
    done = CliRunner().invoke(root, ["set", "--audit", folder, "report_issued=2026-11-24"])
    assert done.exit_code == 2
    assert "F-001 is a draft; No lead auditor is named. See to that first." in done.output
    with Audit.open(tmp_path / "a") as audit:
        assert audit.info.report_issued is None
        audit.add_person("Ada Moreau", Role.LEAD_AUDITOR)
        audit.remove_finding("F-001")
    done = CliRunner().invoke(root, ["set", "--audit", folder, "report_issued=2026-11-24"])
    assert done.exit_code == 0, done.output


def test_closing_tells_what_is_open_and_how_to_open_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "a")
    with Audit.create(tmp_path / "a", title="T", lead="Ada Moreau") as audit:
        audit.add_note("Nobody re-ran the workshop")
        checks = sum(1 for each in audit.checklists for _ in each.checks())
    done = CliRunner().invoke(root, ["set", "--audit", folder, "closed=2026-11-24"])
    assert done.exit_code == 0, done.output
    for told in (
        "1 interview line is filed nowhere ('auditkit capture --list').",
        f"{checks} checks are untested ('auditkit next').",
        "The report is not issued",
        "'auditkit set closed=' opens it again.",
    ):
        assert told in done.output
    refused = CliRunner().invoke(root, ["note", "--audit", folder, "4.1", "More"])
    assert refused.exit_code == 1
    assert "it was closed on 2026-11-24. 'auditkit set closed=' opens it again." in refused.output
    assert CliRunner().invoke(root, ["set", "--audit", folder, "closed="]).exit_code == 0
    assert CliRunner().invoke(root, ["note", "--audit", folder, "4.1", "More"]).exit_code == 0
