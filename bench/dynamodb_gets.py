"""A GetItem through each client; what a client needs is imported when it is made, so that this can be timed."""

from collections.abc import Callable

REGION = "eu-west-1"
KEYS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
REQUEST = {
    "TableName": "relayboard",
    "Key": {"PK": {"S": "TASK#01J00000000000000000000000"}, "SK": {"S": "METADATA"}},
    "ConsistentRead": True,
}


def ours(url: str) -> Callable[[], object]:
    """Return a call through the client that signs its own requests."""
    from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
    from relayboard.adapters.aws_endpoints import Service
    from relayboard.adapters.dynamodb_http import HttpCalls
    from relayboard.adapters.system_clock import SystemClock

    clock = SystemClock()
    credentials = KeptCredentials([environment_credentials(KEYS)], clock)
    calls = HttpCalls(Service.TABLES, url, region=REGION, credentials=credentials.current, clock=clock)
    return lambda: calls.call("GetItem", REQUEST)


def boto3(url: str) -> Callable[[], object]:
    """Return a call through boto3, which finds KEYS in the environment."""
    from relayboard.adapters.dynamodb_boto3 import Boto3Calls

    calls = Boto3Calls("dynamodb", region=REGION, endpoint_url=url)
    return lambda: calls.call("GetItem", REQUEST)
