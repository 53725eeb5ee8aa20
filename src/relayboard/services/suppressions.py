"""Letting mail go again to an address from which it came back."""

from relayboard.domain.errors import NotFound
from relayboard.domain.events import EventType, Subject, SubjectKind
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.people import person_ref, save_person


class Suppressions:
    """The use case of suppressed addresses. Raises as Tasks does."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    def lift(self, user_id: str, *, by: Principal) -> None:
        """Let a person get mail again; where they do, nothing changes."""

        def work() -> None:
            unit = self._units.begin(by, person_ref(user_id))
            require(unit.actor.role, Relation.OTHER, Action.SUPPRESSION_LIFT)
            person = unit.found[person_ref(user_id)]
            if person is None:
                raise NotFound("person")
            if person.suppression is None:
                return
            event = unit.event(
                EventType.USER_SUPPRESSION_LIFTED,
                Subject(SubjectKind.USER, person.id, person.name),
                before=person.suppression.facts,
                people=(person.ref,),
            )
            unit.commit([save_person(person, person.with_suppression(None, at=unit.now))], events=[event])

        self._units.attempt(work)
