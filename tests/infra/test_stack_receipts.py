"""SES's reports on mails go through the topic that it would publish to, into the ledger and the profiles."""

import json
from typing import Any

import pytest

from relayboard.notify.mail_tags import tags_of
from tests.infra.test_stack_channels import made_for, member_of
from tests.parity.home import Person, eventually
from tests.support import ses_events as ses
from tests.support.aws_stack import ADMIN_EMAIL, Stack
from tests.support.lambda_events import queue_event

pytestmark = pytest.mark.terraform

ADDRESS = "rita@example.com"
REPORT_SECONDS = 60


@pytest.fixture(scope="module")
def lead(aws_stack: Stack) -> Person:
    return member_of(aws_stack, ADMIN_EMAIL, "Lea Lead")


@pytest.fixture(scope="module")
def rita(aws_stack: Stack) -> Person:
    return member_of(aws_stack, ADDRESS, "Rita Returned")


def publish(stack: Stack, message: str) -> None:
    """Publish as SES does; the emulator takes the event destination and publishes nothing."""
    stack.client("sns").publish(TopicArn=stack.outputs["mail_events_topic_arn"], Message=message)


def handed_over(stack: Stack, *messages: str) -> Any:
    """Call the function with a batch of messages, and return which are to come again."""
    name = stack.outputs["functions"]["receipts"]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=json.dumps(queue_event(*messages)))
    return json.load(answer["Payload"])


def mail_about(lead: Person, task: dict[str, Any]) -> dict[str, Any] | None:
    """Return the ledger row of a task's mail once it has come to its end."""
    events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
    rows = [told for event in events for told in event["deliveries"] if told["channel"] == "email"]
    return next((row for row in rows if row["state"] != "pending"), None)


def outcome_of(lead: Person, task: dict[str, Any]) -> str | None:
    row = mail_about(lead, task)
    return row["outcome"]["kind"] if row and row["outcome"] else None


def test_a_bounce_is_told_and_ends_the_mail_to_its_address_until_an_admin_says_otherwise(
    aws_stack: Stack, lead: Person, rita: Person
) -> None:
    first = made_for(lead, rita, "The first one arrives")
    row = eventually(lambda: mail_about(lead, first))
    assert (row["state"], row["outcome"]) == ("sent", None)
    tags = tags_of(row["eventId"], row["person"]["id"])
    foreign = ses.published(ses.bounce("somebody@example.com"), "somebody@example.com", None)
    assert handed_over(aws_stack, ses.TRIED_OUT, foreign) == {"batchItemFailures": []}
    publish(aws_stack, ses.published(ses.delivery(ADDRESS), ADDRESS, tags))
    eventually(lambda: outcome_of(lead, first) == "delivered", seconds=REPORT_SECONDS)

    publish(aws_stack, ses.published(ses.bounce(ADDRESS), ADDRESS, tags))
    eventually(lambda: outcome_of(lead, first) == "bounced", seconds=REPORT_SECONDS)
    assert rita.call("GET", "/users/me").json()["suppression"]["cause"] == "bounce"
    second = made_for(lead, rita, "The second one is not sent")
    skipped = eventually(lambda: mail_about(lead, second))
    assert (skipped["state"], skipped["reason"].partition(" on ")[0]) == (
        "skipped",
        "Mail to this address bounced",
    )

    path = f"/users/{row['person']['id']}/suppression"
    assert rita.call("DELETE", path).status_code == 403
    assert lead.call("DELETE", path).status_code == 204
    assert rita.call("GET", "/users/me").json()["suppression"] is None
    third = made_for(lead, rita, "The third one is sent")
    assert eventually(lambda: mail_about(lead, third))["state"] == "sent"
    subjects = [mail.subject for mail in aws_stack.mail_to(ADDRESS)]
    assert [any(task["title"] in subject for subject in subjects) for task in (first, second, third)] == [
        True,
        False,
        True,
    ]
