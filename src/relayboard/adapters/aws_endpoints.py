"""Where DynamoDB is: its region, and its address there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from relayboard.adapters.aws_profile import read_profile


@dataclass(frozen=True, slots=True)
class _Names:
    host: str
    variable: str
    target: str


class Service(Enum):
    """A service of DynamoDB's, by its host, its variable of the environment, and the prefix of its operations."""

    TABLES = _Names("dynamodb", "AWS_ENDPOINT_URL_DYNAMODB", "DynamoDB_20120810")
    STREAMS = _Names("streams.dynamodb", "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "DynamoDBStreams_20120810")


def region_in(environ: Mapping[str, str]) -> str | None:
    """Return the region that the environment or its profile names.

    Raises:
        NoCredentials: AWS_PROFILE names a profile that is nowhere.
    """
    named = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    return named or read_profile(environ).get("region") or None


def endpoint_in(environ: Mapping[str, str], service: Service, region: str) -> str:
    """Return the URL of a service: the one that the environment names, or AWS's own."""
    named = environ.get(service.value.variable) or environ.get("AWS_ENDPOINT_URL")
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return named or f"https://{service.value.host}.{region}.{domain}"
