"""People."""

from typing import Any

from relayboard.api.views.people import PersonView, PreferencesView, ProfileView
from relayboard.domain.people import Person


def person_view(person: Person) -> PersonView:
    return PersonView(**_person(person))


def profile_view(person: Person) -> ProfileView:
    preferences = PreferencesView(email=person.preferences.email, inbox=person.preferences.inbox)
    return ProfileView(**_person(person), preferences=preferences)


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
