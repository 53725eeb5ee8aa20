"""The SQL of a query: always one range of one index, in the index's own order."""

from functools import cache

from relayboard.adapters.paging import Range
from relayboard.ports.table import Index, Query

_COLUMNS = {
    Index.MAIN: ("pk", "sk", ("sk",)),
    Index.GSI1: ("gsi1pk", "gsi1sk", ("gsi1sk", "pk", "sk")),
    Index.GSI2: ("gsi2pk", "gsi2sk", ("gsi2sk", "pk", "sk")),
}


def sql_of(query: Query, wanted: Range) -> tuple[str, list[str]]:
    """Return the statement that reads a range's items in order, and its parameters."""
    after, lower, upper = wanted.after, wanted.lower, wanted.upper
    parameters = [query.pk]
    if after is not None:
        # The position lies within the bounds, so it takes the place of the one where reading starts.
        lower, upper = (lower, None) if query.descending else (None, upper)
        parameters += [after.sort] if query.index is Index.MAIN else [after.sort, *after.key]
    parameters += [bound for bound in (lower, upper) if bound is not None]
    sql = _statement(query.index, query.descending, after is not None, lower is not None, upper is not None)
    return sql, parameters


@cache
def _statement(index: Index, is_descending: bool, has_after: bool, has_lower: bool, has_upper: bool) -> str:  # noqa: FBT001 - the key of a cache
    pk, sk, order = _COLUMNS[index]
    places = ", ".join(order)
    conditions = [f"{pk} = ?"]
    if has_after:
        marks = ", ".join("?" for _ in order)
        conditions.append(f"({places}) {'<' if is_descending else '>'} ({marks})")
    if has_lower:
        conditions.append(f"{sk} >= ?")
    if has_upper:
        conditions.append(f"{sk} <= ?")
    direction = " DESC" if is_descending else ""
    ordering = ", ".join(f"{column}{direction}" for column in order)
    return f"SELECT data FROM items WHERE {' AND '.join(conditions)} ORDER BY {ordering}"  # noqa: S608 - no outside text
