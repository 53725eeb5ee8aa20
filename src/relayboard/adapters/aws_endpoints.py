"""The services of AWS that we call: what they are named where, and at which address they are."""

from collections.abc import Mapping
from enum import Enum


class Service(Enum):
    """A service: its host, its name in signatures, its variable of the environment, and how JSON is sent to it.

    Attributes:
        target: the prefix of its operations; empty where they are named otherwise.
        content_type: empty where there is no JSON.
    """

    TABLES = ("dynamodb", "dynamodb", "DYNAMODB", "DynamoDB_20120810", "application/x-amz-json-1.0")
    STREAMS = (
        "streams.dynamodb",
        "dynamodb",
        "DYNAMODB_STREAMS",
        "DynamoDBStreams_20120810",
        "application/x-amz-json-1.0",
    )
    COGNITO = (
        "cognito-idp",
        "cognito-idp",
        "COGNITO_IDENTITY_PROVIDER",
        "AWSCognitoIdentityProviderService",
        "application/x-amz-json-1.1",
    )
    SNS = ("sns", "sns", "SNS", "", "")
    SQS = ("sqs", "sqs", "SQS", "AmazonSQS", "application/x-amz-json-1.0")
    SES = ("email", "ses", "SESV2", "", "application/json")
    # Each API has a host of its own.
    SOCKETS = ("execute-api", "execute-api", "APIGATEWAYMANAGEMENTAPI", "", "application/json")

    def __init__(self, host: str, signing_name: str, variable: str, target: str, content_type: str) -> None:
        self.host = host
        self.signing_name = signing_name
        self.variable = f"AWS_ENDPOINT_URL_{variable}"
        self.target = target
        self.content_type = content_type


def region_in(environ: Mapping[str, str]) -> str | None:
    """Return the region that the environment or its profile names.

    Raises:
        NoCredentials: AWS_PROFILE names a profile that is nowhere.
    """
    named = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    if named:
        return named
    # Imported here, for Lambda names its region and has no profiles.
    from relayboard.adapters.aws_profile import read_profile

    return read_profile(environ).get("region") or None


def endpoint_in(environ: Mapping[str, str], service: Service, region: str) -> str:
    """Return the URL of a service: the one that the environment names, or AWS's own."""
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return named_endpoint_in(environ, service) or f"https://{service.host}.{region}.{domain}"


def named_endpoint_in(environ: Mapping[str, str], service: Service) -> str | None:
    """Return the URL that the environment names for a service; `None` leaves it where it is."""
    return environ.get(service.variable) or environ.get("AWS_ENDPOINT_URL")
