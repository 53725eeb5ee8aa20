"""People."""

from typing import Any

from relayboard.api.presenting.preferences import preferences_view
from relayboard.api.views.people import PersonView, ProfileView, SuppressionView
from relayboard.domain.people import Person
from relayboard.domain.suppressions import Suppression
from relayboard.notify.reach import suppression_words


def person_view(person: Person) -> PersonView:
    return PersonView(**_person(person))


def profile_view(person: Person) -> ProfileView:
    return ProfileView(**_person(person), preferences=preferences_view(person.preferences))


def _suppression(suppression: Suppression) -> SuppressionView:
    return SuppressionView(
        cause=suppression.cause,
        text=suppression_words(suppression),
        reason=suppression.reason,
        at=suppression.at,
    )


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "status": person.standing,
        "suppression": None if person.suppressed is None else _suppression(person.suppressed),
        "version": person.version,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }
