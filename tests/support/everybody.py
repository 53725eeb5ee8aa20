"""Lets users without rights reach what a test has made in pytest's own folders."""

import tempfile
from pathlib import Path


def let_everybody_reach(path: Path) -> None:
    """Let everybody pass and look into all folders above a path that are below the machine's temporary one."""
    for folder in path.parents[: -len(Path(tempfile.gettempdir()).parts)]:
        folder.chmod(folder.stat().st_mode | 0o555)
