"""Accounts in a Cognito user pool for people who come from another one, made without a mail to anybody."""

from typing import Any

from relayboard.adapters.aws_calls import CallFailed, Calls, call_patiently
from relayboard.adapters.cognito_directory import sub_of, verified_attributes
from relayboard.domain.errors import Unavailable
from relayboard.domain.people import Role

_LONGEST_SECONDS = 60.0  # Cognito lets few calls a second through


class CognitoArrivals:
    """Makes accounts that have to be invited afterwards: nobody can take a password along."""

    def __init__(self, calls: Calls, pool_id: str) -> None:
        self._calls = calls
        self._pool_id = pool_id

    def arrive(self, email: str, name: str, role: Role, *, is_active: bool) -> str:
        """Make an account unless there is one with this address, and return its `sub`; doing it again is harmless.

        Raises:
            Unavailable: the pool refuses, or cannot be reached.
        """
        try:
            sub = self._created(email, name)
            self._call("AdminAddUserToGroup", Username=sub, GroupName=role.value)
            if not is_active:
                self._call("AdminDisableUser", Username=sub)
        except CallFailed as failure:
            raise Unavailable(f"The user pool does not take {email} ({failure}).") from failure
        return sub

    def _created(self, email: str, name: str) -> str:
        try:
            account = self._call(
                "AdminCreateUser",
                Username=email,
                MessageAction="SUPPRESS",
                UserAttributes=verified_attributes(email, name),
            )["User"]["Attributes"]
        except CallFailed as failure:
            if failure.code != "UsernameExistsException":
                raise
            account = self._call("AdminGetUser", Username=email)["UserAttributes"]
        return sub_of(account)

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        payload = {"UserPoolId": self._pool_id, **request}
        return call_patiently(
            self._calls, operation, payload, is_repeatable=True, longest_seconds=_LONGEST_SECONDS
        )
