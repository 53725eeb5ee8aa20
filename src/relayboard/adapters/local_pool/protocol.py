"""The operations as data: name on the wire, what it takes, what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from relayboard.adapters.local_pool import requests
from relayboard.adapters.local_pool.core import Answer, Core
from relayboard.adapters.local_pool.errors import CognitoError, invalid_parameter
from relayboard.adapters.local_pool.operations import profile, recovery, sessions, sign_in, sign_up, software_token


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        run: takes the core, a request of that type and the network address of who asks. `Any` because each
            operation has a request type of its own, which `read` makes sure of.
        is_costly: it may hash a password, which takes 20 ms of processor time and 19 MiB.
    """

    name: str
    request: type[requests.Request]
    run: Callable[[Core, Any, str], Answer]
    is_costly: bool = False

    def read(self, body: bytes) -> requests.Request:
        """Return the request in a JSON body.

        Raises:
            CognitoError: it is no JSON object, a member has the wrong type, or a required one is missing.
        """
        members = _json_object(body)
        for field in msgspec.structs.fields(self.request):
            if field.required and members.get(field.encode_name) is None:
                name = field.encode_name[:1].lower() + field.encode_name[1:]
                raise invalid_parameter(
                    f"1 validation error detected: Value at '{name}' failed to satisfy constraint: "
                    "Member must not be null"
                )
        given = {name: value for name, value in members.items() if value is not None}
        try:
            return msgspec.convert(given, self.request)
        except msgspec.ValidationError as error:
            raise CognitoError("SerializationException", str(error)) from error


_ROWS = (
    Operation("SignUp", requests.SignUp, sign_up.sign_up, is_costly=True),
    Operation("ConfirmSignUp", requests.ConfirmSignUp, sign_up.confirm_sign_up),
    Operation("ResendConfirmationCode", requests.ResendConfirmationCode, sign_up.resend_confirmation_code),
    Operation("InitiateAuth", requests.InitiateAuth, sign_in.initiate_auth, is_costly=True),
    Operation(
        "RespondToAuthChallenge",
        requests.RespondToAuthChallenge,
        sign_in.respond_to_auth_challenge,
        is_costly=True,
    ),
    Operation(
        "GetTokensFromRefreshToken", requests.GetTokensFromRefreshToken, sessions.get_tokens_from_refresh_token
    ),
    Operation("RevokeToken", requests.RevokeToken, sessions.revoke_token),
    Operation("GlobalSignOut", requests.GlobalSignOut, sessions.global_sign_out),
    Operation("ForgotPassword", requests.ForgotPassword, recovery.forgot_password),
    Operation(
        "ConfirmForgotPassword", requests.ConfirmForgotPassword, recovery.confirm_forgot_password, is_costly=True
    ),
    Operation("ChangePassword", requests.ChangePassword, recovery.change_password, is_costly=True),
    Operation("GetUser", requests.GetUser, profile.get_user),
    Operation("UpdateUserAttributes", requests.UpdateUserAttributes, profile.update_user_attributes),
    Operation("AssociateSoftwareToken", requests.AssociateSoftwareToken, software_token.associate_software_token),
    Operation("VerifySoftwareToken", requests.VerifySoftwareToken, software_token.verify_software_token),
    Operation("SetUserMFAPreference", requests.SetUserMfaPreference, software_token.set_user_mfa_preference),
)

OPERATIONS: Mapping[str, Operation] = {row.name: row for row in _ROWS}


def operation_named(name: str) -> Operation:
    """Return an operation by its name.

    Raises:
        CognitoError: there is none that may be asked for over the network.
    """
    operation = OPERATIONS.get(name)
    if operation is None:
        raise CognitoError("UnknownOperationException", "The operation is not available in this user pool.")
    return operation


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        members = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CognitoError("SerializationException", "The body is not JSON.") from error
    if not isinstance(members, dict):
        raise CognitoError("SerializationException", "The body is not a JSON object.")
    return members
