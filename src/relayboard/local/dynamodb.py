"""A server's DynamoDB: which table, where, and the clients that reach it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from relayboard.adapters.aws_calls import Calls
from relayboard.domain.errors import Invalid
from relayboard.ports.clock import Clock

if TYPE_CHECKING:
    from relayboard.adapters.aws_credentials import Credentials

_STORE = "Must be “sqlite” or “dynamodb://TABLE?region=…&endpoint=…”."


@dataclass(frozen=True, slots=True)
class DynamoDBAddress:
    """Where a table in DynamoDB is."""

    table: str
    region: str | None = None
    endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class DynamoDBClients:
    """Clients of the two services; all threads share them."""

    tables: Calls
    streams: Calls


def dynamodb_address(store: str) -> DynamoDBAddress | None:
    """Read `dynamodb://TABLE?region=…&endpoint=…`; `None` for `sqlite`.

    Raises:
        Invalid: it is neither.
    """
    if store == "sqlite":
        return None
    parts = urlsplit(store)
    options = parse_qs(parts.query)
    if parts.scheme != "dynamodb" or not parts.netloc or set(options) - {"region", "endpoint"}:
        raise Invalid({"store": _STORE})
    first = {name: values[0] for name, values in options.items()}
    return DynamoDBAddress(parts.netloc, first.get("region"), first.get("endpoint"))


def dynamodb_clients(address: DynamoDBAddress, environ: Mapping[str, str]) -> DynamoDBClients:
    """Make the clients; nothing is sent yet.

    Args:
        environ: AWS's own variables say what the address leaves open, and where credentials are.

    Raises:
        Invalid: no region is named, or an endpoint that is no address.
    """
    # Imported here, for whoever stays with SQLite needs neither HTTP nor TLS.
    from relayboard.adapters.aws_endpoints import Service, endpoint_in
    from relayboard.adapters.dynamodb_http import HttpCalls
    from relayboard.adapters.system_clock import SystemClock

    region = address.region or _region(environ)
    clock = SystemClock()
    credentials = _credentials(environ, clock)

    def client(service: Service) -> HttpCalls:
        url = address.endpoint or endpoint_in(environ, service, region)
        return HttpCalls(service, url, region=region, credentials=credentials, clock=clock)

    try:
        return DynamoDBClients(client(Service.TABLES), client(Service.STREAMS))
    except ValueError as error:
        raise Invalid({"store": f"Its endpoint cannot be used: {error}."}) from error


def cognito_calls(address: DynamoDBAddress, environ: Mapping[str, str]) -> Calls:
    """Make a client of Cognito where a table is: in its region, or at its endpoint; nothing is sent yet.

    Raises:
        Invalid: no region is named, or an endpoint that is no address.
    """
    from relayboard.adapters.aws_endpoints import Service, endpoint_in
    from relayboard.adapters.aws_http import SignedHttp
    from relayboard.adapters.aws_json import JsonCalls
    from relayboard.adapters.system_clock import SystemClock

    region = address.region or _region(environ)
    clock = SystemClock()
    url = environ.get(Service.COGNITO.variable) or address.endpoint
    url = url or endpoint_in(environ, Service.COGNITO, region)
    try:
        http = SignedHttp(
            Service.COGNITO, url, region=region, credentials=_credentials(environ, clock), clock=clock
        )
    except ValueError as error:
        raise Invalid({"store": f"Its endpoint cannot be used: {error}."}) from error
    return JsonCalls(http)


def _credentials(environ: Mapping[str, str], clock: Clock) -> "Callable[[], Credentials]":
    from relayboard.adapters.aws_boto3_credentials import Boto3Credentials
    from relayboard.adapters.aws_container import container_credentials
    from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
    from relayboard.adapters.aws_profile import profile_credentials

    sources = [
        environment_credentials(environ),
        profile_credentials(environ, clock),
        container_credentials(environ),
    ]
    return KeptCredentials(sources, clock, otherwise=Boto3Credentials(clock)).current


def _region(environ: Mapping[str, str]) -> str:
    from relayboard.adapters.aws_credentials import NoCredentials
    from relayboard.adapters.aws_endpoints import region_in

    try:
        region = region_in(environ)
    except NoCredentials as error:
        raise Invalid({"store": f"Must name a region, for {error}."}) from error
    if region is None:
        raise Invalid({"store": "Must name a region: dynamodb://TABLE?region=eu-west-1; or set AWS_REGION."})
    return region
