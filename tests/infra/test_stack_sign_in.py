"""How people sign in on AWS."""

import base64
import hashlib
import re
import secrets
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.aws_stack import PAGE_ORIGIN, PASSWORD, Stack

pytestmark = pytest.mark.terraform

ADDRESS = "Sue.Sign@example.com"


@pytest.fixture(scope="module")
def tokens(aws_stack: Stack) -> dict[str, str]:
    return aws_stack.signed_up(ADDRESS, "Sue Sign")


def sign_in(stack: Stack, address: str, password: str = PASSWORD) -> dict[str, str]:
    answer = stack.identity.initiate_auth(
        ClientId=stack.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": address, "PASSWORD": password},
    )
    return answer["AuthenticationResult"]


def test_addresses_have_no_case(aws_stack: Stack, tokens: dict[str, str]) -> None:
    assert sign_in(aws_stack, ADDRESS.lower())["IdToken"]
    assert sign_in(aws_stack, ADDRESS.upper())["IdToken"]


@pytest.mark.parametrize("password", ["Short-1", "nocapitals-9", "NOSMALL-999", "Nodigits-here"])
def test_bad_passwords_are_refused(aws_stack: Stack, password: str) -> None:
    with pytest.raises(aws_stack.identity.exceptions.InvalidPasswordException):
        aws_stack.identity.sign_up(
            ClientId=aws_stack.client_id,
            Username="new@example.com",
            Password=password,
            UserAttributes=[{"Name": "email", "Value": "new@example.com"}, {"Name": "name", "Value": "New"}],
        )


def test_nobody_learns_whether_an_address_has_an_account(aws_stack: Stack, tokens: dict[str, str]) -> None:
    messages = set()
    for address in (ADDRESS, "unknown@example.com"):
        with pytest.raises(aws_stack.identity.exceptions.NotAuthorizedException) as refused:
            sign_in(aws_stack, address, "Wrong-password-1")
        messages.add(refused.value.response["Error"]["Message"])
    assert len(messages) == 1


def test_each_refresh_brings_a_new_refresh_token(aws_stack: Stack, tokens: dict[str, str]) -> None:
    first = sign_in(aws_stack, ADDRESS)["RefreshToken"]
    renew = aws_stack.identity.get_tokens_from_refresh_token
    renewed = renew(ClientId=aws_stack.client_id, RefreshToken=first)["AuthenticationResult"]
    assert renewed["RefreshToken"] != first
    again = renew(ClientId=aws_stack.client_id, RefreshToken=renewed["RefreshToken"])["AuthenticationResult"]
    assert httpx.get(f"{aws_stack.api}/users/me", headers={"Authorization": again["IdToken"]}).status_code == 200


def test_the_hosted_sign_in_hands_out_a_code_for_whoever_can_prove_to_have_asked(
    aws_stack: Stack, tokens: dict[str, str]
) -> None:
    verifier = secrets.token_urlsafe(48)
    code = hosted_sign_in(aws_stack, verifier)
    stolen = exchange(aws_stack, code, "another-verifier-that-was-never-announced-anywhere")
    assert stolen.status_code == 400
    answer = exchange(aws_stack, hosted_sign_in(aws_stack, verifier), verifier)
    assert answer.status_code == 200, answer.text
    me = httpx.get(f"{aws_stack.api}/users/me", headers={"Authorization": answer.json()["id_token"]})
    assert me.json()["name"] == "Sue Sign"


def test_the_hosted_sign_in_sends_nobody_elsewhere(aws_stack: Stack) -> None:
    answer = httpx.get(
        f"{aws_stack.engine.url}/oauth2/authorize", params=question(aws_stack, "x", "https://evil.example/")
    )
    assert answer.status_code == 400 or "evil" not in answer.headers.get("location", "")
    assert "<form" not in answer.text


def question(stack: Stack, verifier: str, back_to: str = f"{PAGE_ORIGIN}/") -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return {
        "client_id": stack.client_id,
        "response_type": "code",
        "scope": "openid email profile",
        "redirect_uri": back_to,
        "state": "where-i-was",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }


def hosted_sign_in(stack: Stack, verifier: str) -> str:
    """Fill in the hosted page's form and return the code that it sends back."""
    with httpx.Client(base_url=stack.engine.url) as browser:
        page = browser.get("/oauth2/authorize", params=question(stack, verifier), follow_redirects=True)
        assert page.status_code == 200, page.text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        [action] = re.findall(r'<form method="POST" action="([^"]+)"', page.text)[:1]
        fields = {name: unescape(value) for name, value in hidden.items()}
        answer = browser.post(action, data={**fields, "username": ADDRESS, "password": PASSWORD})
    assert answer.status_code in (302, 303), answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}" == PAGE_ORIGIN
    given = parse_qs(back.query)
    assert given["state"] == ["where-i-was"]
    return given["code"][0]


def exchange(stack: Stack, code: str, verifier: str) -> httpx.Response:
    fields = {
        "grant_type": "authorization_code",
        "client_id": stack.client_id,
        "code": code,
        "redirect_uri": f"{PAGE_ORIGIN}/",
        "code_verifier": verifier,
    }
    return httpx.post(f"{stack.engine.url}/oauth2/token", data=fields)
