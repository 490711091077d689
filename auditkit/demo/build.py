"""Building the sample audit: a folder with the evidence, the audit played to its middle, and the
documents made from it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from auditkit.demo.clock import StoryClock
from auditkit.demo.play import Play, first_day
from auditkit.demo.story import Story, load_story
from auditkit.errors import AuditkitError
from auditkit.files import cannot_write
from auditkit.record.audit import Audit
from auditkit.record.folder import JOURNAL, is_audit
from auditkit.resources import data_folder
from auditkit.text import one_line

EVIDENCE = "evidence"
SAMPLE = "sample_evidence"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built, and what did not work on the way, in sentences."""

    folder: Path
    documents: tuple[Path, ...]
    evidence: Path
    problems: tuple[str, ...]


def is_demo(folder: Path) -> bool:
    """Whether a folder holds the sample audit."""
    if not is_audit(folder):
        return False
    story = load_story()
    with Audit.open(folder, read_only=True) as audit:
        return (audit.info.title, audit.info.number) == (story.title, story.number)


def build_demo(folder: Path, *, progress: Tell | None = None) -> Demo:
    """Build the sample audit in ``folder``, which must be new or empty.

    ``progress`` is told in words what is being done. Raises `AuditkitError` when something is
    already there or the place cannot be written; what was made so far is then taken away.
    """
    tell = progress or _silent
    fresh = not folder.exists()
    _require_empty(folder)
    staging = _stage(folder)
    try:
        documents, problems = _fill(staging, tell)
        _move_up(staging, folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if fresh:
            with suppress(OSError):  # it is only empty, and then removed, when building failed
                folder.rmdir()
    return Demo(
        folder=folder,
        documents=tuple(folder / path.relative_to(staging) for path in documents),
        evidence=folder / EVIDENCE,
        problems=tuple(problems),
    )


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AuditkitError(
            f"{one_line(str(folder))} already exists and is not empty.",
            "Choose a new folder: auditkit demo FOLDER.",
        )


def _stage(folder: Path) -> Path:
    """A place inside the folder, so that a half-built audit is never taken for a whole one."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".building-", dir=folder)).resolve()
    except OSError as error:
        raise cannot_write(folder, error) from error


def _fill(staging: Path, tell: Tell) -> tuple[list[Path], list[str]]:
    story = load_story()
    clock = StoryClock(first_day(story))
    with Audit.create(staging, title=story.title, lead=story.lead, clock=clock) as audit:
        tell("Copying the sample evidence")
        shutil.copytree(data_folder(SAMPLE), staging / EVIDENCE)
        tell("Auditing: verdicts, notes, evidence, findings, corrective actions")
        Play(story, audit, clock, staging / EVIDENCE).perform()
        made = _write_documents(audit, story, tell)
        audit.save_snapshot()
    return made


def _write_documents(audit: Audit, story: Story, tell: Tell) -> tuple[list[Path], list[str]]:
    from auditkit.documents.catalog import KINDS, Written, write, write_car

    orders: list[tuple[str, Callable[[], Written]]] = [
        (title, partial(write, audit, kind, today=story.today))
        for kind, (title, _) in KINDS.items()
    ]
    for car in audit.cars():
        orders.append((car.label, partial(write_car, audit, car.label, today=story.today)))
    paths: list[Path] = []
    problems: list[str] = []
    for title, order in orders:
        tell(f"Writing: {title}")
        try:
            paths.append(order().path)
        except AuditkitError as error:
            problems.append(f"{title}: {error}")
    return paths, problems


def _move_up(staging: Path, folder: Path) -> None:
    """Put everything in its place, the journal last: with it the folder is an audit."""
    for child in sorted(staging.iterdir(), key=lambda path: path.name == JOURNAL):
        child.rename(folder / child.name)


def _silent(_: str) -> None:
    """Nobody wants to know."""
