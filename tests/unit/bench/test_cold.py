"""The bench of cold starts: what it hands out, what it accepts and what it prints."""

import json
from http.client import HTTPConnection

import pytest

from bench.cold.report import Key, table
from bench.cold.runs import Run
from bench.cold.runtime_api import RuntimeApi


def ask(connection, method, path, body=None):
    connection.request(method, f"/2018-06-01/runtime/{path}", body)
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def test_the_runtime_api_hands_out_its_event_and_takes_the_answer():
    api = RuntimeApi({"resource": "/v1/tasks"})
    try:
        connection = HTTPConnection(api.address, timeout=10)
        status, headers, event = ask(connection, "GET", "invocation/next")
        assert (status, json.loads(event)) == (200, {"resource": "/v1/tasks"})
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        assert ask(connection, "POST", f"invocation/{request_id}/response", b'{"statusCode": 200}')[0] == 202
        posted = api.wait(timeout_seconds=10)
    finally:
        api.close()
    assert (posted.is_answer, posted.body) == (True, b'{"statusCode": 200}')


def test_an_error_is_no_answer():
    api = RuntimeApi({})
    try:
        ask(HTTPConnection(api.address, timeout=10), "POST", "init/error", b"{}")
        assert not api.wait(timeout_seconds=10).is_answer
    finally:
        api.close()


def test_who_posts_nothing_is_not_waited_for_for_ever():
    api = RuntimeApi({})
    try:
        with pytest.raises(TimeoutError):
            api.wait(timeout_seconds=0.01)
    finally:
        api.close()


def test_the_table_compares_medians():
    measured = {
        Key("512", "list tasks", "relayboard"): [Run(60, 30), Run(50, 20), Run(900, 400)],
        Key("512", "list tasks", "floor"): [Run(50, 24), Run(49, 25), Run(51, 26)],
    }
    lines = table(measured, interpreter="3.11", limited_by="a quota", runs=3).splitlines()
    assert "### list tasks, 512 MB" in lines
    assert "| floor | 50 | 25 | 1.20 | 1.20 | ≤ 1.2 |" in lines
