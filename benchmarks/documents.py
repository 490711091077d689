"""Report time as ratios of one run: against ``import docx`` plus an empty save, and against size.

python benchmarks/documents.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "documents"))

EMPTY = "import docx, io; docx.Document().save(io.BytesIO())"
REPORT = (
    "import sys; from datetime import date; from pathlib import Path;"
    "from auditkit.record.audit import Audit;"
    "audit = Audit.open(Path(sys.argv[1]), read_only=True);"
    "import time; begun = time.perf_counter();"
    "from auditkit.documents.catalog import write;"
    "write(audit, 'audit', Path(sys.argv[1] + '.docx'), today=date(2026, 11, 20));"
    "print(time.perf_counter() - begun)"
)


def best(code: str, *arguments: str, runs: int = 5) -> tuple[float, float]:
    """Shortest whole run in seconds, and the shortest time that the run itself printed."""
    whole, inner = [], [0.0]
    for _ in range(runs):
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
        )
        whole.append(time.perf_counter() - begun)
        if done.stdout.strip():
            inner.append(float(done.stdout))
    return min(whole), min(inner[1:], default=0.0)


def main() -> None:
    """Print the ratios; the bounds stand beside them."""
    from sample import rich_audit

    bare, _ = best("pass")
    empty = best(EMPTY)[0] - bare
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "1" / "audit", Path(folder) / "10" / "audit"
        for place, times in ((small, 1), (large, 10)):
            place.parent.mkdir()
            rich_audit(place, times).close()
        one, ten = best(REPORT, str(small))[1], best(REPORT, str(large))[1]
    print(f"report (with import docx) / import docx + empty save: {one / empty:.2f} (at most 3)")
    print(f"report of ten times the findings / report: {ten / one:.2f} (at most 11)")


if __name__ == "__main__":
    main()
