"""What 'auditkit set' says of the fields that it sets."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from click.testing import CliRunner

from auditkit.cli.root import root
from auditkit.record.audit import Audit
from auditkit.record.model import AuditInfo

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
