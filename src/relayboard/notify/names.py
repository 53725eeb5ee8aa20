"""Carries a person's new name into the tasks that they have.

The name is a copy, not a change of the task, so the task's version stays: nobody's edit is refused because a
colleague married. The price is a small window: an edit that was read before and is saved after this one puts
the old name back, until the person is assigned or renamed again.
"""

from dataclasses import replace
from datetime import datetime

from relayboard.domain.errors import Unavailable
from relayboard.domain.events import EventType
from relayboard.domain.people import PersonRef
from relayboard.domain.tasks import Task
from relayboard.ports.table import ConditionFailed, Item, RaceLost
from relayboard.store.events import event_of, is_event
from relayboard.store.people import person_ref
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Store
from relayboard.store.task_lists import Slice, TaskFilter, TaskLists
from relayboard.store.tasks import save_task, task_ref

PAGE = 100
TRIES = 5


class Names:
    """Subscribes to changes of name."""

    name = "names"

    def __init__(self, store: Store, *, shards: Shards = ONE_SHARD) -> None:
        self._store = store
        self._lists = TaskLists(store)
        self._shards = shards

    def wants(self, item: Item) -> bool:
        return is_event(item) and item.get("type") == EventType.USER_RENAMED

    def handle(self, item: Item) -> None:
        # The profile, not the event, says how they are called: events may come late or again.
        person = self._store.get(person_ref(event_of(item).subject.id))
        if person is None:
            return
        cursor: str | None = None
        while True:
            page = self._lists.of_person(person.id, None, TaskFilter(), Slice(limit=PAGE, cursor=cursor))
            for card in page.items:
                self._rename(card.id, person.ref)
            cursor = page.cursor
            if cursor is None:
                return

    def retry_due(self) -> datetime | None:
        return None

    def _rename(self, task_id: str, person: PersonRef) -> None:
        for _ in range(TRIES):
            task = self._store.get(task_ref(task_id))
            if task is None or (renamed := _with_name(task, person)) == task:
                return
            try:
                self._store.commit(save_task(task, renamed, shards=self._shards.writing()))
            except (ConditionFailed, RaceLost):
                continue
            return
        raise Unavailable("Others keep changing a task of a renamed person.")


def _with_name(task: Task, person: PersonRef) -> Task:
    assignees = (replace(one, name=person.name) if one.id == person.id else one for one in task.assignees)
    return replace(task, assignees=tuple(assignees))
