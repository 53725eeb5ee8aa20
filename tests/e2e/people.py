"""The people of the demo, and what they do again and again in the browser."""

import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

CLIENT = "relayboard"
PASSWORD = "Relayboard1"
MAIL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the demo knows."""

    email: str
    name: str


ADMIN = Person("maya@example.com", "Maya Okafor")
JONAS = Person("jonas@example.com", "Jonas Weber")
PRIYA = Person("priya@example.com", "Priya Nair")
TOMAS = Person("tomas@example.com", "Tomás Silva")


@dataclass(frozen=True, slots=True)
class Workplace:
    """A running demo that people come to with their browsers."""

    url: str
    open_page: Callable[..., Page]

    def sign_in(self, person: Person, path: str = "/", **options: Any) -> Page:
        """Return a page of the person's own browser after they signed in, at the board or at `path`."""
        page = self.open_page(path, **options)
        fill_in_sign_in(page, person.email, PASSWORD)
        expect(page.get_by_role("banner")).to_be_visible()
        return page

    def visit(self, person: Person, path: str = "/", **options: Any) -> Page:
        """Return a page of a browser that remembers the person's session, which saves the form."""
        remembered = {"name": "relayboard.refreshToken", "value": self.tokens(person.email)["RefreshToken"]}
        state = {"cookies": [], "origins": [{"origin": self.url, "localStorage": [remembered]}]}
        page = self.open_page(path, storage_state=state, **options)
        expect(page.get_by_role("banner")).to_be_visible()
        return page

    def pool(self, operation: str, **body: Any) -> Any:
        """Call the user pool past the page."""
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        }
        request = urllib.request.Request(f"{self.url}/cognito/", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def tokens(self, email: str, password: str = PASSWORD) -> Any:
        """Sign in past the page."""
        who = {"USERNAME": email, "PASSWORD": password}
        answer = self.pool("InitiateAuth", ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=who)
        return answer["AuthenticationResult"]

    def letter(self, to: str, containing: str) -> str:
        """Return the newest mail to an address with these words in its subject or text, waiting for it."""
        address = f"{self.url}/mailbox/messages.json?{urllib.parse.urlencode({'to': to})}"
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            with urllib.request.urlopen(address) as answer:
                for letter in _letters(json.load(answer)):
                    whole = f"{letter['subject']}\n{letter['text']}"
                    if containing in whole:
                        return whole
            time.sleep(0.05)
        raise AssertionError(f"no mail to {to} says {containing!r}")

    def code(self, to: str, containing: str) -> str:
        """Return the six digits of the newest mail that says this."""
        found = re.search(r"\b\d{6}\b", self.letter(to, containing))
        assert found, "the mail has no code"
        return found[0]


def _letters(answer: Any) -> list[dict[str, str]]:
    return answer["items"] if isinstance(answer, dict) else answer


def fill_in_sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{name}"))


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("link", name=title, exact=True)


def titles_in(page: Page, name: str) -> list[str]:
    """Return the titles of a column that is not empty, as soon as it has been loaded."""
    cards = column(page, name).locator("[data-card]")
    cards.first.wait_for()
    return cards.all_inner_texts()


def create_task(page: Page, title: str, *, assignee: Person | None = None) -> None:
    """Write a task into the admin's board."""
    page.get_by_role("link", name="New task").first.click()
    dialog = page.get_by_role("dialog", name="New task")
    dialog.get_by_label("Title").fill(title)
    if assignee:
        dialog.get_by_role("button", name="Assign somebody").click()
        dialog.get_by_role("menuitem", name=assignee.name).click()
    dialog.get_by_role("button", name="Create task").click()
    expect(dialog).to_be_hidden()
    expect(card(page, title)).to_be_visible()
