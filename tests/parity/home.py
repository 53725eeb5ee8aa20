"""A home that the product runs in, as its users reach it: over HTTP, the user pool's protocol, and mail."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from relayboard.store.store import Store
from tests.support.http_listener import Listener

PASSWORD = "Correct-horse-9"
MAIL_SECONDS = 20
SOCKET_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


class Home(Protocol):
    """What the journey needs to know about where it runs."""

    api: str
    """Root of the API, without a slash at the end."""
    client_id: str
    admin_email: str
    """An address that becomes an admin when it confirms its sign-up."""
    identity: Any
    """A boto3 client of `cognito-idp`."""
    receiver: Listener
    """Where events are posted to: the web hook's at WEBHOOK_PATH, the chat's at SLACK_PATH."""

    page: str
    """Origin of the page."""

    def letters_to(self, address: str) -> list[Letter]: ...

    def live_at(self, url: str) -> str:
        """Return where this machine reaches what a ticket for a live socket names."""

    def store(self) -> AbstractContextManager[Store]:
        """Open the home's table, as another server of the same home would."""

    def let_the_clock_work(self, schedule: str) -> None:
        """Do now what `schedule-…` does by the clock, where nobody does so often by themselves."""


def told_people(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the deliveries of an event to people, without those to receivers on the web."""
    return [one for one in event["deliveries"] if one["channel"] not in ("webhook", "slack")]


def eventually(look: Callable[[], Any], *, seconds: float = MAIL_SECONDS) -> Any:
    """Return the first thing found, looking again and again until the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


@dataclass
class Person:
    """Somebody who uses the product."""

    home: Home
    email: str
    name: str
    tokens: dict[str, str] = field(default_factory=dict)

    def sign_up(self) -> None:
        self.home.identity.sign_up(
            ClientId=self.home.client_id,
            Username=self.email,
            Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": self.email}, {"Name": "name", "Value": self.name}],
        )
        self.home.identity.confirm_sign_up(
            ClientId=self.home.client_id, Username=self.email, ConfirmationCode=self.code()
        )

    def code(self) -> str:
        letter = eventually(lambda: self.home.letters_to(self.email))[-1]
        return re.search(r"\b\d{6}\b", letter.text)[0]

    def sign_in(self) -> None:
        answer = self.home.identity.initiate_auth(
            ClientId=self.home.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": self.email, "PASSWORD": PASSWORD},
        )
        self.tokens = answer["AuthenticationResult"]

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(
            method,
            self.home.api + path,
            json=body,
            headers={"Authorization": self.tokens["IdToken"], **named},
            timeout=30,
        )

    def live(self) -> ClientConnection:
        """Open a live socket, as the page does."""
        ticket = self.call("POST", "/live/ticket")
        assert ticket.status_code == 201, ticket.text
        return self.live_with(ticket.json()["ticket"], url=ticket.json()["url"])

    def live_with(self, ticket: str, *, url: str, origin: str | None = None) -> ClientConnection:
        """Open a live socket with a ticket, from the page unless it is another origin."""
        address = f"{self.home.live_at(url)}?ticket={ticket}"
        return connect(address, origin=Origin(origin or self.home.page), open_timeout=SOCKET_SECONDS)

    def mail(self, *words: str) -> Letter:
        """Wait for a letter whose subject or text has all these words."""
        return eventually(
            lambda: next(
                (
                    letter
                    for letter in self.home.letters_to(self.email)
                    if all(word in letter.subject + letter.text for word in words)
                ),
                None,
            )
        )
