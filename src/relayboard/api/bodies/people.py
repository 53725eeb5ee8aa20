"""What people send about people."""

from typing import Annotated

from msgspec import Meta

from relayboard.api.bodies.fields import Body, PersonName
from relayboard.domain.people import EMAIL_MAX, Role, Standing

EMAIL = r"^\s*[^\s@]+@[^\s@.]+(\.[^\s@.]+)+\s*$"


class InvitePerson(Body):
    """Somebody who should join."""

    email: Annotated[str, Meta(max_length=EMAIL_MAX, pattern=EMAIL, examples=["ana@example.com"])]
    name: PersonName
    role: Role = Role.MEMBER


class SetRole(Body):
    """A person's new role."""

    role: Role


class SetStanding(Body):
    """Whether a person may use the workspace."""

    status: Standing
