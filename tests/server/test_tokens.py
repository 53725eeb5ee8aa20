"""Which tokens open the API."""

import base64
import hmac
import json
import time

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from joserfc import jwt
from joserfc.jwk import RSAKey

from relayboard.local.app import SIGNING_KEY
from relayboard.local.demo.workspace import PASSWORD
from tests.support.signing_in import tokens_of

EMAIL = "jonas@example.com"


@pytest.fixture(scope="module")
def tokens(demo):
    return tokens_of(demo.url, EMAIL, PASSWORD)


@pytest.fixture(scope="module")
def ask(demo):
    def ask(token):
        return httpx.get(f"{demo.url}/api/v1/users/me", headers={"Authorization": token})

    return ask


@pytest.fixture(scope="module")
def own_key(demo):
    return RSAKey.import_key((demo.data / SIGNING_KEY).read_bytes())


def parts_of(token):
    """Return a token's header and claims."""
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def packed(*parts):
    texts = [json.dumps(part).encode() for part in parts]
    return ".".join(base64.urlsafe_b64encode(text).rstrip(b"=").decode() for text in texts)


@pytest.fixture(scope="module")
def sign(tokens, own_key):
    """Sign what the real ID token says, with changes."""
    header, claims = parts_of(tokens["IdToken"])

    def sign(key=own_key, headers=(), without=(), **changes):
        changed = {name: value for name, value in (claims | changes).items() if name not in without}
        return jwt.encode({**header, **dict(headers)}, changed, key)

    return sign


def test_a_token_signed_here_with_the_right_claims_is_good(ask, sign):
    assert ask(sign()).status_code == 200  # otherwise what is refused below would prove nothing


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "])
@pytest.mark.parametrize("name", ["IdToken", "AccessToken"])
def test_id_and_access_tokens_open_with_and_without_bearer(ask, tokens, name, prefix):
    answer = ask(prefix + tokens[name])
    assert (answer.status_code, answer.json()["email"]) == (200, EMAIL)


def forged(sign, **_):
    """Another key under the same id."""
    return sign(RSAKey.generate_key(2048))


def of_another_key_id(sign, **_):
    return sign(headers={"kid": "another"})


def of_a_key_brought_along(sign, **_):
    key = RSAKey.generate_key(2048)
    return sign(key, headers={"jwk": key.as_dict(private=False)})


def expired(sign, **_):
    return sign(exp=int(time.time()) - 1)


def without_end(sign, **_):
    return sign(without=["exp"])


def endless_by_text(sign, **_):
    return sign(exp="9999999999")


def unsigned(tokens, **_):
    header, claims = parts_of(tokens["IdToken"])
    return packed({**header, "alg": "none"}, claims) + "."


def unsigned_but_capital(tokens, **_):
    header, claims = parts_of(tokens["IdToken"])
    return packed({**header, "alg": "NONE"}, claims) + "." + tokens["IdToken"].split(".")[2]


def signed_with_the_public_key(tokens, demo, **_):
    """HS256, with the public key as the secret: a verifier that believes `alg` is deceived."""
    header, claims = parts_of(tokens["IdToken"])
    private = load_pem_private_key((demo.data / SIGNING_KEY).read_bytes(), None)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = packed({**header, "alg": "HS256"}, claims)
    signature = hmac.digest(public, body.encode(), "sha256")  # by hand: libraries refuse to make such a token
    return f"{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def with_changed_claims(tokens, **_):
    header, claims = parts_of(tokens["IdToken"])
    claims["cognito:groups"] = ["ADMIN"]
    return packed(header, claims) + "." + tokens["IdToken"].split(".")[2]


def of_another_pool(sign, **_):
    return sign(iss="http://localhost:8000/cognito/eu-west-1_other")


def of_another_client(sign, **_):
    return sign(aud="another")


def of_another_use(sign, **_):
    return sign(token_use="refresh")


def of_nobody(sign, **_):
    return sign(without=["sub"])


def refresh_token(tokens, **_):
    return tokens["RefreshToken"]


def cut_short(tokens, **_):
    return tokens["IdToken"][:-5]


def too_long(tokens, **_):
    return tokens["IdToken"] + "A" * 10_240


def long_but_signed(sign, **_):
    return sign(padding="x" * 10_240)


def garbage(**_):
    return "garbage"


def dots(**_):
    return ".."


def bytes_that_are_no_text(**_):
    return b"\xff\xfe.\x80.\x80"


def nothing(**_):
    return ""


def a_password(**_):
    return "Basic am9uYXM6UmVsYXlib2FyZDE="


BAD = [
    forged,
    of_another_key_id,
    of_a_key_brought_along,
    expired,
    without_end,
    endless_by_text,
    unsigned,
    unsigned_but_capital,
    signed_with_the_public_key,
    with_changed_claims,
    of_another_pool,
    of_another_client,
    of_another_use,
    of_nobody,
    refresh_token,
    cut_short,
    too_long,
    long_but_signed,
    garbage,
    dots,
    bytes_that_are_no_text,
    nothing,
    a_password,
]


@pytest.mark.parametrize("prefix", ["", "Bearer "])
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_token_is_refused(ask, sign, tokens, demo, bad, prefix):
    token = bad(sign=sign, tokens=tokens, demo=demo)
    header = prefix.encode() + (token if isinstance(token, bytes) else token.encode())
    answer = ask(header.strip())
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_no_token_at_all_is_refused_before_anything_is_said_about_the_path(demo):
    answer = httpx.post(f"{demo.url}/api/v1/tasks/anything/restore", content=b"{")
    assert answer.status_code == 401
