"""The use cases, put together over a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relayboard.domain.ids import Ulids
from relayboard.ports.clock import Clock
from relayboard.ports.directory import Directory
from relayboard.services.assignments import Assignments
from relayboard.services.boards import Boards
from relayboard.services.comments import Comments
from relayboard.services.history import History
from relayboard.services.people import People
from relayboard.services.personal_tasks import PersonalTasks
from relayboard.services.profiles import Profiles
from relayboard.services.task_changes import TaskChanges
from relayboard.services.tasks import Tasks
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, by the name that endpoints ask for it."""

    tasks: Tasks
    assignments: Assignments
    comments: Comments
    boards: Boards
    personal_tasks: PersonalTasks
    people: People
    profiles: Profiles
    history: History

    @classmethod
    def over(
        cls, store: Store, *, clock: Clock, ulids: Ulids, directory: Directory, shards: Shards = ONE_SHARD
    ) -> "Services":
        """Put them together."""
        units = UnitsOfWork(store, clock, ulids)
        changes = TaskChanges(units, shards=shards)
        return cls(
            tasks=Tasks(store, units, changes, shards=shards),
            assignments=Assignments(store, changes),
            comments=Comments(store, units),
            boards=Boards(store, units),
            personal_tasks=PersonalTasks(store, units),
            people=People(store, units, directory),
            profiles=Profiles(store, units),
            history=History(store, clock),
        )

    @property
    def by_name(self) -> Mapping[str, Any]:
        """Return them as `Api` takes them; endpoints' parameters name what they get, so no type fits all."""
        return {name: getattr(self, name) for name in self.__slots__}
