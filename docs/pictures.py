"""Makes the pictures of the README and the docs from the sample audit.

    python docs/pictures.py

Needs an installed auditkit; writes SVG files into docs/pictures/.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent / "pictures"
SCENES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "audit": ((120, 36), ("slash", *"8.1", "enter")),
    "audit-80x24": ((80, 24), ("slash", *"8.1", "enter")),
    "finder": ((120, 36), ("e", "r", "i", "s", "k", "space", "r", "e", "g")),
    "findings": ((120, 36), ("3",)),
    "cars": ((120, 36), ("4",)),
    "documents": ((120, 36), ("5",)),
    "dashboard": ((120, 36), ("0",)),
}
"""Name of the picture to size in cells and the keys that lead there."""


async def shoot(folder: Path, name: str) -> None:
    """Drive the screen without a terminal and save what it shows."""
    from auditkit.tui.app import AuditkitApp

    size, keys = SCENES[name]
    app = AuditkitApp(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        for key in keys:
            await pilot.press(key)
        await pilot.pause(1.0)
        svg = app.export_screenshot(title="auditkit")
        app.close_audit()
    # Textual names fonts on a server; a picture must not need the network.
    offline = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (PICTURES / f"{name}.svg").write_text(offline, encoding="utf-8")
    print(PICTURES.name, name)


def main() -> None:
    """Build the sample audit aside and take every picture."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["AUDITKIT_HOME"] = str(Path(place) / "home")
        from auditkit.demo.build import build_demo

        demo = build_demo(Path(place) / "northfell-aims-2026")
        PICTURES.mkdir(exist_ok=True)
        for name in SCENES:
            asyncio.run(shoot(demo.folder, name))


if __name__ == "__main__":
    main()
