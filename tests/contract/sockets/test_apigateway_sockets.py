"""Pages' sockets by the management API of a WebSocket API."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from relayboard.adapters import aws_calls
from relayboard.adapters.apigateway_sockets import ApiGatewaySockets
from relayboard.adapters.aws_endpoints import Service
from relayboard.domain.errors import Unavailable
from relayboard.ports.sockets import Gone
from tests.support.http_listener import Hangup, Listener, Request, answer
from tests.support.signed_http import signed_http

HOST = "abc123.execute-api.eu-west-1.amazonaws.com"
CONNECTION = "L0SM9cOFvHcCIhw="
PATH = "/live/@connections/L0SM9cOFvHcCIhw%3D"
Ask: TypeAlias = Callable[[ApiGatewaySockets], None]


def send(sockets: ApiGatewaySockets) -> None:
    sockets.send(CONNECTION, '{"type":"ünique"}')


def close(sockets: ApiGatewaySockets) -> None:
    sockets.close(CONNECTION)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_calls, "_FIRST_PAUSE_SECONDS", 0.0001)


def sockets_at(url: str) -> ApiGatewaySockets:
    return ApiGatewaySockets(signed_http(Service.SOCKETS, url), f"https://{HOST}/live")


def in_turn(*answers: bytes | None) -> Callable[[Request], Iterator[bytes]]:
    """Give one answer after the other, and the last one from then on; `None` cuts the connection."""
    left = list(answers)

    def reply(_: Request) -> Iterator[bytes]:
        given = left.pop(0) if len(left) > 1 else left[0]
        if given is None:
            raise Hangup
        yield given

    return reply


def refusal(status: int) -> bytes:
    return answer({"message": "no"}, status=status)


@pytest.mark.parametrize(("ask", "method"), [(send, "POST"), (close, "DELETE")])
def test_a_connection_is_named_escaped_under_the_apis_own_host(ask: Ask, method: str) -> None:
    with Listener(in_turn(answer(b""))) as server:
        ask(sockets_at(server.url))
    [request] = server.requests
    assert request.line == f"{method} {PATH} HTTP/1.1"
    assert request.headers["host"] == HOST
    assert "/eu-west-1/execute-api/aws4_request" in request.headers["authorization"]
    assert "host;" in request.headers["authorization"]


def test_a_frame_is_sent_as_it_is() -> None:
    with Listener(in_turn(answer(b""))) as server:
        send(sockets_at(server.url))
    assert server.requests[0].body.decode() == '{"type":"ünique"}'


def test_sending_to_a_connection_that_is_gone_says_so_at_once() -> None:
    with Listener(in_turn(refusal(410))) as server, pytest.raises(Gone):
        send(sockets_at(server.url))
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [200, 204, 410])
def test_closing_ends_with_the_connection_gone(status: int) -> None:
    with Listener(in_turn(answer(b"", status=status))) as server:
        close(sockets_at(server.url))
    assert len(server.requests) == 1


@pytest.mark.parametrize("ask", [send, close])
@pytest.mark.parametrize("fault", [refusal(429), refusal(500), refusal(503), None])
def test_a_bad_moment_is_waited_for(ask: Ask, fault: bytes | None) -> None:
    with Listener(in_turn(fault, answer(b""))) as server:
        ask(sockets_at(server.url))
    assert len(server.requests) == 2


@pytest.mark.parametrize("ask", [send, close])
@pytest.mark.parametrize("fault", [refusal(429), refusal(503), None])
def test_a_bad_time_is_unavailable_after_some_tries(ask: Ask, fault: bytes | None) -> None:
    with Listener(in_turn(fault)) as server, pytest.raises(Unavailable):
        ask(sockets_at(server.url))
    assert len(server.requests) == 6


@pytest.mark.parametrize("status", [400, 403, 413])
def test_a_refusal_for_good_is_not_tried_again(status: int) -> None:
    with Listener(in_turn(refusal(status))) as server, pytest.raises(Unavailable):
        send(sockets_at(server.url))
    assert len(server.requests) == 1


def test_nobody_to_ask_is_unavailable() -> None:
    with Listener(in_turn(answer(b""))) as server:
        url = server.url
    with pytest.raises(Unavailable):
        send(sockets_at(url))
