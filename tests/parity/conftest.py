import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.parity.home import Home, Letter
from tests.support import server
from tests.support.engines import dynamodb_store
from tests.support.signing_in import CLIENT_ID, identity_client


@dataclass
class OneMachine:
    api: str
    client_id: str
    admin_email: str
    identity: Any
    mailbox: Path

    def letters_to(self, address: str) -> list[Letter]:
        letters = []
        for path in sorted(self.mailbox.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in message["To"]:
                letters.append(Letter(message["Subject"], message.get_body(("plain",)).get_content()))
        return letters


@pytest.fixture(scope="session", params=["sqlite", pytest.param("dynamodb", marks=pytest.mark.engine)])
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield "sqlite"
        return
    with dynamodb_store(request.getfixturevalue("dynamodb_endpoint")) as address:
        yield address


@pytest.fixture(scope="session")
def home(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The product on one machine, on each store."""
    data = tmp_path_factory.mktemp("one-machine")
    admin_email = "lead@example.com"
    flags = ["--store", store, "--admin-email", admin_email, "--requests-per-second", "0"]
    with server.running(data, *flags) as running:
        identity = identity_client(running.url)
        yield OneMachine(f"{running.url}/api/v1", CLIENT_ID, admin_email, identity, data / "mailbox")
