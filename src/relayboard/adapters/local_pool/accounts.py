"""Accounts: who they belong to, in what state they are, and how they are kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.errors import invalid_parameter, too_many_requests
from relayboard.domain.errors import Invalid, NotFound
from relayboard.domain.people import EMAIL_MAX, normal_email
from relayboard.ports.table import ABSENT, AnyOf, ConditionFailed, Equals, Item, Key, Put, RaceLost, Table, Write

_TRIES = 8
_NOBODY = "00000000-0000-0000-0000-000000000000"


class Status(StrEnum):
    """The state of an account, in Cognito's words."""

    UNCONFIRMED = "UNCONFIRMED"
    CONFIRMED = "CONFIRMED"
    FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"  # noqa: S105 - a state, not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. Times are seconds since 1970.

    Attributes:
        has_joined: the post-confirmation trigger has succeeded.
        generation: sessions of an older generation are dead.
        temporary_until: when the temporary password of an invitation ends.
        totp_secret: base32, of an authenticator that has proved itself; `pending_totp_secret` has not yet.
        last_totp_step: the newest time step whose authenticator code was used.
        expires: when a sign-up that nobody confirms disappears.
    """

    sub: str
    email: str
    name: str
    status: Status
    password_hash: str
    created_at: int
    groups: tuple[str, ...] = ()
    is_enabled: bool = True
    has_joined: bool = False
    generation: int = 0
    temporary_until: int | None = None
    totp_secret: str = ""
    pending_totp_secret: str = ""
    totp_is_on: bool = False
    last_totp_step: int = 0
    expires: int | None = None
    version: int = 1

    def confirmed(self) -> "Account":
        """Return this account after its owner has proved to read its address."""
        return replace(self, status=Status.CONFIRMED, temporary_until=None, expires=None)


def pool_email(address: str) -> str:
    """Return an address in the form in which the pool keeps it.

    Raises:
        CognitoError: it is no e-mail address.
    """
    try:
        email = normal_email(address)
    except Invalid as error:
        raise invalid_parameter("Username should be an email.") from error
    if len(email.encode()) > EMAIL_MAX:
        raise invalid_parameter("Username should be an email.")
    return email


class Accounts:
    """Keeps accounts; each address belongs to one at most."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, sub: str) -> Account | None:
        """Return an account by its `sub`."""
        return account_of(self._table.get(keys.account(sub)))

    def find(self, email: str) -> Account | None:
        """Return an account by its address (normal form), with as many reads for an unknown address."""
        owner = self._table.get(keys.email(email))
        return self.get(str(owner["sub"]) if owner else _NOBODY)

    def update(self, sub: str, change: Callable[[Account], Account], *also: Write) -> Account:
        """Read an account, change it and save it with other writes, again when somebody else was faster.

        Raises:
            NotFound: there is no such account.
            ConditionFailed: a condition of the other writes does not hold.
            CognitoError: it was never free.
        """
        for _ in range(_TRIES):
            account = self.get(sub)
            if account is None:
                raise NotFound("account")
            changed = change(account)
            if changed == account and not also:
                return account
            changed = replace(changed, version=account.version + 1)
            if self.saved(saving(changed, account), *also):
                return changed
        raise too_many_requests()

    def saved(self, own: tuple[Write, ...], *also: Write) -> bool:
        """Do the writes of `adding` or `saving` with others; tell whether nobody else was faster.

        Raises:
            ConditionFailed: a condition of the other writes does not hold.
        """
        try:
            self._table.write(*own, *also)
        except RaceLost:
            return False
        except ConditionFailed as error:
            if min(error.failed) < len(own):
                return False
            raise
        return True


def adding(account: Account) -> tuple[Write, ...]:
    """Return the writes that make an account, unless its address is taken."""
    return Put(_item(keys.account(account.sub), account), ABSENT), _address(
        account, AnyOf((ABSENT, _owned(account)))
    )


def saving(account: Account, before: Account) -> tuple[Write, ...]:
    """Return the writes that replace an account, unless it has changed since."""
    save = Put(_item(keys.account(account.sub), account), Equals("version", before.version))
    return (save,) if account.expires == before.expires else (save, _address(account, _owned(account)))


def account_of(item: Item | None) -> Account | None:
    """Read an account from its item."""
    return None if item is None else msgspec.convert(item, Account)


def _owned(account: Account) -> Equals:
    return Equals("sub", account.sub)


def _address(account: Account, when: AnyOf | Equals) -> Put:
    key = keys.email(account.email)
    ends = {} if account.expires is None else {"expires": account.expires}
    return Put({"PK": key.pk, "SK": key.sk, "sub": account.sub, **ends}, when)


def _item(key: Key, account: Account) -> Item:
    facts = {name: value for name, value in msgspec.to_builtins(account).items() if value is not None}
    return {"PK": key.pk, "SK": key.sk, **facts}
