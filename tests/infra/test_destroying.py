"""Taking everything down leaves nothing behind. Runs after everybody who needs the AWS home."""

import json

import pytest

from tests.support import aws_stack as aws
from tests.support.aws_stack import Stack

pytestmark = pytest.mark.terraform


def role_names(stack: Stack) -> list[str]:
    return [
        role["RoleName"] for role in stack.client("iam").list_roles()["Roles"] if "relayboard" in role["RoleName"]
    ]


def _is_bootstraps(name: str) -> bool:
    return any(part in name for part in ("-pipeline-", "-state-", "-api-gateway-logs"))


def test_destroying_leaves_nothing(aws_stack: Stack) -> None:
    aws.destroy(aws_stack)
    assert json.loads(aws_stack.terraform.run("show", "-json")).get("values") is None
    client = aws_stack.client
    left = {
        "tables": client("dynamodb").list_tables()["TableNames"],
        "functions": client("lambda").list_functions()["Functions"],
        "mappings": client("lambda").list_event_source_mappings()["EventSourceMappings"],
        "queues": client("sqs").list_queues().get("QueueUrls", []),
        "topics": client("sns").list_topics()["Topics"],
        "apis": client("apigateway").get_rest_apis()["items"],
        "WebSocket APIs": client("apigatewayv2").get_apis()["Items"],
        "pools": client("cognito-idp").list_user_pools(MaxResults=10)["UserPools"],
        "roles": [name for name in role_names(aws_stack) if not _is_bootstraps(name)],
        "schedules": client("scheduler").list_schedules()["Schedules"],
        "alarms": client("cloudwatch").describe_alarms()["MetricAlarms"],
        "identities": client("sesv2").list_email_identities()["EmailIdentities"],
        "buckets": [
            bucket["Name"]
            for bucket in client("s3").list_buckets()["Buckets"]
            if not _is_bootstraps(bucket["Name"])
        ],
        "log groups": [group["logGroupName"] for group in client("logs").describe_log_groups()["logGroups"]],
    }
    assert {kind: things for kind, things in left.items() if things} == {}
