"""Reminds people, each at their morning, of tasks that are due soon or overdue.

A round covers a window of time: from where the last one ended up to now. It asks for the people whose morning
lies in it, then for the open tasks of the due dates that have a step on such a day, and records an event for each
task and morning. Events, what remembers who was told, and how far the round has come are one transaction: so a
round that is cut short anywhere is gone on with, and of two servers at once one wins. A window ends when all of it
is written.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from relayboard.domain.ids import Ulids
from relayboard.domain.people import Person, PersonRef
from relayboard.domain.preferences import Preferences
from relayboard.domain.reminders import (
    LONGEST_WINDOW,
    MOST_MOVED,
    Reminder,
    Window,
    days_that_begin,
    due_dates,
    latest_reminder,
    reminder_event,
    waiting_for,
)
from relayboard.domain.tasks import Task
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, Query, RaceLost, Write
from relayboard.services.reminder_records import Given, in_transactions
from relayboard.store.people import all_people, person_of
from relayboard.store.reminders import (
    ReminderState,
    reminder_state_ref,
    save_reminder_state,
    tasks_due_on,
)
from relayboard.store.store import Store
from relayboard.store.tasks import task_of

QUARTER_SECONDS = 15 * 60
SETTLED = timedelta(seconds=5)  # an index lags behind the table, and servers' clocks behind each other, by less
SET_BACK = timedelta(hours=1)  # nobody waits until a clock that was set back by more has caught up
PEOPLE_AT_ONCE = 500
TASKS_AT_ONCE = 100

_log = logging.getLogger(__name__)


class Reminders:
    """Does rounds; any number of servers may."""

    def __init__(self, store: Store, clock: Clock, ulids: Ulids) -> None:
        self._store = store
        self._clock = clock
        self._ulids = ulids

    def begin(self, at: datetime) -> None:
        """Let the first round be about mornings after this moment; where there was one, change nothing.

        Raises:
            RaceLost, Unavailable.
        """
        try:
            self._store.commit([save_reminder_state(None, ReminderState(done_until=quarter(at)))])
        except ConditionFailed:
            return

    def round(self, may_go_on: Callable[[], bool]) -> int:
        """Remind everybody whose morning has come; the first round ever only takes note of the time.

        Args:
            may_go_on: asked before each write; what is left is for the next round.

        Returns:
            How many events were recorded.

        Raises:
            Unavailable.
        """
        turn = _Round(self._store, self._clock, self._ulids)
        try:
            state = self._store.get(reminder_state_ref())
            if state is None:
                self.begin(self._clock.now())
            else:
                turn.go_on_from(state, may_go_on)
        except (ConditionFailed, RaceLost):  # another server is doing the same
            _log.info("reminders_left_to_another")
        if turn.recorded:
            _log.info("reminders_recorded", extra={"events": turn.recorded})
        return turn.recorded


def quarter(moment: datetime) -> datetime:
    """Return the last quarter of an hour: in every time zone mornings are at one, so in between there is none."""
    seconds = int(moment.timestamp()) // QUARTER_SECONDS * QUARTER_SECONDS
    return datetime.fromtimestamp(seconds, tz=moment.tzinfo)


@dataclass(frozen=True, slots=True)
class _Waking:
    """Somebody whose morning lies in their window: the round's, or a longer one when it may just have moved."""

    preferences: Preferences
    window: Window
    days: Sequence[date]


class _Round:
    """The work of one round.

    Attributes:
        recorded: how many events it has recorded.
    """

    def __init__(self, store: Store, clock: Clock, ulids: Ulids) -> None:
        self._store = store
        self._clock = clock
        self._ulids = ulids
        self._now = clock.now()
        self.recorded = 0

    def go_on_from(self, state: ReminderState, may_go_on: Callable[[], bool]) -> None:
        """Work until the window is done with.

        Raises:
            ConditionFailed, RaceLost: another server does the same.
            Unavailable.
        """
        if (state.until or state.done_until) > self._now + SET_BACK:
            self._save(state, ReminderState(done_until=min(state.done_until, quarter(self._now))))
            return
        until = state.until or quarter(self._now - SETTLED)
        if until <= state.done_until:
            return
        state = replace(state, until=until)
        self._now = max(self._now, until)  # a clock that is set back a little meanwhile changes nothing
        waking = self._waking(Window(max(state.done_until, until - LONGEST_WINDOW), until))
        for due in _due_dates(waking, state):
            for tasks in self._pages(due, state):
                for given, done_with in in_transactions(tasks, partial(self._given, waking)):
                    if not may_go_on():
                        return
                    state = self._record(given, state, replace(state, due=due, task_id=done_with))
        self._save(state, ReminderState(done_until=until))

    def _waking(self, window: Window) -> Mapping[str, _Waking]:
        found: dict[str, _Waking] = {}
        for person in self._store.all(all_people(None, limit=PEOPLE_AT_ONCE), person_of):
            if person.is_active:
                own = _window_of(person, window)
                if days := tuple(days_that_begin(own, person.preferences)):
                    found[person.id] = _Waking(person.preferences, own, days)
        return found

    def _pages(self, due: date, state: ReminderState) -> Iterator[Sequence[Task]]:
        behind = state.task_id if state.due == due else None
        query: Query | None = tasks_due_on(due, behind=behind, limit=TASKS_AT_ONCE)
        while query:
            page = self._store.read(query)
            yield [task_of(item) for item in page.items]
            query = replace(query, after=page.next) if page.next else None

    def _given(self, waking: Mapping[str, _Waking], task: Task) -> list[Given]:
        people: dict[Reminder, list[PersonRef]] = {}
        for person in waiting_for(task):
            if reminder := self._reminder(task, waking.get(person.id)):
                people.setdefault(reminder, []).append(person)
        at = self._clock.now()
        return [
            Given(reminder, reminder_event(task, reminder, told, event_id=self._ulids.next(at), at=at))
            for reminder, told in people.items()
        ]

    def _reminder(self, task: Task, waking: _Waking | None) -> Reminder | None:
        due = task.content.due_date
        if waking is None or due is None:
            return None
        reminder = latest_reminder(due, waking.preferences, at=self._now)
        return reminder if reminder and reminder.morning in waking.window else None

    def _record(self, given: Sequence[Given], before: ReminderState, after: ReminderState) -> ReminderState:
        """Record all of it but what was recorded before, and how far that brings the round."""
        while given:
            writes = [write for one in given for write in one.writes()]
            try:
                state = self._save(before, after, *writes)
            except ConditionFailed as error:
                if len(writes) in error.failed:  # it is the state that is not as it was
                    raise
                refused = {writes[place].key for place in error.failed}
                given = [left for one in given if (left := one.without(refused)).event.people]
                continue
            self.recorded += len(given)
            return state
        return before

    def _save(self, before: ReminderState, after: ReminderState, *writes: Write) -> ReminderState:
        self._store.commit([*writes, save_reminder_state(before, after)])
        return replace(after, revision=before.revision + 1)


def _window_of(person: Person, window: Window) -> Window:
    """Return a longer window for who may just have moved their morning behind the round's."""
    if person.updated_at <= window.after - SETTLED or person.created_at >= window.after:
        return window
    return replace(window, after=max(window.after - MOST_MOVED, person.created_at))


def _due_dates(waking: Mapping[str, _Waking], state: ReminderState) -> Iterator[date]:
    days = {day for one in waking.values() for day in one.days}
    return (due for due in due_dates(days) if state.due is None or due >= state.due)
