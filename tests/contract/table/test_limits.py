"""What one engine could not store, none takes: the limits belong to the port."""

from collections.abc import Callable

import pytest

from relayboard.ports.table import (
    MAX_ITEM_BYTES,
    MAX_KEY_BYTES,
    AllOf,
    AnyOf,
    AtMost,
    Check,
    Condition,
    Contains,
    Delete,
    Equals,
    Exists,
    Index,
    Key,
    LimitExceeded,
    OneOf,
    Position,
    Put,
    Query,
    Table,
    Update,
    Write,
)

KEY = Key("a", "b")
HALF = "\ud83d"


def put(**attributes: object) -> Put:
    return Put({**KEY.attributes, **attributes})


def nested(depth: int) -> object:
    value: object = "leaf"
    for _ in range(depth):
        value = [value]
    return value


WRONG_WRITES: dict[str, list[Write]] = {
    "no writes": [],
    "101 writes": [Delete(Key("a", str(number))) for number in range(101)],
    "the same key twice": [put(), Delete(KEY)],
    "a float": [put(n=1.0)],
    "a float inside": [put(n={"deep": [0.5]})],
    "bytes": [put(n=b"x")],
    "a set": [put(n={"x"})],
    "a number past 64 bits": [put(n=2**63)],
    "a number below 64 bits": [put(n=-(2**63) - 1)],
    "an added number past 64 bits": [Update(KEY, add={"n": 2**63})],
    "an empty partition key": [Delete(Key("", "b"))],
    "an empty sort key": [Check(Key("a", ""), Exists())],
    "a key that is no text": [Put({"PK": "a", "SK": 1})],
    "no sort key": [Put({"PK": "a"})],
    "a key that is too long": [Delete(Key("a", "ü" * (MAX_KEY_BYTES // 2) + "x"))],
    "half a character in a key": [Delete(Key("a", HALF))],
    "half a character in a value": [put(n=[HALF])],
    "half a character in a name": [put(**{HALF: 1})],
    "half a character in a condition": [Delete(KEY, when=Equals("n", HALF))],
    "an empty name": [put(**{"": 1})],
    "an empty name inside": [put(n={"": 1})],
    "an index's partition key alone": [put(GSI1PK="x")],
    "an index's sort key alone": [put(GSI2SK="x")],
    "an empty index key": [put(GSI1PK="x", GSI1SK="")],
    "an index key that is no text": [put(GSI1PK="x", GSI1SK=5)],
    "an index key that is none": [put(GSI1PK=None, GSI1SK=None)],
    "an index key that is too long": [put(GSI1PK="x", GSI1SK="y" * (MAX_KEY_BYTES + 1))],
    "an expiry that is no number": [put(expires="tomorrow")],
    "an expiry that is a truth value": [put(expires=True)],
    "values nested too deep": [put(n=nested(32))],
    "an item that is too large": [put(n="x" * MAX_ITEM_BYTES)],
    "items that are too large together": [
        Put({"PK": "a", "SK": str(number), "n": "x" * 400_000}) for number in range(11)
    ],
    "an update of a key": [Update(KEY, put={"SK": "c"})],
    "an update that removes a key": [Update(KEY, put={"x": 1}, remove=("PK",))],
    "an update of half an index key": [Update(KEY, put={"GSI1PK": "c"})],
    "an update that removes half an index key": [Update(KEY, put={"x": 1}, remove=("GSI1PK",))],
    "an update that adds to an index key": [Update(KEY, add={"GSI1PK": 1, "GSI1SK": 1})],
    "an update of the same attribute twice": [Update(KEY, put={"n": 1}, add={"n": 1})],
    "an update of nothing": [Update(KEY)],
    "an update that only removes from what may be absent": [Update(KEY, remove=("n",))],
}
WRONG_CONDITIONS: list[Condition] = [
    AllOf(()),
    AnyOf(()),
    OneOf("n", ()),
    OneOf("n", tuple(map(str, range(101)))),
    AtMost("n", True),
    Contains("n", ""),
    Equals("n", 0.5),
    Exists(""),
]
WRONG_QUERIES = [
    Query(pk=""),
    Query(pk=HALF),
    Query(pk="a", lower=""),
    Query(pk="a", upper="x" * (MAX_KEY_BYTES + 1)),
    Query(pk="a", limit=0),
    Query(pk="a", examine=0),
    Query(pk="a", after=Position("", KEY)),
    Query(pk="a", after=Position("x", Key("", "b"))),
    Query(pk="a", where=Exists()),
    Query(pk="a", index=Index.GSI1, where=Equals("GSI1SK", "x")),
    *(Query(pk="a", where=condition) for condition in WRONG_CONDITIONS),
]


def refused(call: Callable[[], object]) -> bool:
    try:
        call()
    except LimitExceeded:
        return True
    return False


def test_writes_past_a_limit_are_refused_and_leave_nothing(table: Table) -> None:
    for what, writes in WRONG_WRITES.items():
        assert refused(lambda writes=writes: table.write(*writes)), what
    assert list(table.query(Query(pk="a")).items) == []


def test_conditions_past_a_limit_are_refused(table: Table) -> None:
    for condition in WRONG_CONDITIONS:
        assert refused(lambda condition=condition: table.write(Delete(KEY, when=condition))), condition


def test_queries_and_keys_past_a_limit_are_refused(table: Table) -> None:
    for query in WRONG_QUERIES:
        assert refused(lambda query=query: table.query(query)), query
    for key in (Key("", "a"), Key("a", ""), Key("a", HALF), Key("a", "x" * (MAX_KEY_BYTES + 1))):
        assert refused(lambda key=key: table.get(key)), key
        assert refused(lambda key=key: table.get_many([KEY, key])), key


def test_an_item_may_be_exactly_as_large_as_the_limit(table: Table) -> None:
    # Names and values in UTF-8 bytes: PK + a, SK + b, and the rest for the body.
    body = "ü" * ((MAX_ITEM_BYTES - 6 - 4) // 2)
    largest = put(body=body)
    table.write(largest)
    assert table.get(KEY) == largest.item
    assert refused(lambda: table.write(put(body=body + "x")))
    assert refused(lambda: table.write(Update(KEY, put={"more": "x"})))
    assert refused(lambda: table.write(Update(KEY, put={"more": "x"}), Delete(Key("other", "one"))))
    assert table.get(KEY) == largest.item


def test_what_is_just_within_the_limits_is_stored(table: Table) -> None:
    long = Key("ü" * (MAX_KEY_BYTES // 2), "x" * MAX_KEY_BYTES)
    item = {**long.attributes, "GSI1PK": long.pk, "GSI1SK": long.sk, "deep": nested(31)}
    table.write(Put(item))
    assert table.get(long) == item
    assert list(table.query(Query(pk=long.pk, lower=long.sk, index=Index.GSI1)).items) == [item]


@pytest.mark.parametrize("condition", [OneOf("n", tuple(map(str, range(100)))), Equals("n", "ü" * 1000)])
def test_long_conditions_are_taken(table: Table, condition: Condition) -> None:
    table.write(Put({**KEY.attributes, "n": condition.values[99] if isinstance(condition, OneOf) else "ü" * 1000}))
    table.write(Check(KEY, condition))
    assert len(table.query(Query(pk="a", where=condition)).items) == 1
