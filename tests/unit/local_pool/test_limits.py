"""How often something may be tried."""

import pytest

from relayboard.adapters.local_pool.settings import NO_LIMITS, Limits
from relayboard.adapters.local_pool.signing_key import SigningKey
from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, NOBODY, OTHER_PASSWORD, PASSWORD, World

HOUR = 3600
LOCKED = "Password attempts exceeded"


@pytest.fixture
def limited(signing_key: SigningKey) -> World:
    """The default limits, with a person in the pool."""
    world = World(signing_key)
    world.person()
    world.settings = type(world.settings)()
    world.pool = world.pool_on(world.hasher)
    return world


def fail(world: World, times: int, email: str = ANN, source: str = "192.0.2.9") -> None:
    for _ in range(times):
        with refused("NotAuthorizedException", "Incorrect username or password."):
            world.sign_in(email, OTHER_PASSWORD, source)


@pytest.mark.parametrize("address", [ANN, NOBODY])
def test_five_failures_lock_known_and_unknown_addresses_alike(limited: World, address: str) -> None:
    fail(limited, 5, address)
    before = limited.hasher.verified
    with refused("NotAuthorizedException", LOCKED):
        limited.sign_in(address, PASSWORD)
    assert limited.hasher.verified == before


def test_the_lock_doubles_up_to_fifteen_minutes(limited: World) -> None:
    fail(limited, 5)
    for lock_seconds in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900):
        with refused("NotAuthorizedException", LOCKED):
            limited.sign_in()
        limited.clock.advance(lock_seconds - 1)
        with refused("NotAuthorizedException", LOCKED):
            limited.sign_in()
        limited.clock.advance(1)
        fail(limited, 1)
    limited.clock.advance(900)
    assert limited.tokens()


def test_the_right_password_forgets_failures(limited: World) -> None:
    for _ in range(3):
        fail(limited, 4)
        assert limited.tokens()


def test_old_failures_are_forgotten(limited: World) -> None:
    for _ in range(3):
        fail(limited, 4)
        limited.clock.advance(900)


def test_a_locked_address_does_not_lock_others(limited: World) -> None:
    fail(limited, 5, NOBODY)
    assert limited.tokens()


def test_recovering_the_password_ends_the_lock(limited: World) -> None:
    fail(limited, 5)
    limited.call("ForgotPassword", Username=ANN)
    code = limited.mailed_code()
    limited.call("ConfirmForgotPassword", Username=ANN, ConfirmationCode=code, Password=OTHER_PASSWORD)
    assert limited.tokens(password=OTHER_PASSWORD)


def test_one_source_may_guess_thirty_times_a_minute(limited: World) -> None:
    for number in range(30):
        fail(limited, 1, f"person{number}@team.example")
    with refused("TooManyRequestsException"):
        limited.sign_in(source="192.0.2.9")
    assert limited.sign_in(source="192.0.2.10")
    limited.clock.advance(60)
    assert limited.sign_in(source="192.0.2.9")


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.9", "192.0.2.9", True),
        ("", "not an address", True),
    ],
)
def test_a_source_is_what_one_subscriber_has(
    signing_key: SigningKey, first: str, second: str, is_same: bool
) -> None:
    world = World(signing_key, limits=Limits(guesses_per_source_a_minute=1))
    fail(world, 1, source=first)
    code = "TooManyRequestsException" if is_same else "NotAuthorizedException"
    with refused(code):
        world.sign_in(NOBODY, source=second)


def test_an_address_may_ask_for_five_codes_an_hour_whoever_asks(limited: World) -> None:
    asking = ("SignUp", "ResendConfirmationCode", "ForgotPassword", "ForgotPassword", "ForgotPassword")
    for address in (ANN, NOBODY):
        for number, operation in enumerate(asking):
            limited.call(operation, f"192.0.2.{number}", Username=address, Password=PASSWORD)
        with refused("LimitExceededException"):
            limited.call("ForgotPassword", "192.0.2.99", Username=address)
    limited.clock.advance(HOUR)
    assert limited.call("ForgotPassword", Username=ANN)


def test_a_source_may_ask_for_twenty_codes_an_hour(limited: World) -> None:
    for number in range(20):
        limited.call("ForgotPassword", Username=f"person{number}@team.example")
    with refused("LimitExceededException"):
        limited.call("ForgotPassword", Username=ANN)
    assert limited.call("ForgotPassword", "192.0.2.99", Username=ANN)


def test_limits_can_be_switched_off(signing_key: SigningKey) -> None:
    world = World(signing_key, limits=NO_LIMITS)
    world.person()
    fail(world, 40)
    for _ in range(30):
        world.call("ForgotPassword", Username=ANN)
    assert world.tokens()
