"""Logs of Lambda functions."""

import json
import logging

import pytest

from relayboard.lambdas.invocations import logged
from tests.support.lambda_events import Context


@pytest.fixture
def handler():
    """Return what makes a handler that logs to standard output; the root logger is as it was afterwards."""
    root, api = logging.getLogger(), logging.getLogger("relayboard.api")
    before = (list(root.handlers), root.level, api.level)
    yield lambda work, level="INFO": logged("stream", work, log_level=level)
    root.handlers[:], level, own = before
    root.setLevel(level)
    api.setLevel(own)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_invocation_is_one_json_object(handler, capsys):
    def work(event, facts, patience):
        facts["records"] = len(event["Records"])
        return {"left": patience.seconds_left}

    run = handler(work)
    assert run({"Records": [1, 2]}, Context(seconds_left=3)) == {"left": 3.0}
    run({"Records": []}, Context())
    first, second = lines(capsys)
    assert (
        first.items()
        >= {
            "level": "INFO",
            "event": "invocation",
            "operation": "stream",
            "status": "ok",
            "request_id": Context.aws_request_id,
            "cold_start": True,
            "records": 2,
        }.items()
    )
    assert (second["cold_start"], second["records"]) == (False, 0)


def test_an_invocation_that_fails_says_so_and_fails(handler, capsys):
    def work(event, facts, patience):
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        handler(work)({}, Context())
    (line,) = lines(capsys)
    assert (line["status"], line["operation"]) == ("failed", "stream")


def test_an_error_is_one_line_with_its_traceback(handler, capsys):
    def work(event, facts, patience):
        try:
            raise ValueError("one\ntwo")
        except ValueError:
            logging.getLogger("relayboard.notify").exception("message.failed", extra={"message_id": "7"})

    handler(work)({}, Context())
    error, _ = lines(capsys)
    assert (error["event"], error["level"], error["message_id"]) == ("message.failed", "ERROR", "7")
    assert "ValueError: one\ntwo" in error["error"]


def test_the_api_does_not_tell_of_a_request_a_second_time(handler, capsys):
    def work(event, facts, patience):
        logging.getLogger("relayboard.api").info("request", extra={"status": 200})

    handler(work)({}, Context())
    assert [line["event"] for line in lines(capsys)] == ["invocation"]


def test_a_level_that_does_not_exist_is_refused(handler):
    with pytest.raises(ValueError, match="LOUD"):
        handler(lambda event, facts, patience: None, "LOUD")
