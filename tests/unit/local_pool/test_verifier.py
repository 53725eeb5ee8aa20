"""Tokens that are none: forged, foreign, expired, of the wrong kind."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.adapters.local_pool.verifier import TokenExpired, TokenVerifier
from relayboard.domain.errors import Unauthenticated
from tests.support.clock import HandClock
from tests.unit.local_pool.world import ISSUER, World


@pytest.fixture
def claims(world: World) -> dict[str, Any]:
    world.person()
    return dict(world.pool.verifier.verify(world.tokens()["IdToken"]))


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def assert_refused(world: World, token: str) -> None:
    with pytest.raises(Unauthenticated):
        world.pool.verifier.verify(token)


def test_a_token_without_a_signature_is_refused(world: World, claims: dict[str, Any]) -> None:
    for algorithm in ("none", "None", "NONE"):
        header = {"alg": algorithm, "kid": world.key.key_id}
        assert_refused(world, f"{part(header)}.{part(claims)}.")


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(world: World, claims: dict[str, Any]) -> None:
    public = json.dumps(world.pool.jwks()["keys"][0]).encode()
    header = {"alg": "HS256", "kid": world.key.key_id}
    assert_refused(world, jwt.encode(header, claims, OctKey.import_key(public)))


def test_a_foreign_key_under_our_key_id_is_refused(world: World, claims: dict[str, Any]) -> None:
    foreign = SigningKey.generate()
    foreign._header["kid"] = world.key.key_id
    assert_refused(world, foreign.sign(claims))
    assert_refused(world, SigningKey.generate().sign(claims))


def test_a_token_that_names_another_key_is_refused(world: World, claims: dict[str, Any]) -> None:
    same_key = SigningKey.from_pem(world.key.pem())
    assert world.pool.verifier.verify(same_key.sign(claims))
    for key_id in ("other", None):
        same_key._header["kid"] = key_id
        header = {name: value for name, value in same_key._header.items() if value}
        same_key._header = header
        assert_refused(world, same_key.sign(claims))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": ISSUER + "2"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"token_use": "access"},
        {"token_use": "refresh"},
        {"token_use": None},
        {"exp": None},
        {"exp": "9999999999"},
        {"sub": None},
        {"sub": 7},
    ],
)
def test_a_token_of_ours_for_something_else_is_refused(
    world: World, claims: dict[str, Any], change: dict[str, Any]
) -> None:
    changed = {name: value for name, value in (claims | change).items() if value is not None}
    assert world.pool.verifier.verify(world.key.sign(claims))
    assert_refused(world, world.key.sign(changed))


def test_an_access_token_for_another_client_is_refused(world: World) -> None:
    world.person()
    access = dict(world.pool.verifier.verify(world.tokens()["AccessToken"]))
    assert_refused(world, world.key.sign(access | {"client_id": "other"}))


def test_a_token_ends_even_when_it_is_remembered(world: World) -> None:
    world.person()
    token = world.tokens()["IdToken"]
    world.clock.advance(899)
    assert world.pool.verifier.verify(token)
    world.clock.advance(1)
    with pytest.raises(TokenExpired):
        world.pool.verifier.verify(token)


def test_a_token_with_a_changed_letter_is_refused(world: World) -> None:
    world.person()
    header, payload, signature = world.tokens()["IdToken"].split(".")
    middle = len(signature) // 2
    changed = "A" if signature[middle] != "A" else "B"
    assert_refused(world, f"{header}.{payload}.{signature[:middle]}{changed}{signature[middle + 1 :]}")
    assert_refused(world, f"{header}.{payload[:-8]}AAAAAAAA.{signature}")
    assert_refused(world, f"{header}.{payload}")


def test_a_refresh_token_is_refused(world: World) -> None:
    world.person()
    assert_refused(world, world.tokens()["RefreshToken"])


def test_an_endless_token_is_refused(world: World, claims: dict[str, Any]) -> None:
    assert_refused(world, world.key.sign(claims | {"name": "x" * 8000}))


def test_it_remembers_a_bounded_number_of_tokens(world: World, claims: dict[str, Any]) -> None:
    verifier = TokenVerifier(world.key, issuer=ISSUER, client_id="relayboard", clock=world.clock, remember=2)
    for number in range(5):
        verifier.verify(world.key.sign(claims | {"jti": str(number)}))
    assert len(verifier._verified) == 2


GARBAGE = TokenVerifier(SigningKey.generate(), issuer=ISSUER, client_id="relayboard", clock=HandClock())


@given(st.one_of(st.text(), st.lists(st.text(st.characters(codec="ascii")), min_size=3, max_size=3).map(".".join)))
def test_garbage_is_refused(token: str) -> None:
    with pytest.raises(Unauthenticated):
        GARBAGE.verify(token)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "zip"]),
        st.from_type(type(None)) | st.text() | st.integers() | st.lists(st.text()),
    ),
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ),
)
def test_garbage_in_the_right_shape_is_refused(header: dict[str, Any], payload: Any) -> None:
    with pytest.raises(Unauthenticated):
        GARBAGE.verify(f"{part({'alg': 'RS256', **header})}.{part(payload)}.{part('signature')}")
