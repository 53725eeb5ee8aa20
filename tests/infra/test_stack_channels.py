"""A channel dies: its messages are parked, the others deliver, and a redrive delivers the parked ones once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.parity.home import Person, eventually
from tests.support.aws_stack import ADMIN_EMAIL, Stack

pytestmark = pytest.mark.terraform

TASKS = 3
PARKED_SECONDS = 60


@pytest.fixture(scope="module")
def lead(aws_stack: Stack) -> Person:
    return member_of(aws_stack, ADMIN_EMAIL, "Lea Lead")


@pytest.fixture(scope="module")
def mia(aws_stack: Stack) -> Person:
    return member_of(aws_stack, "mia@example.com", "Mia Mail")


def member_of(stack: Stack, address: str, name: str) -> Person:
    return Person(stack, address, name, stack.signed_up(address, name))


@contextmanager
def throwing(stack: Stack, function: str) -> Iterator[None]:
    """Take a function's settings away, so that it throws as soon as it is called."""
    functions, name = stack.client("lambda"), stack.outputs["functions"][function]
    before = functions.get_function_configuration(FunctionName=name)["Environment"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {}})
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Environment=before)
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)


def waiting(stack: Stack, url: str) -> int:
    """How many messages are in a queue, hidden ones too."""
    kinds = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=kinds)["Attributes"]
    return sum(int(attributes[kind]) for kind in kinds)


def taken_out(stack: Stack, url: str) -> list[str]:
    """Empty a queue and return its messages."""
    sqs, found = stack.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def made_for(lead: Person, person: Person, title: str) -> dict[str, Any]:
    user_id = person.call("GET", "/users/me").json()["id"]
    answer = lead.call("POST", "/tasks", {"title": title, "assigneeIds": [user_id]})
    assert answer.status_code == 201, answer.text
    return answer.json()


def deliveries(lead: Person, task: dict[str, Any], channel: str) -> list[str]:
    events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
    return [told["state"] for event in events for told in event["deliveries"] if told["channel"] == channel]


def test_a_dead_channel_parks_its_messages_and_a_redrive_delivers_them_once(
    aws_stack: Stack, lead: Person, mia: Person
) -> None:
    queue, dead_letters = aws_stack.outputs["queues"]["email"], aws_stack.outputs["dead_letter_queues"]["email"]
    parked_before = waiting(aws_stack, dead_letters)
    with throwing(aws_stack, "channel-email"):
        tasks = [made_for(lead, mia, f"While the mail is dead {number}") for number in range(TASKS)]
        eventually(lambda: all(deliveries(lead, task, "inbox") == ["sent"] for task in tasks))
        # Each task makes two events, which every channel is told of.
        eventually(lambda: waiting(aws_stack, dead_letters) >= parked_before + 2 * TASKS, seconds=PARKED_SECONDS)
    assert waiting(aws_stack, queue) == 0
    assert len(mia.call("GET", "/users/me/notices").json()["items"]) == TASKS
    assert mail_about(aws_stack, "While the mail is dead") == []

    # The emulator has no StartMessageMoveTask: what it does is done by hand.
    parked = taken_out(aws_stack, dead_letters)
    sqs = aws_stack.client("sqs")
    for body in parked:
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    for task in tasks:
        eventually(lambda task=task: deliveries(lead, task, "email") == ["sent"])
    for body in parked:  # and once more, by mistake
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    eventually(lambda: waiting(aws_stack, queue) == 0)
    assert sorted(mail_about(aws_stack, "While the mail is dead")) == [
        f"Lea Lead assigned you “While the mail is dead {number}”" for number in range(TASKS)
    ]


def mail_about(stack: Stack, words: str) -> list[str]:
    return [mail.subject for mail in stack.mail_to("mia@example.com") if words in mail.subject]


def test_what_the_stream_cannot_publish_is_parked_one_by_one(aws_stack: Stack, lead: Person, mia: Person) -> None:
    failures = aws_stack.outputs["stream_failures"]
    with throwing(aws_stack, "stream"):
        made_for(lead, mia, "Nobody hears of this")
        eventually(lambda: waiting(aws_stack, failures) == 2, seconds=PARKED_SECONDS)
    given_up = [json.loads(body)["DDBStreamBatchInfo"] for body in taken_out(aws_stack, failures)]
    assert [batch["batchSize"] for batch in given_up] == [1, 1]
    after = made_for(lead, mia, "Everybody hears of this")
    eventually(lambda: deliveries(lead, after, "email") == ["sent"])
