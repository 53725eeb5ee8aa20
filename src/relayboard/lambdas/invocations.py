"""What every Lambda function does around its work: one line of log that says how it went."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from relayboard.lambdas.logs import configure

# `Any`: events and answers are AWS's JSON, of another shape for each source.
Event: TypeAlias = dict[str, Any]
Facts: TypeAlias = dict[str, Any]
"""What the line of log says; the work adds to it."""
Work: TypeAlias = Callable[[Event, Facts, "Patience"], Any]
Handler: TypeAlias = Callable[[Event, Any], Any]

_log = logging.getLogger("relayboard.lambdas")


class Patience:
    """How long an invocation may still take."""

    def __init__(self, context: Any) -> None:  # AWS's, which has no type
        self._context = context

    @property
    def seconds_left(self) -> float:
        milliseconds: int = self._context.get_remaining_time_in_millis()
        return milliseconds / 1000


class Invocations:
    """A Lambda handler; it keeps nothing of one invocation for the next.

    Args:
        operation: what the line of log says, unless the work says it.
    """

    def __init__(self, operation: str, work: Work) -> None:
        self._operation = operation
        self._work = work
        self._is_cold = True

    def __call__(self, event: Event, context: Any) -> Any:
        started = time.perf_counter()
        facts: Facts = {
            "operation": self._operation,
            "status": "ok",
            "request_id": context.aws_request_id,
            "cold_start": self._is_cold,
        }
        self._is_cold = False
        try:
            return self._work(event, facts, Patience(context))
        except BaseException:
            facts["status"] = "failed"
            raise
        finally:
            facts["ms"] = round((time.perf_counter() - started) * 1000, 1)
            _log.info("invocation", extra=facts)


def logged(operation: str, work: Work, *, log_level: str) -> Handler:
    """Return a Lambda handler that does this work, and set up logging for it."""
    configure(log_level)
    return Invocations(operation, work)
