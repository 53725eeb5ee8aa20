"""Codes that prove that a person reads their mail.

A code belongs to an address, whether or not that has an account, so that asking for codes and trying them looks
the same from outside.
"""

import hmac
import secrets
from enum import StrEnum
from hashlib import sha256

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.errors import attempts_exceeded, expired_code, wrong_code
from relayboard.adapters.local_pool.settings import DAY, HOUR
from relayboard.ports.clock import Clock
from relayboard.ports.table import (
    AnyOf,
    AtMost,
    ConditionFailed,
    Delete,
    Equals,
    Exists,
    Item,
    Not,
    Put,
    Table,
    Update,
)

TRIES = 5


class Purpose(StrEnum):
    """What a code is for."""

    SIGN_UP = "SIGN_UP"
    RESET = "RESET"


class Codes:
    """Makes codes of six digits, keeps their hashes and checks what people type."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def make(self, purpose: Purpose, address: str, *, lifetime_seconds: int) -> tuple[str, Put]:
        """Return a new code, and the write that puts it in the place of the one before."""
        code, salt = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(16)
        ends = self._now() + lifetime_seconds
        key = keys.code(purpose, address)
        item: Item = {
            "PK": key.pk,
            "SK": key.sk,
            "digest": _digest(code, salt),
            "salt": salt,
            "tries": 0,
            "ends": ends,
            "expires": ends + DAY,  # until then the right code is told that it is too late
        }
        return code, Put(item)

    def check(self, purpose: Purpose, address: str, code: str) -> Delete:
        """Return the write that uses a code up, which fails when somebody else was faster.

        Raises:
            CognitoError: the code is wrong or too old, or was tried too often.
        """
        key = keys.code(purpose, address)
        kept = self._table.get(key)
        self._count_try(purpose, address, is_known=kept is not None)
        if kept is None or not hmac.compare_digest(_digest(code, str(kept.get("salt"))), str(kept.get("digest"))):
            raise wrong_code()
        if self._now() >= int(str(kept["ends"])):
            raise expired_code()
        return Delete(key, Equals("digest", kept["digest"]))

    def _count_try(self, purpose: Purpose, address: str, *, is_known: bool) -> None:
        """Count before comparing, so that tries made at the same time are counted too."""
        key = keys.code(purpose, address)
        ends: Item = {} if is_known else {"expires": self._now() + HOUR}
        allowed = AnyOf((Not(Exists("tries")), AtMost("tries", TRIES - 1)))
        try:
            self._table.write(Update(key, put=ends, add={"tries": 1}, when=allowed))
        except ConditionFailed as error:
            raise attempts_exceeded() from error

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _digest(code: str, salt: str) -> str:
    return hmac.new(salt.encode(), code.encode(), sha256).hexdigest()
