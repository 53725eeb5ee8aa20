"""Copies everything that has to survive out of a data folder, and back into one."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.domain.errors import RelayboardError
from relayboard.local.app import SIGNING_KEY
from relayboard.local.data.file_use import is_in_use
from relayboard.local.doctor.database import address_for_reading, check_database
from relayboard.local.engine import DATABASE
from relayboard.ports.table import TableError

Progress = Callable[[int, int], None]  # how much of how much has been done

_PAGES_AT_ONCE = 512
_DATABASE_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")


class BackupFailed(RelayboardError):
    """A backup cannot be made or used; says why, and nothing was changed."""


def back_up(data: Path, target: Path, *, progress: Progress) -> None:
    """Copy database and signing key into a new folder, as they are at one moment; a server may go on working.

    Raises:
        BackupFailed, TableBusy, TableBroken, OSError.
    """
    if not (data / DATABASE).exists():
        raise BackupFailed(f"There is no database in {data}. Name the data folder with --data.")
    if target.exists():
        raise BackupFailed(f"{target} is there already. Name a folder that is not.")
    with _draft_of(target) as draft:
        # Not read-only: after a crash, reading needs to bring the write-ahead log in order first.
        _copy_database(f"{(data / DATABASE).resolve().as_uri()}?mode=rw", draft / DATABASE, progress)
        check_database(draft / DATABASE)
        if (data / SIGNING_KEY).exists():
            _copy_secret(data / SIGNING_KEY, draft / SIGNING_KEY)
        _sync(draft)
        draft.rename(target)
        _sync(target.parent)


def restore(source: Path, data: Path, *, force: bool, at: datetime, progress: Progress) -> Path | None:
    """Put a backup in a data folder that no server uses; return the folder with what was there before.

    Args:
        force: move a database that is there aside.
        at: names the folder for it.

    Raises:
        BackupFailed, TableBusy, TableBroken, OSError.
    """
    _check_source(source)
    _check_unused(data, force=force)
    data.mkdir(parents=True, exist_ok=True)
    names = [name for name in (DATABASE, SIGNING_KEY) if (source / name).exists()]
    with _draft_of(data / "restored") as draft:
        _copy_database(address_for_reading(source / DATABASE), draft / DATABASE, progress)
        check_database(draft / DATABASE)
        if SIGNING_KEY in names:
            _copy_secret(source / SIGNING_KEY, draft / SIGNING_KEY)
        old = _move_aside(data, {*_DATABASE_FILES, *names}, data / f"before-restore-{at:%Y%m%d-%H%M%S}")
        for name in names:
            (draft / name).rename(data / name)
        _sync(data)
    return old


def _check_source(source: Path) -> None:
    if not (source / DATABASE).is_file():
        raise BackupFailed(f"{source} is no backup: there is no {DATABASE} in it.")
    try:
        check_database(source / DATABASE)
    except TableError as error:
        raise BackupFailed(f"The backup {source} cannot be used; take another. ({error})") from error


def _check_unused(data: Path, *, force: bool) -> None:
    if is_in_use(data / DATABASE):
        raise BackupFailed(f"A server is using {data}. Stop it first.")
    if not force and any((data / name).exists() for name in _DATABASE_FILES):
        raise BackupFailed(f"There is a database in {data} already. Give --force to have it moved aside.")


def _copy_database(address: str, copy: Path, progress: Progress) -> None:
    with sqlite_errors(str(copy)), _connected(address) as source, _connected(copy.resolve().as_uri()) as target:
        # A snapshot: without one, every write of a server would make the copying begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=_PAGES_AT_ONCE, progress=lambda _, left, total: progress(total - left, total))
    _sync(copy)


@contextmanager
def _connected(address: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _draft_of(target: Path) -> Iterator[Path]:
    """Make a folder beside the target for what is not whole yet; it is deleted unless it was renamed."""
    draft = target.with_name(f".{target.name}.partial")
    if draft.exists():  # from a run that was killed
        shutil.rmtree(draft)
    draft.mkdir(parents=True, mode=0o700)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move_aside(data: Path, names: set[str], folder: Path) -> Path | None:
    present = [name for name in names if (data / name).exists()]
    if not present:
        return None
    folder.mkdir(mode=0o700)
    for name in present:
        (data / name).rename(folder / name)
    return folder


def _copy_secret(source: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    shutil.copyfile(source, copy)
    _sync(copy)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
