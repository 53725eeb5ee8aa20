"""Writes every item of the table into a file of JSON Lines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from relayboard.adapters.item_json import encode
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import RelayboardError
from relayboard.local.data.backup import Progress
from relayboard.ports.table import Key, key_of
from relayboard.store import keys

FORMAT = 1
# The first line is {HEADER: {"format", "export", "at"}}, then come the items, the last is {TRAILER: {"items"}}.
HEADER, TRAILER = "relayboard", "end"
_SHOW_EVERY = 500


class ExportFailed(RelayboardError):
    """The file cannot be written where it should be; says why."""


def export(table: SqliteTable, file: Path, *, export_id: str, at: datetime, progress: Progress) -> int:
    """Write all items as they are at one moment, and return how many; a server may go on working.

    Not exported are the signing key, the mailbox, and what belongs to this one file: the feed of changes with the
    channels' places in it, and the places of unfinished imports.

    Raises:
        ExportFailed, TableBusy, TableBroken, OSError.
    """
    if file.exists():
        raise ExportFailed(f"{file} is there already. Name a file that is not.")
    total, written = table.count(), 0
    with _draft_of(file) as lines:
        _write(lines, {HEADER: {"format": FORMAT, "export": export_id, "at": at.isoformat()}})
        progress(0, total)
        for item in table.items():
            if is_exported(key_of(item)):
                _write(lines, item)
                written += 1
                if written % _SHOW_EVERY == 0:
                    progress(written, max(total, written))
        _write(lines, {TRAILER: {"items": written}})
    progress(written, written)
    return written


def import_place(export_id: str) -> Key:
    """Return the key of how far an import has come."""
    return Key(f"IMPORT#{export_id}", "POSITION")


def is_exported(key: Key) -> bool:
    """Tell whether an item means anything in another file."""
    return not key.pk.startswith((keys.channel_position("").pk, import_place("").pk))


@contextmanager
def _draft_of(file: Path) -> Iterator[BinaryIO]:
    """Open a file beside it, which takes its name when it is whole and on the disk."""
    draft = file.with_name(f".{file.name}.partial")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as lines:
            yield lines
            lines.flush()
            os.fsync(lines.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def _write(lines: BinaryIO, line: Any) -> None:  # `Any`: an item, or an object of the format's own
    lines.write(encode(line) + b"\n")
