"""Challenges: what a person still has to show after the right password."""

import secrets
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.errors import not_authorized
from relayboard.ports.clock import Clock
from relayboard.ports.table import Delete, Exists, Put, Table


class ChallengeName(StrEnum):
    """Cognito's names of the challenges that there are here."""

    NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge, not a password
    SOFTWARE_TOKEN_MFA = "SOFTWARE_TOKEN_MFA"  # noqa: S105 - a challenge, not a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A challenge that a person has been given.

    Attributes:
        generation: of the account at that time; ending all sessions ends challenges too.
    """

    name: ChallengeName
    sub: str
    generation: int


class Challenges:
    """Keeps challenges under secret handles; the client holds the handle as its `Session`."""

    def __init__(self, table: Table, *, clock: Clock, lifetime_seconds: int) -> None:
        self._table = table
        self._clock = clock
        self._lifetime_seconds = lifetime_seconds

    def make(self, challenge: Challenge) -> tuple[str, Put]:
        """Return the handle of a new challenge, and the write that keeps it."""
        handle = secrets.token_urlsafe(48)
        key = keys.challenge(handle)
        ends = int(self._clock.now().timestamp()) + self._lifetime_seconds
        return handle, Put({"PK": key.pk, "SK": key.sk, "expires": ends, **msgspec.to_builtins(challenge)})

    def read(self, handle: str | None, name: ChallengeName) -> tuple[Challenge, Delete]:
        """Return a challenge, and the write that uses it up, which fails when somebody else was faster.

        Raises:
            CognitoError: there is no such challenge any more.
        """
        key = keys.challenge(handle or "")
        item = self._table.get(key)
        challenge = msgspec.convert(item, Challenge) if item else None
        if challenge is None or challenge.name is not name:
            raise invalid_session()
        return challenge, Delete(key, Exists())


def invalid_session() -> Exception:
    """Refuse a challenge that has ended, was answered, or never was."""
    return not_authorized("Invalid session for the user, session is expired.")
