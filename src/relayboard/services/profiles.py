"""One's own profile and notices."""

from collections.abc import Callable, Sequence

from relayboard.domain.errors import NotFound
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.notices import Notice
from relayboard.domain.people import Person, Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.domain.preferences import Preferences
from relayboard.ports.table import ConditionFailed
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.store.notices import mark_read, notice_of, notices_of
from relayboard.store.people import person_ref, save_person
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice


class Profiles:
    """The use cases of one's own profile. Raises as Tasks does."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def get(self, *, by: Principal) -> Person:
        """Return the actor's own profile."""
        require(by.role, Relation.SELF, Action.PROFILE_OWN)
        person = self._store.get(person_ref(by.user_id))
        if person is None:
            raise NotFound("profile")
        return person

    def update(self, name: str, change: Callable[[Preferences], Preferences], *, by: Principal) -> Person:
        """Change the actor's name and preferences.

        Args:
            change: makes the new preferences of those that there are.

        Raises:
            Invalid: the name is blank, too long or not one line.
        """

        def work() -> Person:
            unit = self._units.begin(by)
            require(unit.actor.role, Relation.SELF, Action.PROFILE_OWN)
            changed = unit.actor.changed(name=name, preferences=change(unit.actor.preferences), at=unit.now)
            events = [_renaming(unit, changed)] if changed.name != unit.actor.name else []
            unit.commit([save_person(unit.actor, changed)], events=events)
            return changed

        return self._units.attempt(work)

    def notices(self, part: Slice, *, by: Principal) -> Listing[Notice]:
        """Return a page of the actor's notices, newest first."""
        require(by.role, Relation.SELF, Action.NOTICE_OWN)
        return self._store.page(notices_of(by.user_id, limit=part.limit), notice_of, cursor=part.cursor)

    def mark_read(self, notice_ids: Sequence[str], *, by: Principal) -> None:
        """Take note that the actor has read these notices.

        Raises:
            NotFound: one of them is no notice of the actor's; none was marked.
        """

        def work() -> None:
            unit = self._units.begin(by)
            require(unit.actor.role, Relation.SELF, Action.NOTICE_OWN)
            try:
                unit.commit([mark_read(by.user_id, notice_id) for notice_id in dict.fromkeys(notice_ids)])
            except ConditionFailed as error:
                raise NotFound("notice") from error

        self._units.attempt(work)


def _renaming(unit: UnitOfWork, changed: Person) -> Event:
    return unit.event(
        EventType.USER_RENAMED,
        Subject(SubjectKind.USER, changed.id, changed.name),
        before={"name": unit.actor.name},
        after={"name": changed.name},
    )
