"""A topic of MiniStack's with queues that subscribe to it as our channels do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest

from tests.support.ministack import CREDENTIALS, REGION, MiniStack

WAIT_SECONDS = 1


@dataclass(frozen=True)
class Topic:
    """A topic, and the clients that made it; `Any`, for boto3 makes their methods at run time."""

    arn: str
    url: str
    sns: Any
    sqs: Any

    def subscribe(self, *types: str) -> "Queue":
        """Make a queue that takes messages of these types, or of all."""
        settings = {"VisibilityTimeout": "30", "Policy": json.dumps(self._policy)}
        queue = self.sqs.create_queue(QueueName=f"q-{uuid4()}", Attributes=settings)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        attributes = {"RawMessageDelivery": "true"}
        if types:
            attributes["FilterPolicy"] = json.dumps({"type": list(types)})
        self.sns.subscribe(TopicArn=self.arn, Protocol="sqs", Endpoint=arn, Attributes=attributes)
        return Queue(self.sqs, queue)

    @property
    def _policy(self) -> dict[str, Any]:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "*",
            "Condition": {"ArnEquals": {"aws:SourceArn": self.arn}},
        }
        return {"Version": "2012-10-17", "Statement": [statement]}


@dataclass(frozen=True)
class Queue:
    """A queue."""

    sqs: Any
    url: str

    def receive(self, count: int) -> list[dict[str, Any]]:
        """Receive so many messages, or as many as come."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            some = self.sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=10,
                MessageAttributeNames=["All"],
                WaitTimeSeconds=WAIT_SECONDS,
            ).get("Messages")
            if not some:
                break
            found += some
        return found

    def is_empty(self) -> bool:
        return not self.sqs.receive_message(QueueUrl=self.url).get("Messages")


@pytest.fixture
def topic(ministack: MiniStack) -> Iterator[Topic]:
    settings = {
        "region_name": REGION,
        "endpoint_url": ministack.url,
        "aws_access_key_id": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    sns, sqs = boto3.client("sns", **settings), boto3.client("sqs", **settings)
    arn = sns.create_topic(Name=f"events-{uuid4()}")["TopicArn"]
    yield Topic(arn, ministack.url, sns, sqs)
    sns.delete_topic(TopicArn=arn)
