"""Reads an export's items into a table, and goes on where it was interrupted."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from relayboard.adapters.item_json import decode
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import RelayboardError
from relayboard.local.data.backup import Progress
from relayboard.local.data.export import FORMAT, HEADER, TRAILER, import_place
from relayboard.ports.table import Delete, Item, LimitExceeded, Put

# An item is stored in less than three times its JSON, and the table takes 100 items or 4 MiB at once.
_BATCH_BYTES = 1024 * 1024
_BATCH_ITEMS = 99  # and the place
_LONGEST_LINE = 4 * 1024 * 1024
_LONGEST_TRAILER = 200


class ImportFailed(RelayboardError):
    """The file cannot be imported; says why, and where."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some items, and where the file goes on behind them."""

    items: list[Item]
    offset: int


def import_file(table: SqliteTable, file: Path, *, force: bool, progress: Progress) -> int:
    """Write all items of an export, over any with their keys, and return how many the file has.

    The place reached is stored together with the items before it. Nobody is told of what is imported: the table
    has to be one without a feed.

    Args:
        force: also into a table that has other items.
        progress: in bytes.

    Raises:
        ImportFailed, TableBusy, TableBroken, OSError.
    """
    with file.open("rb") as lines:
        export_id = _export_id(lines, file)
        total = _declared_items(lines, file)
        place = import_place(export_id)
        begun = table.get(place)
        if begun is None and not force and next(table.items(), None) is not None:
            raise ImportFailed("There is data already. Give --force to write the file's items over it.")
        offset = cast(int, begun["offset"]) if begun else _first_item(lines)
        size = file.stat().st_size
        for batch in _batches(lines, offset):
            mark = Put({**place.attributes, "offset": batch.offset})
            try:
                table.write(*map(Put, batch.items), mark)
            except LimitExceeded as error:
                raise ImportFailed(f"The items before byte {batch.offset} cannot be stored: {error}") from error
            progress(batch.offset, size)
    table.write(Delete(place))
    progress(size, size)
    return total


def _batches(lines: BinaryIO, offset: int) -> Iterator[Batch]:
    lines.seek(offset)
    items: list[Item] = []
    begun = offset
    while True:
        item = _next_line(lines, offset)
        if TRAILER in item and "PK" not in item:
            break
        items.append(item)
        offset = lines.tell()
        if len(items) == _BATCH_ITEMS or offset - begun > _BATCH_BYTES:
            yield Batch(items, offset)
            items, begun = [], offset
    if items:
        yield Batch(items, offset)


def _next_line(lines: BinaryIO, offset: int) -> dict[str, Any]:
    line = lines.readline(_LONGEST_LINE)
    try:
        return decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ImportFailed(f"The line at byte {offset} is no item: {error}") from error


def _export_id(lines: BinaryIO, file: Path) -> str:
    header = _object_in(lines.readline(_LONGEST_LINE), HEADER)
    if header is None:
        raise ImportFailed(f"{file} is not an export of Relayboard.")
    if header.get("format") != FORMAT:
        raise ImportFailed(
            f"{file} has format {header.get('format')}, this program knows {FORMAT}. Use the one that wrote it."
        )
    return str(header.get("export"))


def _declared_items(lines: BinaryIO, file: Path) -> int:
    """Read the last line, which only a whole file has."""
    size = lines.seek(0, os.SEEK_END)
    lines.seek(max(0, size - _LONGEST_TRAILER))
    trailer = _object_in(lines.read().rstrip(b"\n").rpartition(b"\n")[2], TRAILER)
    if trailer is None:
        raise ImportFailed(f"{file} is cut off: its last line is missing. Nothing was imported.")
    return int(trailer["items"])


def _first_item(lines: BinaryIO) -> int:
    lines.seek(0)
    lines.readline(_LONGEST_LINE)
    return lines.tell()


def _object_in(line: bytes, name: str) -> Mapping[str, Any] | None:
    try:
        found = decode(line).get(name)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, Mapping) else None
