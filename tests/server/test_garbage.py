"""Odd requests over real connections, some of which break off: nothing is a 5xx, the refused leave no trace."""

import re
import socket
from collections import Counter
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relayboard.local.demo.workspace import PASSWORD
from tests.support import server
from tests.support.signing_in import tokens_of
from tests.unit.api.odd_requests import odd_bodies

HUNG_UP = 0
KINDS = [b"application/json", b"text/plain", b"application/json; charset=utf-16", b"\xff", b""]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with server.running(tmp_path_factory.mktemp("garbage"), "--demo", "--requests-per-second", "0") as running:
        token = tokens_of(running.url, "maya@example.com", PASSWORD)["IdToken"]
        headers = {"Authorization": token}
        with httpx.Client(base_url=f"{running.url}/api/v1", headers=headers, verify=False) as client:
            yield running, token, client


def send(running, token, body, kind, *, announced):
    """Create a task, more or less, and return the status; less is sent than announced by one who hangs up."""
    parts = urlsplit(running.url)
    head = (
        f"POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nConnection: close\r\n"
        f"Content-Length: {announced}\r\nContent-Type: "
    )
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=15) as connection:
        try:
            connection.sendall(head.encode() + kind + b"\r\n\r\n" + body)
            if announced > len(body):
                connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(65_536):
                received += chunk
        except (ConnectionResetError, BrokenPipeError):
            return HUNG_UP
    found = re.match(rb"HTTP/1.1 (\d{3}) ", received)
    return int(found[1]) if found else HUNG_UP


def test_odd_and_cut_bodies_make_no_task_unless_they_are_told_so(place):
    running, token, client = place
    seen = Counter()

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(odd_bodies("createTask"), st.sampled_from(KINDS), st.sampled_from([0, 0, 1, 1000]))
    def ask(body, kind, missing):
        status = send(running, token, body, kind, announced=len(body) + missing)
        assert status < 500
        assert status != 201 or not missing
        seen[status] += 1

    before = made(client)
    ask()
    assert made(client) - before == seen[201]
    assert len(seen) > 3  # it was not always refused for the same reason
    assert "Traceback" not in running.text
    assert "request.failed" not in running.text


def made(client):
    """Return how many tasks there are."""
    pages = [client.get("/tasks", params={"limit": 100}).raise_for_status().json()]
    while cursor := pages[-1]["nextCursor"]:
        pages.append(client.get("/tasks", params={"limit": 100, "cursor": cursor}).raise_for_status().json())
    return len({task["id"] for page in pages for task in page["items"]})
