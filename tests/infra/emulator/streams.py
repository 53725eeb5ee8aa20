"""Lambda on DynamoDB streams: partial answers, bisecting, retries with an end, and the on-failure queue.

Lambda Developer Guide, "Process DynamoDB records with Lambda". The emulator's own loop goes on when this says that
a batch is dealt with; the pauses between tries are shorter than AWS's.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from replacing import need, replace, service

_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


def patch() -> None:
    functions = service("lambda_svc")
    need(functions, "_iter_all_esms", "_send_ddb_stream_failure_record", "_poll_dynamodb_streams")

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def execute(function: dict[str, Any], event: Any, *given: Any, **named: Any) -> Any:
            mapping = _mapping_of(functions, function, event)
            if mapping is None:
                return original(function, event, *given, **named)
            batch = _Batch(functions, original, function, mapping)
            batch.work_off(event["Records"])
            return {"body": {}, "log": "".join(batch.logs)}

        return execute

    replace(functions, "_execute_function", "3ceb16d6480a", make)


def _mapping_of(functions: Any, function: dict[str, Any], event: Any) -> dict[str, Any] | None:
    records = event.get("Records") if isinstance(event, dict) else None
    if not records or not isinstance(records[0], dict) or records[0].get("eventSource") != "aws:dynamodb":
        return None
    config = function.get("config") or function
    names = {config.get("FunctionName"), config.get("FunctionArn")}
    for _, _, mapping in functions._iter_all_esms():
        if mapping.get("EventSourceArn") == records[0]["eventSourceARN"] and mapping.get("FunctionName") in names:
            return mapping
    return None


class _Batch:
    """One batch of a mapping, until all of it is done or given up."""

    def __init__(
        self, functions: Any, execute: Callable[..., Any], function: dict[str, Any], mapping: dict[str, Any]
    ) -> None:
        self._functions = functions
        self._execute = execute
        self._function = function
        self._mapping = mapping
        self.logs: list[str] = []

    def work_off(self, records: list[dict[str, Any]]) -> None:
        tries = 0
        while records:
            result = self._execute(self._function, {"Records": records})
            tries += 1
            self.logs.append(result.get("log") or "")
            done = self._done(records, result)
            if done == len(records):
                return
            records = records[done:]
            if self._mapping.get("BisectBatchOnFunctionError") and len(records) > 1:
                self.work_off(records[: len(records) // 2])
                self.work_off(records[len(records) // 2 :])
                return
            if 0 <= self._limit <= tries - 1:
                self._give_up(records)
                return
            time.sleep(min(_PAUSE_SECONDS * 2**tries, _LONGEST_PAUSE_SECONDS))

    @property
    def _limit(self) -> int:
        limit = self._mapping.get("MaximumRetryAttempts")
        return -1 if limit is None else int(limit)

    def _done(self, records: list[dict[str, Any]], result: dict[str, Any]) -> int:
        """Tell how many records, from the first, need not be seen again."""
        if result.get("error"):
            return 0
        if "ReportBatchItemFailures" not in (self._mapping.get("FunctionResponseTypes") or []):
            return len(records)
        failed = {one["itemIdentifier"] for one in _answer(result).get("batchItemFailures") or []}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        return next((at for at, number in enumerate(numbers) if number in failed), len(records))

    def _give_up(self, records: list[dict[str, Any]]) -> None:
        source = self._mapping["EventSourceArn"]
        self._functions._send_ddb_stream_failure_record(
            self._mapping, self._function, records, source, {}, "RetryAttemptsExhausted"
        )


def _answer(result: dict[str, Any]) -> dict[str, Any]:
    body = result.get("body")
    try:
        body = json.loads(body) if isinstance(body, str | bytes) else body
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
