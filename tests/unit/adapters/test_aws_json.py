"""AWS's JSON protocols beside boto3's requests, and what their errors say."""

import json
from typing import Any

import boto3
import pytest

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_json import JsonCalls
from tests.support.http_listener import Listener, answer
from tests.support.ministack import CREDENTIALS, REGION
from tests.support.signed_http import signed_http

POOL = {"UserPoolId": "eu-west-1_a", "Username": "ann@a.example"}
ATTRIBUTES = [{"Name": "name", "Value": "Zoë “\\”\u2028 大"}]
VISIBILITY = {"QueueUrl": "http://a/1/q", "ReceiptHandle": "handle", "VisibilityTimeout": 30}
MAIL = {"Destination": {"ToAddresses": ["ann@a.example"]}, "Content": {"Raw": {"Data": "aGVsbG8="}}}
TARGETED = [
    (Service.COGNITO, "cognito-idp", "AdminCreateUser", {**POOL, "UserAttributes": ATTRIBUTES}),
    (Service.COGNITO, "cognito-idp", "AdminUserGlobalSignOut", POOL),
    (Service.SQS, "sqs", "ChangeMessageVisibility", VISIBILITY),
]


def calls(service: Service, url: str) -> JsonCalls:
    return JsonCalls(signed_http(service, url))


def boto3_client(name: str, url: str) -> Any:
    return boto3.client(
        name,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def assert_alike(server: Listener) -> None:
    ours, theirs = server.requests
    assert ours.line == theirs.line
    assert json.loads(ours.body) == json.loads(theirs.body)
    for name in ("host", "content-type", "x-amz-target"):
        assert ours.headers.get(name) == theirs.headers.get(name)
    scopes = [request.headers["authorization"].split("/", 1)[1].partition(",")[0] for request in (ours, theirs)]
    assert scopes[0] == scopes[1]


@pytest.mark.parametrize(("service", "name", "operation", "payload"), TARGETED)
def test_operations_are_asked_for_as_boto3_does(
    service: Service, name: str, operation: str, payload: dict[str, Any]
) -> None:
    with Listener(lambda _: [answer({})]) as server:
        calls(service, server.url).call(operation, payload)
        client = boto3_client(name, server.url)
        method = next(own for own, one in client.meta.method_to_api_mapping.items() if one == operation)
        getattr(client, method)(**payload)
        assert_alike(server)


def test_mail_is_sent_as_boto3_does() -> None:
    with Listener(lambda _: [answer({"MessageId": "id"})]) as server:
        assert calls(Service.SES, server.url).post("/v2/email/outbound-emails", MAIL) == {"MessageId": "id"}
        raw = {"Raw": {"Data": b"hello"}}
        boto3_client("sesv2", server.url).send_email(**{**MAIL, "Content": raw})
        assert_alike(server)


ERRORS = {
    "a name": answer({"__type": "TooManyRequestsException", "message": "slowly"}, status=400),
    "a name with its namespace": answer(
        {"__type": "com.amazonaws.x#TooManyRequestsException", "Message": "slowly"}, status=400
    ),
    "a header": answer(
        {"message": "slowly"}, status=429, x_amzn_errortype="TooManyRequestsException:http://internal/coral/"
    ),
    "a code": answer({"code": "TooManyRequestsException", "message": "slowly"}, status=429),
}


@pytest.mark.parametrize("reply", ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_in_whatever_form_it_comes(reply: bytes) -> None:
    with Listener(lambda _: [reply]) as server, pytest.raises(CallFailed) as failed:
        calls(Service.COGNITO, server.url).call("AdminGetUser", POOL)
    assert str(failed.value) == "TooManyRequestsException: slowly"
    assert failed.value.is_throttled


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_that_is_no_json_leaves_unsure(status: int) -> None:
    with Listener(lambda _: [answer(b"<html>", status=status)]) as server, pytest.raises(CallFailed) as failed:
        calls(Service.COGNITO, server.url).call("AdminGetUser", POOL)
    assert (failed.value.code, failed.value.status) == (f"HTTP {status}", status)
    assert failed.value.is_unsure


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff{"])
def test_an_answer_that_is_no_object_is_none(body: bytes) -> None:
    with Listener(lambda _: [answer(body)]) as server, pytest.raises(CallFailed) as failed:
        calls(Service.COGNITO, server.url).call("AdminGetUser", POOL)
    assert failed.value.code == UNREACHABLE


def test_an_operation_that_has_nothing_to_say_is_answered_with_nothing() -> None:
    with Listener(lambda _: [answer(b"")]) as server:
        assert calls(Service.SQS, server.url).call("ChangeMessageVisibility", VISIBILITY) == {}
