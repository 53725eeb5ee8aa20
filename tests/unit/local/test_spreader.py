"""The thread that spreads columns, from its start to its stop."""

import time

from relayboard.local import spreader as module
from relayboard.local.spreader import Spreader, described
from relayboard.ports.table import TableBusy
from relayboard.services.respreading import Pauses, Respreading
from relayboard.store.status_shards import ShardState, StatusShards
from tests.support.world import LEAD, World

AT_ONCE = Pauses(settle=0, moved=0, looked=0)


def spreader_over(world, *, shards=4):
    return Spreader(Respreading(world.store, world.clock, shards=shards, holder="one", pauses=AT_ONCE))


def eventually(look):
    deadline = time.monotonic() + 20
    while not look():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def test_it_spreads_columns_and_says_so_although_the_table_is_busy_at_first(monkeypatch):
    monkeypatch.setattr(module, "TROUBLE_SECONDS", 0.01)
    world = World(shards=lambda store: StatusShards(store, known_for_seconds=0))
    ids = [world.task().id for _ in range(30)][::-1]
    world.table.fail("get", TableBusy("throttled"))
    spreader = spreader_over(world)
    spreader.start()
    eventually(lambda: spreader.status() == "Each column is spread over 4 partitions.")
    spreader.stop()
    assert [item["id"] for item in world.pages("GET", "/tasks?status=OPEN", as_=LEAD)] == ids


def test_it_stops_before_it_was_started_and_while_it_has_nothing_to_do():
    spreader_over(World()).stop()
    idle = spreader_over(World(), shards=1)
    idle.start()
    idle.stop()
    assert idle.status() == ""


def test_it_says_how_far_it_is():
    assert "begins soon" in described(ShardState(reading=4))
    being_moved = described(ShardState(reading=4, writing=4, spread=2, moved=1234))
    assert "over 4 partitions instead of 2; 1234 tasks" in being_moved
    assert described(ShardState()) == ""
