"""What is SQLite's own: files, locks, damage, and the price of a query."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from threading import Thread

import pytest

from relayboard.adapters.item_json import encode
from relayboard.adapters.paging import Range
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.adapters.sqlite_query import sql_of
from relayboard.adapters.sqlite_schema import _MIGRATIONS
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.ports.table import Index, Item, Key, Position, Put, Query, TableBroken, TableBusy
from tests.support.clock import HandClock

KEY = Key("TASK#1", "METADATA")
READS: dict[str, Callable[[SqliteTable], object]] = {
    "get": lambda table: table.get(KEY),
    "get_many": lambda table: table.get_many([KEY]),
    "query": lambda table: table.query(Query(pk=KEY.pk)),
    "query of an index": lambda table: table.query(Query(pk="b", index=Index.GSI1)),
    "changes.read": lambda table: SqliteChanges(SqliteFeed(table)).read(None, limit=10),
}
WRITES: dict[str, Callable[[SqliteTable], object]] = {
    "write": lambda table: table.write(Put({**KEY.attributes, "n": 2})),
    "sweep": lambda table: table.sweep(),
    "changes.forget": lambda table: SqliteChanges(SqliteFeed(table)).forget("1"),
}
each_read = pytest.mark.parametrize("read", READS.values(), ids=READS)
each_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
each_call = pytest.mark.parametrize("call", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
HOLD_THE_FILE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.db"


@pytest.fixture
def table(path: Path, clock: HandClock) -> Iterator[SqliteTable]:
    table = SqliteTable(path, clock=clock, busy_seconds=0.05)
    table.write(Put({**KEY.attributes, "GSI1PK": "b", "GSI1SK": "s", "n": 1}))
    yield table
    table.close()


@pytest.fixture
def held(table: SqliteTable, path: Path) -> Iterator[None]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_FILE, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield


@each_write
def test_a_write_is_refused_while_another_process_holds_the_file(
    table: SqliteTable, held: None, write: Callable[[SqliteTable], object]
) -> None:
    with pytest.raises(TableBusy, match="locked by another program"):
        write(table)


@each_read
def test_a_read_is_answered_while_another_process_holds_the_file(
    table: SqliteTable, held: None, read: Callable[[SqliteTable], object]
) -> None:
    assert read(table)


def test_a_write_is_taken_once_the_file_is_free_again(path: Path, clock: HandClock) -> None:
    table = SqliteTable(path, clock=clock, busy_seconds=30)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    writer = Thread(target=lambda: table.write(Put({**KEY.attributes})))
    writer.start()
    other.execute("ROLLBACK")
    writer.join()
    assert table.get(KEY) == KEY.attributes
    other.close()
    table.close()


@each_call
def test_no_file_is_opened_that_another_process_keeps_to_itself(
    path: Path, clock: HandClock, call: Callable[[SqliteTable], object]
) -> None:
    SqliteTable(path, clock=clock).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TableBusy, match="locked by another program"):
        call(SqliteTable(path, clock=clock, busy_seconds=0.05))
    other.close()


@each_call
def test_damage_is_named_whatever_meets_it(
    path: Path, clock: HandClock, call: Callable[[SqliteTable], object]
) -> None:
    table = SqliteTable(path, clock=clock)
    table.write(
        *(Put({"PK": f"p{n}", "SK": "s", "expires": 5, "GSI1PK": "b", "GSI1SK": f"{n}"}) for n in range(90))
    )
    table.write(Put({**KEY.attributes, "GSI1PK": "b", "GSI1SK": "s", "n": 1}))
    table.close()
    pages = path.read_bytes()
    path.write_bytes(pages[:4096] + b"\xa5" * (len(pages) - 4096))  # all but the first page
    table = SqliteTable(path, clock=clock)
    with pytest.raises(TableBroken, match=r"damaged.*restore a backup") as failure:
        call(table)
    assert isinstance(failure.value.__cause__, sqlite3.Error)
    table.close()


@each_call
def test_a_closed_table_says_so(path: Path, clock: HandClock, call: Callable[[SqliteTable], object]) -> None:
    table = SqliteTable(path, clock=clock)
    table.get(KEY)
    table.close()
    with pytest.raises(TableBroken, match="closed"):
        call(table)


def test_a_file_that_is_no_database_is_refused(path: Path, clock: HandClock) -> None:
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(TableBroken, match="not a database"):
        SqliteTable(path, clock=clock)


def test_a_missing_folder_is_named(tmp_path: Path, clock: HandClock) -> None:
    with pytest.raises(TableBroken, match=r"cannot be opened.*folder"):
        SqliteTable(tmp_path / "missing" / "table.db", clock=clock)


def test_a_file_from_a_newer_version_is_refused_and_left_alone(path: Path, clock: HandClock) -> None:
    SqliteTable(path, clock=clock).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(TableBroken, match=r"version 99.*newer program"):
        SqliteTable(path, clock=clock)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (99,)
    connection.close()


def test_a_file_of_the_first_version_keeps_everything(path: Path, clock: HandClock) -> None:
    connection = sqlite3.connect(path)
    for statement in _MIGRATIONS[0]:
        connection.execute(statement)
    rows = [("p", f"{n:03}", "b", "s", None, None, None, encode(item_number(n))) for n in range(300)]
    connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("INSERT INTO changes (pk, sk, new) VALUES ('p', '001', ?)", (rows[1][-1],))
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    table = SqliteTable(path, clock=clock)
    assert list(table.items()) == [item_number(n) for n in range(300)]
    assert table.query(Query(pk="b", index=Index.GSI1, limit=300)).items == [item_number(n) for n in range(300)]
    (change,) = SqliteChanges(SqliteFeed(table)).read(None, limit=10)
    assert (change.key, change.new) == (Key("p", "001"), item_number(1))
    table.close()


def test_the_feed_of_an_older_file_goes_on_behind_what_it_has_forgotten(path: Path, clock: HandClock) -> None:
    connection = sqlite3.connect(path)
    for statement in _MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute("INSERT INTO changes (seq, pk, sk) VALUES (70, 'p', 's')")
    connection.execute("DELETE FROM changes")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    table = SqliteTable(path, clock=clock)
    changes = SqliteChanges(SqliteFeed(table))
    assert changes.read(None, limit=10) == []
    table.write(Put({"PK": "p", "SK": "s"}))
    (change,) = changes.read("70", limit=10)
    assert change.key == Key("p", "s")
    table.close()


def item_number(number: int) -> Item:
    return {"PK": "p", "SK": f"{number:03}", "GSI1PK": "b", "GSI1SK": "s", "n": number}


def test_the_number_of_a_forgotten_change_is_not_used_again(
    table: SqliteTable, path: Path, clock: HandClock
) -> None:
    for n in range(3):
        table.write(Put({"PK": "p", "SK": str(n)}))
    last = SqliteChanges(SqliteFeed(table)).read(None, limit=10)[-1].position
    SqliteChanges(SqliteFeed(table)).forget(last)
    table.close()
    again = SqliteTable(path, clock=clock)
    again.write(Put({"PK": "p", "SK": "later"}))
    (change,) = SqliteChanges(SqliteFeed(again)).read(last, limit=10)
    assert change.key == Key("p", "later")
    again.close()


def test_a_shared_feed_gives_every_reader_what_the_file_holds(table: SqliteTable) -> None:
    feed = SqliteFeed(table)
    fast, slow, late = (SqliteChanges(feed) for _ in range(3))
    fast_at: str | None = None
    slow_at: str | None = None
    seen: dict[str, list[str]] = {"fast": [], "slow": []}
    for n in range(700):
        table.write(Put({"PK": "p", "SK": f"{n:03}"}))
        for change in fast.read(fast_at, limit=5):
            seen["fast"].append(change.key.sk)
            fast_at = change.position
        if n % 300 == 299:
            for change in slow.read(slow_at, limit=290):
                seen["slow"].append(change.key.sk)
                slow_at = change.position
    while rest := slow.read(slow_at, limit=50):
        seen["slow"] += [change.key.sk for change in rest]
        slow_at = rest[-1].position
    everything = [KEY.sk, *(f"{n:03}" for n in range(700))]
    assert seen == {"fast": everything, "slow": everything}
    assert [change.key.sk for change in late.read(None, limit=1000)] == everything


def test_a_full_disk_and_a_file_that_cannot_be_written_are_named(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(TableBroken, match=r"disk is full.*Make room"), sqlite_errors(str(path)):
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    connection.close()
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with pytest.raises(TableBroken, match="cannot be written"), sqlite_errors(str(path)):
        connection.execute("INSERT INTO t VALUES (1)")
    connection.close()


def test_everything_is_there_when_the_file_is_opened_again(
    table: SqliteTable, path: Path, clock: HandClock
) -> None:
    before = SqliteChanges(SqliteFeed(table)).read(None, limit=10)
    table.close()
    again = SqliteTable(path, clock=clock)
    assert again.get(KEY) == {**KEY.attributes, "GSI1PK": "b", "GSI1SK": "s", "n": 1}
    assert SqliteChanges(SqliteFeed(again)).read(None, limit=10) == before
    again.close()


def test_two_tables_of_one_file_see_each_others_writes(table: SqliteTable, path: Path, clock: HandClock) -> None:
    other = SqliteTable(path, clock=clock)
    other.write(Put({**KEY.attributes, "n": 5}))
    assert table.get(KEY) == {**KEY.attributes, "n": 5}
    assert len(SqliteChanges(SqliteFeed(table)).read(None, limit=10)) == 2
    other.close()


def test_every_query_is_one_range_of_an_index_in_its_order(table: SqliteTable, path: Path) -> None:
    connection = sqlite3.connect(path)
    indexes = {Index.MAIN: "items_main", Index.GSI1: "items_gsi1", Index.GSI2: "items_gsi2"}
    after = Position("s", KEY)
    shapes = product(Index, (False, True), (None, "a"), (None, "z"), (None, after))
    for index, descending, lower, upper, start in shapes:
        sql, parameters = sql_of(Query(pk="p", index=index, descending=descending), Range(lower, upper, start))
        ((_, _, _, plan),) = connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
        bounds = bool(lower) + bool(upper) if start is None else 1 + bool(lower if descending else upper)
        assert plan.startswith(f"SEARCH items USING INDEX {indexes[index]}"), (sql, plan)
        assert plan.count("<") + plan.count(">") >= bounds, (sql, plan)
    connection.close()


def test_sweeping_deletes_what_has_expired_oldest_first(path: Path, clock: HandClock) -> None:
    table = SqliteTable(path, clock=clock)
    table.write(*(Put({"PK": "p", "SK": f"{n:02}", "expires": clock.seconds + n}) for n in range(1, 31)))
    table.write(Put(KEY.attributes))
    changes = SqliteChanges(SqliteFeed(table)).read(None, limit=100)
    clock.advance(20)
    assert [table.sweep(limit=15) for _ in range(3)] == [15, 5, 0]
    connection = sqlite3.connect(path)
    left = connection.execute("SELECT sk FROM items ORDER BY sk").fetchall()
    connection.close()
    assert left == [*((f"{n:02}",) for n in range(21, 31)), (KEY.sk,)]
    assert SqliteChanges(SqliteFeed(table)).read(None, limit=100) == changes
    table.close()


def test_the_feed_records_only_the_sort_keys_it_is_told(path: Path, clock: HandClock) -> None:
    table = SqliteTable(path, clock=clock, feed=("EVENT#", "MAIL#"))
    table.write(*(Put({"PK": "p", "SK": sk}) for sk in ("METADATA", "EVENT#1", "MAIL#1", "COMMENT#1", "event#1")))
    assert [change.key.sk for change in SqliteChanges(SqliteFeed(table)).read(None, limit=10)] == [
        "EVENT#1",
        "MAIL#1",
    ]
    table.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux lists them")
def test_threads_that_have_ended_keep_no_file_open(path: Path, clock: HandClock) -> None:
    table = SqliteTable(path, clock=clock)

    def read_in_a_thread() -> None:
        reader = Thread(target=lambda: table.get(KEY))
        reader.start()
        reader.join()

    def open_files() -> int:
        return sum(1 for link in Path("/proc/self/fd").iterdir() if str(path) in _target(link))

    read_in_a_thread()
    few = open_files()
    for _ in range(20):
        read_in_a_thread()
    assert open_files() <= few + 2
    table.close()


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
