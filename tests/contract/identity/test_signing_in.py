"""Sign-in, tokens and their claims, sessions."""

import pytest

from relayboard.domain.people import Role
from tests.contract.identity.person import OTHER_PASSWORD, Person, expected, outcome, outcome_with_text
from tests.contract.identity.providers import Provider
from tests.contract.identity.tokens import claims_of

INCORRECT = "NotAuthorizedException: Incorrect username or password."


def test_an_unknown_address_and_a_wrong_password_read_the_same(person: Person, member: Person) -> None:
    assert outcome_with_text(member.sign_in, OTHER_PASSWORD) == INCORRECT
    assert outcome_with_text(member.sign_in, username=f"x{member.email}") == INCORRECT


def test_the_sixth_wrong_password(provider: Provider, member: Person) -> None:
    for _ in range(5):
        assert outcome_with_text(member.sign_in, OTHER_PASSWORD) == INCORRECT
    assert outcome_with_text(member.sign_in, OTHER_PASSWORD) == expected(provider, "sixth wrong password")


def test_a_sign_in_name_in_other_case(provider: Provider, member: Person) -> None:
    result = outcome(member.sign_in, username=member.email.upper())
    assert result == expected(provider, "sign-in name in other case")


def test_tokens_carry_cognitos_claims(provider: Provider, member: Person) -> None:
    result = member.tokens()
    identity, access = (claims_of(provider, result[kind]) for kind in ("IdToken", "AccessToken"))
    shared = {"sub", "iss", "token_use", "origin_jti", "auth_time", "iat", "exp", "jti"}
    assert result["TokenType"] == "Bearer"
    assert result["ExpiresIn"] == 900
    assert identity.keys() >= shared | {"aud", "cognito:username", "email", "email_verified", "name"}
    assert access.keys() >= shared | {"client_id", "username", "scope"}
    for claims, use in ((identity, "id"), (access, "access")):
        assert (claims["sub"], claims["token_use"], claims["iss"]) == (member.sub, use, provider.issuer)
        assert claims["exp"] - claims["iat"] == 900
        assert "cognito:groups" not in claims
    assert (identity["aud"], access["client_id"]) == (member.client_id, member.client_id)
    assert (identity["email"], identity["email_verified"], identity["name"]) == (member.email, True, "Ann")
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert identity["cognito:username"] == access["username"] == member.sub
    assert identity["origin_jti"] == access["origin_jti"]


def test_a_role_is_a_group_in_both_tokens(provider: Provider, member: Person) -> None:
    for role in (Role.MEMBER, Role.ADMIN):
        provider.directory.set_role(member.sub, role)
        result = member.tokens()
        for kind in ("IdToken", "AccessToken"):
            assert claims_of(provider, result[kind])["cognito:groups"] == [role.value]


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_tokens_are_refreshed(provider: Provider, member: Person, flow: str) -> None:
    first = member.tokens()
    result = member.client.initiate_auth(
        ClientId=member.client_id, AuthFlow=flow, AuthParameters={"REFRESH_TOKEN": first["RefreshToken"]}
    )["AuthenticationResult"]
    before, after = (claims_of(provider, tokens["AccessToken"]) for tokens in (first, result))
    assert "RefreshToken" not in result
    assert before["origin_jti"] == after["origin_jti"]
    assert before["jti"] != after["jti"]


def test_a_refresh_token_is_exchanged(provider: Provider, member: Person) -> None:
    result = member.refresh(member.tokens()["RefreshToken"])
    is_new = "yes" if "RefreshToken" in result else "no"
    assert claims_of(provider, result["IdToken"])["sub"] == member.sub
    assert is_new == expected(provider, "new refresh token at an exchange")


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_what_is_no_refresh_token_is_refused(member: Person, token: str) -> None:
    assert outcome(member.refresh, token) == "NotAuthorizedException"


def test_revoking_a_refresh_token_ends_its_session_only(member: Person) -> None:
    gone, kept = member.tokens(), member.tokens()
    member.client.revoke_token(ClientId=member.client_id, Token=gone["RefreshToken"])
    assert outcome_with_text(member.refresh, gone["RefreshToken"]) == (
        "NotAuthorizedException: Refresh Token has been revoked"
    )
    assert outcome_with_text(member.client.get_user, AccessToken=gone["AccessToken"]) == (
        "NotAuthorizedException: Access Token has been revoked"
    )
    assert member.refresh(kept["RefreshToken"])


def test_revoking_an_access_token(provider: Provider, member: Person) -> None:
    revoke, token = member.client.revoke_token, member.tokens()["AccessToken"]
    assert outcome(revoke, ClientId=member.client_id, Token=token) == expected(
        provider, "revoking an access token"
    )


def test_signing_out_everywhere_ends_access_tokens_in_the_pool(member: Person) -> None:
    here, there = member.tokens(), member.tokens()
    member.client.global_sign_out(AccessToken=here["AccessToken"])
    for tokens in (here, there):
        assert outcome_with_text(member.client.get_user, AccessToken=tokens["AccessToken"]) == (
            "NotAuthorizedException: Access Token has been revoked"
        )
        assert outcome(member.refresh, tokens["RefreshToken"]) == "NotAuthorizedException"
    assert member.tokens()


def test_an_admin_ends_sessions(provider: Provider, member: Person) -> None:
    tokens = member.tokens()
    provider.directory.end_sessions(member.sub)
    assert outcome(member.refresh, tokens["RefreshToken"]) == "NotAuthorizedException"


def test_a_disabled_account_is_shut_out(provider: Provider, member: Person) -> None:
    tokens = member.tokens()
    provider.directory.disable(member.sub)
    assert outcome_with_text(member.sign_in) == "NotAuthorizedException: User is disabled."
    assert outcome(member.refresh, tokens["RefreshToken"]) == "NotAuthorizedException"
    result = outcome_with_text(member.sign_in, OTHER_PASSWORD)
    assert result == expected(provider, "wrong password, disabled")


def test_a_person_reads_their_account(member: Person) -> None:
    user = member.client.get_user(AccessToken=member.tokens()["AccessToken"])
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    assert user["Username"] == member.sub
    assert (attributes["sub"], attributes["email"], attributes["name"]) == (member.sub, member.email, "Ann")


def test_a_person_changes_their_name(provider: Provider, member: Person) -> None:
    tokens = member.tokens()
    change = [{"Name": "name", "Value": "Ann Lee"}]
    member.client.update_user_attributes(AccessToken=tokens["AccessToken"], UserAttributes=change)
    assert claims_of(provider, member.tokens()["IdToken"])["name"] == "Ann Lee"


def test_changing_the_address(provider: Provider, member: Person) -> None:
    change = [{"Name": "email", "Value": f"x{member.email}"}]
    token = member.tokens()["AccessToken"]
    result = outcome(member.client.update_user_attributes, AccessToken=token, UserAttributes=change)
    assert result == expected(provider, "changing the address")


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_what_is_no_access_token_is_refused(member: Person, token: str) -> None:
    assert outcome_with_text(member.client.get_user, AccessToken=token) == (
        "NotAuthorizedException: Invalid Access Token"
    )


def test_an_id_token_is_no_access_token(member: Person) -> None:
    assert outcome(member.client.get_user, AccessToken=member.tokens()["IdToken"]) == "NotAuthorizedException"


def test_a_client_that_does_not_exist_is_refused(member: Person) -> None:
    member.client_id = "nosuchclient"
    assert outcome(member.sign_in) == "ResourceNotFoundException"


def test_a_flow_that_is_not_enabled_is_refused(member: Person) -> None:
    begin, parameters = member.client.initiate_auth, {"USERNAME": member.email, "SRP_A": "abc123"}
    result = outcome(begin, ClientId=member.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)
    assert result == "InvalidParameterException"
