"""AWS's services as Lambda functions reach them; each is imported by the functions that use it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from relayboard.adapters.aws_credentials import Credentials, KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service, endpoint_in, named_endpoint_in
from relayboard.lambdas.settings import LambdaSettings
from relayboard.ports.clock import Clock

if TYPE_CHECKING:
    from relayboard.adapters.aws_http import SignedHttp
    from relayboard.lambdas.dead_letter_function import DeadLetterQueue
    from relayboard.lambdas.queue_function import Queue
    from relayboard.ports.directory import Directory
    from relayboard.ports.mailer import Mailer
    from relayboard.ports.publisher import Publisher
    from relayboard.ports.sockets import Sockets
    from relayboard.ports.table import Table


def open_table(settings: LambdaSettings, clock: Clock) -> "Table":
    """Return the table that the settings name, with a connection that is open before the first request comes."""
    from relayboard.adapters.dynamodb_http import HttpCalls
    from relayboard.adapters.dynamodb_table import DynamoDBTable

    region = settings.region
    calls = HttpCalls(
        Service.TABLES,
        endpoint_in(settings.aws, Service.TABLES, region),
        region=region,
        credentials=_credentials(settings, clock),
        clock=clock,
        roots=settings.roots,
    )
    calls.connect()
    return DynamoDBTable(calls, settings.table, clock)


def user_pool(settings: LambdaSettings, clock: Clock, pool_id: str) -> "Directory":
    """Return a user pool."""
    from relayboard.adapters.aws_json import JsonCalls
    from relayboard.adapters.cognito_directory import CognitoDirectory

    return CognitoDirectory(JsonCalls(_http(Service.COGNITO, settings, clock)), pool_id, clock)


def publisher(settings: LambdaSettings, clock: Clock) -> "Publisher":
    """Return the topic that the settings name."""
    from relayboard.adapters.sns_publisher import SnsPublisher

    http = _http(Service.SNS, settings, clock)
    http.connect()
    return SnsPublisher(http, settings.topic_arn)


def mailer(settings: LambdaSettings, clock: Clock) -> "Mailer":
    """Return what sends mail."""
    from relayboard.adapters.aws_json import JsonCalls
    from relayboard.adapters.ses_mailer import SesMailer

    calls = JsonCalls(_http(Service.SES, settings, clock))
    return SesMailer(
        calls, sender=settings.mail_from, clock=clock, configuration_set=settings.configuration_set or None
    )


def dead_letter_queues(settings: LambdaSettings, clock: Clock) -> "Mapping[str, DeadLetterQueue]":
    """Return the dead-letter queues that the settings name, by their names."""
    from relayboard.adapters.aws_json import JsonCalls
    from relayboard.adapters.sqs_queue import SqsQueue

    calls = JsonCalls(_http(Service.SQS, settings, clock))
    return {url.rpartition("/")[2]: SqsQueue(calls, url, longest_seconds=5.0) for url in settings.dead_letters}


def queue(settings: LambdaSettings, clock: Clock) -> "Queue":
    """Return the queue that the settings name."""
    from relayboard.adapters.aws_json import JsonCalls
    from relayboard.adapters.sqs_queue import SqsQueue

    return SqsQueue(JsonCalls(_http(Service.SQS, settings, clock)), settings.queue_url)


def sockets(settings: LambdaSettings, clock: Clock) -> "Sockets":
    """Return the live sockets of the API that the settings name."""
    from relayboard.adapters.apigateway_sockets import ApiGatewaySockets

    host = settings.sockets_url.rpartition("/")[0]
    url = named_endpoint_in(settings.aws, Service.SOCKETS) or host
    return ApiGatewaySockets(_http(Service.SOCKETS, settings, clock, url=url), settings.sockets_url)


def _http(service: Service, settings: LambdaSettings, clock: Clock, *, url: str = "") -> "SignedHttp":
    from relayboard.adapters.aws_http import SignedHttp

    region = settings.region
    url = url or endpoint_in(settings.aws, service, region)
    credentials = _credentials(settings, clock)
    return SignedHttp(service, url, region=region, credentials=credentials, clock=clock, roots=settings.roots)


def _credentials(settings: LambdaSettings, clock: Clock) -> Callable[[], Credentials]:
    """Return who gives the credentials of the function's role: the environment, or an endpoint under SnapStart."""
    sources = [environment_credentials(settings.aws)]
    if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in settings.aws:
        from relayboard.adapters.aws_container import container_credentials

        sources.append(container_credentials(settings.aws))
    return KeptCredentials(sources, clock).current
