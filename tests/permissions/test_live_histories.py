"""Random histories, over live sockets and in the feed: a member never hears of somebody else's task."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.permissions.live_histories import LiveHistories
from tests.permissions.test_histories import ALLOWED


def test_everybody_hears_what_is_theirs_and_nothing_else_whatever_happens():
    few = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=ALLOWED)
    run_state_machine_as_test(LiveHistories, settings=few)
