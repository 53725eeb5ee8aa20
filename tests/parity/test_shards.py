"""A column is spread over more partitions on every engine, and its list stays whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relayboard.ports.table import Index, Query
from relayboard.services.respreading import Pauses, Respreading
from relayboard.store import keys
from relayboard.store.status_shards import StatusShards
from relayboard.store.tasks import column_place_of
from tests.support.clock import HandClock
from tests.support.engines import dynamodb_engine, memory_engine, sqlite_engine
from tests.support.world import LEAD, World

AT_ONCE = Pauses(settle=0, moved=0, looked=0)
ENGINES = ["memory", "sqlite", pytest.param("dynamodb", marks=pytest.mark.engine)]


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    def world_over(table):
        return World(engine=lambda clock: table, shards=lambda store: StatusShards(store, known_for_seconds=0))

    clock = HandClock()
    if request.param == "memory":
        yield world_over(memory_engine(clock).table)
    elif request.param == "sqlite":
        with sqlite_engine(tmp_path, clock) as engine:
            yield world_over(engine.table)
    else:
        with dynamodb_engine(request.getfixturevalue("dynamodb_endpoint"), clock) as engine:
            yield world_over(engine.table)


def listed(world: World, query: str = "", limit: int = 7) -> list[str]:
    return [item["id"] for item in world.pages("GET", f"/tasks?status=OPEN{query}", as_=LEAD, limit=limit)]


def test_a_columns_list_is_whole_before_while_and_after_it_is_spread(world):
    made = [world.task(title=f"{number % 2} of two") for number in range(60)][::-1]
    ids, even = [task.id for task in made], [task.id for task in made if task.content.title.startswith("0")]
    for shards in (3, 5):
        work = Respreading(world.store, world.clock, shards=shards, holder="test", pauses=AT_ONCE)
        while work.step() != AT_ONCE.idle:
            if work.last.cursor is not None or work.last.is_settled:
                assert listed(world) == ids
                assert listed(world, "&q=0 of") == even
        places = [
            column_place_of(item)
            for shard in range(shards)
            for item in world.engine.query(
                Query(pk=keys.column("main", made[0].status, shard), index=Index.GSI1)
            ).items
        ]
        assert sorted(place.task_id for place in places) == sorted(ids)
        assert all(place.shard == keys.column_shard(place.task_id, shards) for place in places)
    assert [world.stored(task.id) for task in made] == made
