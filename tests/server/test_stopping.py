"""How the server ends."""

import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.server.people import ADMIN, joined
from tests.support import server

ATTEMPTS = 1000  # more than come through before the server has ended
FLAGS = ["--admin-email", ADMIN, "--requests-per-second", "0"]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_success_and_nothing_is_lost(tmp_path, sent):
    port = server.free_port()
    with server.running(tmp_path, *FLAGS, port=port) as running:
        lead = joined(running.url, ADMIN, tmp_path / "mailbox")
        acknowledged = set()

        def create(_):
            try:
                answer = lead.call("POST", "/tasks", {"title": "Keep me"})
            except httpx.TransportError:
                return
            assert answer.status_code == 201
            acknowledged.add(answer.json()["id"])
            if len(acknowledged) == 30:
                running.process.send_signal(sent)

        with ThreadPoolExecutor(4) as many:
            list(many.map(create, range(ATTEMPTS)))
        assert running.process.wait(15) == 0
        assert "Traceback" not in running.text
    with server.running(tmp_path, *FLAGS, port=port):
        lost = [one for one in acknowledged if lead.call("GET", f"/tasks/{one}").status_code != 200]
    assert 30 <= len(acknowledged) < ATTEMPTS
    assert not lost


def test_open_connections_do_not_keep_it(tmp_path):
    with server.running(tmp_path, "--demo") as running:
        host, _, port = running.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))), socket.create_connection((host, int(port))) as busy:
            busy.sendall(b"POST /api/v1/me/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
            assert running.stop() == 0
