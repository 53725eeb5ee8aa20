from pathlib import Path

import pytest

from bench.dynamodb_meter import MeteredTable
from bench.dynamodb_model import shards_needed, tables
from relayboard.adapters.memory_table import MemoryTable
from relayboard.ports.table import Delete, Index, Key, Put, Query
from tests.support.clock import HandClock

DOCUMENT = Path("docs/performance.md")
KIB = "x" * 1000


@pytest.fixture
def table():
    return MeteredTable(MemoryTable(HandClock()))


def item(number, *, text=KIB, **more):
    return {"PK": f"THING#{number}", "SK": "IT", "text": text, **more}


def test_the_document_shows_what_the_model_says():
    assert tables() in DOCUMENT.read_text(encoding="utf-8")


def test_a_single_write_costs_a_unit_for_each_kib(table):
    with table.counting() as units:
        table.write(Put(item(1, text="x")))
        table.write(Put(item(2, text=KIB * 3)))
    assert units.writes == 1 + 3


def test_a_transaction_costs_twice_as_much(table):
    with table.counting() as units:
        table.write(Put(item(1, text="x")), Put(item(2, text="x")))
    assert units.writes == 4


def test_moving_within_an_index_costs_a_deletion_and_a_write_there(table):
    table.write(Put(item(1, text="x", GSI1PK="A", GSI1SK="1")))
    with table.counting() as units:
        table.write(Put(item(1, text="x", GSI1PK="B", GSI1SK="1")))
    assert units.by_partition == {"THING#1": 1, "A": 1, "B": 1}


def test_a_change_that_leaves_its_place_in_an_index_costs_one_write_there(table):
    table.write(Put(item(1, text="x", GSI1PK="A", GSI1SK="1")))
    with table.counting() as units:
        table.write(Put(item(1, text="y", GSI1PK="A", GSI1SK="1")))
        table.write(Delete(Key("THING#1", "IT")))
    assert units.by_partition == {"THING#1": 2, "A": 2}


def test_an_index_is_read_at_half_the_price(table):
    table.write(*(Put(item(number, GSI1PK="A", GSI1SK=str(number))) for number in range(8)))
    with table.counting() as units:
        table.query(Query(pk="A", index=Index.GSI1))
        table.get(Key("THING#1", "IT"))
        table.get(Key("THING#9", "IT"))
    assert units.reads == 3 * 0.5 + 1 + 1


@pytest.mark.parametrize(("rate", "shards"), [(0, 1), (500, 1), (501, 2), (5000, 10)])
def test_a_column_needs_a_shard_for_each_thousand_units(rate, shards):
    assert shards_needed(rate, 2) == shards
