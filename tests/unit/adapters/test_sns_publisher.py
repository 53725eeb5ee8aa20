"""Batches, and what becomes of messages that SNS does not take, by scripted answers."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest

from relayboard.adapters import aws_calls
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.sns_publisher import SnsPublisher
from relayboard.ports.publisher import MAX_MESSAGE_BYTES, Message, NotPublished, Publisher
from tests.support.http_listener import Hangup, Listener, Reply, Request, answer
from tests.support.ministack import CREDENTIALS, REGION
from tests.support.signed_http import signed_http

TOPIC = "arn:aws:sns:eu-west-1:000000000000:events"
OVERHEAD = len("typeStringa")
PREFIX = "PublishBatchRequestEntries.member."


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_calls, "_FIRST_PAUSE_SECONDS", 0.001)


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def ids(request: Request) -> list[str]:
    fields = form(request)
    places = range(1, sum(name.endswith(".Id") for name in fields) + 1)
    return [fields[f"{PREFIX}{place}.Id"] for place in places]


def answered(taken: Iterable[str], failed: Iterable[tuple[str, str, bool]] = ()) -> bytes:
    good = "".join(f"<member><Id>{one}</Id><MessageId>m{one}</MessageId></member>" for one in taken)
    bad = "".join(
        f"<member><Id>{one}</Id><Code>{code}</Code><Message>so &amp; so</Message>"
        f"<SenderFault>{str(is_ours).lower()}</SenderFault></member>"
        for one, code, is_ours in failed
    )
    result = f"<Failed>{bad}</Failed><Successful>{good}</Successful>"
    return answer(
        f'<?xml version="1.0"?>\n<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\n'
        f"  <PublishBatchResult>{result}</PublishBatchResult>\n"
        "  <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishBatchResponse>".encode()
    )


def refusal(code: str, *, status: int = 400) -> bytes:
    return answer(f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>".encode(), status=status)


def take_all(request: Request) -> list[bytes]:
    return [answered(ids(request))]


def publisher(server: Listener) -> Publisher:
    return SnsPublisher(signed_http(Service.SNS, server.url), TOPIC)


def messages(count: int) -> list[Message]:
    return [Message("a", f'{{"n":{number}}}') for number in range(count)]


def published(reply: Reply, sent: Sequence[Message]) -> tuple[tuple[int, ...], list[list[str]]]:
    """Return which messages failed, and the ids in each request."""
    with Listener(reply) as server:
        failed: tuple[int, ...] = ()
        try:
            publisher(server).publish(sent)
        except NotPublished as error:
            failed = error.failed
        return failed, [ids(request) for request in server.requests]


def test_a_batch_is_written_as_boto3_does() -> None:
    sent = [Message("task.created", '{"t": "Zoë & “+%” 大😀\\n"}'), Message("task.assigned", "{}")]
    with Listener(take_all) as server:
        publisher(server).publish(sent)
        client = boto3.client(
            "sns",
            region_name=REGION,
            endpoint_url=server.url,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        )
        client.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=[*map(_entry, range(2), sent)])
        ours, theirs = server.requests
    assert form(ours) == form(theirs)
    for name in ("host", "content-type"):
        assert ours.headers[name] == theirs.headers[name]
    assert f"/{REGION}/sns/aws4_request" in ours.headers["authorization"]


def _entry(position: int, message: Message) -> dict[str, Any]:
    attribute = {"type": {"DataType": "String", "StringValue": message.type}}
    return {"Id": str(position), "Message": message.body, "MessageAttributes": attribute}


def test_nothing_is_sent_for_nothing() -> None:
    assert published(take_all, []) == ((), [])


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
def test_at_most_ten_go_into_one_call(count: int, sizes: list[int]) -> None:
    failed, calls = published(take_all, messages(count))
    assert failed == ()
    assert [len(call) for call in calls] == sizes
    assert [one for call in calls for one in call] == [str(number) for number in range(count)]


def test_a_call_holds_at_most_256_kibibytes() -> None:
    half = MAX_MESSAGE_BYTES // 2 - OVERHEAD
    sent = [Message("a", "x" * size) for size in (half, half, 1, half, half)]
    assert published(take_all, sent) == ((), [["0", "1"], ["2", "3"], ["4"]])


def test_a_message_that_fits_nowhere_fails_alone() -> None:
    most = MAX_MESSAGE_BYTES - OVERHEAD
    sent = [Message("a", "1"), Message("a", "é" * (most // 2 + 1)), Message("a", "x" * most), Message("a", "2")]
    assert published(take_all, sent) == ((1,), [["0"], ["2"], ["3"]])


def test_what_is_refused_for_good_is_named_and_the_rest_is_taken() -> None:
    def refuse_one(request: Request) -> list[bytes]:
        return [answered([one for one in ids(request) if one != "1"], [("1", "InvalidParameter", True)])]

    assert published(refuse_one, messages(3)) == ((1,), [["0", "1", "2"]])


@pytest.mark.parametrize(("code", "is_ours"), [("InternalError", False), ("Throttling", True)])
def test_what_is_not_taken_now_is_sent_again_alone(code: str, is_ours: bool) -> None:
    calls = 0

    def fail_at_first(request: Request) -> list[bytes]:
        nonlocal calls
        calls += 1
        return [answered(["0", "2"], [("1", code, is_ours)]) if calls == 1 else answered(ids(request))]

    assert published(fail_at_first, messages(3)) == ((), [["0", "1", "2"], ["1"]])


def test_what_is_never_taken_is_named_in_the_end() -> None:
    failed, calls = published(lambda _: [answered(["0"], [("1", "InternalError", False)])], messages(2))
    assert failed == (1,)
    assert calls[0] == ["0", "1"]
    assert {*map(tuple, calls[1:])} == {("1",)}


def test_of_what_an_answer_says_nothing_was_not_taken() -> None:
    assert published(lambda _: [answered(["0"])], messages(2))[0] == (1,)


def test_the_reasons_are_told() -> None:
    reply = answered([], [("0", "InvalidParameter", True)])
    with Listener(lambda _: [reply]) as server, pytest.raises(NotPublished, match="InvalidParameter: so & so"):
        publisher(server).publish(messages(1))


@pytest.mark.parametrize("trouble", [refusal("Throttling"), refusal("InternalError", status=500), None])
def test_a_call_that_fails_for_now_is_made_again(trouble: bytes | None) -> None:
    calls = 0

    def fail_at_first(request: Request) -> Iterable[bytes]:
        nonlocal calls
        calls += 1
        if calls == 1 and trouble is None:
            raise Hangup
        yield trouble if calls == 1 and trouble else answered(ids(request))

    assert published(fail_at_first, messages(2)) == ((), [["0", "1"], ["0", "1"]])


def test_a_call_that_is_refused_fails_its_messages_and_no_others() -> None:
    def refuse_first_batch(request: Request) -> list[bytes]:
        return [refusal("AuthorizationError", status=403) if "0" in ids(request) else answered(ids(request))]

    failed, calls = published(refuse_first_batch, messages(12))
    assert failed == tuple(range(10))
    assert len(calls) == 2


def test_letters_that_sqs_does_not_take_are_written_as_escapes() -> None:
    with Listener(take_all) as server:
        publisher(server).publish([Message("a", '{"t":"\ufffe\uffff\u2028"}')])
        assert form(server.requests[0])[f"{PREFIX}1.Message"] == '{"t":"\\ufffe\\uffff\u2028"}'
