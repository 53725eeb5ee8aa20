"""What may be asked for after the right password."""

import pytest

from tests.contract.identity.person import (
    OTHER_PASSWORD,
    Person,
    authenticator_code,
    expected,
    outcome,
    outcome_with_text,
)
from tests.contract.identity.providers import Provider


def test_an_invited_person_sets_a_password(provider: Provider, person: Person) -> None:
    sub, temporary = provider.invite(person.email, "Ann")
    challenge = person.sign_in(temporary)
    result = person.answer(challenge, NEW_PASSWORD=OTHER_PASSWORD)["AuthenticationResult"]
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert challenge["ChallengeParameters"].keys() >= {"USER_ID_FOR_SRP", "requiredAttributes", "userAttributes"}
    assert person.client.get_user(AccessToken=result["AccessToken"])["Username"] == sub
    assert person.tokens(OTHER_PASSWORD)
    assert outcome(person.sign_in, temporary) == "NotAuthorizedException"


def test_a_weak_first_password(provider: Provider, person: Person) -> None:
    _, temporary = provider.invite(person.email, "Ann")
    challenge = person.sign_in(temporary)
    assert outcome(person.answer, challenge, NEW_PASSWORD="weak") == expected(provider, "weak first password")


def test_a_challenge_answered_twice(provider: Provider, person: Person) -> None:
    _, temporary = provider.invite(person.email, "Ann")
    challenge = person.sign_in(temporary)
    person.answer(challenge, NEW_PASSWORD=OTHER_PASSWORD)
    again = outcome(person.answer, challenge, NEW_PASSWORD="Another secret 3")
    assert again == expected(provider, "challenge answered twice")


@pytest.fixture
def secret(provider: Provider, member: Person) -> str:
    """An authenticator that the member has added."""
    token = member.tokens()["AccessToken"]
    secret: str = member.client.associate_software_token(AccessToken=token)["SecretCode"]
    proved = member.client.verify_software_token(AccessToken=token, UserCode=authenticator_code(secret))
    challenged = "yes" if "ChallengeName" in member.sign_in() else "no"
    member.client.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    assert proved["Status"] == "SUCCESS"
    assert challenged == expected(provider, "challenge after proving an app, before preferring it")
    return secret


def test_sign_in_asks_for_the_authenticator(member: Person, secret: str) -> None:
    challenge = member.sign_in()
    code = authenticator_code(secret, steps_ahead=1)
    result = member.answer(challenge, SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"]
    user = member.client.get_user(AccessToken=result["AccessToken"])
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert user["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    assert user["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"


def test_a_wrong_authenticator_code_may_be_corrected(member: Person, secret: str) -> None:
    challenge = member.sign_in()
    wrong = authenticator_code(secret, steps_ahead=9)
    assert outcome_with_text(member.answer, challenge, SOFTWARE_TOKEN_MFA_CODE=wrong) == (
        "CodeMismatchException: Invalid code received for user"
    )
    right = authenticator_code(secret, steps_ahead=1)
    assert member.answer(challenge, SOFTWARE_TOKEN_MFA_CODE=right)["AuthenticationResult"]


def test_an_authenticator_code_used_twice(provider: Provider, member: Person, secret: str) -> None:
    code = authenticator_code(secret, steps_ahead=1)
    member.answer(member.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)
    again = outcome(member.answer, member.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)
    assert again == expected(provider, "authenticator code used twice")


def test_the_authenticator_can_be_switched_off(member: Person, secret: str) -> None:
    code = authenticator_code(secret, steps_ahead=1)
    result = member.answer(member.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)["AuthenticationResult"]
    member.client.set_user_mfa_preference(
        AccessToken=result["AccessToken"], SoftwareTokenMfaSettings={"Enabled": False}
    )
    assert member.tokens()


def test_a_wrong_first_code_adds_no_authenticator(member: Person) -> None:
    token = member.tokens()["AccessToken"]
    secret = member.client.associate_software_token(AccessToken=token)["SecretCode"]
    wrong = authenticator_code(secret, steps_ahead=9)
    assert outcome_with_text(member.client.verify_software_token, AccessToken=token, UserCode=wrong) == (
        "EnableSoftwareTokenMFAException: Code mismatch"
    )
    assert member.tokens()
