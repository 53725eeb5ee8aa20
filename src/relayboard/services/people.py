"""People: who they are, what they may do, and how they come and go."""

from collections.abc import Callable
from functools import partial

from relayboard.domain.errors import Conflict, Invalid, NotFound, RelayboardError, Unavailable
from relayboard.domain.events import EventType, Facts, Subject, SubjectKind, changed_facts
from relayboard.domain.people import (
    Person,
    Principal,
    Role,
    Standing,
    check_name,
    normal_email,
)
from relayboard.domain.permissions import Action, Relation, require
from relayboard.ports.directory import Directory
from relayboard.ports.table import Write
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.store.people import admins_ref, all_people, person_of, person_ref, save_admins, save_person
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice


class People:
    """The use cases of people. Raises as Tasks does.

    Args:
        directory: asked for late, for reading needs none.
    """

    def __init__(self, store: Store, units: UnitsOfWork, directory: Callable[[], Directory]) -> None:
        self._store = store
        self._units = units
        self._directory = directory

    def list(self, role: Role | None, part: Slice, *, by: Principal) -> Listing[Person]:
        """Return a page of the people, by role and name."""
        require(by.role, Relation.OTHER, Action.PERSON_READ)
        return self._store.page(all_people(role, limit=part.limit), person_of, cursor=part.cursor)

    def get(self, user_id: str, *, by: Principal) -> Person:
        """Return a person."""
        require(by.role, Relation.OTHER, Action.PERSON_READ)
        return _existing(self._store.get(person_ref(user_id)))

    def invite(self, email: str, name: str, role: Role, *, by: Principal, once: Once | None = None) -> Person:
        """Let somebody join: an account with a temporary password, mailed to them, and a profile.

        Raises:
            Invalid: the address or the name is none.
            Conflict: somebody has this address already.
        """
        address = _checked_address(email, name)
        unit = self._units.begin(by, once=once)
        require(unit.actor.role, Relation.OTHER, Action.PERSON_MANAGE)
        user_id = self._invited(address, name.strip(), by=by, once=once)
        self._directory().set_role(user_id, role)
        return self._units.attempt(lambda: self._welcome(user_id, address, name, role, by=by, once=once))

    def set_role(self, user_id: str, role: Role, *, by: Principal) -> Person:
        """Make somebody an admin or a member: in the user pool first; a demotion ends their sessions.

        Raises:
            Conflict: they are the last active admin.
        """

        def change(person: Person, unit: UnitOfWork) -> Person:
            return person.changed(role=role, at=unit.now)

        def in_pool() -> None:
            self._directory().set_role(user_id, role)
            if role is not Role.ADMIN:
                self._directory().end_sessions(user_id)

        return self._manage(user_id, change, in_pool, EventType.USER_ROLE_CHANGED, by=by)

    def set_standing(self, user_id: str, standing: Standing, *, by: Principal) -> Person:
        """Deactivate somebody, which ends their sessions, or let them in again.

        Raises:
            Conflict: they are the last active admin.
        """

        def change(person: Person, unit: UnitOfWork) -> Person:
            return person.changed(standing=standing, at=unit.now)

        def in_pool() -> None:
            if standing is Standing.ACTIVE:
                self._directory().enable(user_id)
            else:
                self._directory().disable(user_id)

        return self._manage(user_id, change, in_pool, EventType.USER_STATUS_CHANGED, by=by)

    def _invited(self, address: str, name: str, *, by: Principal, once: Once | None) -> str:
        """Make the account, or take up the one that a broken-off invitation has left without a profile."""
        try:
            return self._directory().invite(address, name)
        except Conflict:
            user_id = self._directory().find(address)
            if user_id is None or self._store.get(person_ref(user_id)) is not None:
                self._units.begin(by, once=once)  # the same request may have been faster elsewhere
                raise
            return user_id

    def _welcome(
        self, user_id: str, address: str, name: str, role: Role, *, by: Principal, once: Once | None
    ) -> Person:
        unit = self._units.begin(by, admins_ref(), person_ref(user_id), once=once)
        if (person := unit.found[person_ref(user_id)]) is not None:
            return person
        person = Person(
            id=user_id,
            email=address,
            name=name.strip(),
            role=role,
            standing=Standing.ACTIVE,
            created_at=unit.now,
            updated_at=unit.now,
        )
        arrival: Facts = {"email": address, "role": role.value}
        event = unit.event(EventType.USER_INVITED, _subject(person), after=arrival, people=(person.ref,))
        writes = [save_person(None, person), *_admins_writes(unit, person)]
        unit.commit(writes, events=[event], result=person)
        return person

    def _manage(
        self,
        user_id: str,
        change: Callable[[Person, UnitOfWork], Person],
        in_pool: Callable[[], None],
        kind: EventType,
        *,
        by: Principal,
    ) -> Person:
        found: list[Person] = []  # as they were whenever the pool was told of a change

        def work() -> Person:
            unit = self._units.begin(by, person_ref(user_id), admins_ref())
            require(unit.actor.role, Relation.OTHER, Action.PERSON_MANAGE)
            person = _existing(unit.found[person_ref(user_id)])
            changed = change(person, unit)
            admins_writes = _admins_writes(unit, changed)
            found.append(person)
            in_pool()
            before, after = changed_facts(_standing_facts(person), _standing_facts(changed))
            event = unit.event(kind, _subject(changed), before=before, after=after, people=(person.ref,))
            events = [event] if after else []
            # Written even when nothing is different: the version lets one of two changes at once notice the
            # other, which may have told the pool something else.
            unit.commit([save_person(person, changed), *admins_writes], events=events)
            return changed

        try:
            return self._units.attempt(work)
        except RelayboardError:
            if found:
                self._undo_in_pool(found[-1])
            raise

    def _undo_in_pool(self, found: Person) -> None:
        """Bring the pool back in line with a profile that was not changed after all."""
        try:
            person = self._store.get(person_ref(found.id)) or found
        except Unavailable:
            person = found
        self._directory().set_role(person.id, person.role)
        if person.is_active:
            self._directory().enable(person.id)
        else:
            self._directory().disable(person.id)


def _subject(person: Person) -> Subject:
    return Subject(SubjectKind.USER, person.id, person.name)


def _existing(person: Person | None) -> Person:
    if person is None:
        raise NotFound("person")
    return person


def _checked_address(email: str, name: str) -> str:
    problems: dict[str, str] = {}
    for check in (partial(normal_email, email), partial(check_name, name)):
        try:
            check()
        except Invalid as error:
            problems |= error.fields
    if problems:
        raise Invalid(problems)
    return normal_email(email)


def _standing_facts(person: Person) -> Facts:
    return {"role": person.role.value, "status": person.standing.value}


def _admins_writes(unit: UnitOfWork, after: Person) -> list[Write]:
    """Keep the list of active admins in step, and never let it become empty.

    Raises:
        Conflict: the last active admin would go.
    """
    admins = unit.found[admins_ref()]
    ids = admins.ids if admins else frozenset()
    wanted = ids | {after.id} if _is_active_admin(after) else ids - {after.id}
    if wanted == ids:
        return []
    if not wanted:
        raise Conflict("This is the last active admin. Make somebody else an admin first.")
    return [save_admins(admins, wanted)]


def _is_active_admin(person: Person) -> bool:
    return person.role is Role.ADMIN and person.is_active
