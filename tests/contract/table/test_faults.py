"""DynamoDB behind a proxy that throttles, refuses, cuts and damages, through both clients."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.ports.table import (
    ABSENT,
    ConditionFailed,
    Equals,
    Key,
    Put,
    Query,
    RaceLost,
    Table,
    TableBusy,
    TableError,
    Update,
)
from tests.support.engines import DynamoDBEndpoint, dynamodb_client
from tests.support.fault_proxy import (
    Fault,
    FaultProxy,
    cut_after,
    cut_before,
    damaged,
    refusal,
    slow,
    truncated,
    unavailable,
)
from tests.support.requirements import require_or_skip

pytestmark = pytest.mark.engine

COUNTER, OTHER = Key("COUNTER", "X"), Key("OTHER", "X")
LATE_SECONDS = 1.0  # later than the client's deadline here
THREADS, TIMES = 4, 25

conflict = refusal("TransactionCanceledException", reasons=["TransactionConflict", "None"])
single_conflict = refusal("TransactionConflictException")
throttled = refusal("ThrottlingException")
throttled_table = refusal("ProvisionedThroughputExceededException")
throttled_account = refusal("RequestLimitExceeded")
throttled_transaction = refusal("TransactionCanceledException", reasons=["ThrottlingError", "None"])
in_progress = refusal("TransactionInProgressException")
failing = refusal("InternalServerError", status=500)

REFUSED: dict[str, Fault] = {  # before the engine hears of anything
    "throttled": throttled,
    "table throttled": throttled_table,
    "account throttled": throttled_account,
    "500": failing,
    "503": unavailable,
    "cut before": cut_before,
}
LOST: dict[str, Fault] = {  # after the engine has done its work
    "cut after": cut_after,
    "truncated": truncated,
    "damaged": damaged,
    "late": slow(LATE_SECONDS),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A table behind a proxy, and the same table without one."""

    table: Table
    direct: Table
    proxy: FaultProxy
    client: str

    def count(self, key: Key = COUNTER) -> object:
        item = self.direct.get(key)
        return None if item is None else item.get("n")


@pytest.fixture(scope="module")
def name(dynamodb_endpoint: DynamoDBEndpoint) -> Iterator[str]:
    if dynamodb_endpoint.url is None:
        require_or_skip("engine", "The proxy needs the URL of an engine.")
    calls = dynamodb_client(Service.TABLES, dynamodb_endpoint)
    name = f"relayboard-test-{uuid4()}"
    create_table(calls, name)
    yield name
    calls.call("DeleteTable", {"TableName": name})


@pytest.fixture(scope="module", params=["lean", "boto3"])
def started(request: pytest.FixtureRequest, dynamodb_endpoint: DynamoDBEndpoint, name: str) -> Iterator[Setting]:
    clock = SystemClock()
    with FaultProxy(dynamodb_endpoint.url or "", only_before=[conflict]) as proxy:
        behind = replace(dynamodb_endpoint, url=proxy.url)
        deadline = LATE_SECONDS / 2
        calls = dynamodb_client(Service.TABLES, behind, client=request.param, deadline_seconds=deadline)
        direct = DynamoDBTable(dynamodb_client(Service.TABLES, dynamodb_endpoint), name, clock)
        yield Setting(DynamoDBTable(calls, name, clock), direct, proxy, request.param)


@pytest.fixture
def setting(started: Setting, monkeypatch: pytest.MonkeyPatch) -> Setting:
    monkeypatch.setattr("relayboard.adapters.aws_calls._FIRST_PAUSE_SECONDS", 0.001)
    started.direct.write(Put({**COUNTER.attributes, "n": 0}), Put({**OTHER.attributes, "n": 0}))
    started.proxy.forget()
    return started


def skip_what_takes_boto3_too_long(setting: Setting, fault: str) -> None:
    if setting.client == "boto3" and fault == "late":
        pytest.skip("boto3 waits five seconds")


ALONE = Update(COUNTER, add={"n": 1})
CONDITIONAL = Update(COUNTER, add={"n": 1}, when=Equals("n", 0))
TRANSACTION = (ALONE, Update(OTHER, add={"n": 1}))
READS: dict[str, Callable[[Table], object]] = {
    "get": lambda table: table.get(COUNTER),
    "get_many": lambda table: table.get_many([COUNTER, OTHER]),
    "query": lambda table: table.query(Query(pk="COUNTER")),
}


@pytest.mark.parametrize("fault", [*REFUSED, *LOST])
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_read_comes_through_in_the_end(setting: Setting, read: Callable[[Table], object], fault: str) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    wanted = read(setting.direct)
    setting.proxy.next(*[(REFUSED | LOST)[fault]] * 2)
    assert read(setting.table) == wanted
    assert len(setting.proxy.requests) == 3


@pytest.mark.parametrize("fault", [*REFUSED, *LOST, "transaction throttled"])
def test_a_transaction_comes_through_in_the_end_and_is_done_once(setting: Setting, fault: str) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    setting.proxy.next(*[(REFUSED | LOST | {"transaction throttled": throttled_transaction})[fault]] * 2)
    setting.table.write(*TRANSACTION)
    assert (setting.count(), setting.count(OTHER)) == (1, 1)
    assert len(setting.proxy.requests) == 3


@pytest.mark.parametrize("fault", LOST)
def test_a_transaction_whose_condition_would_fail_the_second_time_is_no_failure(
    setting: Setting, fault: str
) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    setting.proxy.next(LOST[fault])
    setting.table.write(CONDITIONAL, Put({**OTHER.attributes, "n": 7}, when=Equals("n", 0)))
    assert (setting.count(), setting.count(OTHER)) == (1, 7)


def test_a_transaction_still_at_work_is_asked_for_again_and_not_begun_anew(setting: Setting) -> None:
    setting.proxy.next(cut_after, in_progress, in_progress)
    setting.table.write(*TRANSACTION)
    assert (setting.count(), setting.count(OTHER)) == (1, 1)
    assert len(setting.proxy.requests) == 4


@pytest.mark.parametrize("fault", ["throttled", "table throttled", "account throttled"])
def test_a_single_write_that_was_throttled_is_sent_again(setting: Setting, fault: str) -> None:
    setting.proxy.next(REFUSED[fault], REFUSED[fault])
    setting.table.write(CONDITIONAL)
    assert setting.count() == 1


@pytest.mark.parametrize("fault", [*REFUSED, *LOST])
def test_a_single_write_that_does_no_harm_twice_comes_through(setting: Setting, fault: str) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    setting.proxy.next((REFUSED | LOST)[fault])
    setting.table.write(Put({**COUNTER.attributes, "n": 5}))
    assert setting.count() == 5


@pytest.mark.parametrize("write", [ALONE, CONDITIONAL], ids=["adding", "conditional"])
@pytest.mark.parametrize(("fault", "applied"), [(name, 1) for name in LOST] + [("cut before", 0), ("503", 0)])
def test_a_single_write_of_unknown_fate_is_told_and_not_repeated(
    setting: Setting, write: Update, fault: str, applied: int
) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    setting.proxy.next((REFUSED | LOST)[fault])
    with pytest.raises(TableBusy):
        setting.table.write(write)
    assert setting.count() == applied
    assert len(setting.proxy.requests) == 1


@pytest.mark.parametrize("fault", REFUSED)
@pytest.mark.parametrize("writes", [(ALONE,), TRANSACTION], ids=["single", "transaction"])
def test_what_never_passes_is_a_busy_table_and_nothing_is_written(
    setting: Setting, writes: tuple[Update, ...], fault: str
) -> None:
    setting.proxy.always(REFUSED[fault])
    with pytest.raises(TableBusy):
        setting.table.write(*writes)
    assert (setting.count(), setting.count(OTHER)) == (0, 0)
    assert setting.proxy.forwarded == []


@pytest.mark.parametrize(
    ("writes", "fault"), [((ALONE,), single_conflict), (TRANSACTION, conflict)], ids=["single", "transaction"]
)
def test_a_conflict_is_a_lost_race(setting: Setting, writes: tuple[Update, ...], fault: Fault) -> None:
    setting.proxy.next(fault)
    with pytest.raises(RaceLost):
        setting.table.write(*writes)
    assert len(setting.proxy.requests) == 1
    setting.table.write(*writes)
    assert setting.count() == 1


@pytest.mark.parametrize("fault", [*REFUSED, *LOST])
def test_the_table_works_on_after_every_fault(setting: Setting, fault: str) -> None:
    skip_what_takes_boto3_too_long(setting, fault)
    for _ in range(3):
        setting.proxy.next((REFUSED | LOST)[fault])
        assert setting.table.get(COUNTER) == setting.direct.get(COUNTER)
        with pytest.raises(ConditionFailed):
            setting.table.write(Put(COUNTER.attributes, when=ABSENT))


STORM: list[Fault | None] = [
    *(None,) * 12,
    throttled,
    throttled_transaction,
    conflict,
    failing,
    unavailable,
    cut_before,
    cut_after,
    truncated,
]


def test_in_a_storm_of_faults_no_transaction_is_lost_or_done_twice(setting: Setting) -> None:
    chance = random.Random(7)
    setting.proxy.next(*chance.choices(STORM, k=THREADS * TIMES * 4))

    def work() -> tuple[int, int]:
        outcomes = [attempt(setting.table, *TRANSACTION) for _ in range(TIMES)]
        return outcomes.count("done"), outcomes.count("unknown")

    with ThreadPoolExecutor(THREADS) as threads:
        totals = [future.result() for future in [threads.submit(work) for _ in range(THREADS)]]
    done, unknown = (sum(column) for column in zip(*totals, strict=True))
    count = setting.count()
    assert isinstance(count, int)
    assert count == setting.count(OTHER)
    assert done <= count <= done + unknown
    assert done  # how many depends on how busy the machine is


def test_in_a_storm_of_faults_versions_have_no_gaps(setting: Setting) -> None:
    chance = random.Random(8)
    setting.proxy.next(*chance.choices(STORM, k=THREADS * TIMES * 8))

    def work(worker: int) -> list[str]:
        made: list[str] = []
        for number in range(TIMES // 2):
            seen = setting.direct.get(COUNTER)
            assert seen is not None
            assert isinstance(seen["n"], int)
            version = Key("COUNTER", f"{setting.client}-{seen['n'] + 1}")
            writes = (
                Update(COUNTER, put={"n": seen["n"] + 1}, when=Equals("n", seen["n"])),
                Put({**version.attributes, "by": f"{worker}.{number}"}, when=ABSENT),
            )
            if attempt(setting.table, *writes) == "done":
                made.append(version.sk)
        return made

    with ThreadPoolExecutor(THREADS) as threads:
        made = [name for names in threads.map(work, range(THREADS)) for name in names]
    assert len(made) == len(set(made))
    count = setting.count()
    assert isinstance(count, int)
    page = setting.direct.query(
        Query(pk="COUNTER", lower=f"{setting.client}-", upper=f"{setting.client}.", limit=100)
    )
    there = {str(item["SK"]) for item in page.items}
    assert there == {f"{setting.client}-{number}" for number in range(1, count + 1)}
    assert set(made) <= there


def attempt(table: Table, *writes: Update | Put) -> str:
    try:
        table.write(*writes)
    except TableBusy:
        return "unknown"
    except (ConditionFailed, RaceLost):
        return "nothing"
    except TableError as error:
        raise AssertionError(f"no fault here means {error}") from error
    return "done"
