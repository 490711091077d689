"""Makes the pictures of the README and the docs from the sample audit.

    python docs/pictures.py [NAME ...]

Needs an installed auditkit; writes SVG files into docs/pictures/, the same ones each time.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stage import picture, rest, save, show, stage

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from auditkit.tui.app import AuditkitApp

TO_RISK = ("slash", *"6.1.2", "enter")
SCENES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "audit": ((120, 36), ("slash", *"8.1", "enter")),
    "audit-80x24": ((80, 24), ("slash", *"8.1", "enter")),
    "finder": ((120, 36), (*TO_RISK, "e", *"risk", "space", *"reg")),
    "contents": ((120, 36), (*TO_RISK, "e", "ctrl+f", *"risk", "space", *"owner")),
    "capture": ((120, 36), ("I", *"who", "space", *"owns", "space", *"the", "space", *"risk")),
    "findings": ((120, 36), ("3",)),
    "cars": ((120, 36), ("4",)),
    "documents": ((120, 36), ("5",)),
    "dashboard": ((120, 36), ("0",)),
}
"""Name of the picture to size in cells and the keys that lead there."""


async def play(name: str, pilot: Pilot[Any], app: AuditkitApp) -> None:
    """Press the keys of a scene and save what the screen shows."""
    for key in SCENES[name][1]:
        await pilot.press(key)
        if len(key) > 1:
            await rest(pilot)
    await rest(pilot)
    save(f"{name}.svg", picture(app))


def main() -> None:
    """Every picture, or those that are named."""
    for name in sys.argv[1:] or SCENES:
        with stage() as folder:  # anew for each: a scene may write
            asyncio.run(show(Path(folder), SCENES[name][0], partial(play, name)))


if __name__ == "__main__":
    main()
