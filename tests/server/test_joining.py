"""How people come into a workspace of their own: the set-up link, allowed domains, configured admins."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.server.people import ADMIN, PASSWORD, joined, sign_in
from tests.support import server
from tests.support.signing_in import CLIENT_ID, identity_client

NO_LIMIT = ("--requests-per-second", "0")
FORM = {"name": "Lea Lead", "email": ADMIN, "password": PASSWORD}


def link_of(running):
    """Return the set-up link that was printed; None when there was none."""
    found = re.search(r"Make the first admin: (\S+)", running.text)
    return found and found[1]


def token_of(running):
    return link_of(running).partition("token=")[2]


def submit(running, **form):
    return httpx.post(f"{running.url}/setup", data={"token": token_of(running), **FORM, **form})


@pytest.fixture
def fresh(tmp_path):
    with server.running(tmp_path, "--requests-per-second", "0") as running:
        yield running


def test_the_printed_link_makes_the_first_admin_once(fresh):
    assert "<form" in httpx.get(link_of(fresh)).text
    made = submit(fresh)
    assert (made.status_code, made.headers["location"]) == (303, "/sign-in")
    profile = sign_in(fresh.url, ADMIN).call("GET", "/users/me").json()
    assert (profile["role"], profile["name"]) == ("ADMIN", "Lea Lead")
    assert httpx.get(link_of(fresh)).status_code == 404
    assert submit(fresh, email="eve@example.com").status_code == 404


def test_the_set_up_page_carries_security_headers(fresh):
    page = httpx.get(link_of(fresh))
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"


def test_of_many_who_use_the_link_at_once_one_becomes_admin(fresh):
    forms = [{"token": token_of(fresh), **FORM, "email": f"n{number}@example.com"} for number in range(6)]
    with httpx.Client(verify=False) as client, ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda form: client.post(f"{fresh.url}/setup", data=form), forms))
    assert sorted(answer.status_code for answer in answers) == [303] + [404] * 5
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 303)
    people = sign_in(fresh.url, f"n{winner}@example.com").call("GET", "/users").json()["items"]
    assert [(person["email"], person["role"]) for person in people] == [(f"n{winner}@example.com", "ADMIN")]


def test_what_is_wrong_with_the_form_is_said_and_the_link_stays(fresh):
    for wrong, said in (
        ({"password": "short"}, "password: "),
        ({"email": "nobody"}, "email: "),
        ({"name": " "}, "name: "),
        ({"name": "x" * 101}, "name: "),
    ):
        answer = submit(fresh, **wrong)
        assert answer.status_code == 422
        assert said in re.search(r'<div role="alert">.*?</div></div>', answer.text)[0]
    assert httpx.post(f"{fresh.url}/setup", data={}).status_code == 404
    assert httpx.post(f"{fresh.url}/setup", content=b"\xff=%ff").status_code == 404
    assert submit(fresh).status_code == 303


def test_each_start_has_another_link_until_there_is_an_admin(tmp_path):
    with server.running(tmp_path) as first:
        old = token_of(first)
    with server.running(tmp_path) as second:
        assert token_of(second) != old
        assert submit(second, token=old).status_code == 404
        assert submit(second).status_code == 303
    with server.running(tmp_path) as third:
        assert link_of(third) is None


def test_the_demo_prints_no_link(demo):
    assert link_of(demo) is None
    assert "/setup" not in demo.text


def test_without_the_demo_nobody_can_read_the_mailbox(fresh):
    assert httpx.get(f"{fresh.url}/config.json").json()["mailbox"] is None
    answer = httpx.get(f"{fresh.url}/mailbox/messages.json")
    assert not answer.headers["content-type"].startswith("application/json")


def test_only_allowed_domains_sign_up_and_a_configured_address_becomes_admin(tmp_path):
    flags = ["--allowed-domains", "a.example,@B.example", "--admin-email", "Lea@A.example", *NO_LIMIT]
    with server.running(tmp_path, *flags) as running:
        identity = identity_client(running.url)
        for address in ("eve@evil.example", "eve@a.example.evil.example", "eve@sub.a.example", "eve@nota.example"):
            with pytest.raises(identity.exceptions.UserLambdaValidationException):
                identity.sign_up(
                    ClientId=CLIENT_ID,
                    Username=address,
                    Password=PASSWORD,
                    UserAttributes=[{"Name": "email", "Value": address}],
                )
        roles = {
            address: joined(running.url, address, tmp_path / "mailbox").call("GET", "/users/me").json()["role"]
            for address in ("ann@a.example", "bob@b.example", "lea@a.example")
        }
    assert roles == {"ann@a.example": "MEMBER", "bob@b.example": "MEMBER", "lea@a.example": "ADMIN"}
