"""The two requests that are measured, as API Gateway hands them to a function (payload format 1.0)."""

import json
from collections.abc import Mapping
from typing import Any

ADMIN = "01JDAAAAAAAAAAAAAAAAAAADMN"
MEMBERS = ("01JDAAAAAAAAAAAAAAAAAAAMB1", "01JDAAAAAAAAAAAAAAAAAAAMB2", "01JDAAAAAAAAAAAAAAAAAAAMB3")
CARDS = 20
_NEW_TASK = {
    "title": "Ship the release notes",
    "description": "All that changed since spring, **with pictures**.",
    "priority": "HIGH",
    "dueDate": "2026-12-24",
    "labels": ["docs", "release"],
    "assigneeIds": list(MEMBERS),
}
_HEADERS = {
    "Accept": "application/json",
    "Authorization": "eyJraWQiOiJrIn0.eyJzdWIiOiJhIn0.c2ln",
    "Host": "abcdefghij.execute-api.eu-west-1.amazonaws.com",
    "Origin": "https://board.example.com",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "X-Forwarded-For": "192.0.2.7, 198.51.100.9",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
}


def list_tasks() -> dict[str, Any]:
    """Ask for the first column of the board: one query, 20 cards."""
    return _event("GET", query={"status": "OPEN", "limit": "50"})


def create_task() -> dict[str, Any]:
    """Make a task with three assignees, once: one read and one transaction."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": "0f6f9c1e-7f0d-4b5c-9d0e-3a1f5f0f9b11"}
    return _event("POST", headers=headers, body=json.dumps(_NEW_TASK))


def _event(
    method: str,
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> dict[str, Any]:
    sent = {**_HEADERS, **(headers or {})}
    return {
        "resource": "/v1/tasks",
        "path": "/v1/tasks",
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": query and {name: [value] for name, value in query.items()},
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "abcdefghij",
            "authorizer": {
                "claims": {
                    "sub": ADMIN,
                    "aud": "example",
                    "cognito:groups": "ADMIN",
                    "email": "lead@example.com",
                    "email_verified": "true",
                    "token_use": "id",
                }
            },
            "httpMethod": method,
            "identity": {"sourceIp": "192.0.2.7", "userAgent": _HEADERS["User-Agent"]},
            "path": "/api/v1/tasks",
            "protocol": "HTTP/1.1",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "requestTimeEpoch": 1795000000000,
            "resourceId": "123456",
            "resourcePath": "/v1/tasks",
            "stage": "api",
        },
        "body": body,
        "isBase64Encoded": False,
    }
