"""Credentials that only boto3 finds: roles, SSO, programs, and the metadata service of EC2."""

from datetime import timedelta
from typing import Any

from relayboard.adapters.aws_credentials import Credentials, CredentialsUnreachable, NoCredentials
from relayboard.ports.clock import Clock

_RENEWAL = timedelta(minutes=1)  # boto3 itself knows when they expire, and only has to be asked now and then


class Boto3Credentials:
    """A source that imports boto3 when it is first asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._found: Any = None  # boto3 has no types for it

    def __call__(self) -> Credentials | None:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

        try:
            self._found = self._found or boto3.Session().get_credentials()
            if self._found is None:
                return None
            frozen = self._found.get_frozen_credentials()
        except (ClientError, HTTPClientError) as error:
            raise CredentialsUnreachable(str(error)) from error
        except BotoCoreError as error:
            raise NoCredentials(str(error)) from error
        return Credentials(frozen.access_key, frozen.secret_key, frozen.token, self._clock.now() + _RENEWAL)
