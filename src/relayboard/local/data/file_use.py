"""Tells whether a program, such as a server, has a SQLite file open."""

import fcntl
from pathlib import Path

# Whoever has a file in write-ahead mode open holds a shared lock on these bytes until it closes the file or ends,
# in whatever way (SHARED_FIRST and SHARED_SIZE in SQLite's os.h).
_FIRST_BYTE = 0x40000002
_BYTES = 510


def is_in_use(path: Path) -> bool:
    """Tell whether another process has the file open; a missing file is in nobody's use.

    This process must not have it open itself: by closing a file a process loses all its locks on it.

    Raises:
        OSError: the file cannot be opened for writing.
    """
    if not path.exists():
        return False
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _BYTES, _FIRST_BYTE)
        except (BlockingIOError, PermissionError):
            return True
    return False
