"""People, their roles and what they want to hear of."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from relayboard.domain.errors import Invalid
from relayboard.domain.preferences import Preferences
from relayboard.domain.text import line_problem

if TYPE_CHECKING:
    from relayboard.domain.suppressions import Suppression

NAME_MAX = 100
EMAIL_MAX = 254  # RFC 5321 §4.5.3.1.3 less the angle brackets
_EMAIL = r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f]{1,64}@[^\s@.<>\"(),:;\\\[\]]+(\.[^\s@.<>\"(),:;\\\[\]]+)+"


class Role(StrEnum):
    """What a person is in the workspace; the user pool has one group of each name."""

    ADMIN = "ADMIN"
    MEMBER = "MEMBER"


class Standing(StrEnum):
    """Whether a person may use the workspace at present."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as other things mention them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, as their token says."""

    user_id: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a profile; `id` is the user pool's `sub`.

    Attributes:
        suppression: an address of theirs that is sent no mail; it need not be the present one.
    """

    id: str
    email: str
    name: str
    role: Role
    standing: Standing
    created_at: datetime
    updated_at: datetime
    version: int = 1
    preferences: Preferences = field(default_factory=Preferences)
    suppression: "Suppression | None" = None

    @property
    def ref(self) -> PersonRef:
        return PersonRef(self.id, self.name)

    @property
    def is_active(self) -> bool:
        return self.standing is Standing.ACTIVE

    @property
    def suppressed(self) -> "Suppression | None":
        """Why their present address is sent no mail; `None` when it is."""
        known = self.suppression
        return known if known is not None and known.address == self.email else None

    def changed(
        self,
        *,
        at: datetime,
        name: str | None = None,
        role: Role | None = None,
        standing: Standing | None = None,
        preferences: Preferences | None = None,
    ) -> "Person":
        """Return this person with the given facts changed, one version on.

        Raises:
            Invalid: the name is blank, too long or not one line.
        """
        if name is not None:
            check_name(name)
        return replace(
            self,
            name=self.name if name is None else name.strip(),
            role=role or self.role,
            standing=standing or self.standing,
            preferences=preferences or self.preferences,
            updated_at=at,
            version=self.version + 1,
        )

    def with_suppression(self, suppression: "Suppression | None", *, at: datetime) -> "Person":
        """Return this person with an address that is sent no mail, or with none such, one version on."""
        return replace(self, suppression=suppression, updated_at=at, version=self.version + 1)


def check_name(name: str) -> None:
    """Refuse a name that is blank, too long or not one line.

    Raises:
        Invalid: with the field `name`.
    """
    if problem := line_problem(name, longest=NAME_MAX):
        raise Invalid({"name": problem})


def normal_email(address: str) -> str:
    """Return an address in the form in which addresses are compared and kept.

    Raises:
        Invalid: with the field `email`, when it cannot be one.
    """
    normal = address.strip().lower()
    if len(normal) > EMAIL_MAX or not re.fullmatch(_EMAIL, normal):
        raise Invalid({"email": "Must be an e-mail address."})
    return normal
