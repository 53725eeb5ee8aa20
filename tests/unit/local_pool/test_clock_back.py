"""A clock that is set back by an hour signs nobody out, and opens nothing that was closed."""

import pytest

from tests.unit.local_pool.refusals import refused
from tests.unit.local_pool.world import ANN, World, other_than

HOUR = 3600


@pytest.mark.parametrize("hours", [-1, 1], ids=["an hour back", "an hour back and forth"])
def test_who_was_signed_in_can_go_on(world: World, hours: int) -> None:
    world.person()
    tokens = world.tokens()
    world.clock.advance(-HOUR)
    if hours == 1:
        world.clock.advance(HOUR)
    assert world.pool.verifier.verify(tokens["IdToken"])["email"] == ANN
    assert world.pool.verifier.verify(world.refresh(tokens["RefreshToken"])["IdToken"])["email"] == ANN
    assert world.pool.verifier.verify(world.tokens()["IdToken"])["email"] == ANN


def test_a_code_that_was_sent_before_still_works_once(world: World) -> None:
    world.sign_up()
    code = world.mailed_code()
    world.clock.advance(-HOUR)
    with refused("CodeMismatchException"):
        world.confirm(code=other_than(code))
    world.confirm(code=code)
    with refused("NotAuthorizedException"):
        world.confirm(code=code)


def test_a_session_that_was_ended_stays_ended(world: World) -> None:
    world.person()
    tokens = world.tokens()
    world.call("RevokeToken", Token=tokens["RefreshToken"])
    world.clock.advance(-HOUR)
    with refused("NotAuthorizedException"):
        world.refresh(tokens["RefreshToken"])
