"""Running the commands on evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from auditkit.cli.root import root
from auditkit.record.audit import Audit


@pytest.fixture
def run(audit: Audit) -> Callable[..., Result]:
    """Runs ``auditkit evidence ...`` on the audit; ``code`` is the exit code that is expected."""

    def invoke(*arguments: str, code: int = 0) -> Result:
        command, *rest = arguments
        result = CliRunner().invoke(
            root, ["evidence", command, "--audit", str(audit.folder), *rest]
        )
        assert result.exit_code == code, result.output
        return result

    return invoke
