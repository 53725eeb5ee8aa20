import email
import email.policy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from tests.parity.home import Home, Letter
from tests.support import server


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


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The product on one machine."""
    data = tmp_path_factory.mktemp("one-machine")
    admin_email = "lead@example.com"
    with server.running(data, "--admin-email", admin_email, "--requests-per-second", "0") as running:
        identity = boto3.client(
            "cognito-idp",
            endpoint_url=f"{running.url}/cognito",
            region_name="eu-west-1",
            config=Config(signature_version=UNSIGNED),
        )
        yield OneMachine(f"{running.url}/api/v1", "relayboard", admin_email, identity, data / "mailbox")
