"""Signed requests: connections opened ahead, and clocks that differ."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed
from relayboard.adapters.aws_credentials import Credentials, CredentialsUnreachable
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_http import SignedHttp
from tests.support.clock import HandClock
from tests.support.http_listener import Listener, Request, answer

THEIRS = datetime(2030, 1, 1, tzinfo=UTC)
CODES = ["InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch"]


def signed_http(url: str, *, clock: HandClock | None = None) -> SignedHttp:
    return SignedHttp(
        Service.SQS,
        url,
        region="eu-west-1",
        credentials=lambda: Credentials("key", "secret"),
        clock=clock or HandClock(THEIRS),
        deadline_seconds=20,
    )


class Aws:
    """Takes signatures of five minutes, by a clock of its own."""

    def __init__(self, code: str = CODES[0], *, now: datetime = THEIRS, is_in_header: bool = False) -> None:
        self.code = code
        self.now = now
        self.is_in_header = is_in_header

    def __call__(self, request: Request) -> Iterator[bytes]:
        signed_at = datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        date = format_datetime(self.now, usegmt=True)
        if abs(signed_at - self.now) < timedelta(minutes=5):
            yield answer({}, Date=date)
        elif self.is_in_header:
            yield answer({}, status=403, Date=date, x_amzn_errortype=self.code)
        else:
            yield answer({"__type": f"x#{self.code}"}, status=403, Date=date)


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)], ids=str)
@pytest.mark.parametrize("is_in_header", [False, True])
@pytest.mark.parametrize("code", CODES)
def test_a_clock_that_is_off_is_corrected_once_and_for_all(code: str, is_in_header: bool, off: timedelta) -> None:
    with Listener(Aws(code, is_in_header=is_in_header)) as server:
        http = signed_http(server.url, clock=HandClock(THEIRS + off))
        assert [http.post({}, b"{}").status for _ in range(3)] == [200] * 3
        assert len(server.requests) == 4


def test_a_clock_that_is_set_right_meanwhile_is_noticed() -> None:
    clock = HandClock(THEIRS + timedelta(hours=1))
    with Listener(Aws()) as server:
        http = signed_http(server.url, clock=clock)
        http.post({}, b"{}")
        clock.advance(-3600)
        assert http.post({}, b"{}").status == 200


@pytest.mark.parametrize(
    ("status", "body", "date"),
    [
        (403, {"__type": "x#InvalidSignatureException"}, format_datetime(THEIRS)),
        (403, {"__type": "x#InvalidSignatureException"}, ""),
        (403, {"__type": "x#InvalidSignatureException"}, "no date"),
        (403, {"__type": "x#AccessDeniedException"}, format_datetime(THEIRS + timedelta(hours=1))),
        (400, {"__type": "x#ValidationException"}, format_datetime(THEIRS + timedelta(hours=1))),
        (500, {"__type": "x#InvalidSignatureException"}, format_datetime(THEIRS + timedelta(hours=1))),
    ],
)
def test_what_is_not_for_the_clock_is_not_sent_again(status: int, body: dict[str, str], date: str) -> None:
    with Listener(lambda _: [answer(body, status=status, Date=date)]) as server:
        assert signed_http(server.url).post({}, b"{}").status == status
        assert len(server.requests) == 1


def test_a_key_that_is_wrong_beside_a_clock_that_is_off_ends_after_one_more_try() -> None:
    refused = {"__type": "x#InvalidSignatureException"}
    with Listener(lambda _: [answer(refused, status=403, Date=format_datetime(THEIRS))]) as server:
        http = signed_http(server.url, clock=HandClock(THEIRS + timedelta(hours=1)))
        assert http.post({}, b"{}").status == 403
        assert len(server.requests) == 2


def test_a_connection_opened_ahead_is_used() -> None:
    with Listener(Aws()) as server:
        http = signed_http(server.url)
        http.connect()
        http.post({}, b"{}")
        assert server.connections == 1


def test_connecting_ahead_to_nobody_waits_for_the_first_request_to_say_so() -> None:
    with Listener(Aws()) as server:
        url = server.url
    http = signed_http(url)
    http.connect()
    with pytest.raises(CallFailed) as failed:
        http.post({}, b"{}")
    assert failed.value.code == UNREACHABLE


def test_credentials_out_of_reach_leave_the_service_out_of_reach() -> None:
    def away() -> Credentials:
        raise CredentialsUnreachable("away")

    http = SignedHttp(Service.SQS, "http://127.0.0.1:9", region="x", credentials=away, clock=HandClock())
    with pytest.raises(CallFailed) as failed:
        http.post({}, b"{}")
    assert failed.value.code == UNREACHABLE
