"""Child processes that read files: how they are started, and the limits they set themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_MEMORY = 1 << 30  # bytes
_INSTALLED = frozenset({"site-packages", "dist-packages"})


def command(module: str) -> list[str]:
    """What runs ``module`` in a new Python. -P: a module lying in the current folder must not be
    taken for one of the library."""
    return [sys.executable, "-P", "-m", module]


def started(module: str) -> subprocess.Popen[bytes]:
    """A new process that runs ``module`` and is spoken to over its standard input and output.
    Raises `OSError`."""
    return subprocess.Popen(
        command(module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def ended(process: subprocess.Popen[bytes]) -> None:
    """End such a process, whatever it is doing."""
    process.kill()
    try:
        process.communicate()
    except OSError:  # what it was never asked cannot be sent any more
        process.wait()


def environment() -> dict[str, str]:
    """That of this process; a checkout that is not installed has to be named to a new one."""
    home = Path(__file__).resolve().parents[2]
    if home.name in _INSTALLED:
        return dict(os.environ)
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(home), *([others] if others else [])])}


def limit_memory() -> None:
    """Let this process have one GiB and leave no core dump, where the platform knows such limits
    (Windows does not; macOS refuses some of them)."""
    _limit("RLIMIT_AS", _MEMORY)
    _limit("RLIMIT_CORE", 0)


def limit_seconds(seconds: int) -> None:
    """Let this process use that much more processor time, in case nobody is left to end it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit("RLIMIT_CPU", int(used.ru_utime + used.ru_stime) + seconds + 1)


def _limit(name: str, most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        # Only the soft limit: a process that reads many files moves it on with each of them.
        resource.setrlimit(kind, (bound, hard))
    except (ValueError, OSError):
        return
