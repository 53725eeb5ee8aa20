"""When a person's day begins, and when it is quiet, on clocks all over the world."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relayboard.domain.preferences import Kind, Preferences, QuietHours, When, is_time_zone

NIGHT = QuietHours(time(22), time(7))
ZONES = sorted(name for name in available_timezones() if is_time_zone(name))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
clocks = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
some = st.builds(
    Preferences,
    time_zone=st.sampled_from(ZONES),
    digest_hour=st.integers(0, 23),
    quiet_hours=st.builds(QuietHours, clocks, clocks).filter(lambda hours: hours.start != hours.end),
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_everything_is_wanted_at_once_unless_somebody_says_otherwise():
    assert {Preferences().when(kind) for kind in Kind} == {When.AT_ONCE}
    assert Preferences(mail={Kind.COMMENT: When.NEVER}).when(Kind.STATUS) is When.AT_ONCE
    assert Preferences(mail={Kind.COMMENT: When.NEVER}).when(Kind.COMMENT) is When.NEVER


@pytest.mark.parametrize(
    ("zone", "day", "hour", "moment"),
    [
        ("UTC", date(2026, 7, 1), 8, utc(2026, 7, 1, 8)),
        ("Europe/Berlin", date(2026, 3, 28), 8, utc(2026, 3, 28, 7)),
        ("Europe/Berlin", date(2026, 3, 29), 8, utc(2026, 3, 29, 6)),  # clocks go forward that night
        ("Europe/Berlin", date(2026, 3, 29), 2, utc(2026, 3, 29, 1)),  # there is no two o'clock: it is three
        ("Europe/Berlin", date(2026, 10, 25), 2, utc(2026, 10, 25, 0)),  # there are two: the first counts
        ("Asia/Kathmandu", date(2026, 1, 1), 0, utc(2025, 12, 31, 18, 15)),
        ("Pacific/Kiritimati", date(2026, 1, 1), 8, utc(2025, 12, 31, 18)),
    ],
)
def test_a_morning_is_an_hour_on_the_persons_own_clock(zone, day, hour, moment):
    assert Preferences(time_zone=zone, digest_hour=hour).morning(day) == moment


@given(some, moments)
def test_the_next_morning_is_the_first_that_is_not_over(wanted, at):
    following = wanted.next_morning(at)
    days = (at.astimezone(wanted.zone).date() + timedelta(days=days) for days in range(-2, 4))
    assert following == min(morning for day in days if (morning := wanted.morning(day)) >= at)
    assert wanted.next_morning(following) == following


@given(some, st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_mornings_come_in_order_once_a_day(wanted, day):
    # Samoa had no 30 December 2011: its morning is that of the next day.
    assert wanted.morning(day) <= wanted.morning(day + timedelta(days=1))
    assert wanted.morning(day) < wanted.morning(day + timedelta(days=2))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (utc(2026, 7, 1, 19, 59), None),
        (utc(2026, 7, 1, 20), utc(2026, 7, 2, 5)),
        (utc(2026, 7, 2, 4, 59, 59), utc(2026, 7, 2, 5)),
        (utc(2026, 7, 2, 5), None),
        (utc(2026, 10, 24, 21), utc(2026, 10, 25, 6)),  # an hour longer: clocks go back
    ],
)
def test_a_night_is_quiet_from_its_first_minute_up_to_its_end(at, until):
    assert Preferences(time_zone="Europe/Berlin", quiet_hours=NIGHT).quiet_until(at) == until


def test_quiet_hours_may_lie_within_a_day():
    siesta = Preferences(quiet_hours=QuietHours(time(13), time(15, 30)))
    assert siesta.quiet_until(utc(2026, 7, 1, 13)) == utc(2026, 7, 1, 15, 30)
    assert siesta.quiet_until(utc(2026, 7, 1, 12, 59)) is None


def test_a_time_that_comes_twice_ends_the_quiet_hours_twice():
    early = Preferences(time_zone="Europe/Berlin", quiet_hours=QuietHours(time(2), time(2, 30)))
    assert early.quiet_until(utc(2026, 10, 25, 0, 10)) == utc(2026, 10, 25, 0, 30)
    assert early.quiet_until(utc(2026, 10, 25, 1, 10)) == utc(2026, 10, 25, 1, 30)


@given(some, moments)
def test_quiet_hours_end_and_then_it_is_not_quiet(wanted, at):
    until = wanted.quiet_until(at)
    assume(until is not None)
    assert at < until <= at + timedelta(days=1, hours=25)
    assert not wanted.quiet_hours.contain(until.astimezone(wanted.zone).time())


@pytest.mark.parametrize(
    "name", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Asia/Calcutta", "Etc/GMT+5"]
)
def test_a_time_zone_is_known_by_its_name(name):
    assert is_time_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Nowhere/Else",
        "../../etc/passwd",
        "/etc/localtime",
        "right/Europe/Berlin",
        "localtime",
        "A" * 300,
        "Europe/Berlin\n",
        "Europe\x00",
        "\ud800",
        "posixrules",
        "Factory",
        "tzdata.zi",
        "zone.tab",
    ],
)
def test_what_is_no_name_of_a_time_zone_is_told(name):
    assert not is_time_zone(name)


def test_a_zone_that_is_not_known_any_more_is_taken_for_utc():
    assert Preferences(time_zone="Atlantis/Harbour").morning(date(2026, 7, 1)) == utc(2026, 7, 1, 8)
