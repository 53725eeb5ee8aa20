"""What arrived of a batch of events, held against what had to."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from relayboard.domain.events import Event
from relayboard.store.notices import notice_of, notices_of
from tests.crashes.figures import Count
from tests.crashes.office import comments
from tests.unit.notify.world import World

_NUMBER = re.compile(rb"Number (\d+)")


class Arrival(NamedTuple):
    """One notice, as the receiving side saw it."""

    event_id: str
    hearer: str


def tally(count: Count, arrivals: Sequence[Arrival], batch: Sequence[Event], hearers: int) -> None:
    """Count what arrived of a batch, in the order of arrival, after one crash."""
    count.crashes += 1
    ids = {event.id: event.subject.id for event in batch}
    times = Counter(one for one in arrivals if one.event_id in ids)
    count.notices += len(batch) * hearers
    count.lost += len(batch) * hearers - len(times)
    count.repeated += times.total() - len(times)
    first_times = list(dict.fromkeys(one for one in arrivals if one.event_id in ids))
    latest: dict[tuple[str, str], str] = {}
    for one in first_times:
        lane = (ids[one.event_id], one.hearer)
        count.late += one.event_id < latest.get(lane, "")
        latest[lane] = max(one.event_id, latest.get(lane, ""))


def event_id_in(body: bytes) -> str:
    """Return which event was posted, by the title that its task had."""
    (number,) = _NUMBER.findall(body)
    return next(comments(int(number), 1)).id


def notice_ids(world: World, person_id: str) -> list[str]:
    """Return the ids of somebody's notices, oldest first."""
    ids: list[str] = []
    cursor = None
    while True:
        page = world.store.page(notices_of(person_id, limit=1000), notice_of, cursor=cursor)
        ids += [notice.id for notice in page.items]
        cursor = page.cursor
        if cursor is None:
            return ids[::-1]
