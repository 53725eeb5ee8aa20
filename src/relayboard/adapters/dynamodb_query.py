"""A query's page from DynamoDB, over as many of its own pages as that takes."""

from typing import Any

from relayboard.adapters.aws_calls import Calls, call_patiently
from relayboard.adapters.conditions import is_expired
from relayboard.adapters.dynamodb_expressions import Expression, condition_text
from relayboard.adapters.dynamodb_values import from_wire, key_to_wire
from relayboard.adapters.paging import Range, position_of
from relayboard.ports.table import Index, Item, Page, Position, Query

_FILTERED_STEP = 100  # items to look at first when a filter will drop some


def query_page(calls: Calls, table_name: str, query: Query, wanted: Range, *, now: int) -> Page:
    """Read a page of a range.

    Args:
        now: in seconds since 1970.

    Raises:
        CallFailed.
    """
    request = _request(table_name, query, wanted)
    start = None if wanted.after is None else _start_key(query, wanted.after)
    step = query.limit + 1 if query.where is None else max(query.limit + 1, _FILTERED_STEP)
    examined = 0
    passed: list[Item] = []
    while True:
        answer = _ask(calls, request, start, limit=min(step, query.examine - examined))
        for item in map(from_wire, answer["Items"]):
            if is_expired(item, now):
                continue
            if len(passed) == query.limit:
                return Page(passed, position_of(passed[-1], query.index))
            passed.append(item)
        examined += answer["ScannedCount"]
        start = answer.get("LastEvaluatedKey")
        if start is None:
            return Page(passed, None)
        if examined >= query.examine:
            return Page(
                passed, position_of(from_wire(start), query.index) if _goes_on(calls, request, start) else None
            )
        step *= 2


def _goes_on(calls: Calls, request: dict[str, Any], start: Any) -> bool:
    # DynamoDB names a last key even when it stopped at the very last item.
    answer = _ask(calls, request, start, limit=1)
    return bool(answer["ScannedCount"])


def _ask(calls: Calls, request: dict[str, Any], start: Any, *, limit: int) -> dict[str, Any]:
    start_key = {} if start is None else {"ExclusiveStartKey": start}
    return call_patiently(calls, "Query", {**request, **start_key, "Limit": limit}, is_repeatable=True)


def _request(table_name: str, query: Query, wanted: Range) -> dict[str, Any]:
    within = Expression()
    request: dict[str, Any] = {
        "TableName": table_name,
        "KeyConditionExpression": _range_text(query, wanted, within),
        "ScanIndexForward": not query.descending,
    }
    if query.index is Index.MAIN:
        request["ConsistentRead"] = True
    else:
        request["IndexName"] = query.index.value
    if query.where is not None:
        request["FilterExpression"] = condition_text(query.where, within)
    return request | within.placeholders


def _range_text(query: Query, wanted: Range, within: Expression) -> str:
    partition = f"{within.name(query.index.pk)} = {within.value(query.pk)}"
    sort = within.name(query.index.sk) if wanted.lower is not None or wanted.upper is not None else ""
    if wanted.lower is not None and wanted.upper is not None:
        return f"{partition} AND {sort} BETWEEN {within.value(wanted.lower)} AND {within.value(wanted.upper)}"
    if wanted.lower is not None:
        return f"{partition} AND {sort} >= {within.value(wanted.lower)}"
    if wanted.upper is not None:
        return f"{partition} AND {sort} <= {within.value(wanted.upper)}"
    return partition


def _start_key(query: Query, after: Position) -> dict[str, Any]:
    return {**key_to_wire(after.key), query.index.pk: {"S": query.pk}, query.index.sk: {"S": after.sort}}
