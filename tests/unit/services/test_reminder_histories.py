"""Random zones, hours, due dates and rounds around changes of clocks: each step once, never before its morning."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.reminders import SOON, STEPS
from relayboard.services.reminders import SETTLED
from tests.support.mornings import Mornings, Told

# Each with days on which something odd happens to its clock: gaps, folds, half hours, a day that never was.
ODD_DAYS = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "America/Havana": ["2026-03-08", "2026-11-01"],  # midnight itself is skipped, and comes twice
    "America/Sao_Paulo": ["2018-11-04", "2019-02-17"],
    "America/Santiago": ["2026-09-06", "2026-04-05"],
    "Africa/Cairo": ["2026-04-24", "2026-10-30"],
    "Africa/Casablanca": ["2026-02-15", "2026-03-22"],
    "Antarctica/Troll": ["2026-03-29", "2026-10-25"],  # by two hours
    "Asia/Kathmandu": ["2026-01-01"],
    "Australia/Lord_Howe": ["2026-10-04", "2026-04-05"],  # by half an hour
    "Pacific/Chatham": ["2026-09-27", "2026-04-05"],  # at a quarter to three
    "Pacific/Apia": ["2011-12-30", "2011-09-24"],  # from one side of the date line to the other
    "Pacific/Kiritimati": ["2026-06-01"],
    "Etc/GMT+12": ["2026-06-01"],
}
QUARTER = timedelta(minutes=15)
PEOPLE = st.lists(st.tuples(st.sampled_from(sorted(ODD_DAYS)), st.integers(0, 23)), min_size=1, max_size=3)
PAUSES = st.one_of(
    st.builds(timedelta, minutes=st.integers(1, 40)),
    st.builds(timedelta, hours=st.integers(1, 30), seconds=st.integers(0, 59)),
    st.builds(timedelta, days=st.integers(2, 12), minutes=st.integers(0, 1440)),
)


@cache
def morning_of(day, zone, hour):
    """Return when a clock on the wall first shows this day and hour, or would if nobody had set it forward."""
    wanted = datetime.combine(day, time(hour))
    at = datetime.combine(day, time(hour), tzinfo=UTC) - timedelta(hours=15)
    while on_the_wall(at + QUARTER, zone) < wanted:
        at += QUARTER
    return at + (wanted - on_the_wall(at, zone))


def on_the_wall(at, zone):
    return at.astimezone(zone).replace(tzinfo=None)


def expected(due, zone, hour, rounds):
    """Return which steps are told when: each at the first round after it, unless there is more to say by then."""
    mornings = {days: morning_of(due + timedelta(days=days), zone, hour) for days in STEPS if days < 50}
    told = []
    for days, morning in mornings.items():
        # The first of all rounds only takes note of the time, in whole quarters.
        if morning <= rounds[0].replace(minute=rounds[0].minute // 15 * 15, second=0):
            continue
        at = next((one for one in rounds[1:] if one >= morning + SETTLED), None)
        if at is None or any(morning < later <= at for later in mornings.values()):
            continue
        if any(later == morning and other > days for other, later in mornings.items()):
            continue
        if days == SOON and at.astimezone(zone).date() > due:
            continue
        told.append((days, at))
    return sorted(told)


@settings(max_examples=100, deadline=None)
@given(
    people=PEOPLE,
    odd=st.integers(0, 1),
    before=st.integers(0, 6),
    dues=st.lists(st.integers(-12, 12), min_size=1, max_size=3),
    pauses=st.lists(PAUSES, min_size=1, max_size=40),
    seconds=st.integers(0, 86_399),
)
def test_every_step_is_told_once_and_never_before_its_morning(people, odd, before, dues, pauses, seconds):
    days = ODD_DAYS[people[0][0]]
    odd_day = datetime.fromisoformat(days[odd % len(days)]).replace(tzinfo=UTC)
    start = odd_day - timedelta(days=before) + timedelta(seconds=seconds)
    world = Mornings(start)
    everybody = [
        (world.person(f"P{number}", time_zone=zone, digest_hour=hour), ZoneInfo(zone), hour)
        for number, (zone, hour) in enumerate(people)
    ]
    having = [person for person, _, _ in everybody]
    tasks = [world.task((odd_day + timedelta(days=days)).date(), *having, by=having[0]) for days in dues]
    rounds = [at for at in accumulate(pauses, initial=start) if at < start + timedelta(days=20)]
    for at in rounds[1:]:
        world.round(at)
    told = [
        (Told(person.name, task.id, days, at), task.content.due_date + timedelta(days=days), zone, hour)
        for task in tasks
        for person, zone, hour in everybody
        for days, at in expected(task.content.due_date, zone, hour, rounds)
    ]
    assert sorted(world.told(), key=str) == sorted((one for one, *_ in told), key=str)
    for one, day, zone, hour in told:
        assert on_the_wall(one.at, zone) >= datetime.combine(day, time(hour))
