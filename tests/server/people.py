"""People at a running server, over HTTP."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from tests.support.signing_in import CLIENT_ID, identity_client, tokens_of

PASSWORD = "Correct-horse-9"
ADMIN = "lead@example.com"


@cache
def _client() -> httpx.Client:
    # One for all, without certificates, because making one takes longer than most requests.
    return httpx.Client(verify=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in at one server; the token works at all that share key and public address."""

    url: str
    email: str
    token: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"Authorization": self.token, **named}
        return _client().request(method, f"{self.url}/api/v1{path}", json=body, headers=headers)

    @property
    def id(self) -> str:
        return self.call("GET", "/users/me").json()["id"]


def sign_up(url: str, email: str, *mailboxes: Path, name: str = "Some One") -> None:
    identity = identity_client(url)
    identity.sign_up(
        ClientId=CLIENT_ID,
        Username=email,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "name", "Value": name}],
    )
    letter = eventually(lambda: letters(*mailboxes, to=email))[-1]
    identity.confirm_sign_up(ClientId=CLIENT_ID, Username=email, ConfirmationCode=code_in(letter))


def sign_in(url: str, email: str, password: str = PASSWORD) -> Person:
    return Person(url, email, tokens_of(url, email, password)["IdToken"])


def joined(url: str, email: str, *mailboxes: Path) -> Person:
    """Sign somebody up, confirm with the code from their mail, and sign them in."""
    sign_up(url, email, *mailboxes)
    return sign_in(url, email)


def letters(*mailboxes: Path, to: str) -> list[EmailMessage]:
    """Return the mails to an address, oldest first."""
    paths = sorted((path for folder in mailboxes for path in folder.glob("*.eml")), key=lambda path: path.name)
    messages = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    return [message for message in messages if to in message["To"]]


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content()


def code_in(letter: EmailMessage) -> str:
    return re.search(r"\b\d{6}\b", text_of(letter))[0]


def eventually(look: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Return the first thing found, looking again and again until the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found
