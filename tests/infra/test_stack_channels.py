"""A channel dies: its messages come to stand among the failed deliveries, and are sent again from there, once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.parity.home import Person, eventually
from tests.support.aws_stack import ADMIN_EMAIL, WEBHOOK_PATH, Stack

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


def failed(lead: Person, words: str) -> list[dict[str, Any]]:
    """The failed deliveries that would tell of a task."""
    items = lead.call("GET", "/deliveries?limit=100").json()["items"]
    return [one for one in items if words in one["news"]["text"]]


def run_now(stack: Stack, function: str) -> None:
    """Do at once what a schedule does every few minutes."""
    name = stack.outputs["functions"][function]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_what_a_dead_channel_gives_up_stands_among_the_failed_and_is_sent_once_when_it_is_redriven(
    aws_stack: Stack, lead: Person, mia: Person
) -> None:
    queue, dead_letters = aws_stack.outputs["queues"]["email"], aws_stack.outputs["dead_letter_queues"]["email"]
    words = "While the mail is dead"
    with throwing(aws_stack, "channel-email"):
        tasks = [made_for(lead, mia, f"{words} {number}") for number in range(TASKS)]
        eventually(lambda: all(deliveries(lead, task, "inbox") == ["sent"] for task in tasks))
        # Each task makes two events, which every channel is told of.
        eventually(lambda: waiting(aws_stack, dead_letters) >= 2 * TASKS, seconds=PARKED_SECONDS)
    run_now(aws_stack, "dead-letters")
    assert {(one["channel"], one["person"]["name"]) for one in failed(lead, words)} == {("email", "Mia Mail")}
    assert waiting(aws_stack, queue) == waiting(aws_stack, dead_letters) == 0
    assert len(mia.call("GET", "/users/me/notices").json()["items"]) == TASKS
    assert mail_about(aws_stack, words) == []

    redriven = [lead.call("POST", "/deliveries/redrive", {"all": True}).json() for _ in range(2)]
    assert [len(one["taken"]) for one in redriven] == [TASKS, 0]
    for _ in range(2):
        run_now(aws_stack, "schedule-retries")
    assert all(deliveries(lead, task, "email") == ["sent"] for task in tasks)
    assert failed(lead, words) == []
    assert sorted(mail_about(aws_stack, words)) == [
        f"Lea Lead assigned you “{words} {number}”" for number in range(TASKS)
    ]


def test_what_a_dead_web_hook_gives_up_is_posted_once_when_it_is_redriven(
    aws_stack: Stack, lead: Person, mia: Person
) -> None:
    queues = [aws_stack.outputs[kind]["webhook"] for kind in ("queues", "dead_letter_queues")]
    words = "While the hook is dead"
    eventually(lambda: waiting(aws_stack, queues[0]) == 0, seconds=PARKED_SECONDS)
    with throwing(aws_stack, "channel-webhook"):
        made_for(lead, mia, words)
        parked: list[str] = []
        # Sixty times would be tried before: what is in the queue is parked by hand.
        eventually(
            lambda: parked.extend(taken_out(aws_stack, queues[0])) or len(parked) == 2, seconds=PARKED_SECONDS
        )
        for body in parked:
            aws_stack.client("sqs").send_message(QueueUrl=queues[1], MessageBody=body)
    run_now(aws_stack, "dead-letters")
    given_up = failed(lead, words)
    assert {(one["channel"], one["person"]["name"]) for one in given_up} == {("webhook", "Webhook")}
    assert {one["news"]["type"] for one in given_up} == {"task.created", "task.assigned"}
    assert waiting(aws_stack, queues[1]) == 0

    assert len(lead.call("POST", "/deliveries/redrive", {"all": True}).json()["taken"]) == 2
    for _ in range(2):
        run_now(aws_stack, "schedule-retries")
    assert failed(lead, words) == []
    assert posted(aws_stack, words) == ["task.assigned", "task.created"]


def posted(stack: Stack, words: str) -> list[str]:
    """The types of the events that the web hook was posted about some tasks."""
    requests = [json.loads(one.body) for one in stack.receiver.requests if WEBHOOK_PATH in one.line]
    return sorted(event["type"] for event in requests if words in event["subject"]["title"])


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
