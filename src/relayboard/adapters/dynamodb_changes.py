"""The change feed of a table in DynamoDB: its stream."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from relayboard.adapters.aws_calls import CallFailed, Calls, call_patiently
from relayboard.adapters.conditions import is_same
from relayboard.adapters.dynamodb_errors import dynamodb_errors
from relayboard.adapters.dynamodb_values import from_wire
from relayboard.ports.changes import Change
from relayboard.ports.table import Item, TableBroken, key_of

_POLL_SECONDS = 0.25  # a shard may be read five times a second
_LOST_PLACE = frozenset({"ExpiredIteratorException", "TrimmedDataAccessException"})
_TIME_TO_LIVE = "dynamodb.amazonaws.com"
_Place: TypeAlias = tuple[str, str | None]  # a shard, and the number of the last record read from it
_NOTHING_YET = "LATEST"  # in the place of that number: nothing was read, and nothing older will be


class DynamoDBChanges:
    """Reads a table's stream; one object for each reading thread.

    A position is JSON: for each shard, the number of the last record that was read from it. DynamoDB keeps a
    day of changes; who comes later goes on with the oldest that is kept.

    Args:
        calls: a client of DynamoDB, to find the stream.
        streams: a client of DynamoDB Streams.
    """

    def __init__(self, calls: Calls, streams: Calls, name: str) -> None:
        self._calls = calls
        self._streams = streams
        self._name = name
        self._arn: str | None = None
        self._iterators: dict[_Place, str] = {}
        self._finished: set[_Place] = set()

    def read(self, after: str | None, *, limit: int) -> Sequence[Change]:
        read: dict[str, str] = json.loads(after) if after else {}
        changes: list[Change] = []
        with dynamodb_errors(self._name):
            shards = self._shards()
            read = {shard: number for shard, number in read.items() if shard in shards}
            for shard in self._readable(shards, read):
                changes += self._changes(shard, read, limit - len(changes))
        return changes

    def newest(self) -> str | None:
        with dynamodb_errors(self._name):
            shards = self._shards()
            for shard in shards:  # now, for what comes behind such a place is known by its iterator alone
                self._iterators[shard, _NOTHING_YET] = self._new_iterator(shard, _NOTHING_YET)
        return json.dumps(dict.fromkeys(shards, _NOTHING_YET)) if shards else None

    def forget(self, before: str) -> None:
        """Do nothing: a stream forgets by itself."""

    def wait(self, timeout_seconds: float) -> None:
        time.sleep(min(timeout_seconds, _POLL_SECONDS))

    def _readable(self, shards: Mapping[str, str | None], read: Mapping[str, str]) -> Iterator[str]:
        """Yield the shards, each only when its parent, if there still is one, has been read to its end."""
        waiting = list(shards)
        while waiting:
            ready = [shard for shard in waiting if self._is_finished(shards[shard], shards, read)]
            if not ready:
                return
            waiting = [shard for shard in waiting if shard not in ready]
            yield from ready

    def _is_finished(self, shard: str | None, shards: Mapping[str, str | None], read: Mapping[str, str]) -> bool:
        if shard is None or shard not in shards:
            return True
        return (shard, read.get(shard)) in self._finished

    def _changes(self, shard: str, read: dict[str, str], limit: int) -> list[Change]:
        """Return a shard's changes behind the place in `read`, and move that along."""
        changes: list[Change] = []
        while len(changes) < limit and (shard, read.get(shard)) not in self._finished:
            records = self._records((shard, read.get(shard)), limit - len(changes))
            if not records:
                break
            for record in records:
                read[shard] = record["dynamodb"]["SequenceNumber"]
                change = _change(record, json.dumps(read))
                changes += [] if change is None else [change]
        return changes

    def _records(self, place: _Place, limit: int) -> Sequence[Mapping[str, Any]]:
        iterator = self._iterators.pop(place, None) or self._new_iterator(*place)
        try:
            answer = self._get_records(iterator, limit)
        except CallFailed as failure:
            if failure.code not in _LOST_PLACE:
                raise
            answer = self._get_records(self._new_iterator(*place), limit)
        records: Sequence[Mapping[str, Any]] = answer["Records"]
        shard, number = place
        if records:
            number = records[-1]["dynamodb"]["SequenceNumber"]
        following = answer.get("NextShardIterator")
        if following is None:
            self._finished.add((shard, number))
        else:
            self._iterators[shard, number] = following
        return records

    def _get_records(self, iterator: str, limit: int) -> dict[str, Any]:
        return self._ask("GetRecords", {"ShardIterator": iterator, "Limit": min(limit, 1000)})

    def _new_iterator(self, shard: str, number: str | None) -> str:
        request: dict[str, Any] = {"StreamArn": self._stream(), "ShardId": shard}
        oldest = {**request, "ShardIteratorType": "TRIM_HORIZON"}
        behind = {**request, "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
        if number == _NOTHING_YET:
            behind = {**request, "ShardIteratorType": "LATEST"}
        try:
            answer = self._ask("GetShardIterator", oldest if number is None else behind)
        except CallFailed as failure:
            if failure.code not in _LOST_PLACE:
                raise
            answer = self._ask("GetShardIterator", oldest)
        return str(answer["ShardIterator"])

    def _shards(self) -> dict[str, str | None]:
        """Return the shards that there still are, each with its parent."""
        shards: dict[str, str | None] = {}
        request: dict[str, Any] = {"StreamArn": self._stream()}
        while True:
            description = self._ask("DescribeStream", request)["StreamDescription"]
            shards |= {shard["ShardId"]: shard.get("ParentShardId") for shard in description["Shards"]}
            if "LastEvaluatedShardId" not in description:
                return shards
            request["ExclusiveStartShardId"] = description["LastEvaluatedShardId"]

    def _stream(self) -> str:
        if self._arn is None:
            table = call_patiently(self._calls, "DescribeTable", {"TableName": self._name}, is_repeatable=True)
            self._arn = table["Table"].get("LatestStreamArn")
        if self._arn is None:
            raise TableBroken(f"Table {self._name} has no stream. Enable one with new and old images.")
        return self._arn

    def _ask(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return call_patiently(self._streams, operation, request, is_repeatable=True)


def _change(record: Mapping[str, Any], position: str) -> Change | None:
    if record.get("userIdentity", {}).get("principalId") == _TIME_TO_LIVE:
        return None
    data = record["dynamodb"]
    old, new = _image(data, "OldImage"), _image(data, "NewImage")
    if is_same(old, new):
        return None
    return Change(position, key_of(from_wire(data["Keys"])), old, new)


def _image(data: Mapping[str, Any], name: str) -> Item | None:
    return from_wire(data[name]) if name in data else None
