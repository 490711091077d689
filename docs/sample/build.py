"""Build the documents of the sample organization from their plain sources.

    python docs/sample/build.py [FOLDER]

Reads docs/sample/content/ and writes the folder tree to FOLDER (sample_evidence/ in the
repository where none is named). Needs python-docx, openpyxl and reportlab. The same sources
and the same library versions (BUILT_WITH) give the same bytes.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from builder.mail import write_mail
from builder.pdf import write_pdf
from builder.sheet import write_workbook
from builder.source import read_source
from builder.word import write_document

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
ATTACHMENTS = HERE / "attachments"
DEFAULT_TARGET = HERE.parents[1] / "sample_evidence"
BUILT_WITH = {"python-docx": "1.2.0", "openpyxl": "3.1.5", "reportlab": "5.1.0"}

Writer = Callable[..., None]
WRITERS: dict[str, Writer] = {
    ".docx": write_document,
    ".xlsx": write_workbook,
    ".pdf": write_pdf,
}


def build_one(source: Path, target_folder: Path) -> Path:
    """Write the one file that `source` describes into `target_folder` and return its path."""
    kind = Path(source.stem).suffix if source.suffix == ".txt" else ""
    target = target_folder / (source.stem if kind else source.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".eml":
        write_mail(read_source(source), target, ATTACHMENTS)
    elif kind in WRITERS:
        WRITERS[kind](read_source(source), target)
    else:
        # A Windows checkout may have turned line ends; the sample holds plain ones.
        target.write_bytes(source.read_bytes().replace(b"\r\n", b"\n"))
    return target


def build(target: Path) -> list[Path]:
    """Build every document below `target`, which is emptied first, and return the paths."""
    if target.exists():
        shutil.rmtree(target)
    sources = sorted(path for path in CONTENT.rglob("*") if path.is_file())
    return [build_one(path, target / path.parent.relative_to(CONTENT)) for path in sources]


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_TARGET
    print(f"{len(build(folder))} documents in {folder}")
