"""The page that makes the first admin."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from relayboard.domain.errors import Conflict, Invalid
from relayboard.local.setup_page import FirstAdmin

FORM = {"name": "Lea Lead", "email": "lea@example.com", "password": "Correct-horse-9"}


class Workspace:
    """A workspace that knows who its admins are, and nothing else."""

    def __init__(self):
        self.admins = []
        self.refusal = None
        self.hashing_seconds = 0
        self.first_admin = FirstAdmin(has_admin=lambda: bool(self.admins), create=self.create)
        self.client = TestClient(Starlette(routes=self.first_admin.routes()), follow_redirects=False)

    def create(self, email, name, password):
        if self.refusal:
            raise self.refusal
        time.sleep(self.hashing_seconds)
        self.admins.append((email, name, password))

    @property
    def token(self):
        return self.first_admin.path.partition("token=")[2]

    def submit(self, **form):
        return self.client.post("/setup", data={"token": self.token, **FORM, **form})


@pytest.fixture
def workspace():
    return Workspace()


def test_the_link_shows_a_form_that_carries_the_token(workspace):
    page = workspace.client.get(workspace.first_admin.path)
    assert page.status_code == 200
    assert f'value="{workspace.token}"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert re.search(r'href="(/setup/setup.css)"', page.text)
    assert workspace.client.get("/setup/setup.css").headers["content-type"].startswith("text/css")


def test_the_form_makes_the_admin_and_leads_to_the_sign_in(workspace):
    answer = workspace.submit()
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert workspace.admins == [("lea@example.com", "Lea Lead", "Correct-horse-9")]


@pytest.mark.parametrize("token", ["", "guess", "Ünïcode", "x" * 10_000])
def test_another_token_opens_nothing(workspace, token):
    assert workspace.client.get("/setup", params={"token": token}).status_code == 404
    assert workspace.submit(token=token).status_code == 404
    assert workspace.admins == []


def test_the_link_is_dead_once_there_is_an_admin(workspace):
    workspace.submit()
    assert workspace.client.get(workspace.first_admin.path).status_code == 404
    assert workspace.submit(email="eve@example.com").status_code == 404
    assert len(workspace.admins) == 1


def test_of_many_at_once_exactly_one_becomes_admin(workspace):
    workspace.hashing_seconds = 0.2  # long enough for the others to find no admin yet
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda number: workspace.submit(email=f"{number}@example.com"), range(8)))
    assert sorted(answer.status_code for answer in answers) == [303] + [404] * 7
    assert len(workspace.admins) == 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept_but_not_the_password(workspace):
    workspace.refusal = Invalid({"password": "Must have a digit.", "name": "Must not be blank."})
    answer = workspace.submit(name='"><script>alert(1)</script>')
    assert answer.status_code == 422
    assert "password: Must have a digit." in answer.text
    assert "name: Must not be blank." in answer.text
    assert 'value="lea@example.com"' in answer.text
    assert "<script>" not in answer.text
    assert FORM["password"] not in answer.text


def test_an_address_that_is_taken_is_named(workspace):
    workspace.refusal = Conflict("There is an account with this address.")
    answer = workspace.submit()
    assert answer.status_code == 422
    assert "email: There is an account with this address." in answer.text


def test_a_form_that_is_too_large_or_does_not_say_its_size_is_refused(workspace):
    assert workspace.submit(name="x" * 20_000).status_code == 413
    unsized = workspace.client.post("/setup", content=iter([b"token=x"]))
    assert unsized.status_code == 413
