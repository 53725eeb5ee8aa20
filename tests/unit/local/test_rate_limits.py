"""How often somebody may ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayboard.local.rate_limits import RateLimits, source_key


class Hand:
    """A monotonic clock that is moved by hand."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def hand():
    return Hand()


def passed(limits, key, tries):
    return sum(limits.allow(key) == 0 for _ in range(tries))


def test_a_burst_passes_and_no_more(hand):
    limits = RateLimits(3, burst=10, clock=hand)
    assert passed(limits, "ann", 50) == 10


@pytest.mark.parametrize(("rate", "burst"), [(0.1, 10), (1, 10), (50, 100)])
def test_without_a_burst_two_seconds_worth_may_come_at_once_but_never_less_than_a_page_needs(hand, rate, burst):
    assert passed(RateLimits(rate, clock=hand), "ann", 200) == burst


def test_one_persons_requests_cost_another_nothing(hand):
    limits = RateLimits(1, burst=5, clock=hand)
    assert passed(limits, "ann", 10) == 5
    assert passed(limits, "bob", 10) == 5


def test_a_bucket_fills_at_the_rate_and_never_beyond_the_burst(hand):
    limits = RateLimits(2, burst=6, clock=hand)
    passed(limits, "ann", 6)
    hand.seconds += 1.5
    assert passed(limits, "ann", 10) == 3
    hand.seconds += 3600
    assert passed(limits, "ann", 10) == 6


@pytest.mark.parametrize(("rate", "wait"), [(0.1, 10), (0.5, 2), (1, 1), (50, 1)])
def test_who_must_wait_is_told_whole_seconds(hand, rate, wait):
    limits = RateLimits(rate, burst=1, clock=hand)
    assert limits.allow("ann") == 0
    assert limits.allow("ann") == wait


def test_asking_too_early_again_and_again_does_not_prolong_the_wait(hand):
    limits = RateLimits(0.5, burst=1, clock=hand)
    limits.allow("ann")
    for _ in range(100):
        limits.allow("ann")
    hand.seconds += 2
    assert limits.allow("ann") == 0


def test_no_rate_is_no_limit(hand):
    limits = RateLimits(0, burst=1, clock=hand)
    assert passed(limits, "ann", 1000) == 1000


def test_a_flood_of_keys_does_not_refill_a_bucket_that_it_pushes_out(hand):
    limits = RateLimits(1, burst=5, clock=hand, most_keys=100)
    passed(limits, "attacker", 5)
    for number in range(100):
        passed(limits, f"other {number}", 5)
    assert passed(limits, "attacker", 5) == 0


def test_keys_that_have_long_been_quiet_make_room_without_debt(hand):
    limits = RateLimits(1, burst=5, clock=hand, most_keys=10)
    for number in range(10):
        passed(limits, f"early {number}", 5)
    hand.seconds += 60
    assert passed(limits, "late", 10) == 5


def test_a_key_in_use_is_not_the_one_that_is_forgotten(hand):
    limits = RateLimits(1, burst=3, clock=hand, most_keys=2)
    passed(limits, "busy", 3)
    for number in range(20):
        hand.seconds += 0.01
        assert limits.allow("busy") > 0
        limits.allow(f"guest {number}")


@given(
    rate=st.floats(0.1, 100),
    burst=st.integers(1, 50),
    pauses=st.lists(st.floats(0, 5), max_size=60),
)
def test_whoever_waits_as_told_passes_and_nobody_gets_more_than_rate_and_burst_allow(rate, burst, pauses):
    hand = Hand()
    limits = RateLimits(rate, burst=burst, clock=hand)
    for let_through, pause in enumerate(pauses, start=1):
        hand.seconds += pause
        wait = limits.allow("ann")
        if wait:
            hand.seconds += wait
            assert limits.allow("ann") == 0
        assert let_through <= burst + (hand.seconds - 1000) * rate + 0.001


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_network_is_one_source(address, key):
    assert source_key(address) == key
