"""The directory port over a Cognito user pool whose users sign in with their e-mail address.

In such a pool the user name is the `sub`, and an address is taken for the user name wherever one is asked for.
"""

from datetime import timedelta
from typing import Any

from relayboard.adapters.aws_calls import CallFailed, call_patiently
from relayboard.adapters.aws_json import JsonCalls
from relayboard.domain.errors import Conflict, Invalid, NotFound, Unavailable
from relayboard.domain.people import Role, check_name, normal_email
from relayboard.ports.clock import Clock

_LONGEST_SECONDS = 4.0
_NOT_TAKEN = frozenset({"InvalidParameterException", "UserLambdaValidationException"})  # the latter by a trigger


class CognitoDirectory:
    """Admins' actions on the accounts of a user pool; see `ports.directory.Directory`.

    Args:
        invitation_days: how long the pool's temporary passwords are good for.
    """

    def __init__(self, calls: JsonCalls, pool_id: str, clock: Clock, *, invitation_days: int = 7) -> None:
        self._calls = calls
        self._pool_id = pool_id
        self._clock = clock
        self._invitation = timedelta(days=invitation_days)

    def invite(self, email: str, name: str) -> str:
        """Create an account with a temporary password, have that mailed, and return the account's `sub`.

        An invitation that has run out is renewed; a sign-up that nobody confirmed gives way.

        Raises:
            Conflict: there is an account with this address.
            Invalid: the address or the name breaks a rule.
            Unavailable: the pool cannot be reached.
        """
        check_name(name)
        address = normal_email(email)
        try:
            return self._created(address, name)
        except CallFailed as failure:
            if failure.code in _NOT_TAKEN:
                raise Invalid({"email": "The user pool does not take this address."}) from failure
            if failure.code != "UsernameExistsException":
                raise _unavailable(failure) from failure
        return self._invited_again(address, name)

    def find(self, email: str) -> str | None:
        """Return the `sub` of the account with this address.

        Raises:
            Unavailable: the pool cannot be reached.
        """
        account = self._account(email.strip().lower())
        return None if account is None else sub_of(account["UserAttributes"])

    def set_role(self, user_id: str, role: Role) -> None:
        """Put the account into the group of this role and out of the other.

        Raises:
            NotFound, Unavailable.
        """
        # Out first, so that a demotion that breaks off leaves nobody an admin. Neither call minds that it is so.
        for other in Role:
            if other is not role:
                self._change("AdminRemoveUserFromGroup", user_id, GroupName=other.value)
        self._change("AdminAddUserToGroup", user_id, GroupName=role.value)

    def enable(self, user_id: str) -> None:
        """Let the account sign in again.

        Raises:
            NotFound, Unavailable.
        """
        self._change("AdminEnableUser", user_id)

    def disable(self, user_id: str) -> None:
        """Keep the account from signing in, and end its sessions.

        Raises:
            NotFound, Unavailable.
        """
        self._change("AdminDisableUser", user_id)
        self.end_sessions(user_id)

    def end_sessions(self, user_id: str) -> None:
        """Make every refresh token of the account dead.

        Raises:
            NotFound, Unavailable.
        """
        try:
            self._call("AdminUserGlobalSignOut", Username=user_id)
        except CallFailed as failure:
            # The answer for an account that may not sign in; disabling it has ended its sessions.
            if failure.code != "NotAuthorizedException":
                raise _error(failure) from failure

    def _created(self, address: str, name: str) -> str:
        return self._sent(address, UserAttributes=verified_attributes(address, name.strip()))

    def _sent(self, address: str, **more: Any) -> str:
        request = {"Username": address, "DesiredDeliveryMediums": ["EMAIL"], **more}
        return sub_of(self._call("AdminCreateUser", **request)["User"]["Attributes"])

    def _invited_again(self, address: str, name: str) -> str:
        account = self._account(address)
        try:
            if account is not None and account["UserStatus"] == "UNCONFIRMED":
                # Made anew, for whoever signed up may not be whose address it is, and knows the password.
                self._call("AdminDeleteUser", Username=sub_of(account["UserAttributes"]))
                return self._created(address, name)
            if account is not None and self._has_run_out(account):
                return self._sent(address, MessageAction="RESEND")
        except CallFailed as failure:
            if failure.code != "UsernameExistsException":
                raise _unavailable(failure) from failure
        raise Conflict("There is an account with this address.")

    def _has_run_out(self, account: dict[str, Any]) -> bool:
        ends = float(account["UserCreateDate"]) + self._invitation.total_seconds()
        return account["UserStatus"] == "FORCE_CHANGE_PASSWORD" and ends <= self._clock.now().timestamp()

    def _account(self, address: str) -> dict[str, Any] | None:
        # Not ListUsers, which may not show yet what was written a moment ago.
        try:
            return self._call("AdminGetUser", Username=address)
        except CallFailed as failure:
            if failure.code == "UserNotFoundException":
                return None
            raise _unavailable(failure) from failure

    def _change(self, operation: str, user_id: str, **more: str) -> None:
        try:
            self._call(operation, Username=user_id, **more)
        except CallFailed as failure:
            raise _error(failure) from failure

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        payload = {"UserPoolId": self._pool_id, **request}
        return call_patiently(
            self._calls, operation, payload, is_repeatable=True, longest_seconds=_LONGEST_SECONDS
        )


def _error(failure: CallFailed) -> NotFound | Unavailable:
    return NotFound("account") if failure.code == "UserNotFoundException" else _unavailable(failure)


def _unavailable(failure: CallFailed) -> Unavailable:
    return Unavailable(f"The user pool cannot be reached ({failure.code}).")


def verified_attributes(email: str, name: str) -> list[dict[str, str]]:
    """Return the attributes of an account whose address is taken for its owner's."""
    attributes = {"email": email, "email_verified": "true", "name": name}
    return [{"Name": key, "Value": value} for key, value in attributes.items()]


def sub_of(attributes: list[dict[str, str]]) -> str:
    """Return the id among an account's attributes."""
    return next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub")
