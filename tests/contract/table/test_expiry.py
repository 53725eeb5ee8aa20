"""An item that has expired is not there any more, at once and for everything."""

import pytest

from relayboard.ports.table import (
    ABSENT,
    AnyOf,
    Check,
    ConditionFailed,
    Delete,
    Equals,
    Exists,
    Index,
    Item,
    Key,
    Not,
    Put,
    Query,
    Table,
    Update,
)
from tests.support.clock import HandClock

KEY = Key("IDEMPOTENCY#1", "A")
OTHER = Put({"PK": "other", "SK": "one"})
ALONE_OR_NOT = pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "in a transaction"])


@pytest.fixture
def expired(table: Table, clock: HandClock) -> Item:
    places = {"GSI1PK": "i", "GSI1SK": "s", "GSI2PK": "i", "GSI2SK": "s"}
    item = {**KEY.attributes, **places, "expires": clock.seconds + 60, "version": 1, "gone": True}
    table.write(Put(item))
    clock.advance(60)
    return item


def test_an_item_is_there_until_its_second_comes(table: Table, clock: HandClock) -> None:
    item = {**KEY.attributes, "expires": clock.seconds + 60}
    table.write(Put(item))
    clock.advance(59.9)
    assert table.get(KEY) == item
    clock.advance(0.1)
    assert table.get(KEY) is None


def test_no_read_sees_it(table: Table, expired: Item) -> None:
    assert table.get(KEY) is None
    assert table.get_many([KEY]) == [None]
    for pk, index in ((KEY.pk, Index.MAIN), ("i", Index.GSI1), ("i", Index.GSI2)):
        assert list(table.query(Query(pk=pk, index=index)).items) == []
        assert list(table.query(Query(pk=pk, index=index, where=Exists("version"))).items) == []


@ALONE_OR_NOT
@pytest.mark.parametrize("condition", [Exists(), Equals("version", 1), Exists("gone"), Not(ABSENT)])
def test_conditions_find_nothing_there(
    table: Table, expired: Item, condition: Exists | Equals | Not, others: tuple[Put, ...]
) -> None:
    for write in (
        Put({**KEY.attributes}, when=condition),
        Update(KEY, put={"a": 1}, when=condition),
        Delete(KEY, when=condition),
        Check(KEY, condition),
    ):
        with pytest.raises(ConditionFailed) as failure:
            table.write(write, *others)
        assert failure.value.failed == (0,)
        assert table.get(OTHER.key) is None


@ALONE_OR_NOT
@pytest.mark.parametrize(
    "condition", [None, ABSENT, AnyOf((ABSENT, Equals("version", 2))), Not(Equals("version", 1))]
)
def test_a_put_takes_its_place(
    table: Table, expired: Item, condition: Not | AnyOf | None, others: tuple[Put, ...]
) -> None:
    made = {**KEY.attributes, "version": 7}
    table.write(Put(made, when=condition), *others)
    assert table.get(KEY) == made


@ALONE_OR_NOT
@pytest.mark.parametrize("condition", [None, ABSENT, Not(Equals("version", 1))])
def test_an_update_starts_from_nothing(
    table: Table, expired: Item, condition: Not | None, others: tuple[Put, ...]
) -> None:
    table.write(Update(KEY, put={"a": 1}, add={"version": 5}, remove=("b",), when=condition), *others)
    assert table.get(KEY) == {**KEY.attributes, "a": 1, "version": 5}
    assert list(table.query(Query(pk="i", index=Index.GSI1)).items) == []


def test_updates_of_expired_and_of_living_items_go_together(table: Table, expired: Item, clock: HandClock) -> None:
    living = Key("living", "one")
    table.write(Put({**living.attributes, "n": 1, "expires": clock.seconds + 1}))
    with pytest.raises(ConditionFailed) as failure:
        table.write(
            Update(KEY, add={"n": 1}), Update(living, add={"n": 1}), Check(KEY.__class__("no", "such"), Exists())
        )
    assert failure.value.failed == (2,)
    table.write(Update(KEY, add={"n": 1}), Update(living, add={"n": 1}), OTHER)
    assert [item and item["n"] for item in table.get_many([KEY, living])] == [1, 2]


def test_expired_items_fill_no_page(table: Table, clock: HandClock) -> None:
    table.write(
        *(
            Put({"PK": "p", "SK": f"{n:02}", **({"expires": clock.seconds + 5} if n % 2 else {})})
            for n in range(20)
        )
    )
    clock.advance(5)
    first = table.query(Query(pk="p", limit=9))
    assert [item["SK"] for item in first.items] == [f"{n:02}" for n in range(0, 18, 2)]
    last = table.query(Query(pk="p", limit=9, after=first.next))
    assert [item["SK"] for item in last.items] == ["18"]
    assert last.next is None
    assert table.query(Query(pk="p", limit=10)).next is None


def test_an_item_may_have_its_time_extended_or_lifted(table: Table, clock: HandClock) -> None:
    table.write(Put({**KEY.attributes, "expires": clock.seconds + 5}))
    table.write(Update(KEY, put={"expires": clock.seconds + 10}))
    clock.advance(7)
    table.write(Update(KEY, remove=("expires",), when=Exists()))
    clock.advance(1000)
    assert table.get(KEY) == KEY.attributes
