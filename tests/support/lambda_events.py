"""Events as AWS documents them, and the context that comes with them."""

import re
from urllib.parse import parse_qsl, unquote

from relayboard.adapters.dynamodb_values import to_wire

_ACCOUNT = "123456789012"


class Context:
    """What Lambda hands over beside the event (Developer Guide, "Using the Lambda context object")."""

    aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    function_name = "relayboard-dev-api-read"

    def __init__(self, *, seconds_left=10.0):
        self.seconds_left = seconds_left

    def get_remaining_time_in_millis(self):
        return int(self.seconds_left * 1000)


def proxy_event(method, resource, path, *, query="", headers=(), body=None, base64=False, claims=None):
    """Return a request as a REST API hands it over ("Input format of a Lambda function for proxy integration").

    Args:
        resource: of API Gateway, with the stage's root but without the stage, such as `/v1/tasks/{taskId}`.
        path: as it was sent, percent-encoded.
    """
    headers = dict(headers)
    pairs = parse_qsl(query, keep_blank_values=True)
    several = {}
    for name, value in pairs:
        several.setdefault(name, []).append(value)
    context = {
        "resourceId": "123456",
        "apiId": "1234567890",
        "resourcePath": resource,
        "httpMethod": method,
        "requestId": "e7e8f9a0-0000-4000-8000-000000000001",
        "accountId": _ACCOUNT,
        "stage": "api",
        "identity": {"sourceIp": "192.0.2.7", "userAgent": "curl/8"},
        "path": f"/api{path}",
        "protocol": "HTTP/1.1",
    }
    if claims is not None:
        context["authorizer"] = {"claims": claims}
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers or None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()} or None,
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": several or None,
        "pathParameters": _path_parameters(resource, path) or None,
        "stageVariables": None,
        "requestContext": context,
        "body": body,
        "isBase64Encoded": base64,
    }


def claims_of(user_id, groups):
    """Return a token's claims as a Cognito authorizer hands them over: every value is text."""
    return {
        "sub": user_id,
        "cognito:groups": groups,
        "email_verified": "true",
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool",
        "cognito:username": user_id,
        "aud": "client",
        "token_use": "id",
        "auth_time": "1700000000",
        "exp": "Tue Nov 14 23:13:20 UTC 2023",
        "iat": "Tue Nov 14 22:13:20 UTC 2023",
        "email": f"{user_id}@team.example",
    }


def stream_event(*changes):
    """Return a batch of a table's stream; `changes` are (name, new item, old item).

    ("Using AWS Lambda with Amazon DynamoDB", example event.)
    """
    return {"Records": [_stream_record(number, *change) for number, change in enumerate(changes, 1)]}


def _stream_record(number, name, new, old=None):
    item = new or old
    data = {
        "ApproximateCreationDateTime": 1479499740,
        "Keys": to_wire({"PK": item["PK"], "SK": item["SK"]}),
        "SequenceNumber": str(13021600000000001596893679 + number),
        "SizeBytes": 112,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    if new is not None:
        data["NewImage"] = to_wire(new)
    if old is not None:
        data["OldImage"] = to_wire(old)
    return {
        "eventID": str(number),
        "eventVersion": "1.1",
        "dynamodb": data,
        "awsRegion": "eu-west-1",
        "eventName": name,
        "eventSourceARN": f"arn:aws:dynamodb:eu-west-1:{_ACCOUNT}:table/relayboard/stream/2016-11-16T20:42:48.104",
        "eventSource": "aws:dynamodb",
    }


def queue_event(*bodies, receive_count=1):
    """Return a batch of messages ("Using Lambda with Amazon SQS", example event), delivered raw by a topic."""
    return {"Records": [_queue_record(number, body, receive_count) for number, body in enumerate(bodies, 1)]}


def _queue_record(number, body, receive_count):
    return {
        "messageId": f"059f36b4-87a3-44ab-83d2-66197{number:07d}",
        "receiptHandle": f"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{number}",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": str(receive_count),
            "SentTimestamp": "1545082649183",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1545082649185",
        },
        "messageAttributes": {},
        "md5OfBody": "098f6bcd4621d373cade4e832627b4f6",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-1:{_ACCOUNT}:email",
        "awsRegion": "eu-west-1",
    }


def socket_event(kind, connection_id, *, origin=None, ticket=None, body=None):
    """Return what a WebSocket API asks ("Set up integration requests for WebSocket APIs").

    Args:
        kind: CONNECT, which alone has headers and a query, DISCONNECT or MESSAGE.
    """
    routes = {"CONNECT": "$connect", "DISCONNECT": "$disconnect", "MESSAGE": "$default"}
    context = {
        "routeKey": routes[kind],
        "eventType": kind,
        "extendedRequestId": "Xa1b2GhIjoEF0aA=",
        "requestTime": "12/Dec/2029:12:00:00 +0000",
        "messageDirection": "IN",
        "stage": "live",
        "connectedAt": 1891771200000,
        "requestTimeEpoch": 1891771200010,
        "identity": {"sourceIp": "192.0.2.7"},
        "requestId": "Xa1b2GhIjoEF0aA=",
        "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
        "connectionId": connection_id,
        "apiId": "abc123",
    }
    event = {"requestContext": context, "isBase64Encoded": False}
    if kind == "CONNECT":
        headers = {"Host": context["domainName"], "Sec-WebSocket-Version": "13"}
        headers |= {} if origin is None else {"Origin": origin}
        event |= {"headers": headers, "multiValueHeaders": {name: [value] for name, value in headers.items()}}
        if ticket is not None:
            event["queryStringParameters"] = {"ticket": ticket}
            event["multiValueQueryStringParameters"] = {"ticket": [ticket]}
    if kind == "DISCONNECT":
        context |= {"disconnectStatusCode": 1001, "disconnectReason": "Going away"}
    if kind == "MESSAGE":
        context["messageId"] = "Xa1b2cHkDoECJjA="
        event["body"] = body
    return event


def cognito_event(source, *, sub="9c3e", email="ann@team.example", pool="eu-west-1_pool", **attributes):
    """Return a trigger's event ("Customizing user pool workflows with Lambda triggers")."""
    return {
        "version": "1",
        "triggerSource": source,
        "region": "eu-west-1",
        "userPoolId": pool,
        "userName": sub,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "client"},
        "request": {"userAttributes": {"sub": sub, "email": email, **attributes}},
        "response": {},
    }


def _path_parameters(resource, path):
    """Return the parameters as API Gateway does, which leaves some of them percent-encoded and others not."""
    names = re.findall(r"{(\w+)}", resource)
    pattern = re.sub(r"{\w+}", "([^/]+)", resource)
    found = re.fullmatch(pattern, path)
    values = found.groups() if found else ()
    return {name: value if "%2F" in value else unquote(value) for name, value in zip(names, values, strict=False)}
