"""The logs of the one-machine home."""

import io
import logging
import re
import sys

import pytest

from relayboard.local.logs import KeyValueFormatter, configure

LINE = re.compile(r"^\d\d:\d\d:\d\d\.\d{3} (\w+) +(.*)$")


@pytest.fixture
def said():
    """Return a logger and what it has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(KeyValueFormatter())
    logger = logging.getLogger("test.relayboard.logs")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    yield logger, stream.getvalue
    logger.handlers.clear()


@pytest.fixture
def restored_logging():
    root, access = logging.getLogger(), logging.getLogger("uvicorn.access")
    before = root.level, root.handlers[:], access.disabled
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    access.disabled = before[2]


def test_a_record_is_one_line_of_time_level_event_and_pairs(said):
    logger, written = said
    logger.info("request", extra={"operation": "getTask", "status": 200, "ms": 1.5})
    level, rest = LINE.match(written().rstrip("\n")).groups()
    assert (level, rest) == ("INFO", "request operation=getTask status=200 ms=1.5")


def test_nothing_is_said_of_what_is_not_known(said):
    logger, written = said
    logger.info("request", extra={"user_id": None, "operation": "getHealth"})
    assert "user_id" not in written()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("two words", '"two words"'),
        ("", '""'),
        ("a=b", '"a=b"'),
        ('say "hi"', r'"say \"hi\""'),
        ("back\\slash", r'"back\\slash"'),
        ("a\nb", r'"a\nb"'),
        ("\x1b[31mred", r'"\x1b[31mred"'),
        ("\u2028", r'"\u2028"'),
        ("Zoë", "Zoë"),
    ],
)
def test_values_that_could_be_misread_are_quoted(said, value, shown):
    logger, written = said
    logger.info("event", extra={"name_given": value})
    assert written().rstrip("\n").endswith(f"event name_given={shown}")


@pytest.mark.parametrize("forged", ["x\n12:00:00.000 INFO forged", "x\r12:00", "x\x85y", "x\u2029y"])
def test_nobody_can_forge_a_line(said, forged):
    logger, written = said
    logger.warning("event %s", forged, extra={"path": forged, "bad\nkey": "v"})
    assert len(written().rstrip("\n").splitlines()) == 1


@pytest.mark.parametrize("name", ["password", "refresh_token", "Authorization", "client_secret", "cookie", "body"])
def test_what_is_called_a_secret_is_withheld(said, name):
    logger, written = said
    logger.info("event", extra={name: "hunter2"})
    assert "hunter2" not in written()
    assert "[withheld]" in written()


def test_a_long_value_is_cut(said):
    logger, written = said
    logger.info("event", extra={"path": "x" * 100_000})
    assert len(written()) < 1000


def test_a_traceback_stands_indented_below_its_line(said):
    logger, written = said
    try:
        raise ValueError("line one\nline two")
    except ValueError:
        logger.exception("request.failed", extra={"request_id": "r1"})
    first, *others = written().rstrip("\n").splitlines()
    assert first.endswith("request.failed request_id=r1")
    assert others
    assert all(line.startswith("    ") for line in others)
    assert "ValueError: line one" in written()


def test_after_configuring_everything_goes_to_standard_error_and_access_lines_nowhere(
    restored_logging, monkeypatch
):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure("warning")
    logging.getLogger("relayboard.api").info("too.quiet")
    logging.getLogger("relayboard.api").warning("loud.enough", extra={"count": 3})
    logging.getLogger("uvicorn.access").error("GET /?token=abc")
    assert stream.getvalue().rstrip("\n").endswith("loud.enough count=3")
    assert len(stream.getvalue().splitlines()) == 1


def test_configuring_twice_does_not_write_twice(restored_logging, monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure()
    configure()
    logging.getLogger("relayboard").info("once")
    assert len(stream.getvalue().splitlines()) == 1


def test_an_unknown_level_is_refused(restored_logging):
    with pytest.raises(ValueError, match="LOUD"):
        configure("loud")
