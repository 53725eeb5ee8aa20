"""The runbook's “To the AWS home”, step by step, into an installation of its own.

It takes another apply, so it runs only where RELAYBOARD_TEST_MIGRATE asks for whole moves.
"""

import os

import httpx
import pytest

from tests.server.command import relayboard
from tests.server.people import ADMIN, eventually, joined
from tests.server.test_migrate import has_told_everything
from tests.support import aws_stack as aws
from tests.support import ministack as engine
from tests.support import server

BOB = "bob@example.com"

pytestmark = pytest.mark.skipif(
    "RELAYBOARD_TEST_MIGRATE" not in os.environ, reason="RELAYBOARD_TEST_MIGRATE asks for whole moves"
)


@pytest.fixture
def stack(tmp_path):
    with aws.applying(tmp_path / "aws") as applied:
        yield applied.result()


@pytest.fixture
def data(tmp_path):
    """What a small team leaves behind on one machine."""
    folder = tmp_path / "data"
    with server.running(folder, "--admin-email", ADMIN) as running:
        lead = joined(running.url, ADMIN, folder / "mailbox")
        bob = joined(running.url, BOB, folder / "mailbox")
        made = lead.call("POST", "/tasks", {"title": "Move house", "assigneeIds": [bob.id]})
        assert made.status_code == 201
        eventually(lambda: has_told_everything(folder))
    return folder


def moved(stack, data):
    store = f"dynamodb://{stack.outputs['table_name']}?region={engine.REGION}&endpoint={stack.engine.url}"
    words = ("migrate", "--to", store, "--data", str(data), "--user-pool", stack.pool_id)
    return relayboard(*words, environ=engine.CREDENTIALS)


def invited(stack, address):
    """Do what somebody does who follows their invitation, and return the header that signs them in."""
    stack.client("cognito-idp").admin_set_user_password(
        UserPoolId=stack.pool_id, Username=address, Password=aws.PASSWORD, Permanent=True
    )
    return {"Authorization": stack.signed_up(address, "")["IdToken"]}


def test_a_team_goes_on_where_it_was(stack, data):
    done = moved(stack, data)
    assert done.code == 0, done.text
    stack.terraform.run("apply", "-input=false", "-auto-approve", "-no-color")
    lead, bob = invited(stack, ADMIN), invited(stack, BOB)
    assert httpx.get(f"{stack.api}/users/me", headers=lead).json()["role"] == "ADMIN"
    (task,) = httpx.get(f"{stack.api}/tasks", headers=bob).json()["items"]
    assert task["title"] == "Move house"
    assert stack.mail_to(ADMIN) == stack.mail_to(BOB) == []
    answer = httpx.patch(f"{stack.api}/tasks/{task['id']}/status", headers=bob, json={"status": "IN_PROGRESS"})
    assert answer.status_code == 200
    assert "Move house" in eventually(lambda: stack.mail_to(ADMIN))[0].subject
    assert stack.mail_to(BOB) == []
