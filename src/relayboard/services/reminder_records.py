"""What a round of reminders writes, cut into transactions."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from relayboard.domain.events import Event
from relayboard.domain.reminders import Reminder
from relayboard.domain.tasks import Task
from relayboard.ports.table import MAX_WRITES, Key, Write
from relayboard.store.events import record_event
from relayboard.store.reminders import remember_reminder, reminder_key


@dataclass(frozen=True, slots=True)
class Given:
    """A reminder as it is recorded: an event, and for each of its people what remembers that they were told."""

    reminder: Reminder
    event: Event

    @property
    def size(self) -> int:
        return 1 + len(self.event.people)

    def writes(self) -> list[Write]:
        event, task_id = self.event, self.event.subject.id
        marks = [remember_reminder(task_id, self.reminder, one.id, at=event.at) for one in event.people]
        return [record_event(event), *marks]

    def without(self, refused: Collection[Key]) -> "Given":
        """Return this for those only of whom it is not remembered that they were told."""
        task_id, reminder = self.event.subject.id, self.reminder
        people = [one for one in self.event.people if reminder_key(task_id, reminder, one.id) not in refused]
        return replace(self, event=replace(self.event, people=tuple(people)))


def in_transactions(
    tasks: Sequence[Task], given_of: Callable[[Task], Sequence[Given]]
) -> Iterator[tuple[Sequence[Given], str | None]]:
    """Return what is recorded together, and the last task that is done with when it is."""
    together: list[Given] = []
    room, done_with = MAX_WRITES - 1, None  # one is for the state
    for task in tasks:
        for given in given_of(task):
            if given.size > room:
                yield together, done_with
                together, room = [], MAX_WRITES - 1
            together.append(given)
            room -= given.size
        done_with = task.id
    if together:
        yield together, done_with
