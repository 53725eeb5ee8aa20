"""What a consumer does to the messages it has received."""

from collections.abc import Iterator

import pytest

from relayboard.adapters import aws_calls
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_json import JsonCalls
from relayboard.adapters.sns_publisher import SnsPublisher
from relayboard.adapters.sqs_queue import SqsQueue
from relayboard.domain.errors import Unavailable
from relayboard.ports.publisher import Message
from tests.contract.publisher.conftest import Queue, Topic
from tests.support.fault_proxy import FaultProxy, cut_after, cut_before, refusal, unavailable
from tests.support.http_listener import Listener, answer
from tests.support.signed_http import signed_http


@pytest.fixture
def queue(topic: Topic) -> Queue:
    found = topic.subscribe()
    SnsPublisher(signed_http(Service.SNS, topic.url), topic.arn).publish([Message("a", "1")])
    return found


@pytest.fixture
def proxy(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    monkeypatch.setattr(aws_calls, "_FIRST_PAUSE_SECONDS", 0.001)
    with FaultProxy(topic.url) as proxy:
        yield proxy


def sqs_queue(url: str, queue_url: str) -> SqsQueue:
    return SqsQueue(JsonCalls(signed_http(Service.SQS, url)), queue_url)


@pytest.mark.engine
def test_a_message_comes_again_when_its_time_has_come(topic: Topic, queue: Queue) -> None:
    (message,) = queue.receive(1)
    assert queue.is_empty()
    sqs_queue(topic.url, queue.url).change_message_visibility(message["ReceiptHandle"], timeout_seconds=0)
    assert [again["Body"] for again in queue.receive(1)] == ["1"]


@pytest.mark.engine
@pytest.mark.parametrize("fault", [refusal("RequestThrottled"), cut_before, cut_after, unavailable])
def test_a_message_is_put_off_through_a_bad_moment(queue: Queue, proxy: FaultProxy, fault) -> None:
    (message,) = queue.receive(1)
    proxy.next(fault)
    sqs_queue(proxy.url, queue.url).change_message_visibility(message["ReceiptHandle"], timeout_seconds=0)
    assert [again["Body"] for again in queue.receive(1)] == ["1"]


@pytest.mark.engine
def test_a_queue_out_of_reach_is_unavailable(queue: Queue, proxy: FaultProxy) -> None:
    proxy.always(cut_before)
    with pytest.raises(Unavailable):
        sqs_queue(proxy.url, queue.url).change_message_visibility("handle", timeout_seconds=0)


@pytest.mark.engine
def test_a_receipt_that_is_none_is_unavailable(topic: Topic, queue: Queue) -> None:
    with pytest.raises(Unavailable):
        sqs_queue(topic.url, queue.url).change_message_visibility("handle", timeout_seconds=0)


@pytest.mark.parametrize(("asked", "sent"), [(-5, 0), (0, 0), (300, 300), (42_300, 42_300), (43_200, 42_300)])
def test_the_time_stays_within_the_twelve_hours_that_sqs_allows(asked: int, sent: int) -> None:
    with Listener(lambda _: [answer({})]) as server:
        sqs_queue(server.url, "http://q").change_message_visibility("handle", timeout_seconds=asked)
        assert f'"VisibilityTimeout":{sent}}}' in server.requests[0].body.decode()


def dead_letters(url: str, queue_url: str) -> SqsQueue:
    return SqsQueue(JsonCalls(signed_http(Service.SQS, url)), queue_url, longest_seconds=5.0)


@pytest.mark.engine
@pytest.mark.parametrize("fault", [refusal("RequestThrottled"), cut_before, unavailable])
def test_dead_letters_are_received_and_deleted_through_a_bad_moment(
    queue: Queue, proxy: FaultProxy, fault
) -> None:
    letters = dead_letters(proxy.url, queue.url)
    proxy.next(fault)
    ((body, handle),) = letters.receive()
    assert body == "1"
    proxy.next(fault)
    letters.delete(handle)
    assert letters.receive() == []
    assert queue.is_empty()


@pytest.mark.engine
def test_dead_letters_out_of_reach_are_unavailable(queue: Queue, proxy: FaultProxy) -> None:
    proxy.always(cut_before)
    with pytest.raises(Unavailable):
        dead_letters(proxy.url, queue.url).receive()
