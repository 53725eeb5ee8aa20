"""The directory port: what admins have done to accounts."""

import pytest

from relayboard.domain.errors import Conflict, Invalid, NotFound
from relayboard.domain.people import Role
from tests.contract.identity.person import OTHER_PASSWORD, PASSWORD, Person, outcome
from tests.contract.identity.providers import Provider
from tests.contract.identity.tokens import claims_of

NOBODY = "5f0e3c1a-9a41-4c3e-8f0b-2d1f6c7a8b9c"


def test_an_account_is_found_by_its_address_in_any_case(provider: Provider, person: Person) -> None:
    invited = provider.directory.invite(person.email.upper(), "Ann")
    assert provider.directory.find(person.email.upper()) == invited
    assert provider.directory.find(f" {person.email} ") == invited


def test_an_address_that_nobody_has_is_not_found(provider: Provider, person: Person) -> None:
    assert provider.directory.find(person.email) is None


def test_who_is_invited_is_known_by_name_and_address(provider: Provider, person: Person) -> None:
    sub, password = provider.invite(person.email, "  Zoë “大” O'Hara ")
    result = person.answer(person.sign_in(password), NEW_PASSWORD=OTHER_PASSWORD)["AuthenticationResult"]
    claims = claims_of(provider, result["IdToken"])
    assert (claims["sub"], claims["email"], claims["name"]) == (sub, person.email, "Zoë “大” O'Hara")


def test_who_is_invited_can_recover_a_password_later(provider: Provider, person: Person) -> None:
    _, password = provider.invite(person.email, "Ann")
    person.answer(person.sign_in(password), NEW_PASSWORD=OTHER_PASSWORD)
    person.forget()
    person.recover(provider.reset_code(person.email), "Another secret 3")
    assert person.tokens("Another secret 3")


def test_an_address_that_is_taken_is_not_invited(provider: Provider, member: Person) -> None:
    with pytest.raises(Conflict):
        provider.directory.invite(member.email, "Somebody")
    assert member.tokens()


def test_an_invitation_that_waits_is_not_repeated(provider: Provider, person: Person) -> None:
    _, password = provider.invite(person.email, "Ann")
    with pytest.raises(Conflict):
        provider.directory.invite(person.email, "Somebody")
    assert person.sign_in(password)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_a_sign_up_that_nobody_confirmed_gives_way_to_an_invitation(provider: Provider, person: Person) -> None:
    person.sign_up()
    code = provider.sign_up_code(person.email)
    sub, password = provider.invite(person.email, "Ann")
    assert provider.directory.find(person.email) == sub
    assert outcome(person.confirm, code) == "NotAuthorizedException"
    assert outcome(person.sign_in, PASSWORD) == "NotAuthorizedException"
    assert person.sign_in(password)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


@pytest.mark.parametrize(
    ("email", "name", "field"), [("nobody", "Bob", "email"), ("a@b@c.example", "Bob", "email"), ("", "  ", "name")]
)
def test_what_breaks_a_rule_is_named(
    provider: Provider, person: Person, email: str, name: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        provider.directory.invite(email or person.email, name)
    assert caught.value.fields.keys() == {field}


def test_a_role_replaces_the_other(provider: Provider, member: Person) -> None:
    for role in (Role.MEMBER, Role.ADMIN, Role.ADMIN, Role.MEMBER):
        provider.directory.set_role(member.sub, role)
        assert claims_of(provider, member.tokens()["IdToken"])["cognito:groups"] == [role.value]


def test_disabling_ends_sessions_and_enabling_lets_in_again(provider: Provider, member: Person) -> None:
    token = member.tokens()["RefreshToken"]
    for _ in range(2):
        provider.directory.disable(member.sub)
        assert outcome(member.refresh, token) == "NotAuthorizedException"
        assert outcome(member.sign_in) == "NotAuthorizedException"
    provider.directory.end_sessions(member.sub)
    for _ in range(2):
        provider.directory.enable(member.sub)
        assert outcome(member.refresh, token) == "NotAuthorizedException"
        assert member.tokens()


def test_ending_sessions_makes_refresh_tokens_dead(provider: Provider, member: Person) -> None:
    tokens = [member.tokens()["RefreshToken"] for _ in range(2)]
    provider.directory.end_sessions(member.sub)
    assert [outcome(member.refresh, token) for token in tokens] == ["NotAuthorizedException"] * 2
    assert member.tokens()


def test_an_account_that_nobody_has_is_not_found(provider: Provider) -> None:
    directory = provider.directory
    for change in (directory.enable, directory.disable, directory.end_sessions):
        with pytest.raises(NotFound):
            change(NOBODY)
    for role in Role:
        with pytest.raises(NotFound):
            directory.set_role(NOBODY, role)
