"""Users without rights: what they reach of pytest's own folders, and how to do something as one of them."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

NOBODY = 65534


def let_everybody_reach(path: Path) -> None:
    """Let everybody pass and look into all folders above a path that are below the machine's temporary one."""
    for folder in path.parents[: -len(Path(tempfile.gettempdir()).parts)]:
        folder.chmod(folder.stat().st_mode | 0o555)


def as_nobody(work: Callable[[], str]) -> str:
    """Do something as a user without rights, in a process of its own, and return what it returns.

    Who is not root does it as themselves.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.write(writing, work().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told
