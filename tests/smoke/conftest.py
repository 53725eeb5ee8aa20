import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import boto3
import httpx
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from relayboard.local.demo.workspace import PASSWORD
from tests.support import server

IS_ELSEWHERE = "RELAYBOARD_SMOKE_URL" in os.environ  # even when it is empty, which must not pass for success
PAGE_ELSEWHERE = "https://board.example"


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation as its users reach it.

    Attributes:
        page: address of the page, with a slash at the end.
        origin: what a browser says that requests of the page come from.
        config: the page's settings.
    """

    page: str
    origin: str
    config: dict

    @property
    def api(self) -> str:
        return urljoin(self.page, self.config["apiBase"])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The one at RELAYBOARD_SMOKE_URL; without it a demo on this machine."""
    if IS_ELSEWHERE:
        page = os.environ["RELAYBOARD_SMOKE_URL"].rstrip("/") + "/"
        yield Installation(page, _origin(page), _config(page))
        return
    flags = ["--demo", "--requests-per-second", "0", "--allowed-origins", PAGE_ELSEWHERE]
    with server.running(tmp_path_factory.mktemp("smoke"), *flags) as running:
        page = f"{running.url}/"
        yield Installation(page, PAGE_ELSEWHERE, _config(page))


@pytest.fixture(scope="session")
def somebody(installation: Installation) -> httpx.Client:
    """The person of RELAYBOARD_SMOKE_EMAIL and RELAYBOARD_SMOKE_PASSWORD, signed in; one of the demo without."""
    pool = installation.config["userPool"]
    identity = boto3.client(
        "cognito-idp",
        endpoint_url=urljoin(installation.page, pool["endpoint"]),
        region_name="us-east-1",  # nothing is signed, so any will do
        config=Config(signature_version=UNSIGNED),
    )
    email, password = "jonas@example.com", PASSWORD
    if IS_ELSEWHERE:
        email, password = os.environ["RELAYBOARD_SMOKE_EMAIL"], os.environ["RELAYBOARD_SMOKE_PASSWORD"]
    who = {"USERNAME": email, "PASSWORD": password}
    answer = identity.initiate_auth(ClientId=pool["clientId"], AuthFlow=pool["signIn"], AuthParameters=who)
    token = answer["AuthenticationResult"]["IdToken"]
    headers = {"Authorization": token, "Origin": installation.origin}
    return httpx.Client(base_url=installation.api, headers=headers, timeout=30)


def _origin(page: str) -> str:
    parts = urlsplit(page)
    return f"{parts.scheme}://{parts.netloc}"


def _config(page: str) -> dict:
    answer = httpx.get(urljoin(page, "config.json"), timeout=30)
    answer.raise_for_status()
    return answer.json()
