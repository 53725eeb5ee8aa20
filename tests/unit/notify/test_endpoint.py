"""What becomes of events that are posted to receivers of all kinds: the states that docs/events.md promises."""

import json
import re
import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest

from relayboard.adapters.https_poster import HttpsPoster, PostLimits
from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.events import EventType
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.retries import around_a_day
from relayboard.notify.slack import SlackLetters
from relayboard.notify.webhook import WebhookLetters
from relayboard.store.deliveries import delivery_of, failed_deliveries
from relayboard.store.events import record_event
from tests.contract.mailer.smtp_server import throw_away_certificate
from tests.support.http_listener import Hangup, Listener, answer
from tests.unit.notify.world import ANN, LEAD, SITE, World, assigned, commented, event

BRISK = PostLimits(connect_seconds=0.3, whole_seconds=0.3, answer_bytes=4096)
SECRET = "0123456789abcdef"


def webhook(world, url, *, allow_private=True, retries=None) -> Deliverer:
    poster = HttpsPoster(url, allow_private=allow_private, limits=BRISK)
    channel = EndpointChannel("webhook", "Webhook", poster, WebhookLetters(SECRET, world.clock))
    return Deliverer(world.store, world.clock, channel, retries=retries or world.retries)


def slack(world, url) -> Deliverer:
    poster = HttpsPoster(url, allow_private=True, limits=BRISK)
    channel = EndpointChannel("slack", "Slack", poster, SlackLetters(SITE))
    return Deliverer(world.store, world.clock, channel, retries=world.retries)


def handle(deliverer, happened) -> None:
    deliverer.handle(record_event(happened).item)


def row(world, channel="webhook"):
    (delivery,) = world.deliveries(channel).values()
    return delivery


@pytest.fixture
def world():
    return World()


def saying(status, **headers):
    return lambda _: [answer(b"", status=status, **headers)]


def hang(_):
    time.sleep(1)
    yield b""


def drip(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
    for _ in range(20):
        time.sleep(0.05)
        yield b"."


def close_at_once(_):
    raise Hangup
    yield


def close_in_the_middle(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of"
    raise Hangup


def never_end(_):
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"." * 1000


SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING
INSIDE = "http://169.254.169.254/"
# What stands in the document's table, the replies that it speaks of, and the state.
ENDS = {
    "answers 2xx, whole and in time": (SENT, [saying(status) for status in (200, 201, 202, 204, 299)]),
    "answers 410": (FAILED, [saying(410)]),
    "answers another 4xx": (FAILED, [saying(status) for status in (400, 401, 403, 404, 413, 422)]),
    "answers 408, 425 or 429": (PENDING, [saying(status) for status in (408, 425, 429)]),
    "answers 3xx": (
        FAILED,
        [saying(status, location=INSIDE) for status in (300, 301, 302, 303, 304, 307, 308)],
    ),
    "answers 5xx": (PENDING, [saying(status) for status in (500, 502, 503, 504, 599)]),
    "hangs, or answers drop by drop": (PENDING, [hang, drip]),
    "closes the connection, early or in the middle": (PENDING, [close_at_once, close_in_the_middle]),
    "answers without end": (PENDING, [never_end]),
}
NOT_REACHED = {
    "shows a certificate that is not valid for its name",
    "has a name that nobody knows, or nobody listens there",
    "has a name that leads to a private address",
}
CASES = [(reply, state) for state, replies in ENDS.values() for reply in replies]
CASE_NAMES = [f"{line} {number}" for line, (_, replies) in ENDS.items() for number in range(len(replies))]


def test_the_tests_here_are_about_every_line_of_the_document():
    document = Path("docs/events.md").read_text(encoding="utf-8")
    table = document.partition("## What becomes of a delivery\n\n")[2].partition("\n\n")[0]
    lines = re.findall(r"^\| (\w[^|]+?) \|", table, flags=re.MULTILINE)
    assert set(lines) - {"The receiver"} == ENDS.keys() | NOT_REACHED


@pytest.mark.parametrize(("reply", "state"), CASES, ids=CASE_NAMES)
def test_a_receiver_ends_in_the_state_that_the_document_says(world, reply, state):
    with Listener(reply) as receiver:
        happened = world.record(assigned(ANN))
        deliverer = webhook(world, receiver.url)
        handle(deliverer, happened)
        assert (row(world).state, row(world).attempts) == (state, 1)
        world.clock.advance(3600)
        deliverer.retry_due()
        assert row(world).attempts == (2 if state is PENDING else 1)
        assert len(receiver.requests) == row(world).attempts
    assert len({request.body for request in receiver.requests}) == 1
    assert {request.headers["relayboard-event-id"] for request in receiver.requests} == {happened.id}


def not_valid(tmp_path):
    certificate = throw_away_certificate(tmp_path)
    with Listener(saying(200), tls=certificate.server) as receiver:
        yield receiver.url


def nobody_there(_):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


def unknown(_):
    yield "https://receiver.invalid/"


@pytest.mark.parametrize("address", [not_valid, nobody_there, unknown])
def test_a_receiver_that_is_not_reached_is_tried_again(world, tmp_path, address):
    for url in address(tmp_path):
        handle(webhook(world, url), world.record(assigned(ANN)))
    assert (row(world).state, row(world).attempts) == (PENDING, 1)
    assert "127.0.0.1" not in row(world).reason


@pytest.mark.parametrize("reply", [saying(500), hang, close_in_the_middle])
def test_a_receiver_that_stays_in_trouble_is_given_up_and_listed(world, reply):
    with Listener(reply) as receiver:
        deliverer = webhook(world, receiver.url + "/very-secret")
        handle(deliverer, world.record(assigned(ANN)))
        for _ in range(world.retries.attempts):
            world.clock.advance(3600)
            deliverer.retry_due()
    (failed,) = world.store.page(failed_deliveries(limit=10), delivery_of).items
    assert (failed.state, failed.attempts) == (FAILED, world.retries.attempts)
    assert failed.reason
    assert "127.0.0.1" not in failed.reason
    assert "very-secret" not in repr(failed)


def test_a_receiver_that_comes_back_is_told_what_it_missed_once(world):
    statuses = iter([500, 503, 200])
    with Listener(lambda _: [answer(b"", status=next(statuses))]) as receiver:
        deliverer = webhook(world, receiver.url)
        happened = world.record(assigned(ANN))
        handle(deliverer, happened)
        for _ in range(4):
            world.clock.advance(3600)
            deliverer.retry_due()
            handle(deliverer, happened)
    assert (row(world).state, row(world).receipt) == (SENT, "The receiver answered 200.")
    assert len(receiver.requests) == 3


@pytest.mark.parametrize(
    ("asked", "waits"), [("30", 30), ("86400", 3600), ("0", 1), ("soon", 1), ("-5", 1), ("٣", 1), ("9" * 30, 1)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_to_be_left_alone_is_left_alone_within_reason(world, status, asked, waits):
    reply = [f"HTTP/1.1 {status} Later\r\nRetry-After: {asked}\r\nContent-Length: 0\r\n\r\n".encode()]
    with Listener(lambda _: reply) as receiver:
        handle(webhook(world, receiver.url), world.record(assigned(ANN)))
    assert row(world).lease_until - world.clock.now() == timedelta(seconds=waits)


def test_a_private_address_is_not_posted_to(world):
    with Listener(saying(200)) as receiver:
        url = receiver.url.replace("http:", "https:")
        handle(webhook(world, url, allow_private=False), world.record(assigned(ANN)))
    assert row(world).state is FAILED
    assert "private address" in row(world).reason
    assert not receiver.connections


UNTOLD = [
    EventType.COMMENT_EDITED,
    EventType.COMMENT_DELETED,
    EventType.BOARD_CREATED,
    EventType.USER_JOINED,
    EventType.USER_ROLE_CHANGED,
]


@pytest.mark.parametrize("kind", UNTOLD)
def test_what_people_do_not_hear_of_is_not_posted(world, kind):
    with Listener(saying(200)) as receiver:
        handle(webhook(world, receiver.url), event(kind))
        handle(webhook(world, receiver.url), event(EventType.TASK_UPDATED, after={"position": "W"}))
    assert not receiver.requests


def test_a_new_task_is_posted_and_so_is_what_one_does_to_a_task_that_nobody_else_has(world):
    with Listener(saying(200)) as receiver:
        deliverer = webhook(world, receiver.url)
        handle(deliverer, event(EventType.TASK_CREATED, number=1, after={"title": "Fix the login"}))
        handle(deliverer, commented(actor=LEAD, watchers=(LEAD,), number=2))
    assert [json.loads(one.body)["type"] for one in receiver.requests] == ["task.created", "comment.added"]


def test_both_channels_have_rows_of_their_own(world):
    with Listener(saying(200)) as hook, Listener(saying(410)) as chat:
        happened = world.record(assigned(ANN))
        handle(webhook(world, hook.url), happened)
        handle(slack(world, chat.url), happened)
    assert (row(world).state, row(world, "slack").state) == (SENT, FAILED)
    assert json.loads(chat.requests[0].body)["text"].startswith("Lead assigned “Fix the login” to Ann")


def test_when_the_next_attempt_may_begin_is_known(world):
    with Listener(saying(500)) as receiver:
        deliverer, happened = webhook(world, receiver.url), world.record(assigned(ANN))
        handle(deliverer, happened)
        assert deliverer.waits_until(record_event(happened).item) == row(world).lease_until


def test_a_receiver_is_tried_for_about_a_day():
    retries = around_a_day()
    totals = []
    for _ in range(200):
        pauses = [retries.pause(attempt) for attempt in range(1, retries.attempts)]
        assert max(pauses) <= timedelta(hours=1)
        totals.append(sum(pauses, timedelta()) / timedelta(hours=1))
    assert 23.5 < sum(totals) / len(totals) < 25.5
    assert min(totals) > 19
    assert max(totals) < 30
