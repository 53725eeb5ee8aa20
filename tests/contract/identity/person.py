"""A person in front of a user pool, and what comes of what they do."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from relayboard.adapters.local_pool.totp import STEP_SECONDS, code_at
from tests.contract.identity.differences import ALLOWED, DONE
from tests.contract.identity.providers import Provider

PASSWORD = "Correct horse 1"
OTHER_PASSWORD = "Battery staple 2"


class Person:
    """Somebody with an address of their own."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.client = provider.client
        self.client_id = provider.client_id
        self.email = f"p{uuid4().hex}@team.example"
        self.sub = ""

    def sign_up(self, password: str = PASSWORD, email: str = "") -> dict[str, Any]:
        answer: dict[str, Any] = self.client.sign_up(
            ClientId=self.client_id,
            Username=email or self.email,
            Password=password,
            UserAttributes=[{"Name": "name", "Value": "Ann"}, {"Name": "email", "Value": email or self.email}],
        )
        self.sub = answer["UserSub"]
        return answer

    def confirm(self, code: str = "", email: str = "") -> None:
        code = code or self.provider.sign_up_code(self.email)
        self.client.confirm_sign_up(ClientId=self.client_id, Username=email or self.email, ConfirmationCode=code)

    def sign_in(self, password: str = PASSWORD, username: str = "") -> dict[str, Any]:
        parameters = {"USERNAME": username or self.email, "PASSWORD": password}
        flow = "USER_PASSWORD_AUTH"
        answer: dict[str, Any] = self.client.initiate_auth(
            ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters
        )
        return answer

    def tokens(self, password: str = PASSWORD) -> dict[str, str]:
        result: dict[str, str] = self.sign_in(password)["AuthenticationResult"]
        return result

    def refresh(self, refresh_token: str) -> dict[str, str]:
        answer = self.client.get_tokens_from_refresh_token(ClientId=self.client_id, RefreshToken=refresh_token)
        result: dict[str, str] = answer["AuthenticationResult"]
        return result

    def answer(self, challenge: dict[str, Any], **responses: str) -> dict[str, Any]:
        result: dict[str, Any] = self.client.respond_to_auth_challenge(
            ClientId=self.client_id,
            ChallengeName=challenge["ChallengeName"],
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": self.email, **responses},
        )
        return result

    def recover(self, code: str, password: str = OTHER_PASSWORD, email: str = "") -> None:
        self.client.confirm_forgot_password(
            ClientId=self.client_id, Username=email or self.email, ConfirmationCode=code, Password=password
        )

    def forget(self, email: str = "") -> dict[str, Any]:
        answer: dict[str, Any] = self.client.forgot_password(ClientId=self.client_id, Username=email or self.email)
        return answer


def outcome(act: Callable[..., Any], *args: Any, **more: Any) -> str:
    """Return `done`, or the name of the refusal."""
    return outcome_with_text(act, *args, **more).partition(":")[0]


def outcome_with_text(act: Callable[..., Any], *args: Any, **more: Any) -> str:
    """Return `done`, or the name and text of the refusal."""
    try:
        act(*args, **more)
    except ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return DONE


def expected(provider: Provider, subject: str) -> str:
    """Return what this provider answers where providers may differ."""
    allowed = ALLOWED[subject]
    return allowed.local if provider.name == "local" else allowed.engine


def authenticator_code(secret: str, *, steps_ahead: int = 0) -> str:
    """Return what an authenticator app shows now, or one step from now, which pools accept too."""
    return code_at(secret, int(time.time()) // STEP_SECONDS + steps_ahead)
