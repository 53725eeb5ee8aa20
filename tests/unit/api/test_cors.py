"""Which pages elsewhere may read the API's answers."""

import pytest

from relayboard.api.cors import Cors

OURS = "https://board.example"
cors = Cors(frozenset({OURS}))


def test_a_configured_origin_may_read_answers_and_their_headers():
    headers = cors.headers({"origin": OURS})
    assert headers["access-control-allow-origin"] == OURS
    assert {"ETag", "Retry-After"} <= set(headers["access-control-expose-headers"].split(", "))


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "https://board.example.evil.example", "http://board.example", "null", "*", ""],
)
def test_other_origins_may_not(origin):
    headers = cors.headers({"origin": origin})
    assert "access-control-allow-origin" not in headers
    assert "access-control-allow-origin" not in cors.preflight({"origin": origin}).headers


def test_caches_are_told_that_answers_depend_on_the_origin():
    assert cors.headers({"origin": OURS})["vary"] == "Origin"
    assert cors.headers({"origin": "https://evil.example"})["vary"] == "Origin"
    assert cors.headers({})["vary"] == "Origin"


def test_the_preflight_allows_every_method_and_header_that_the_api_knows():
    answer = cors.preflight({"origin": OURS})
    assert answer.status == 204
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
    }
    assert set(answer.headers["access-control-allow-headers"].split(", ")) == {
        "Authorization",
        "Content-Type",
        "If-Match",
        "Idempotency-Key",
    }


def test_credentials_are_never_allowed():
    assert "access-control-allow-credentials" not in cors.preflight({"origin": OURS}).headers


def test_without_origins_nothing_is_said():
    assert Cors(frozenset()).headers({"origin": OURS}) == {}
    assert Cors(frozenset()).preflight({"origin": OURS}).headers == {}
