"""Kept-alive connections: what is used again, what is noticed, and what ends in time."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from lambda_package.roots import folder_of
from relayboard.adapters import http_connections
from relayboard.adapters.http_connections import ConnectionBroken, Connections
from tests.support.certificates import server_context
from tests.support.http_listener import Hangup, Listener, Request, answer

PATIENT = 20.0


def greet(_: Request) -> Iterable[bytes]:
    yield answer(b"hello")


def ask(connections: Connections, body: bytes = b"{}") -> bytes:
    return connections.post({"Host": connections.host}, body).body


def test_one_connection_serves_many_requests() -> None:
    with Listener(greet) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        assert [ask(connections) for _ in range(20)] == [b"hello"] * 20
        assert server.connections == 1
        assert server.requests[0].line == "POST / HTTP/1.1"
        assert server.requests[0].body == b"{}"


def test_threads_share_no_connection_at_one_time() -> None:
    together = Barrier(4)

    def echo(request: Request) -> Iterable[bytes]:
        together.wait(PATIENT)
        yield answer(request.body)

    with Listener(echo) as server, ThreadPoolExecutor(4) as threads:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        bodies = [str(number).encode() for number in range(40)]
        assert list(threads.map(lambda body: ask(connections, body), bodies)) == bodies
        assert server.connections == 4


def test_a_connection_that_the_server_closed_meanwhile_is_replaced_before_anything_is_sent() -> None:
    with Listener(greet) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        ask(connections)
        server.hang_up()
        time.sleep(0.05)
        assert ask(connections) == b"hello"
        assert server.connections == 2
        assert len(server.requests) == 2


def test_a_request_that_may_have_arrived_is_not_sent_again() -> None:
    def cut_the_second(request: Request) -> Iterable[bytes]:
        if request.body == b"second":
            raise Hangup
        yield answer(b"hello")

    with Listener(cut_the_second) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        ask(connections)
        with pytest.raises(ConnectionBroken):
            ask(connections, b"second")
        assert [request.body for request in server.requests] == [b"{}", b"second"]
        assert ask(connections) == b"hello"


def test_a_connection_that_was_quiet_for_long_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connections, "_LONGEST_IDLE_SECONDS", -1.0)
    with Listener(greet) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        assert [ask(connections), ask(connections)] == [b"hello"] * 2
        assert server.connections == 2


def test_an_answer_with_which_the_connection_ends_is_read_whole() -> None:
    def once(_: Request) -> Iterable[bytes]:
        yield answer(b"hello", connection="close")
        raise Hangup

    with Listener(once) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        assert [ask(connections), ask(connections)] == [b"hello"] * 2
        assert server.connections == 2


def test_an_answer_in_chunks_is_read_whole() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Listener(lambda _: [head, b"3\r\nhel\r\n", b"2\r\nlo\r\n0\r\n\r\n"]) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        assert [ask(connections), ask(connections)] == [b"hello"] * 2
        assert server.connections == 1


def test_a_large_answer_is_read_whole() -> None:
    large = bytes(range(256)) * 20_000
    with Listener(lambda _: [answer(large)]) as server:
        assert ask(Connections(server.url, deadline_seconds=PATIENT)) == large


BROKEN = {
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a body": answer(b"hello")[:-2],
    "something else than HTTP": b"220 mail.example ESMTP\r\n",
    "a body without a length": b"HTTP/1.1 200 OK\r\n\r\nhel",
    "half a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhel",
    "a status that is none": b"HTTP/1.1 yes OK\r\n\r\n",
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_half_an_answer_is_none(sent: bytes) -> None:
    def half(_: Request) -> Iterable[bytes]:
        yield sent
        raise Hangup

    with Listener(half) as server, pytest.raises(ConnectionBroken, match=r"127\.0\.0\.1"):
        ask(Connections(server.url, deadline_seconds=PATIENT))


def test_nobody_listening_is_a_broken_connection() -> None:
    with Listener(greet) as server:
        url = server.url
    with pytest.raises(ConnectionBroken, match="refused"):
        ask(Connections(url, deadline_seconds=PATIENT))


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_drips_ends_at_the_deadline(part: str) -> None:
    def drip(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n" if part == "head" else answer(b"x" * 10_000)[:-10_000]
        while True:
            yield b"x"
            time.sleep(0.02)

    with Listener(drip) as server, pytest.raises(ConnectionBroken, match="timed out"):
        ask(Connections(server.url, deadline_seconds=0.3))


def test_what_came_too_late_is_not_taken_for_the_next_answer() -> None:
    given_up = threading.Event()

    def late(request: Request) -> Iterator[bytes]:
        if request.body == b"first":
            given_up.wait()
        yield answer(request.body)

    with Listener(late) as server:
        connections = Connections(server.url, deadline_seconds=1)
        with pytest.raises(ConnectionBroken):
            ask(connections, b"first")
        given_up.set()
        assert ask(connections, b"second") == b"second"


def test_connections_over_tls_are_checked_and_kept(tmp_path: Path) -> None:
    with Listener(greet, tls=server_context(tmp_path)) as server:
        program = f"""
from relayboard.adapters.http_connections import Connections
connections = Connections({server.url!r}, deadline_seconds={PATIENT})
for _ in range(5):
    print(connections.post({{"Host": connections.host}}, b"").body)
"""
        trusting = {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
        found = subprocess.run([sys.executable, "-c", program], env=trusting, capture_output=True, text=True)
        assert found.stdout.split() == ["b'hello'"] * 5, found.stderr
        assert server.connections == 1
        with pytest.raises(ConnectionBroken, match="CERTIFICATE_VERIFY_FAILED"):
            ask(Connections(server.url, deadline_seconds=PATIENT))
        assert len(server.requests) == 5


def test_a_connection_opened_ahead_is_the_one_that_is_used() -> None:
    with Listener(greet) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        connections.connect()
        assert [ask(connections), ask(connections)] == [b"hello"] * 2
        assert server.connections == 1


def test_a_connection_opened_ahead_over_tls_is_used_though_tickets_have_come(tmp_path: Path) -> None:
    with Listener(greet, tls=server_context(tmp_path)) as server:
        program = f"""
import time
from relayboard.adapters.http_connections import Connections
connections = Connections({server.url!r}, deadline_seconds={PATIENT})
connections.connect()
time.sleep(0.2)
print(connections.post({{"Host": connections.host}}, b"").body)
"""
        trusting = {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
        found = subprocess.run([sys.executable, "-c", program], env=trusting, capture_output=True, text=True)
        assert found.stdout.split() == ["b'hello'"], found.stderr
        assert server.connections == 1


def test_a_connection_over_tls_that_the_server_closed_meanwhile_is_replaced(tmp_path: Path) -> None:
    with Listener(greet, tls=server_context(tmp_path)) as server:
        program = f"""
import time
from relayboard.adapters.http_connections import Connections
connections = Connections({server.url!r}, deadline_seconds={PATIENT})
print(connections.post({{"Host": connections.host}}, b"").body, flush=True)
input()
print(connections.post({{"Host": connections.host}}, b"").body)
"""
        trusting = {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen([sys.executable, "-c", program], env=trusting, text=True, **pipes) as asking:
            assert asking.stdout is not None
            assert asking.stdout.readline() == "b'hello'\n"
            server.hang_up()
            time.sleep(0.1)
            assert asking.communicate("go on\n")[0] == "b'hello'\n"
        assert server.connections == 2


def test_connecting_ahead_to_nobody_is_a_broken_connection() -> None:
    with Listener(greet) as server:
        url = server.url
    with pytest.raises(ConnectionBroken, match="refused"):
        Connections(url, deadline_seconds=PATIENT).connect()


def test_a_request_goes_to_the_path_that_is_named() -> None:
    with Listener(greet) as server:
        connections = Connections(server.url, deadline_seconds=PATIENT)
        connections.post({"Host": connections.host}, b"{}", path="/a/b-c")
        assert server.requests[0].line == "POST /a/b-c HTTP/1.1"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://a.example", "a.example"),
        ("http://a.example:80/", "a.example"),
        ("https://a.example:443", "a.example"),
        ("https://a.example:80", "a.example:80"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://[::1]", "[::1]"),
    ],
)
def test_the_host_is_named_without_the_schemes_own_port(url: str, host: str) -> None:
    assert Connections(url, deadline_seconds=1).host == host


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "ftp://a.example", "http://a.example/x", "http://u:p@a.example", "http://a:b", "http://"],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        Connections(url, deadline_seconds=1)


@pytest.mark.parametrize("is_folder", [False, True])
def test_tls_trusts_the_roots_that_are_named_and_no_others(tmp_path: Path, is_folder: bool) -> None:
    with Listener(greet, tls=server_context(tmp_path)) as server:
        theirs, others = tmp_path / "certificate.pem", tmp_path / "others"
        (folder := tmp_path / "roots").mkdir()
        others.mkdir()
        for name, content in folder_of(theirs, lambda _: True).items():
            (folder / name).write_bytes(content)
        roots = str(folder if is_folder else theirs)
        assert ask(Connections(server.url, deadline_seconds=PATIENT, roots=roots)) == b"hello"
        with pytest.raises(ConnectionBroken, match="CERTIFICATE_VERIFY_FAILED"):
            ask(Connections(server.url, deadline_seconds=PATIENT, roots=str(others)))
