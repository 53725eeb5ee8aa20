"""Opens the table of a data folder for an export or an import."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.local.data.backup import Progress
from relayboard.local.data.export import ExportFailed, export
from relayboard.local.data.file_use import is_in_use
from relayboard.local.data.import_file import ImportFailed, import_file
from relayboard.local.engine import DATABASE


def export_from(data: Path, file: Path, *, progress: Progress) -> int:
    """Write a data folder's items into a new file, and return how many.

    Raises:
        ExportFailed, TableBusy, TableBroken, OSError.
    """
    if not (data / DATABASE).exists():
        raise ExportFailed(f"There is no database in {data}. Name the data folder with --data.")
    now = SystemClock().now()
    with _table(data) as table:
        return export(table, file, export_id=Ulids().next(now), at=now, progress=progress)


def import_into(data: Path, file: Path, *, force: bool, progress: Progress) -> int:
    """Read an export into a data folder that no server uses, and return how many items the file has.

    Raises:
        ImportFailed, TableBusy, TableBroken, OSError.
    """
    if is_in_use(data / DATABASE):
        raise ImportFailed(f"A server is using {data}. Stop it first.")
    if not file.is_file():
        raise ImportFailed(f"There is no file {file}.")
    data.mkdir(parents=True, exist_ok=True)
    with _table(data) as table:
        return import_file(table, file, force=force, progress=progress)


@contextmanager
def _table(data: Path) -> Iterator[SqliteTable]:
    table = SqliteTable(data / DATABASE, clock=SystemClock(), feed=())
    try:
        yield table
    finally:
        table.close()
