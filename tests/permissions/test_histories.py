"""Random histories: lists agree with a plain model, copies with their card, and members read only their own."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.permissions.histories import Histories

ALLOWED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def test_a_random_history_agrees_with_the_plain_model():
    few = settings(max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=ALLOWED)
    run_state_machine_as_test(Histories, settings=few)
