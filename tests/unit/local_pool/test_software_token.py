"""Authenticator apps."""

from typing import Any

import pytest

from relayboard.adapters.local_pool.settings import Limits
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.adapters.local_pool.totp import STEP_SECONDS, code_at, matching_step
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, World, other_than

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238 appendix B: the ASCII digits 1 to 0, twice


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert code_at(RFC_SECRET, seconds // STEP_SECONDS) == code


@pytest.mark.parametrize(("drift", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(drift: int, accepted: bool) -> None:
    assert (matching_step(RFC_SECRET, code_at(RFC_SECRET, 1000 + drift), now=1000 * 30) is not None) is accepted


def step(world: World) -> int:
    return int(world.clock.now().timestamp()) // STEP_SECONDS


def enrolled(world: World) -> str:
    """Give Ann an authenticator and return its secret."""
    world.person()
    token = world.tokens()["AccessToken"]
    secret: str = world.call("AssociateSoftwareToken", AccessToken=token)["SecretCode"]
    world.call("VerifySoftwareToken", AccessToken=token, UserCode=code_at(secret, step(world)))
    world.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    world.clock.advance(STEP_SECONDS)
    return secret


def answer(world: World, session: str, code: str) -> dict[str, Any]:
    responses = {"USERNAME": ANN, "SOFTWARE_TOKEN_MFA_CODE": code}
    return world.call(
        "RespondToAuthChallenge",
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=session,
        ChallengeResponses=responses,
    )


def test_sign_in_asks_for_the_authenticator_and_takes_its_code(world: World) -> None:
    secret = enrolled(world)
    challenge = world.sign_in()
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert "AuthenticationResult" not in challenge
    result = answer(world, challenge["Session"], code_at(secret, step(world)))["AuthenticationResult"]
    user = world.call("GetUser", AccessToken=result["AccessToken"])
    assert (user["UserMFASettingList"], user["PreferredMfaSetting"]) == (
        ["SOFTWARE_TOKEN_MFA"],
        "SOFTWARE_TOKEN_MFA",
    )


def test_a_wrong_code_may_be_corrected(world: World) -> None:
    secret = enrolled(world)
    session = world.sign_in()["Session"]
    right = code_at(secret, step(world))
    with refused("CodeMismatchException"):
        answer(world, session, "000000" if right != "000000" else "111111")
    with refused("CodeMismatchException"):
        answer(world, session, "é" * 6)
    assert answer(world, session, right)["AuthenticationResult"]


def test_a_code_works_once(world: World) -> None:
    secret = enrolled(world)
    code = code_at(secret, step(world))
    answer(world, world.sign_in()["Session"], code)
    with refused("ExpiredCodeException", "already been used"):
        answer(world, world.sign_in()["Session"], code)
    with refused("ExpiredCodeException", "already been used"):
        answer(world, world.sign_in()["Session"], code_at(secret, step(world) - 1))


def test_the_answered_challenge_is_used_up(world: World) -> None:
    secret = enrolled(world)
    session = world.sign_in()["Session"]
    answer(world, session, code_at(secret, step(world)))
    with refused("NotAuthorizedException", "Invalid session"):
        answer(world, session, code_at(secret, step(world) + 1))


def test_guessing_codes_locks_over_all_challenges(signing_key: SigningKey) -> None:
    world = World(signing_key, limits=Limits(guesses_per_source_a_minute=0, codes_per_source_an_hour=0))
    secret = enrolled(world)
    wrong = other_than(code_at(secret, step(world) + 5))
    for _ in range(5):
        with refused("CodeMismatchException"):
            answer(world, world.sign_in()["Session"], wrong)
    with refused("NotAuthorizedException", "Password attempts exceeded"):
        answer(world, world.sign_in()["Session"], code_at(secret, step(world)))


def test_an_app_that_has_not_proved_itself_is_not_asked_for(world: World) -> None:
    world.person()
    token = world.tokens()["AccessToken"]
    world.call("AssociateSoftwareToken", AccessToken=token)
    with refused("InvalidParameterException", "not verified"):
        world.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    assert world.tokens()


def test_a_wrong_first_code_is_refused(world: World) -> None:
    world.person()
    token = world.tokens()["AccessToken"]
    with refused("EnableSoftwareTokenMFAException"):
        world.call("VerifySoftwareToken", AccessToken=token, UserCode="000000")
    secret = world.call("AssociateSoftwareToken", AccessToken=token)["SecretCode"]
    with refused("EnableSoftwareTokenMFAException", "Code mismatch"):
        world.call("VerifySoftwareToken", AccessToken=token, UserCode=code_at(secret, step(world) + 7))


def test_a_new_app_takes_over_only_when_proved(world: World) -> None:
    secret = enrolled(world)
    session = world.sign_in()["Session"]
    token = answer(world, session, code_at(secret, step(world)))["AuthenticationResult"]["AccessToken"]
    new = world.call("AssociateSoftwareToken", AccessToken=token)["SecretCode"]
    world.clock.advance(STEP_SECONDS)
    assert answer(world, world.sign_in()["Session"], code_at(secret, step(world)))
    world.clock.advance(STEP_SECONDS)
    world.call("VerifySoftwareToken", AccessToken=token, UserCode=code_at(new, step(world)))
    world.clock.advance(STEP_SECONDS)
    with refused("CodeMismatchException"):
        answer(world, world.sign_in()["Session"], code_at(secret, step(world)))
    assert answer(world, world.sign_in()["Session"], code_at(new, step(world)))


def test_switching_it_off_ends_the_question(world: World) -> None:
    secret = enrolled(world)
    token = answer(world, world.sign_in()["Session"], code_at(secret, step(world)))["AuthenticationResult"]
    settings = {"Enabled": False}
    world.call("SetUserMFAPreference", AccessToken=token["AccessToken"], SoftwareTokenMfaSettings=settings)
    assert world.tokens()


@pytest.mark.parametrize("factor", ["SMSMfaSettings", "EmailMfaSettings"])
def test_other_factors_are_refused(world: World, factor: str) -> None:
    world.person()
    with refused("InvalidParameterException"):
        world.call(
            "SetUserMFAPreference", AccessToken=world.tokens()["AccessToken"], **{factor: {"Enabled": True}}
        )
