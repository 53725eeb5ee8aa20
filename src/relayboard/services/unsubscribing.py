"""Switching off mail by a link, without signing in."""

from relayboard.domain.unsubscribing import read_token
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.people import person_ref, save_person
from relayboard.store.store import Store
from relayboard.store.unsubscribe_key import UnsubscribeKey


class Unsubscribing:
    """The use case of whoever holds a link out of one of our mails."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units
        self._key = UnsubscribeKey(store)

    def switch_off(self, token: str) -> None:
        """Send the person of a link no more of the mail that it names; doing so again changes nothing.

        Raises:
            Invalid: the link is none of ours.
            Conflict, Unavailable.
        """
        wanted = read_token(token, self._key())

        def work() -> None:
            person = self._store.fetch(person_ref(wanted.user_id))[person_ref(wanted.user_id)]
            if person is None:
                return
            preferences = wanted.applied_to(person.preferences)
            if preferences != person.preferences:
                changed = person.changed(preferences=preferences, at=self._units.now())
                self._store.commit([save_person(person, changed)])

        self._units.attempt(work)
