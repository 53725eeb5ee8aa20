"""Several threads' writes in one transaction: nobody suffers for another, and nothing is lost."""

import signal
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_group_commit import GroupCommit
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.ports.table import (
    ABSENT,
    ConditionFailed,
    Key,
    LimitExceeded,
    Put,
    TableBroken,
    TableBusy,
    Update,
)
from tests.support.clock import HandClock

THREADS = 32


class Interrupted(sqlite3.Connection):
    """A connection at whose next commit Ctrl+C is pressed, just behind it."""

    is_armed = False

    def execute(self, sql, *parameters):
        cursor = super().execute(sql, *parameters)
        if sql == "COMMIT" and self.is_armed:
            self.is_armed = False
            raise KeyboardInterrupt
        return cursor


def connect(path, **options):
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, **options)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "group.db"


@pytest.fixture
def connection(path):
    connection = connect(path, factory=Interrupted, timeout=0.05)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE words (word TEXT PRIMARY KEY)")
    yield connection
    connection.close()


@pytest.fixture
def group(connection, path):
    return GroupCommit(connection, str(path))


@pytest.fixture
def statements(connection):
    told = []
    connection.set_trace_callback(told.append)
    return told


def writing(word, *, then=None):
    def work(connection):
        connection.execute("INSERT INTO words VALUES (?)", (word,))
        if then is not None:
            raise then
        return word

    return work


def refusing(error):
    def work(_):
        raise error

    return work


def words(path):
    with connect(path) as reader:
        found = [word for (word,) in reader.execute("SELECT word FROM words ORDER BY rowid")]
    reader.close()
    return found


def attempt(group, work):
    try:
        return group.run(work)
    except BaseException as error:  # noqa: BLE001 - it is what the test looks at
        return error


def waited_for(group, number):
    while group.waiting < number:
        threading.Event().wait(0.001)


def together(group, works):
    """Let all of these wait, in this order, while somebody writes, and return what each got."""
    writes, may_go_on = threading.Event(), threading.Event()

    def slow(connection):
        writes.set()
        may_go_on.wait()
        return connection.execute("INSERT INTO words VALUES ('first')").rowcount

    with ThreadPoolExecutor(len(works) + 1) as threads:
        first = threads.submit(group.run, slow)
        writes.wait()
        others = []
        for number, work in enumerate(works, 1):
            others.append(threads.submit(attempt, group, work))
            waited_for(group, number)
        may_go_on.set()
        assert first.result() == 1
        return [other.result() for other in others]


def test_those_who_come_while_one_writes_share_the_next_commit(group, path, statements):
    wanted = [f"word {number}" for number in range(THREADS)]
    assert together(group, [writing(word) for word in wanted]) == wanted
    assert statements.count("COMMIT") == 2
    assert words(path) == ["first", *wanted]


def test_a_group_is_bounded_and_the_rest_is_in_the_next(group, path, statements):
    together(group, [writing(f"word {number}") for number in range(150)])
    assert statements.count("COMMIT") == 3
    assert len(words(path)) == 151


def test_a_refusal_is_told_to_its_own_caller_only(group, path, statements):
    refusal = ConditionFailed([0])
    told = together(group, [writing("a"), refusing(refusal), writing("b"), refusing(LimitExceeded("big"))])
    assert told[:3] == ["a", refusal, "b"]
    assert isinstance(told[3], LimitExceeded)
    assert words(path) == ["first", "a", "b"]
    assert statements.count("COMMIT") == 2


def test_a_mistake_of_the_program_undoes_its_own_work_only(group, path):
    mistake = RuntimeError("a mistake")
    assert together(group, [writing("a"), writing("half", then=mistake), writing("b")]) == ["a", mistake, "b"]
    assert words(path) == ["first", "a", "b"]


def test_an_error_of_the_engine_is_told_to_its_own_caller_only(group, path):
    told = together(group, [writing("a"), writing("first"), writing("b")])  # the word is there already
    assert (told[0], told[2]) == ("a", "b")
    assert isinstance(told[1], TableBroken)
    assert isinstance(told[1].__cause__, sqlite3.IntegrityError)
    assert words(path) == ["first", "a", "b"]


def test_an_interruption_ends_the_leaders_own_write_only(group, path):
    interruptions = [KeyboardInterrupt()]

    def interrupted_once(connection):
        return writing("b", then=interruptions.pop() if interruptions else None)(connection)

    told = together(group, [writing("a"), interrupted_once, writing("c")])  # the first of them leads
    assert isinstance(told[0], KeyboardInterrupt)
    assert told[1:] == ["b", "c"]
    assert words(path) == ["first", "b", "c"]
    assert group.run(writing("later")) == "later"


def test_an_interruption_just_behind_the_commit_lets_nothing_happen_twice(group, path):
    def arming(connection):
        connection.is_armed = True
        return writing("a")(connection)

    told = together(group, [arming, writing("b"), writing("c")])
    assert isinstance(told[0], KeyboardInterrupt)
    assert told[1:] == ["b", "c"]
    assert words(path) == ["first", "a", "b", "c"]
    assert group.run(writing("later")) == "later"


@pytest.fixture
def interruptible():
    # A shell starts what it runs in the background with SIGINT ignored, and Python leaves it at that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_whoever_waits_can_be_interrupted(group, path):
    writes, may_go_on = threading.Event(), threading.Event()

    def slow(_):
        writes.set()
        may_go_on.wait()

    def interrupt():
        waited_for(group, 1)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(group.run, slow)
        writes.wait()
        threads.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            group.run(writing("given up"))
        may_go_on.set()
        first.result()
    assert group.run(writing("later")) == "later"
    assert words(path) == ["later"]


def test_a_file_that_another_program_holds_is_waited_for_once_by_all(group, path, connection):
    other, begun = connect(path), []

    def hold(statement):
        if statement == "BEGIN IMMEDIATE":
            begun.append(statement)
            if len(begun) == 2:  # the first group has committed, and the second is about to begin
                other.execute("BEGIN IMMEDIATE")

    connection.set_trace_callback(hold)
    told = together(group, [writing(f"word {number}") for number in range(THREADS)])
    assert {type(one) for one in told} == {TableBusy}
    assert len({id(one) for one in told}) == THREADS
    assert len(begun) == 2
    other.execute("ROLLBACK")
    other.close()
    assert group.run(writing("later")) == "later"
    assert words(path) == ["first", "later"]


def test_many_writers_need_few_commits(group, path, statements):
    rounds, start = 40, threading.Barrier(THREADS)

    def write(number):
        start.wait()
        return [group.run(writing(f"{number} {turn}")) for turn in range(rounds)]

    with ThreadPoolExecutor(THREADS) as threads:
        written = [word for done in threads.map(write, range(THREADS)) for word in done]
    assert sorted(words(path)) == sorted(written)
    assert statements.count("COMMIT") < len(written) / 3


def test_a_storm_of_good_and_bad_writes_loses_nothing_and_leaves_nothing_half_done(path):
    table = SqliteTable(path, clock=HandClock())
    rounds, count = 25, Key("COUNT", "X")
    table.write(Put({"PK": "TAKEN", "SK": "X", "text": "no number"}))

    def write(number):
        told = Counter()
        for turn in range(rounds):
            one, other = ({"PK": f"{half} {number} {turn}", "SK": "X"} for half in ("one", "other"))
            bad = [
                (),
                (Put({"PK": "TAKEN", "SK": "X"}, when=ABSENT),),
                (Update(Key("TAKEN", "X"), add={"text": 1}),),
            ][(number + turn) % 3]
            try:
                table.write(Put(one, when=ABSENT), Update(count, add={"n": 1}), Put(other), *bad)
                told["done"] += 1
            except (ConditionFailed, LimitExceeded) as refusal:
                told[type(refusal).__name__] += 1
        return told

    with ThreadPoolExecutor(THREADS) as threads:
        told = sum(threads.map(write, range(THREADS)), Counter())
    assert told.keys() == {"done", "ConditionFailed", "LimitExceeded"}
    found = table.get(count)
    assert found is not None
    assert found["n"] == told["done"]
    with connect(path) as reader:
        stored = Counter(pk.partition(" ")[0] for (pk,) in reader.execute("SELECT pk FROM items"))
    reader.close()
    assert stored == {"one": told["done"], "other": told["done"], "COUNT": 1, "TAKEN": 1}
    table.close()


def test_the_change_feed_has_the_order_of_the_commits(path):
    table = SqliteTable(path, clock=HandClock())
    key = Key("COUNT", "X")
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda _: table.write(Update(key, add={"n": 1})), range(400)))
    changes = SqliteChanges(SqliteFeed(table)).read(None, limit=1000)
    assert [change.new["n"] for change in changes if change.new] == list(range(1, 401))
    assert [change.position for change in changes] == [str(number) for number in range(1, 401)]
    table.close()
