"""Refreshing, reuse of refresh tokens, revoking and signing out."""

import pytest

from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.verifier import TokenExpired, TokenRevoked, TokenVerifier
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, BOB, ISSUER, OTHER_PASSWORD, PASSWORD, World

DAY = 24 * 3600
REUSE = "RefreshTokenReuseException"


def test_refreshing_gives_new_tokens_of_the_same_session(world: World) -> None:
    world.person()
    first = world.tokens()
    world.clock.advance(600)
    second = world.refresh(first["RefreshToken"])
    before, after = (world.pool.verifier.verify(result["AccessToken"]) for result in (first, second))
    assert second["RefreshToken"] != first["RefreshToken"]
    assert before["origin_jti"] == after["origin_jti"]
    assert after["auth_time"] == before["auth_time"]
    assert after["exp"] == before["exp"] + 600


def test_a_refreshed_token_shows_the_present_groups(world: World) -> None:
    from relayboard.domain.people import Role

    sub = world.person()
    first = world.tokens()
    world.directory.set_role(sub, Role.ADMIN)
    claims = world.pool.verifier.verify(world.refresh(first["RefreshToken"])["IdToken"])
    assert claims["cognito:groups"] == ["ADMIN"]


def test_an_exchanged_token_still_works_for_a_moment(world: World) -> None:
    world.person()
    first = world.tokens()["RefreshToken"]
    one = world.refresh(first)["RefreshToken"]
    world.clock.advance(10)
    other = world.refresh(first)["RefreshToken"]
    assert len({first, one, other}) == 3
    assert world.refresh(other)["RefreshToken"]
    assert world.refresh(one)["RefreshToken"]


def test_reuse_of_an_exchanged_token_ends_the_whole_session(world: World) -> None:
    world.person()
    stolen = world.tokens()["RefreshToken"]
    current = world.refresh(stolen)
    world.clock.advance(11)
    with refused(REUSE):
        world.refresh(stolen)
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(current["RefreshToken"])
    with refused("NotAuthorizedException", "revoked"):
        world.call("GetUser", AccessToken=current["AccessToken"])


def test_of_two_copies_that_both_refreshed_in_the_grace_only_one_lives_on(world: World) -> None:
    world.person()
    shared = world.tokens()["RefreshToken"]
    owner, thief = world.refresh(shared)["RefreshToken"], world.refresh(shared)["RefreshToken"]
    world.clock.advance(600)
    world.refresh(owner)
    world.clock.advance(600)
    with refused(REUSE):
        world.refresh(thief)


def test_reuse_ends_no_other_session(world: World) -> None:
    world.person()
    phone, laptop = world.tokens()["RefreshToken"], world.tokens()["RefreshToken"]
    world.refresh(phone)
    world.clock.advance(11)
    with refused(REUSE):
        world.refresh(phone)
    assert world.refresh(laptop)


def test_a_session_ends_after_thirty_days_however_often_refreshed(world: World) -> None:
    world.person()
    token = world.tokens()["RefreshToken"]
    for _ in range(29):
        world.clock.advance(DAY)
        token = world.refresh(token)["RefreshToken"]
    world.clock.advance(DAY)
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        world.refresh(token)


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_the_older_flow_refreshes_without_exchanging(world: World, flow: str) -> None:
    world.person()
    token = world.tokens()["RefreshToken"]
    for _ in range(2):
        answer = world.call("InitiateAuth", AuthFlow=flow, AuthParameters={"REFRESH_TOKEN": token})
        assert answer["AuthenticationResult"].keys() == {"AccessToken", "IdToken", "TokenType", "ExpiresIn"}
    assert world.refresh(token)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 107, "A" * 9000, "a.b.c"])
def test_what_is_no_refresh_token_is_refused(world: World, token: str) -> None:
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        world.refresh(token)


def test_an_access_token_is_no_refresh_token(world: World) -> None:
    world.person()
    with refused("NotAuthorizedException"):
        world.refresh(world.tokens()["AccessToken"])


def test_who_knows_only_the_session_id_cannot_end_it(world: World) -> None:
    from relayboard.adapters.local_pool.sessions import RefreshToken

    sub = world.person()
    result = world.tokens()
    session_id = world.pool.verifier.verify(result["AccessToken"])["origin_jti"]
    forged = RefreshToken(sub, session_id, b"t" * 16, b"s" * 32).text()
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        world.refresh(forged)
    world.call("RevokeToken", Token=forged)
    assert world.refresh(result["RefreshToken"])


def test_revoking_ends_the_session_at_once(world: World) -> None:
    world.person()
    result = world.tokens()
    assert world.call("RevokeToken", Token=result["RefreshToken"]) == {}
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(result["RefreshToken"])
    with refused("NotAuthorizedException", "revoked"):
        world.call("GetUser", AccessToken=result["AccessToken"])


def test_revoking_nonsense_is_no_error_but_an_access_token_is(world: World) -> None:
    world.person()
    assert world.call("RevokeToken", Token="nonsense") == {}
    with refused("UnsupportedTokenTypeException"):
        world.call("RevokeToken", Token=world.tokens()["AccessToken"])


def test_global_sign_out_ends_every_session_of_that_person_only(world: World) -> None:
    world.person(ANN)
    world.person(BOB)
    phone, laptop, bobs = world.tokens(), world.tokens(), world.tokens(BOB)
    world.call("GlobalSignOut", AccessToken=phone["AccessToken"])
    for session in (phone, laptop):
        with refused("NotAuthorizedException", "revoked"):
            world.refresh(session["RefreshToken"])
        with refused("NotAuthorizedException", "revoked"):
            world.call("GetUser", AccessToken=session["AccessToken"])
    assert world.refresh(bobs["RefreshToken"])
    assert world.refresh(world.tokens()["RefreshToken"])


@pytest.mark.parametrize("kind", ["IdToken", "AccessToken"])
@pytest.mark.parametrize("is_remembered", [True, False])
def test_signing_out_everywhere_ends_tokens_here_at_once(world: World, kind: str, is_remembered: bool) -> None:
    world.person(ANN)
    world.person(BOB)
    phone, laptop, bobs = world.tokens(), world.tokens(), world.tokens(BOB)
    if is_remembered:
        assert world.pool.verifier.verify(laptop[kind])
    world.clock.advance(1)
    world.call("GlobalSignOut", AccessToken=phone["AccessToken"])
    with pytest.raises(TokenRevoked):
        world.pool.verifier.verify(laptop[kind])
    assert world.pool.verifier.verify(bobs[kind])
    assert world.pool.verifier.verify(world.tokens()[kind])


def test_revoking_ends_the_tokens_of_that_session_only(world: World) -> None:
    world.person()
    phone, laptop = world.tokens(), world.tokens()
    world.call("RevokeToken", Token=phone["RefreshToken"])
    with pytest.raises(TokenRevoked):
        world.pool.verifier.verify(phone["AccessToken"])
    assert world.pool.verifier.verify(laptop["AccessToken"])


@pytest.mark.parametrize("end", ["disable", "end_sessions"])
def test_what_an_admin_ends_is_over_here_at_once(world: World, end: str) -> None:
    sub = world.person()
    token = world.tokens()["IdToken"]
    world.clock.advance(1)
    getattr(LocalDirectory(world.pool), end)(sub)
    with pytest.raises(TokenRevoked):
        world.pool.verifier.verify(token)


def test_a_changed_password_leaves_the_session_that_changed_it(world: World) -> None:
    world.person()
    token = world.tokens()["AccessToken"]
    world.clock.advance(1)
    world.call("ChangePassword", AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword=OTHER_PASSWORD)
    assert world.pool.verifier.verify(token)


def test_another_instance_takes_a_token_until_its_time_is_over(world: World) -> None:
    world.person()
    token = world.tokens()["AccessToken"]
    elsewhere = TokenVerifier(world.key, issuer=ISSUER, client_id="relayboard", clock=world.clock)
    world.clock.advance(1)
    world.call("GlobalSignOut", AccessToken=token)
    assert elsewhere.verify(token)
    world.clock.advance(899)
    with pytest.raises(TokenExpired):
        elsewhere.verify(token)


def test_it_remembers_a_bounded_number_of_ended_sessions(world: World) -> None:
    verifier = TokenVerifier(world.key, issuer=ISSUER, client_id="relayboard", clock=world.clock, remember=2)
    for number in range(5):
        verifier.end_session(str(number))
    assert len(verifier._ended) == 2


def test_operations_of_a_person_want_a_living_access_token(world: World) -> None:
    world.person()
    result = world.tokens()
    for token in (result["IdToken"], result["RefreshToken"], "", "garbage"):
        with refused("NotAuthorizedException", "Invalid Access Token"):
            world.call("GetUser", AccessToken=token)
    world.clock.advance(900)
    with refused("NotAuthorizedException", "Access Token has expired"):
        world.call("GetUser", AccessToken=result["AccessToken"])


def test_a_person_reads_and_changes_their_name_but_not_their_address(world: World) -> None:
    sub = world.person()
    token = world.tokens()["AccessToken"]
    world.call("UpdateUserAttributes", AccessToken=token, UserAttributes=[{"Name": "name", "Value": " Ann Lee "}])
    user = world.call("GetUser", AccessToken=token)
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    assert user["Username"] == sub
    assert attributes == {"sub": sub, "email": ANN, "email_verified": "true", "name": "Ann Lee"}
    for name in ("email", "sub", "custom:role"):
        with refused("NotAuthorizedException", "unauthorized attribute"):
            change = [{"Name": name, "Value": "x@y.example"}]
            world.call("UpdateUserAttributes", AccessToken=token, UserAttributes=change)
