"""Logs for machines: one JSON object a line on standard output, which Lambda hands to CloudWatch."""

import json
import logging
import sys

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(level: str) -> None:
    """Send the logs of everything to standard output.

    Raises:
        ValueError: there is no such level.
    """
    root = logging.getLogger()
    root.handlers[:] = [JsonLines()]  # in place of the runtime's own, which knows no `extra`
    root.setLevel(level)
    # An invocation has one line of its own, with what this one says and more.
    logging.getLogger("relayboard.api").setLevel(max(logging.WARNING, root.level))


class JsonLines(logging.Handler):
    """Writes the event's name, `extra` and the traceback, if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        facts = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line = {"level": record.levelname, "event": record.getMessage(), **facts}
        if record.exc_info:
            line["error"] = logging.Formatter().formatException(record.exc_info)
        sys.stdout.write(json.dumps(line, default=str) + "\n")
        sys.stdout.flush()
