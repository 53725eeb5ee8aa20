"""Logs for a person at a terminal: one line a record, `time level event key=value …`, on standard error."""

import logging
import re
import sys
import time
from collections.abc import Iterator

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_SECRET = re.compile(r"password|passwd|secret|token|authorization|cookie|credential|\bbody\b", re.IGNORECASE)
_PLAIN = re.compile(r"[^\s\"'=\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_VALUE = 500


def configure(level: str | int = "INFO") -> None:
    """Send the logs of everything to standard error, in one form.

    The web server is to be started with `log_config=None`, so that it leaves this alone. Its access log is off:
    the API says the same with more, and without query strings.

    Raises:
        ValueError: there is no such level.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(KeyValueFormatter())
    root = logging.getLogger()
    root.setLevel(level.upper() if isinstance(level, str) else level)
    root.handlers[:] = [handler]
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.disabled = True
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
    # Their details may hold signatures, tickets and bodies.
    for name in ("asyncio", "boto3", "botocore", "urllib3", "relayboard.local.live.protocol"):
        logging.getLogger(name).setLevel(logging.WARNING)


class KeyValueFormatter(logging.Formatter):
    """Writes `extra` as `key=value`.

    A value with spaces, quotes or control characters is quoted and escaped, so that nothing that came from outside
    can begin a line or a pair of its own. A key that names a secret has its value withheld. Only the lines of a
    traceback follow on lines of their own, indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%H:%M:%S", time.localtime(record.created))
        parts = [f"{moment}.{int(record.msecs):03d}", f"{record.levelname:<7}", _one_line(record.getMessage())]
        parts += [f"{_key(name)}={_value(name, value)}" for name, value in _extra(record)]
        lines = [" ".join(parts)]
        if record.exc_info:
            lines += self.formatException(record.exc_info).splitlines()
        if record.stack_info:
            lines += record.stack_info.splitlines()
        return "\n    ".join(_one_line(line) for line in lines)


def _extra(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    for name, value in vars(record).items():
        if name not in _STANDARD and value is not None:
            yield name, value


def _key(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)


def _value(name: str, value: object) -> str:
    if _SECRET.search(name.replace("_", " ")) and not isinstance(value, bool):
        return "[withheld]"
    text = str(value)
    if len(text) > _LONGEST_VALUE:
        text = f"{text[:_LONGEST_VALUE]}…"
    if _PLAIN.fullmatch(text):
        return text
    return '"' + _one_line(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _one_line(text: str) -> str:
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
