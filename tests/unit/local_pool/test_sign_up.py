"""Signing up, confirming, and what strangers can learn from it."""

import pytest

from relayboard.domain.people import Role
from relayboard.ports.outbox import AccountMailKind
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, BOB, NOBODY, OTHER_PASSWORD, PASSWORD, World, other_than

DAY = 24 * 3600


def test_a_person_signs_up_confirms_and_signs_in(world: World) -> None:
    answer = world.sign_up(" Ann@Team.example ", UserAttributes=[{"Name": "name", "Value": "Ann Lee"}])
    world.confirm()
    claims = world.pool.verifier.verify(world.tokens("ANN@team.example")["IdToken"])
    assert answer["UserConfirmed"] is False
    assert answer["CodeDeliveryDetails"]["Destination"] == "a***@t***"
    assert (claims["sub"], claims["email"], claims["name"]) == (answer["UserSub"], ANN, "Ann Lee")
    assert world.triggers.joined == [(answer["UserSub"], ANN, "Ann Lee")]


def test_without_a_name_the_address_gives_one(world: World) -> None:
    world.person()
    assert world.triggers.joined[0][2] == "ann"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("Short1", "not long enough"),
        ("all lower case 1", "uppercase"),
        ("ALL UPPER CASE 1", "lowercase"),
        ("No digits at all", "numeric"),
    ],
)
def test_a_weak_password_is_refused_with_its_rule(world: World, password: str, rule: str) -> None:
    with refused("InvalidPasswordException", rule):
        world.sign_up(password=password)


def test_an_endless_password_is_refused_unhashed(world: World) -> None:
    before = world.hasher.hashed
    with refused("InvalidParameterException"):
        world.sign_up(password="Aa1" * 100)
    assert world.hasher.hashed == before


@pytest.mark.parametrize(
    "address", ["ann", "ann@", "@team.example", "a b@team.example", "é" * 60 + "@" + "é" * 90 + ".ex"]
)
def test_what_is_no_address_is_refused(world: World, address: str) -> None:
    with refused("InvalidParameterException", "email"):
        world.sign_up(address)


def test_an_address_of_another_domain_is_refused_in_the_triggers_words(world: World) -> None:
    with refused("UserLambdaValidationException", "Only team.example may sign up"):
        world.sign_up("eve@elsewhere.example")
    assert world.mails_to("eve@elsewhere.example") == []


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ({"Name": "custom:admin", "Value": "1"}, "NotAuthorizedException"),
        ({"Name": "email", "Value": BOB}, "InvalidParameterException"),
        ({"Name": "name", "Value": "two\nlines"}, "InvalidParameterException"),
    ],
)
def test_attributes_that_are_not_for_clients_are_refused(
    world: World, attribute: dict[str, str], code: str
) -> None:
    with refused(code):
        world.sign_up(UserAttributes=[attribute])


def test_a_known_address_answers_like_a_new_one_and_its_owner_is_told(world: World) -> None:
    sub = world.person()
    fresh, known = world.sign_up(BOB), world.sign_up(ANN, OTHER_PASSWORD)
    assert fresh.keys() == known.keys()
    assert known["UserConfirmed"] is False
    assert known["UserSub"] != sub
    assert world.mails_to(ANN)[-1].kind is AccountMailKind.ALREADY_REGISTERED
    assert world.mails_to(ANN)[-1].secret == ""
    assert world.tokens(ANN, PASSWORD)


def test_a_known_address_costs_as_many_hashes_as_a_new_one(world: World) -> None:
    world.person()
    before = world.hasher.hashed
    world.sign_up(BOB)
    for_new = world.hasher.hashed - before
    world.sign_up(ANN)
    assert world.hasher.hashed - before == 2 * for_new == 2


def test_signing_up_again_before_confirming_replaces_password_and_code(world: World) -> None:
    first = world.sign_up()
    old_code = world.mailed_code()
    second = world.sign_up(password=OTHER_PASSWORD)
    if world.mailed_code() != old_code:
        with refused("CodeMismatchException"):
            world.confirm(code=old_code)
    world.confirm()
    assert second["UserSub"] == first["UserSub"]
    assert world.tokens(password=OTHER_PASSWORD)
    with refused("NotAuthorizedException"):
        world.sign_in(password=PASSWORD)


def test_a_sign_up_that_nobody_confirms_frees_its_address(world: World) -> None:
    world.sign_up()
    world.clock.advance(7 * DAY)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        world.sign_in()
    world.person()
    world.clock.advance(30 * DAY)
    assert world.tokens()


def test_a_wrong_code_and_an_unknown_address_read_the_same(world: World) -> None:
    world.sign_up()
    wrong = other_than(world.mailed_code())
    for address in (ANN, NOBODY):
        for _ in range(5):
            with refused("CodeMismatchException", "Invalid verification code provided"):
                world.confirm(address, wrong)
        with refused("LimitExceededException", "Attempt limit exceeded"):
            world.confirm(address, wrong)


def test_after_five_wrong_tries_not_even_the_right_code_works_but_a_new_one_does(world: World) -> None:
    world.sign_up()
    code = world.mailed_code()
    for _ in range(5):
        with refused("CodeMismatchException"):
            world.confirm(code=other_than(code))
    with refused("LimitExceededException"):
        world.confirm(code=code)
    world.call("ResendConfirmationCode", Username=ANN)
    world.confirm()
    assert world.tokens()


def test_a_code_ends_after_a_day(world: World) -> None:
    world.sign_up()
    world.clock.advance(DAY)
    with refused("ExpiredCodeException"):
        world.confirm()
    with refused("CodeMismatchException"):
        world.confirm(code=other_than(world.mailed_code()))


def test_confirming_twice_is_refused_only_to_who_knows_the_code(world: World) -> None:
    world.person()
    with refused("NotAuthorizedException", "Current status is CONFIRMED"):
        world.confirm()
    with refused("CodeMismatchException"):
        world.confirm(code=other_than(world.mailed_code()))
    assert len(world.triggers.joined) == 1


def test_resending_answers_alike_for_waiting_confirmed_and_unknown(world: World) -> None:
    world.person(ANN)
    world.sign_up(BOB)
    for address in (ANN, BOB, NOBODY):
        answer = world.call("ResendConfirmationCode", Username=address)
        assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert world.mails_to(ANN)[-1].kind is AccountMailKind.ALREADY_REGISTERED
    assert [mail.kind for mail in world.mails_to(BOB)] == [AccountMailKind.CONFIRM_SIGN_UP] * 2
    assert world.mails_to(NOBODY) == []


def test_when_the_trigger_fails_confirming_again_with_the_same_code_finishes(world: World) -> None:
    sub = world.sign_up()["UserSub"]
    world.triggers.is_away = True
    with refused("UnexpectedLambdaException", "The profiles are away"):
        world.confirm()
    world.triggers.is_away = False
    world.confirm()
    assert [joined[0] for joined in world.triggers.joined] == [sub]


def test_when_the_trigger_never_ran_signing_in_runs_it(world: World) -> None:
    sub = world.sign_up()["UserSub"]
    world.triggers.is_away = True
    with refused("UnexpectedLambdaException"):
        world.confirm()
    with refused("UnexpectedLambdaException"):
        world.sign_in()
    world.triggers.is_away = False
    assert world.tokens()
    assert [joined[0] for joined in world.triggers.joined] == [sub]


def test_the_trigger_may_give_a_role_and_the_first_token_carries_it(world: World) -> None:
    class Joining:
        def pre_sign_up(self, email: str) -> None: ...

        def post_confirmation(self, user_id: str, email: str, name: str) -> None:
            world.directory.set_role(user_id, Role.ADMIN)

    world.triggers = Joining()  # type: ignore[assignment]  # another implementation of the port
    world.pool = world.pool_on(world.hasher)
    world.person()
    for token in (world.tokens()["IdToken"], world.tokens()["AccessToken"]):
        assert world.pool.verifier.verify(token)["cognito:groups"] == ["ADMIN"]
