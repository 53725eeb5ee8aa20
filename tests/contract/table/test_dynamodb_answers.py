"""What DynamoDB may answer beside an answer, told by a client that has it so; MiniStack never throttles."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from relayboard.adapters.aws_calls import NO_CREDENTIALS, UNREACHABLE, CallFailed, Payload
from relayboard.adapters.dynamodb_changes import DynamoDBChanges
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.ports.table import (
    ConditionFailed,
    Delete,
    Exists,
    Key,
    LimitExceeded,
    Put,
    Query,
    RaceLost,
    Table,
    TableBroken,
    TableBusy,
    Update,
)
from tests.support.clock import HandClock

KEY = Key("a", "b")
THROTTLED = CallFailed("ThrottlingException", "slow down", status=400)
UNSURE = CallFailed(UNREACHABLE, "timed out")
FAILING = CallFailed("InternalServerError", "oops", status=500)


def cancelled(*codes: str) -> CallFailed:
    reasons = [{"Code": code, "Message": "…"} for code in codes]
    return CallFailed("TransactionCanceledException", "cancelled", status=400, reasons=reasons)


class Script:
    """A client that answers from a list, the last answer again and again."""

    def __init__(self, *answers: CallFailed | dict[str, Any]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, Payload]] = []

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        self.asked.append((operation, payload))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, CallFailed):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relayboard.adapters.aws_calls._FIRST_PAUSE_SECONDS", 0.0)


def table_on(script: Script) -> DynamoDBTable:
    return DynamoDBTable(script, "board", HandClock())


CALLS: dict[str, Callable[[Table], object]] = {
    "get": lambda table: table.get(KEY),
    "get_many": lambda table: table.get_many([KEY]),
    "query": lambda table: table.query(Query(pk="a")),
    "write": lambda table: table.write(Put(KEY.attributes), Delete(Key("a", "c"))),
    "single put": lambda table: table.write(Put(KEY.attributes)),
    "conditional update": lambda table: table.write(Update(KEY, add={"n": 1}, when=Exists())),
}
ANSWERS = [
    (THROTTLED, TableBusy),
    (CallFailed("ProvisionedThroughputExceededException", "…", status=400), TableBusy),
    (UNSURE, TableBusy),
    (FAILING, TableBusy),
    (CallFailed("ServiceUnavailable", "…", status=503), TableBusy),
    (CallFailed("TransactionConflictException", "…", status=400), RaceLost),
    (CallFailed("ResourceNotFoundException", "…", status=400), TableBroken),
    (CallFailed("AccessDeniedException", "…", status=400), TableBroken),
    (CallFailed("ExpiredTokenException", "…", status=400), TableBroken),
    (CallFailed("ValidationException", "one or more parameters", status=400), TableBroken),
    (CallFailed("ValidationException", "Item size to update has exceeded the maximum", status=400), LimitExceeded),
    (CallFailed(NO_CREDENTIALS, "…"), TableBroken),
    (cancelled("None", "TransactionConflict"), RaceLost),
    (cancelled("ThrottlingError", "None"), TableBusy),
    (cancelled("ThrottlingError", "TransactionConflict"), RaceLost),
    (cancelled("ValidationError", "None"), LimitExceeded),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS, ids=lambda value: str(value)[:60])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_call_puts_every_error_in_the_ports_words(
    call: Callable[[Table], object], answer: CallFailed, expected: type[Exception]
) -> None:
    with pytest.raises(expected) as failure:
        call(table_on(Script(answer)))
    assert type(failure.value) is expected
    assert failure.value.__cause__ is answer


def test_a_condition_that_failed_is_told_even_beside_a_conflict() -> None:
    with pytest.raises(ConditionFailed) as failure:
        table_on(Script(cancelled("TransactionConflict", "ConditionalCheckFailed"))).write(
            Put(KEY.attributes), Delete(Key("a", "c"), when=Exists())
        )
    assert failure.value.failed == (1,)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_is_throttled_is_tried_again(call: Callable[[Table], object]) -> None:
    done: dict[str, Any] = {"Items": [], "ScannedCount": 0, "Responses": {}}
    script = Script(THROTTLED, THROTTLED, done)
    call(table_on(script))
    assert len(script.asked) == 3


@pytest.mark.parametrize("unsure", [UNSURE, FAILING], ids=str)
@pytest.mark.parametrize(
    ("write", "times"),
    [
        (Put(KEY.attributes), 2),
        (Delete(KEY), 2),
        (Update(KEY, put={"n": 1}), 2),
        (Put(KEY.attributes, when=Exists()), 1),
        (Delete(KEY, when=Exists()), 1),
        (Update(KEY, add={"n": 1}), 1),
    ],
    ids=str,
)
def test_a_single_write_of_unknown_fate_is_sent_again_only_if_that_does_no_harm(
    write: Put | Update | Delete, times: int, unsure: CallFailed
) -> None:
    script = Script(unsure, {})
    try:
        table_on(script).write(write)
    except TableBusy:
        assert times == 1
    assert len(script.asked) == times


def test_a_transaction_of_unknown_fate_is_sent_again_with_the_same_token() -> None:
    script = Script(UNSURE, FAILING, {})
    table_on(script).write(Update(KEY, add={"n": 1}), Delete(Key("a", "c")))
    tokens = {payload["ClientRequestToken"] for _, payload in script.asked}
    assert len(script.asked) == 3
    assert len(tokens) == 1


def test_keys_that_were_not_processed_are_asked_for_again() -> None:
    one, two = Key("a", "1"), Key("a", "2")

    def answer(key: Key, left: Sequence[Key]) -> dict[str, Any]:
        keys = [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in left]
        found = {"PK": {"S": key.pk}, "SK": {"S": key.sk}}
        return {"Responses": {"board": [found]}, "UnprocessedKeys": {"board": {"Keys": keys}} if keys else {}}

    script = Script(answer(two, [one]), answer(one, []))
    assert table_on(script).get_many([one, two]) == [one.attributes, two.attributes]
    assert len(script.asked) == 2


def test_keys_that_are_never_processed_are_a_busy_table() -> None:
    script = Script({"Responses": {}, "UnprocessedKeys": {"board": {"Keys": [{}]}}})
    with pytest.raises(TableBusy):
        table_on(script).get_many([KEY])


def test_an_update_of_an_item_that_comes_back_meanwhile_is_a_lost_race() -> None:
    expired = {"PK": {"S": "a"}, "SK": {"S": "b"}, "expires": {"N": "1"}}
    failed = CallFailed("ConditionalCheckFailedException", "…", status=400, item=expired)
    with pytest.raises(RaceLost):
        table_on(Script(failed, CallFailed("ConditionalCheckFailedException", "…", status=400))).write(
            Update(KEY, put={"n": 1})
        )


class Stream:
    """A stream of two shards and the two that the first of them was split into; each read brings one record."""

    PARENTS = {"s4": "s1", "s1": None, "s2": None, "s3": "s1", "s5": "gone"}  # noqa: RUF012 - never changed

    def __init__(self) -> None:
        self.records = {shard: [f"{shard}.{number}" for number in range(2)] for shard in self.PARENTS}
        self.open = {"s3", "s4", "s2", "s5"}
        self.asked = 0

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        self.asked += 1
        if operation == "DescribeTable":
            return {"Table": {"LatestStreamArn": "arn"}}
        if operation == "DescribeStream":
            return self._describe(payload.get("ExclusiveStartShardId"))
        if operation == "GetShardIterator":
            numbers = self.records[payload["ShardId"]]
            start = numbers.index(payload["SequenceNumber"]) + 1 if "SequenceNumber" in payload else 0
            return {"ShardIterator": f"{payload['ShardId']} {start}"}
        shard, start = payload["ShardIterator"].split()
        return self._records(shard, int(start))

    def _describe(self, behind: str | None) -> dict[str, Any]:
        names = list(self.PARENTS)
        first = names.index(behind) + 1 if behind else 0
        page = [{"ShardId": name, "ParentShardId": self.PARENTS[name]} for name in names[first : first + 2]]
        last = {"LastEvaluatedShardId": names[first + 1]} if first + 2 < len(names) else {}
        return {"StreamDescription": {"Shards": page, **last}}

    def _records(self, shard: str, start: int) -> dict[str, Any]:
        found = self.records[shard][start : start + 1]
        is_over = start + len(found) >= len(self.records[shard]) and shard not in self.open
        following = {} if is_over else {"NextShardIterator": f"{shard} {start + len(found)}"}
        return {"Records": [self._record(number) for number in found], **following}

    def _record(self, number: str) -> dict[str, Any]:
        keys = {"PK": {"S": "p"}, "SK": {"S": number}}
        return {"dynamodb": {"SequenceNumber": number, "Keys": keys, "NewImage": keys}}


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_shards_are_read_whole_and_none_before_its_parent(limit: int) -> None:
    stream = Stream()
    feed = DynamoDBChanges(stream, stream, "board")
    seen: list[str] = []
    position = None
    while changes := feed.read(position, limit=limit):
        seen += [change.key.sk for change in changes]
        position = changes[-1].position
        feed = DynamoDBChanges(stream, stream, "board") if limit == 3 else feed  # another program goes on
    assert sorted(seen) == sorted(number for numbers in stream.records.values() for number in numbers)
    for child in ("s3", "s4"):
        assert seen.index("s1.1") < seen.index(f"{child}.0") < seen.index(f"{child}.1")
    stream.records["s3"].append("s3.2")
    assert [change.key.sk for change in feed.read(position, limit=limit)] == ["s3.2"]


def test_deletions_by_time_to_live_are_no_changes() -> None:
    stream = Stream()
    whole = stream._record

    def by_time_to_live(number: str) -> dict[str, Any]:
        return {**whole(number), "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"}}

    stream._record = lambda number: by_time_to_live(number) if number < "s5" else whole(number)
    assert [change.key.sk for change in DynamoDBChanges(stream, stream, "board").read(None, limit=1)] == ["s5.0"]
