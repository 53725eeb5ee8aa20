import email
import email.policy
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relayboard.adapters.system_clock import SystemClock
from relayboard.local.engine import open_engine
from relayboard.store.store import Store
from tests.parity.home import Home, Letter, Person
from tests.support import server
from tests.support.aws_stack import ADMIN_EMAIL, SLACK_PATH, WEBHOOK_PATH, WEBHOOK_SECRET, Stack
from tests.support.engines import dynamodb_store
from tests.support.http_listener import Listener, answer
from tests.support.signing_in import CLIENT_ID, identity_client


@dataclass
class OneMachine:
    api: str
    client_id: str
    admin_email: str
    identity: Any
    receiver: Listener
    page: str
    mailbox: Path
    store_name: str

    def letters_to(self, address: str) -> list[Letter]:
        letters = []
        for path in sorted(self.mailbox.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in message["To"]:
                letters.append(Letter(message["Subject"], message.get_body(("plain",)).get_content()))
        return letters

    def live_at(self, url: str) -> str:
        return url

    @contextmanager
    def store(self) -> Iterator[Store]:
        engine = open_engine(self.store_name, self.mailbox.parent, clock=SystemClock(), environ=os.environ)
        try:
            yield Store(engine.table)
        finally:
            engine.close()

    def let_the_clock_work(self, schedule: str) -> None:
        pass


@dataclass
class Aws:
    """The product on AWS, as far as the emulator is AWS."""

    api: str
    client_id: str
    admin_email: str
    identity: Any
    receiver: Listener
    page: str
    stack: Stack

    def letters_to(self, address: str) -> list[Letter]:
        return [Letter(mail.subject, mail.text) for mail in self.stack.mail_to(address)]

    def live_at(self, url: str) -> str:
        return self.stack.live_at(url)

    @contextmanager
    def store(self) -> Iterator[Store]:
        yield self.stack.store()

    def let_the_clock_work(self, schedule: str) -> None:
        self.stack.run_schedule(schedule)


@pytest.fixture(
    scope="session",
    params=[
        "sqlite",
        pytest.param("dynamodb", marks=pytest.mark.engine),
        pytest.param("aws", marks=pytest.mark.terraform),
    ],
)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The product on one machine, on each store, and on AWS."""
    if request.param == "aws":
        stack: Stack = request.getfixturevalue("aws_stack")
        yield Aws(stack.api, stack.client_id, ADMIN_EMAIL, stack.identity, stack.receiver, stack.page, stack)
        return
    with ExitStack() as open_store:
        store = "sqlite"
        if request.param == "dynamodb":
            store = open_store.enter_context(dynamodb_store(request.getfixturevalue("dynamodb_endpoint")))
        yield from _one_machine(store, tmp_path_factory.mktemp("one-machine"))


@pytest.fixture(scope="session")
def lead(home: Home) -> Person:
    """The first admin."""
    person = Person(home, home.admin_email, "Lea Lead")
    person.sign_up()
    person.sign_in()
    return person


def _one_machine(store: str, data: Path) -> Iterator[Home]:
    admin_email = "lead@example.com"
    flags = ["--store", store, "--admin-email", admin_email, "--requests-per-second", "0"]
    with Listener(lambda _: [answer(b"ok")]) as receiver:
        flags += ["--webhook", f"{receiver.url}{WEBHOOK_PATH}", "--allow-private-addresses"]
        secrets = {
            "RELAYBOARD_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "RELAYBOARD_SLACK": f"{receiver.url}{SLACK_PATH}",
        }
        with server.running(data, *flags, environ=secrets) as running:
            identity = identity_client(running.url)
            api, mailbox = f"{running.url}/api/v1", data / "mailbox"
            yield OneMachine(api, CLIENT_ID, admin_email, identity, receiver, running.url, mailbox, store)
