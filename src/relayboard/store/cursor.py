"""Cursors: where a list goes on, as text that any server instance understands."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

from relayboard.domain.errors import Invalid
from relayboard.ports.table import Key, Position, Query


def encode_cursor(pk: str, position: Position) -> str:
    """Write down a place in a partition."""
    text = json.dumps([pk, position.sort, *position.key], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def cursor_partition(cursor: str) -> str:
    """Return the partition that a cursor is in.

    Raises:
        Invalid: it is no cursor.
    """
    return _parts(cursor)[0]


def decode_cursor(cursor: str, query: Query) -> Query:
    """Return the query, continued behind the cursor.

    Raises:
        Invalid: it is no cursor, or one of another list.
    """
    pk, sort, *key = _parts(cursor)
    is_below = query.lower is not None and sort < query.lower
    is_above = query.upper is not None and sort > query.upper
    if pk != query.pk or is_below or is_above:
        raise Invalid({"cursor": "This cursor belongs to another list."})
    return replace(query, after=Position(sort, Key(*key)))


def _parts(cursor: str) -> list[str]:
    try:
        parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(parts, list) and len(parts) == 4 and all(_is_key_text(part) for part in parts):
            return parts
    except (ValueError, RecursionError):
        pass
    raise Invalid({"cursor": "This is not a cursor that we gave out."})


def _is_key_text(part: object) -> bool:
    if not isinstance(part, str) or not 0 < len(part) <= 1024:
        return False
    return len(part.encode(errors="replace")) <= 1024 and not any(
        "\ud800" <= letter <= "\udfff" for letter in part
    )
