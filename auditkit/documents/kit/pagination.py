"""Page numbers, which only a layout program knows: LibreOffice is asked, where it is at hand.

It converts a probe of the document whose contents are plain page references; it computes those on
conversion. The numbers then stand in the real document, which LibreOffice never touches.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.documents.kit.xml import W
from auditkit.errors import AuditkitError

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASKED = re.compile(r"\s*PAGEREF\s+(\S+)")
_PATIENCE = 900  # seconds; three hundred pages take two minutes


def layout_program() -> str | None:
    """LibreOffice, on the path or where its installers put it; None where it is not."""
    usual = (
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        Path(os.environ.get("PROGRAMFILES", "")) / "LibreOffice" / "program" / "soffice.exe",
    )
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((str(each) for each in usual if each.is_file()), None)


def page_numbers(probe: bytes) -> dict[str, str]:
    """The page of each bookmark that ``probe`` asks for.

    Raises `AuditkitError` where LibreOffice is not installed or does not answer.
    """
    program = layout_program()
    if program is None:
        raise AuditkitError(
            "Page numbers need LibreOffice, which was not found.",
            "Write the document without them: in Word, F9 on the contents adds them.",
        )
    with tempfile.TemporaryDirectory(prefix="auditkit-pages-") as name:
        place = Path(name)
        (place / "probe.docx").write_bytes(probe)
        _convert(program, place)
        try:
            return read_numbers((place / "out" / "probe.docx").read_bytes())
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise _no_answer() from error


def read_numbers(content: bytes) -> dict[str, str]:
    """The results of the page references in a document, by the bookmark they ask for."""
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return numbers_in(parse_xml(archive.read("word/document.xml")))


def numbers_in(root: _Element) -> dict[str, str]:
    """The same, out of the part that holds the body."""
    return {
        asked[1]: shown for code, shown in _fields(root) if (asked := _ASKED.match(code)) and shown
    }


def _convert(program: str, place: Path) -> None:
    """Convert the probe, with a profile of its own: no other window of LibreOffice is disturbed."""
    try:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                *("--headless", "--norestore", "--convert-to", "docx", "--outdir"),
                str(place / "out"),
                str(place / "probe.docx"),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _no_answer() from error


def _no_answer() -> AuditkitError:
    return AuditkitError(
        "LibreOffice did not tell the page numbers.", "Write the document without them."
    )


def _fields(root: _Element) -> Iterator[tuple[str, str]]:
    """Instruction and result of each field that holds no other field."""
    code, shown, within = "", "", ""
    for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if node.tag == f"{W}fldChar":
            within = str(node.get(f"{W}fldCharType"))
            if within == "begin":
                code = shown = ""
            elif within == "end":
                yield code, shown.strip()
        elif node.tag == f"{W}instrText" and within == "begin":
            code += node.text or ""
        elif node.tag == f"{W}t" and within == "separate":
            shown += node.text or ""
