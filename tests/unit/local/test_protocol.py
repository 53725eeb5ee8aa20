"""The server's patience with requests that do not come to their end."""

import asyncio
import re
import socket
import threading

import pytest
import uvicorn

from relayboard.local.protocol import LONGEST_HEAD_BYTES, PatientProtocol

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"


class ImpatientProtocol(PatientProtocol):
    request_seconds = 0.2


async def echo(scope, receive, send):
    """Answer with the size of the body."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def address():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(echo, http=ImpatientProtocol, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()
        yield listener.getsockname()
        server.should_exit = True
        thread.join()


@pytest.fixture
def connection(address):
    with socket.create_connection(address, timeout=10) as connected:
        yield connected


def everything_from(connection):
    """Read until the server hangs up."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def one_answer(connection):
    """Read one answer with a body, which here is a number."""
    received = b""
    while not re.search(rb"content-length: (\d+)(?s:.*)\r\n\r\n\d+$", received):
        chunk = connection.recv(65536)
        assert chunk, received
        received += chunk
    return received


def test_whoever_connects_and_says_nothing_is_hung_up_on(connection):
    assert everything_from(connection) == b""


def test_a_head_that_does_not_end_in_time_is_hung_up_on(connection):
    connection.sendall(GET)
    assert everything_from(connection) == b""


def test_a_body_that_does_not_come_is_hung_up_on(connection):
    connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
    assert everything_from(connection) == b""


def test_a_second_request_has_no_more_time_than_the_first(connection):
    connection.sendall(GET + b"\r\n")
    assert one_answer(connection).startswith(b"HTTP/1.1 200")
    connection.sendall(GET)
    assert everything_from(connection) == b""


@pytest.mark.parametrize("piece", [b"X-Many: values\r\n", b"X-Long: "])
def test_an_endless_head_is_refused(connection, piece):
    endless = GET + piece + b"a" * LONGEST_HEAD_BYTES + b"\r\n" + piece * LONGEST_HEAD_BYTES
    try:
        for start in range(0, len(endless), 8192):
            connection.sendall(endless[start : start + 8192])
    except (BrokenPipeError, ConnectionResetError):
        return
    assert everything_from(connection).startswith(b"HTTP/1.1 400")


def test_a_large_body_is_no_head(connection):
    body = b"x" * (4 * LONGEST_HEAD_BYTES)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    assert one_answer(connection).endswith(b"\r\n\r\n262144")


def test_many_requests_on_one_connection_are_answered(connection):
    for _ in range(3):
        connection.sendall(GET + b"X-Long: " + b"a" * (LONGEST_HEAD_BYTES // 2) + b"\r\n\r\n")
        assert one_answer(connection).startswith(b"HTTP/1.1 200")


def test_requests_that_come_at_once_are_answered_in_turn(connection):
    connection.sendall((GET + b"\r\n") * 2)
    answers = b""
    while answers.count(b"\r\n\r\n0") < 2:
        chunk = connection.recv(1000)
        assert chunk, answers
        answers += chunk
    assert answers.count(b"HTTP/1.1 200") == 2
