"""People."""

from typing import Any

from relayboard.api.presenting.preferences import preferences_view
from relayboard.api.views.people import PersonView, ProfileView
from relayboard.domain.people import Person


def person_view(person: Person) -> PersonView:
    return PersonView(**_person(person))


def profile_view(person: Person) -> ProfileView:
    return ProfileView(**_person(person), preferences=preferences_view(person.preferences))


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "status": person.standing,
        "version": person.version,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }
