"""From the table's stream to the topic."""

import json

from relayboard.lambdas.stream_function import StreamFunction
from relayboard.ports.publisher import NotPublished
from tests.support.lambda_events import Context, stream_event
from tests.support.world import ANN, World


class Topic:
    """Takes every message, but for those at some positions."""

    def __init__(self, *refused):
        self.refused = refused
        self.published = []

    def publish(self, messages):
        self.published += [one for number, one in enumerate(messages) if number not in self.refused]
        if self.refused:
            raise NotPublished(self.refused, "it is full")


def changes_of_a_task():
    """Return what the stream carries when a task is made: the task, its copies and its events."""
    world = World()
    world.task(title="Grün", assignees=[ANN])
    return [("INSERT", item) for item in world.dump().values() if item["PK"].startswith("TASK#")]


def run(topic, *changes):
    facts = {}
    answer = StreamFunction(topic)(stream_event(*changes), facts, Context())
    return answer, facts


def test_events_are_published_and_nothing_else():
    topic, changes = Topic(), changes_of_a_task()
    answer, facts = run(topic, *changes)
    assert sorted(message.type for message in topic.published) == ["task.assigned", "task.created"]
    assert answer == {"batchItemFailures": []}
    assert facts == {"records": len(changes), "published": 2, "failed": 0}


def test_a_message_is_the_item_as_it_was_written():
    topic, changes = Topic(), changes_of_a_task()
    run(topic, *changes)
    events = [item for _, item in changes if item["SK"].startswith("EVENT#")]
    sent = [json.loads(message.body) for message in topic.published]
    assert sent == [dict(item) for item in events]
    assert "Grün" in topic.published[0].body


def test_only_new_events_count():
    topic = Topic()
    event = next(item for _, item in changes_of_a_task() if item["SK"].startswith("EVENT#"))
    run(topic, ("MODIFY", event, event), ("REMOVE", None, event))
    assert topic.published == []


def test_what_is_not_taken_comes_again():
    topic, changes = Topic(1), changes_of_a_task()
    records = stream_event(*changes)["Records"]
    answer, facts = run(topic, *changes)
    events = [one["dynamodb"]["SequenceNumber"] for one in records if "EVENT#" in str(one["dynamodb"]["Keys"])]
    assert answer == {"batchItemFailures": [{"itemIdentifier": events[1]}]}
    assert (facts["published"], facts["failed"]) == (1, 1)


def test_a_batch_without_events_asks_nothing_of_the_topic():
    topic = Topic()
    answer, _ = run(topic, *(change for change in changes_of_a_task() if "EVENT#" not in change[1]["SK"]))
    assert (answer, topic.published) == ({"batchItemFailures": []}, [])
