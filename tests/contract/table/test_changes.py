"""The change feed: what happened, in order, with the items before and after."""

from threading import Thread

import pytest

from relayboard.ports.changes import Changes
from relayboard.ports.table import (
    Check,
    ConditionFailed,
    Delete,
    Equals,
    Exists,
    Item,
    Key,
    Put,
    Table,
    Update,
)
from tests.support.clock import HandClock
from tests.support.engines import Engine, read_changes

A, B = Key("TASK#1", "METADATA"), Key("TASK#1", "EVENT#1")


def item(key: Key, **attributes: int | bool | list[int]) -> Item:
    return {**key.attributes, **attributes}


def test_changes_come_in_order_with_old_and_new_images(table: Table, feed: Changes) -> None:
    table.write(Put(item(A, n=1)))
    table.write(Update(A, add={"n": 1}))
    table.write(Put(item(B)), Update(A, put={"list": [1]}))
    table.write(Delete(A))
    table.write(Put(item(A, n=9)))
    changes = read_changes(feed, 6)
    assert [(change.old, change.new) for change in changes if change.key == A] == [
        (None, item(A, n=1)),
        (item(A, n=1), item(A, n=2)),
        (item(A, n=2), item(A, n=2, list=[1])),
        (item(A, n=2, list=[1]), None),
        (None, item(A, n=9)),
    ]
    assert [(change.old, change.new) for change in changes if change.key == B] == [(None, item(B))]


def test_what_changes_nothing_is_no_change(table: Table, feed: Changes) -> None:
    table.write(Put(item(A, n=1, list=[1, 2])))
    table.write(Put({"list": [1, 2], "n": 1, **A.attributes}))
    table.write(Update(A, put={"n": 1}), Check(B, Exists("PK")) if table.get(B) else Delete(B))
    table.write(Check(A, Exists()))
    table.write(Delete(Key("never", "there")))
    with pytest.raises(ConditionFailed):
        table.write(Put(item(B)), Put(item(A, n=5), when=Equals("n", 7)))
    table.write(Put(item(A, n=True, list=[1, 2])))
    assert [change.new for change in read_changes(feed, 2)] == [
        item(A, n=1, list=[1, 2]),
        item(A, n=True, list=[1, 2]),
    ]


def test_reading_goes_on_behind_any_position(table: Table, feed: Changes) -> None:
    for number in range(12):
        table.write(Put(item(A, n=number)))
    whole = read_changes(feed, 12)
    assert [change.new and change.new["n"] for change in whole] == list(range(12))
    in_parts = read_changes(feed, 12, limit=5)
    assert [change.new for change in in_parts] == [change.new for change in whole]
    for number in (0, 4, 10):
        rest = read_changes(feed, 11 - number, after=whole[number].position)
        assert [change.new for change in rest] == [change.new for change in whole[number + 1 :]]
    assert read_changes(feed, 0, after=whole[-1].position) == []
    table.write(Delete(A))
    (last,) = read_changes(feed, 1, after=whole[-1].position)
    assert (last.old, last.new) == (item(A, n=11), None)


def test_a_read_is_no_longer_than_asked(table: Table, feed: Changes) -> None:
    table.write(*(Put(item(Key("p", f"{number:02}"))) for number in range(30)))
    assert len(read_changes(feed, 30)) == 30
    assert len(feed.read(None, limit=7)) == 7


def test_what_is_forgotten_does_not_come_back_and_the_rest_does(engine: Engine) -> None:
    table, feed = engine.table, engine.feed
    for number in range(5):
        table.write(Put(item(A, n=number)))
    whole = read_changes(feed, 5)
    feed.forget(whole[2].position)
    rest = read_changes(feed, 2, after=whole[2].position)
    assert [change.new for change in rest] == [item(A, n=3), item(A, n=4)]
    feed.forget(whole[4].position)
    table.write(Put(item(A, n=5)))
    assert [change.new for change in read_changes(feed, 1, after=whole[4].position)] == [item(A, n=5)]


def test_that_an_item_expires_is_no_change(table: Table, feed: Changes, clock: HandClock) -> None:
    fading = item(A, expires=clock.seconds + 1)
    table.write(Put(fading))
    clock.advance(1)
    table.get(A)
    table.write(Put(item(A, n=1)))
    changes = read_changes(feed, 2)
    assert [(change.old, change.new) for change in changes] == [(None, fading), (fading, item(A, n=1))]


def test_waiting_ends_when_something_is_written(table: Table, feed: Changes) -> None:
    read_changes(feed, 0)
    writer = Thread(target=lambda: table.write(Put(item(A))))
    writer.start()
    feed.wait(60)
    writer.join()
    assert len(read_changes(feed, 1)) == 1


def test_waiting_misses_nothing_that_was_written_after_reading(table: Table, feed: Changes) -> None:
    assert read_changes(feed, 0) == []
    table.write(Put(item(A)))
    feed.wait(60)
    assert len(read_changes(feed, 1)) == 1


def test_behind_the_newest_position_comes_only_what_is_written_from_then_on(table: Table, feed: Changes) -> None:
    table.write(Put(item(A, n=1)))
    read_changes(feed, 1)
    newest = feed.newest()
    assert newest is not None
    table.write(Put(item(A, n=2)))
    table.write(Put(item(B)))
    assert [change.new for change in read_changes(feed, 2, after=newest)] == [item(A, n=2), item(B)]


def test_before_the_first_write_the_newest_position_leaves_nothing_out(table: Table, feed: Changes) -> None:
    newest = feed.newest()
    table.write(Put(item(A, n=1)))
    assert [change.new for change in read_changes(feed, 1, after=newest)] == [item(A, n=1)]
