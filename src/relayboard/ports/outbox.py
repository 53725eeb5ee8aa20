"""The outbox port: mail of the user pool that is written in the same transaction as what it speaks of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from relayboard.ports.table import Put


class AccountMailKind(StrEnum):
    """What a mail of the user pool is for."""

    CONFIRM_SIGN_UP = "confirm_sign_up"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a kind of mail, not a password
    INVITATION = "invitation"
    ALREADY_REGISTERED = "already_registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMail:
    """A code or a temporary password on its way to a person.

    Attributes:
        secret: the code or temporary password; empty where there is none.
        expires_at: after this it is of no use and is deleted unsent.
    """

    kind: AccountMailKind
    email: str
    name: str
    secret: str
    expires_at: datetime


class Outbox(Protocol):
    """Turns a mail into the write that, once committed, makes sure that it is sent."""

    def write_for(self, mail: AccountMail) -> Put: ...
