"""Our signatures beside botocore's."""

from datetime import UTC, datetime, timedelta, timezone
from unittest.mock import patch

import pytest
from botocore.auth import SIGNED_HEADERS_BLACKLIST, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.adapters.aws_credentials import Credentials
from relayboard.adapters.http_connections import Connections
from relayboard.adapters.sigv4 import Signer

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
CONNECTIONS = st.text(LETTERS + "-_", min_size=1, max_size=20).map("/live/@connections/{}%3D".format)
PATHS = st.sampled_from(["/", "/v2/email/outbound-emails", "/a.b_c~d/"]) | CONNECTIONS
METHODS = st.sampled_from(["POST", "GET", "PUT", "DELETE", "PATCH", "HEAD"])
HOSTS = st.sampled_from(["dynamodb.eu-west-1.amazonaws.com", "localhost", "127.0.0.1", "[::1]", "A.Example"])
PORTS = st.sampled_from(["", ":80", ":443"]) | st.integers(1, 65535).map(lambda port: f":{port}")
SECRETS = st.text(LETTERS + "/+=", min_size=1, max_size=60)
NAMES = st.sampled_from([*SIGNED_HEADERS_BLACKLIST, "User-Agent", "X-Amz-Target", "Content-Type"]) | st.text(
    LETTERS + "-", min_size=1, max_size=12
).map("X-{}".format)
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\t"), max_size=40)
HEADERS = st.dictionaries(NAMES, VALUES, max_size=6).filter(
    lambda headers: len({name.lower() for name in headers}) == len(headers)
)
MOMENTS = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@settings(max_examples=400, deadline=None)
@given(
    method=METHODS,
    path=PATHS,
    scheme=st.sampled_from(["http", "https"]),
    host=HOSTS,
    port=PORTS,
    headers=HEADERS,
    body=st.binary(max_size=200),
    key=st.text(LETTERS, min_size=1, max_size=20),
    secret=SECRETS,
    token=st.none() | SECRETS,
    region=st.sampled_from(["eu-west-1", "us-gov-east-1", "cn-north-1"]),
    moment=MOMENTS,
)
def test_signatures_are_botocores(
    method: str,
    path: str,
    scheme: str,
    host: str,
    port: str,
    headers: dict[str, str],
    body: bytes,
    key: str,
    secret: str,
    token: str | None,
    region: str,
    moment: datetime,
) -> None:
    url = f"{scheme}://{host}{port}"
    theirs = AWSRequest(method=method, url=f"{url}{path}", headers=headers, data=body)
    with patch("botocore.auth.get_current_datetime", lambda: moment):
        SigV4Auth(BotocoreCredentials(key, secret, token), "dynamodb", region).add_auth(theirs)
    ours = Signer("dynamodb", region).sign(
        method,
        {"Host": Connections(url, deadline_seconds=1).host, **headers},
        body,
        credentials=Credentials(key, secret, token),
        at=moment,
        path=path,
    )
    assert ours["Authorization"] == theirs.headers["Authorization"]
    assert ours["X-Amz-Date"] == theirs.headers["X-Amz-Date"]
    assert ours.get("X-Amz-Security-Token") == theirs.headers.get("X-Amz-Security-Token")


def signed(signer: Signer, *, secret: str = "secret", at: datetime = datetime(2030, 1, 1, tzinfo=UTC)) -> str:
    return signer.sign("POST", {"Host": "a"}, b"{}", credentials=Credentials("key", secret), at=at)[
        "Authorization"
    ]


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("secret", ["secret", "another"])
def test_a_signer_notices_a_new_day_and_a_new_secret(days: int, secret: str) -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=days)
    used = Signer("dynamodb", "eu-west-1")
    signed(used)
    assert signed(used, secret=secret, at=at) == signed(Signer("dynamodb", "eu-west-1"), secret=secret, at=at)


def test_a_moment_of_another_time_zone_is_the_same_moment() -> None:
    moment = datetime(2030, 1, 1, 0, 30, tzinfo=UTC)
    signer = Signer("dynamodb", "eu-west-1")
    assert signed(signer, at=moment) == signed(signer, at=moment.astimezone(timezone(timedelta(hours=-5))))
