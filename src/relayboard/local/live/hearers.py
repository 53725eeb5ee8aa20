"""Who of those that are connected may hear of an event, by the rights that they have now."""

import time
from collections.abc import Collection, Mapping

from relayboard.domain.events import Event
from relayboard.domain.following import holders
from relayboard.domain.people import Person
from relayboard.notify.live import is_for
from relayboard.store.people import person_ref
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref

PROFILE_SECONDS = 60.0


class Hearers:
    """Reads each event's task once, however many are connected.

    Profiles are read when somebody is first met and remembered for a minute, unless they are forgotten before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._profiles: dict[str, Person | None] = {}
        self._profiles_from = 0.0

    def of(self, event: Event, connected: Collection[str]) -> list[str]:
        """Return the ids of those who may hear of a task's event.

        Raises:
            Unavailable.
        """
        people = self._people(connected)
        task = self._store.get(task_ref(event.subject.id))
        holding = holders(event, task)
        return [one.id for one in people.values() if is_for(event, holding, one)]

    def forget(self, user_id: str) -> None:
        """Read somebody's profile anew when it is needed: it has changed."""
        self._profiles.pop(user_id, None)

    def has_gone(self, user_id: str) -> bool:
        """Tell whether somebody may hear of nothing any more.

        Raises:
            Unavailable.
        """
        person = self._people([user_id]).get(user_id)
        return person is None or not person.is_active

    def _people(self, user_ids: Collection[str]) -> Mapping[str, Person]:
        """Return the profiles of these people, those that there are."""
        if time.monotonic() - self._profiles_from > PROFILE_SECONDS:
            self._profiles.clear()
            self._profiles_from = time.monotonic()
        refs = {user_id: person_ref(user_id) for user_id in user_ids if user_id not in self._profiles}
        if refs:
            found = self._store.fetch(*refs.values())
            self._profiles.update({user_id: found[ref] for user_id, ref in refs.items()})
        return {user_id: person for user_id in user_ids if (person := self._profiles[user_id])}
