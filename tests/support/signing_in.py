"""Signs people in at a running server, as any client of Cognito does."""

from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config

CLIENT_ID = "relayboard"


def identity_client(url: str) -> Any:
    """Return boto3's client of the user pool of the server at this address."""
    return boto3.client(
        "cognito-idp",
        endpoint_url=f"{url}/cognito",
        region_name="eu-west-1",
        config=Config(signature_version=UNSIGNED),
    )


def tokens_of(url: str, email: str, password: str) -> dict[str, Any]:
    """Sign in and return IdToken, AccessToken and RefreshToken."""
    answer = identity_client(url).initiate_auth(
        ClientId=CLIENT_ID,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    return answer["AuthenticationResult"]
