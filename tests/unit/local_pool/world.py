"""A local user pool in memory, with everything around it in the test's hands."""

import json
import threading
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.adapters.local_pool.settings import NO_LIMITS, Limits, PoolSettings
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.errors import Forbidden, Unavailable
from relayboard.ports.outbox import AccountMail, AccountMailKind
from relayboard.ports.table import Put, Table
from tests.support.clock import HandClock

ANN = "ann@team.example"
BOB = "bob@team.example"
NOBODY = "nobody@team.example"
PASSWORD = "Correct horse 1"
OTHER_PASSWORD = "Battery staple 2"
ISSUER = "http://127.0.0.1:8000/cognito/local_relayboard"
SOURCE = "192.0.2.1"


class ListOutbox:
    """Writes mails into the table and reads back those whose transaction was committed."""

    def __init__(self) -> None:
        self.table: Table | None = None
        self._written: list[tuple[Put, AccountMail]] = []
        self._lock = threading.Lock()

    def write_for(self, mail: AccountMail) -> Put:
        with self._lock:
            put = Put({"PK": f"OUTBOX#{len(self._written)}", "SK": "MAIL"})
            self._written.append((put, mail))
            return put

    def mails(self) -> list[AccountMail]:
        assert self.table is not None
        return [mail for put, mail in self._written if self.table.get(put.key)]


class RecordingTriggers:
    """Lets everybody in but one domain, and remembers who was confirmed."""

    def __init__(self) -> None:
        self.joined: list[tuple[str, str, str]] = []
        self.is_away = False

    def pre_sign_up(self, email: str) -> None:
        if email.endswith("@elsewhere.example"):
            raise Forbidden("Only team.example may sign up")

    def post_confirmation(self, user_id: str, email: str, name: str) -> None:
        if self.is_away:
            raise Unavailable("The profiles are away")
        self.joined.append((user_id, email, name))


class CountingHasher(PasswordHasher):
    """Hashes cheaply and counts how often it has really done so; something may happen in between."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.hashed = 0
        self.meanwhile: Callable[[], object] = bool
        self.verified = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.hashed += 1
        self.meanwhile()
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - argon2's own name
        try:
            fits = super().verify(hash, password)
        except VerifyMismatchError:
            self.verified += 1
            raise
        self.verified += 1
        return fits


class World:
    """The pool, and what people do with it."""

    def __init__(self, key: SigningKey, *, limits: Limits = NO_LIMITS) -> None:
        self.key = key
        self.clock = HandClock()
        self.outbox = ListOutbox()
        self.triggers = RecordingTriggers()
        self.hasher = CountingHasher()
        self.table = MemoryTable(self.clock)
        self.outbox.table = self.table
        self.settings = PoolSettings(limits=limits)
        self.pool = self.pool_on(self.hasher)
        self.directory = LocalDirectory(self.pool)

    def pool_on(self, hasher: PasswordHasher, table: Table | None = None) -> LocalPool:
        return LocalPool(
            table or self.table,
            clock=self.clock,
            signing_key=self.key,
            issuer=ISSUER,
            outbox=self.outbox,
            triggers=self.triggers,
            settings=self.settings,
            hasher=hasher,
        )

    def call(self, operation: str, source: str = SOURCE, **members: Any) -> dict[str, Any]:
        body = json.dumps({"ClientId": "relayboard", **members}).encode()
        return self.pool.call(operation, body, source=source)

    def sign_up(self, email: str = ANN, password: str = PASSWORD, **more: Any) -> dict[str, Any]:
        return self.call("SignUp", Username=email, Password=password, **more)

    def confirm(self, email: str = ANN, code: str | None = None) -> dict[str, Any]:
        return self.call("ConfirmSignUp", Username=email, ConfirmationCode=code or self.mailed_code(email))

    def person(self, email: str = ANN) -> str:
        """Sign up and confirm; return the `sub`."""
        sub: str = self.sign_up(email)["UserSub"]
        self.confirm(email)
        return sub

    def sign_in(self, email: str = ANN, password: str = PASSWORD, source: str = SOURCE) -> dict[str, Any]:
        parameters = {"USERNAME": email, "PASSWORD": password}
        return self.call("InitiateAuth", source, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def tokens(self, email: str = ANN, password: str = PASSWORD) -> dict[str, Any]:
        result: dict[str, Any] = self.sign_in(email, password)["AuthenticationResult"]
        return result

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        answer = self.call("GetTokensFromRefreshToken", RefreshToken=refresh_token)
        result: dict[str, Any] = answer["AuthenticationResult"]
        return result

    def mails_to(self, email: str, kind: AccountMailKind | None = None) -> list[AccountMail]:
        return [mail for mail in self.outbox.mails() if mail.email == email and kind in (None, mail.kind)]

    def mailed_code(self, email: str = ANN) -> str:
        return self.mails_to(email)[-1].secret


def other_than(code: str) -> str:
    """Return another code of six digits."""
    return f"{(int(code) + 1) % 10**6:06d}"
