"""The doctor's look at the machine: folder, disk, clock, built page, limits."""

import os
import resource
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relayboard.local.doctor.findings import Finding, fine, wrong
from relayboard.local.static import is_built
from relayboard.ports.clock import Clock

LEAST_FREE_BYTES = 200 * 1000 * 1000
LEAST_OPEN_FILES = 1024
EARLIEST_YEAR = 2026  # there was no Relayboard before
LATEST_YEAR = 2100
TOLERANCE = timedelta(minutes=2)


def check_folder(data: Path) -> Finding:
    """Look whether the data folder is there, or can be made, and can be written."""
    parent = _nearest(data)
    if parent == data.absolute():
        return _check_present(data)
    if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
        return fine(f"The data folder {data} is not there yet; the first start makes it.")
    return wrong(
        f"The data folder {data} cannot be reached, nor made: we may not write to {parent}.",
        f"Make it and give it to user {os.geteuid()}, or name another folder with --data.",
    )


def _check_present(data: Path) -> Finding:
    if not data.is_dir():
        return wrong(f"{data} is not a folder.", "Move it away, or name another folder with --data.")
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return wrong(
            f"The data folder {data} cannot be written.",
            f"Give it to the user who runs the server: chown -R {os.geteuid()} {data}",
        )
    return fine(f"The data folder {data} can be written.")


def check_space(data: Path) -> Finding:
    """Look whether there is room on the disk."""
    free = shutil.disk_usage(_nearest(data)).free
    shown = f"{free / 1e9:.1f} GB" if free >= 1e9 else f"{free / 1e6:.0f} MB"
    if free >= LEAST_FREE_BYTES:
        return fine(f"The disk of the data folder has {shown} free.")
    return wrong(
        f"The disk of the data folder has only {shown} free.",
        f"Make room, at least {LEAST_FREE_BYTES // 10**6} MB: without any, nothing can be saved.",
    )


def check_clock(data: Path, clock: Clock) -> Finding:
    """Compare the clock with what is known without a network: the year, and the newest file."""
    now = clock.now()
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    advice = "Set the clock, best by time synchronisation (timedatectl set-ntp true): tokens and codes go by it."
    if not EARLIEST_YEAR <= now.year < LATEST_YEAR:
        return wrong(f"The clock says {shown}, which cannot be.", advice)
    newest = _newest(data)
    if newest is not None and newest > now + TOLERANCE:
        return wrong(
            f"The clock says {shown}, but a file in the data folder was written at {newest:%Y-%m-%d %H:%M} UTC.",
            advice,
        )
    return fine(f"The clock says {shown}; no file in the data folder is newer. Other computers were not asked.")


def check_page(page: Path) -> Finding:
    """Look whether the page has been built."""
    if is_built(page):
        return fine("The page has been built.")
    return wrong(f"The page has not been built: there is no {page / 'index.html'}.", "Run: make setup")


def check_open_files() -> Finding:
    """Look how many files and connections one process may have open."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return fine("A process may have any number of files and connections open.")
    if most >= LEAST_OPEN_FILES:
        return fine(f"A process may have {most} files and connections open.")
    return wrong(
        f"A process may have only {most} files and connections open; every browser takes some.",
        f"Raise the limit before the start: ulimit -n {LEAST_OPEN_FILES * 4}",
    )


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that can be seen."""
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if _is_seen(one))


def _is_seen(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return False
    return True


def _newest(data: Path) -> datetime | None:
    try:
        times = [path.stat().st_mtime for path in data.iterdir()]
    except OSError:  # no folder, not readable, or a file that went meanwhile: then nothing is known
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None
