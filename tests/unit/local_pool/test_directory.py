"""The directory port over the local pool."""

import pytest

from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.domain.errors import Conflict, Invalid, NotFound
from relayboard.domain.people import Role
from relayboard.ports.directory import Directory
from relayboard.ports.outbox import AccountMailKind
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, BOB, OTHER_PASSWORD, PASSWORD, World

DAY = 24 * 3600


def groups(world: World, email: str = ANN, password: str = PASSWORD) -> list[str]:
    claims = world.pool.verifier.verify(world.tokens(email, password)["IdToken"])
    found: list[str] = claims.get("cognito:groups", [])
    return found


def test_it_is_a_directory(world: World) -> None:
    directory: Directory = LocalDirectory(world.pool)
    assert directory


def test_an_account_is_found_by_its_address_in_any_case(world: World) -> None:
    invited = world.directory.invite(BOB, "Bob")
    assert world.directory.find(BOB.upper()) == invited
    assert world.directory.find("nobody@team.example") is None


def test_an_invitation_is_mailed_with_its_end(world: World) -> None:
    world.directory.invite("  Bob@Team.example", "Bob")
    mail = world.mails_to(BOB)[0]
    assert mail.kind is AccountMailKind.INVITATION
    assert (mail.expires_at - world.clock.now()).days == 7


def test_a_known_address_is_not_invited_again(world: World) -> None:
    world.person(ANN)
    world.directory.invite(BOB, "Bob")
    for address in (ANN, BOB):
        with pytest.raises(Conflict):
            world.directory.invite(address, "Somebody")
    assert len(world.mails_to(BOB)) == 1


def test_an_invitation_that_ran_out_is_renewed_for_the_same_account(world: World) -> None:
    first = world.directory.invite(BOB, "Bob")
    world.clock.advance(7 * DAY)
    assert world.directory.invite(BOB, "Bob") == first
    assert world.sign_in(BOB, world.mailed_code(BOB))["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_a_sign_up_that_nobody_confirmed_gives_way_to_an_invitation(world: World) -> None:
    world.sign_up(BOB)
    code = world.mailed_code(BOB)
    world.directory.invite(BOB, "Bob")
    with refused("NotAuthorizedException"):
        world.confirm(BOB, code)
    with refused("NotAuthorizedException", "Incorrect"):
        world.sign_in(BOB, PASSWORD)
    assert world.sign_in(BOB, world.mails_to(BOB, AccountMailKind.INVITATION)[0].secret)


@pytest.mark.parametrize(("email", "name", "field"), [("nobody", "Bob", "email"), (BOB, "  ", "name")])
def test_what_breaks_a_rule_is_named(world: World, email: str, name: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        world.directory.invite(email, name)
    assert caught.value.fields.keys() == {field}


def test_a_role_replaces_the_other(world: World) -> None:
    sub = world.person()
    assert groups(world) == []
    for role in (Role.MEMBER, Role.ADMIN, Role.ADMIN, Role.MEMBER):
        world.directory.set_role(sub, role)
        assert groups(world) == [role.value]


def test_setting_the_same_role_writes_nothing(world: World) -> None:
    sub = world.person()
    world.directory.set_role(sub, Role.ADMIN)
    before = world.pool.core.accounts.get(sub)
    world.directory.set_role(sub, Role.ADMIN)
    assert world.pool.core.accounts.get(sub) == before


def test_disabling_ends_sessions_and_enabling_lets_in_again(world: World) -> None:
    sub = world.person()
    tokens = world.tokens()
    world.directory.disable(sub)
    with refused("NotAuthorizedException"):
        world.refresh(tokens["RefreshToken"])
    with refused("NotAuthorizedException", "disabled"):
        world.sign_in()
    world.directory.enable(sub)
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(tokens["RefreshToken"])
    assert world.tokens()


def test_ending_sessions_makes_refresh_tokens_dead(world: World) -> None:
    sub = world.person()
    tokens = world.tokens()
    world.directory.end_sessions(sub)
    with refused("NotAuthorizedException", "revoked"):
        world.refresh(tokens["RefreshToken"])
    assert world.tokens()


def test_unknown_accounts_are_not_found(world: World) -> None:
    for change in (world.directory.enable, world.directory.disable, world.directory.end_sessions):
        with pytest.raises(NotFound):
            change("nobody")
    with pytest.raises(NotFound):
        world.directory.set_role("nobody", Role.ADMIN)


def test_an_account_made_in_process_signs_in_at_once(world: World) -> None:
    sub = world.pool.create_account(ANN, "Ann", PASSWORD, Role.ADMIN)
    assert groups(world) == ["ADMIN"]
    assert world.call("GetUser", AccessToken=world.tokens()["AccessToken"])["Username"] == sub
    assert world.triggers.joined == []
    with pytest.raises(Conflict):
        world.pool.create_account(ANN, "Ann", OTHER_PASSWORD, Role.ADMIN)
    with pytest.raises(Invalid) as caught:
        world.pool.create_account(BOB, "Bob", "weak", Role.ADMIN)
    assert "password" in caught.value.fields
