"""Where cards stand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.positions import DIGITS, POSITION_MAX, between, on_top, position_problem

START = datetime(2020, 1, 1, tzinfo=UTC)

positions = st.builds(lambda start, last: start + last, st.text(DIGITS, max_size=12), st.sampled_from(DIGITS[1:]))
moments = st.integers(0, 10**16).map(lambda microseconds: START + timedelta(microseconds=microseconds))
spreads = st.integers(0, 2**16 - 1)


@settings(max_examples=200)
@given(st.one_of(st.just(""), positions), st.one_of(st.none(), positions))
def test_there_is_always_a_place_between_two_cards(above, below):
    if below is not None and above >= below:
        above, below = below, above or None
    if above == below:
        return
    middle = between(above, below)
    assert above < middle
    assert below is None or middle < below
    assert position_problem(middle) is None


@settings(max_examples=50)
@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=40))
def test_cards_dropped_anywhere_stay_in_the_order_in_which_they_were_laid(drops):
    column = []
    for drop in drops:
        place = drop % (len(column) + 1)
        above = column[place - 1] if place else ""
        below = column[place] if place < len(column) else None
        column.insert(place, between(above, below))
    assert column == sorted(set(column))


def test_cards_in_the_wrong_order_have_no_place_between_them():
    with pytest.raises(ValueError, match="smaller"):
        between("V", "A")


@settings(max_examples=100)
@given(moments, st.integers(1, 10**12), spreads, spreads)
def test_a_newer_card_is_above_an_older_one(earlier, microseconds, one, other):
    later = earlier + timedelta(microseconds=microseconds)
    assert on_top(later, spread=one) < on_top(earlier, spread=other)


@settings(max_examples=100)
@given(moments, spreads)
def test_a_place_on_top_is_a_valid_position(moment, spread):
    assert position_problem(on_top(moment, spread=spread)) is None


@pytest.mark.parametrize("wrong", ["", "0", "V0", "a b", "é", "V\n", "V" * (POSITION_MAX + 1)])
def test_what_is_no_position_is_refused(wrong):
    assert position_problem(wrong)


def test_the_longest_position_is_a_position():
    assert position_problem("V" * POSITION_MAX) is None
