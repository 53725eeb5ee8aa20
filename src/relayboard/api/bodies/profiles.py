"""What people send about themselves."""

from typing import Annotated

from msgspec import Meta, field

from relayboard.api.bodies.fields import Body, PersonName
from relayboard.api.bodies.preferences import WritePreferences
from relayboard.api.http import Id

NOTICES_AT_ONCE = 100


class UpdateProfile(Body):
    """A person's own name and preferences."""

    name: PersonName
    preferences: WritePreferences = field(default_factory=WritePreferences)


class ReadNotices(Body):
    """The notices that have been read."""

    ids: Annotated[list[Id], Meta(min_length=1, max_length=NOTICES_AT_ONCE)]
