"""How often somebody may ask."""

from collections import Counter

import httpx
import pytest

from relayboard.local.demo.workspace import PASSWORD
from tests.support import server
from tests.support.signing_in import identity_client, tokens_of


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    with server.running(tmp_path_factory.mktemp("limited"), "--demo", "--requests-per-second", "0.01") as running:
        yield running


@pytest.fixture(scope="module")
def client():
    with httpx.Client(verify=False) as kept_open:
        yield kept_open


def test_whoever_asks_too_often_waits_and_nobody_else_does(limited, client):
    def statuses(token, count):
        headers = {"Authorization": token}
        return [client.get(f"{limited.url}/api/v1/users/me", headers=headers) for _ in range(count)]

    maya, jonas = (tokens_of(limited.url, f"{name}@example.com", PASSWORD) for name in ("maya", "jonas"))
    answers = statuses(maya["IdToken"], 15)
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 5
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 100
    # The limit is of the person, not of the token, and not of the address.
    assert {answer.status_code for answer in statuses(maya["AccessToken"], 3)} == {429}
    assert {answer.status_code for answer in statuses(jonas["IdToken"], 10)} == {200}


def test_strangers_with_bad_tokens_wait_as_well(limited, client):
    answers = [
        client.get(f"{limited.url}/api/v1/users/me", headers={"Authorization": "garbage"}) for _ in range(15)
    ]
    assert Counter(answer.status_code for answer in answers) == {401: 10, 429: 5}


def test_guessing_passwords_is_slowed_down(limited):
    identity = identity_client(limited.url)
    seen = set()
    # Three times as many as may come in a minute, for a minute may end under way.
    for number in range(90):
        with pytest.raises(identity.exceptions.ClientError) as refusal:
            tokens_of(limited.url, "priya@example.com", f"Wrong-guess-{number}")
        seen.add(refusal.value.response["Error"]["Code"])
        if len(seen) > 1:
            break
    assert seen == {"NotAuthorizedException", "TooManyRequestsException"}


def test_without_a_limit_nobody_waits(demo, client):
    token = tokens_of(demo.url, "maya@example.com", PASSWORD)["IdToken"]
    url, headers = f"{demo.url}/api/v1/users/me", {"Authorization": token}
    assert {client.get(url, headers=headers).status_code for _ in range(200)} == {200}
