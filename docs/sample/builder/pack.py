"""Make a zip-based Office file deterministic: fixed order, fixed dates, its own modified date."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_package(data: bytes, target: Path, modified: datetime) -> None:
    """Write the Office package `data` to `target` with every date in it set to `modified`."""
    stamp = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for name in package.namelist():
            content = package.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            result.writestr(member(name, modified), content)


def member(name: str, modified: datetime) -> zipfile.ZipInfo:
    """The directory entry of one member, the same on every system."""
    info = zipfile.ZipInfo(name, modified.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info
