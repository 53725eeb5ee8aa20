"""Calls to DynamoDB through boto3."""

from typing import Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's, not the built-in
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from relayboard.adapters.aws_calls import NO_CREDENTIALS, UNREACHABLE, CallFailed, Payload
from relayboard.adapters.dynamodb_checksum import HEADER, check_answer


class Boto3Calls:
    """One client of boto3, used from any number of threads.

    Args:
        service: `dynamodb` or `dynamodbstreams`.
        region, endpoint_url: what boto3 finds in its own settings where they are `None`.
    """

    def __init__(self, service: str, *, region: str | None = None, endpoint_url: str | None = None) -> None:
        config = Config(
            connect_timeout=2,
            read_timeout=5,
            max_pool_connections=50,
            retries={"total_max_attempts": 1, "mode": "standard"},  # we know better which calls may be repeated
        )
        session = cast(Any, boto3.Session(region_name=region))  # its stubs want the service as a literal
        client = session.client(service, endpoint_url=endpoint_url, config=config)
        client.meta.events.register(
            "before-parse", _check_whole
        )  # boto3 takes half an answer for one without items
        names = client.meta.method_to_api_mapping
        self._methods = {operation: getattr(client, method) for method, operation in names.items()}

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._methods[operation](**payload)
        except ClientError as error:
            raise _failure(error.response) from error
        except (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError) as error:
            raise CallFailed(NO_CREDENTIALS, str(error)) from error
        except (ConnectionError, HTTPClientError) as error:
            raise CallFailed(UNREACHABLE, str(error)) from error
        except BotoCoreError as error:
            raise CallFailed(type(error).__name__, str(error)) from error
        return answer


def _check_whole(response_dict: Any, **_: object) -> None:  # as botocore has it
    headers, body = response_dict["headers"], response_dict["body"]
    if headers.get("content-length", str(len(body))) != str(len(body)):
        raise CallFailed(UNREACHABLE, "the answer is not whole")
    check_answer(body, headers.get(HEADER))


def _failure(answer: Any) -> CallFailed:
    error = answer["Error"]
    return CallFailed(
        error.get("Code", ""),
        error.get("Message", ""),
        status=answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0),
        reasons=answer.get("CancellationReasons", ()),
        item=answer.get("Item"),
    )
