"""How the process keeps its memory: small, and without long pauses to tidy it."""

import ctypes
import gc
from contextlib import suppress

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE_BYTES = 1 << 20


def give_back_large_blocks() -> None:
    """Have freed blocks of a MiB and more returned to the system at once; only glibc has to be told.

    glibc stops doing so by itself once such a block has been freed (mallopt(3), "dynamic mmap threshold"). Each
    thread that ever hashed a password, 19 MiB at a time, would keep that much for ever.
    """
    with suppress(AttributeError, OSError):  # other systems' libraries have no such switch, nor the need
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)


def settle() -> None:
    """Take what has been made so far, which stays, out of the garbage collector's sight."""
    gc.collect()
    gc.freeze()
