"""Messages from our publisher to queues that subscribe as channels do."""

import pytest

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.sns_publisher import SnsPublisher
from relayboard.ports.publisher import Message, NotPublished, Publisher
from tests.contract.publisher.conftest import Topic
from tests.support.fault_proxy import FaultProxy, cut_after, cut_before, unavailable
from tests.support.signed_http import signed_http

pytestmark = pytest.mark.engine


def publisher(topic: Topic, url: str = "") -> Publisher:
    return SnsPublisher(signed_http(Service.SNS, url or topic.url), topic.arn)


def test_messages_arrive_raw_with_their_type(topic: Topic) -> None:
    queue = topic.subscribe()
    body = '{"title": "Zoë & “+%” <b> 大😀\\n"}'
    publisher(topic).publish([Message("task.created", body)])
    (message,) = queue.receive(1)
    assert message["Body"] == body
    assert message["MessageAttributes"] == {"type": {"StringValue": "task.created", "DataType": "String"}}


def test_more_than_a_batch_arrives_whole(topic: Topic) -> None:
    queue = topic.subscribe()
    bodies = [f'{{"n":{number}}}' for number in range(23)]
    publisher(topic).publish([Message("a", body) for body in bodies])
    assert sorted(message["Body"] for message in queue.receive(23)) == sorted(bodies)


def test_a_queue_gets_only_the_types_that_it_wants(topic: Topic) -> None:
    queue = topic.subscribe("task.created")
    publisher(topic).publish([Message("task.deleted", "1"), Message("task.created", "2")])
    assert [message["Body"] for message in queue.receive(1)] == ["2"]
    assert queue.is_empty()


def test_large_messages_arrive_whole(topic: Topic) -> None:
    queue = topic.subscribe()
    bodies = [f'"{letter * 100_000}"' for letter in "abc"]
    publisher(topic).publish([Message("a", body) for body in bodies])
    assert sorted(message["Body"] for message in queue.receive(3)) == bodies


def test_a_topic_that_is_not_there_takes_nothing(topic: Topic) -> None:
    gone = SnsPublisher(signed_http(Service.SNS, topic.url), f"{topic.arn}-gone")
    with pytest.raises(NotPublished, match="NotFound") as failed:
        gone.publish([Message("a", "1"), Message("a", "2")])
    assert failed.value.failed == (0, 1)


@pytest.mark.parametrize("fault", [cut_before, cut_after, unavailable])
def test_messages_arrive_through_a_bad_moment(topic: Topic, fault) -> None:
    queue = topic.subscribe()
    with FaultProxy(topic.url) as proxy:
        proxy.next(fault)
        publisher(topic, proxy.url).publish([Message("a", "1"), Message("a", "2")])
    assert {message["Body"] for message in queue.receive(4)} == {"1", "2"}


def test_a_topic_out_of_reach_names_what_was_not_published(topic: Topic) -> None:
    with FaultProxy(topic.url) as proxy:
        proxy.always(cut_before)
        with pytest.raises(NotPublished) as failed:
            publisher(topic, proxy.url).publish([Message("a", "1"), Message("a", "2")])
    assert failed.value.failed == (0, 1)
