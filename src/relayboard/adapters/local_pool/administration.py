"""What only admins may have done to accounts; it is never asked for over the network."""

import uuid
from dataclasses import replace

from relayboard.adapters.local_pool.accounts import Account, Status, adding, pool_email, saving
from relayboard.adapters.local_pool.core import Core
from relayboard.adapters.local_pool.errors import CognitoError
from relayboard.adapters.local_pool.operations.sessions import all_sessions_ended
from relayboard.adapters.local_pool.passwords import check_new_password, temporary_password
from relayboard.domain.errors import Conflict, Invalid, Unavailable
from relayboard.domain.people import Role, check_name
from relayboard.ports.outbox import AccountMailKind
from relayboard.ports.table import Write

_TRIES = 4
_ROLES = frozenset(Role)


def invite(core: Core, email: str, name: str) -> str:
    """Make an account with a temporary password, have that mailed, and return its `sub`.

    An invitation that has run out is renewed; a sign-up that nobody confirmed gives way.

    Raises:
        Conflict: there is an account with this address.
        Invalid: the address or the name breaks a rule.
    """
    ends = core.now() + core.settings.temporary_password_seconds
    password = temporary_password()
    account = _new_account(core, email, name, password)
    account = replace(account, status=Status.FORCE_CHANGE_PASSWORD, temporary_until=ends)
    mail = core.mailing(AccountMailKind.INVITATION, account, secret=password, ends=ends)
    return _added(core, account, mail)


def create_account(core: Core, email: str, name: str, password: str, role: Role) -> str:
    """Make a confirmed account and return its `sub`.

    Raises:
        Conflict: there is an account with this address.
        Invalid: the address, the name or the password breaks a rule.
    """
    try:
        check_new_password(password)
    except CognitoError as error:
        raise Invalid({"password": f"{error}."}) from error
    account = _new_account(core, email, name, password)
    return _added(core, replace(account, status=Status.CONFIRMED, groups=(role.value,)))


def set_role(account: Account, role: Role) -> Account:
    """Return an account in the group of a role and out of the groups of the others."""
    others = tuple(group for group in account.groups if group not in _ROLES)
    return replace(account, groups=(*others, role.value))


def enabled(account: Account) -> Account:
    """Return an account that may sign in."""
    return replace(account, is_enabled=True)


def disabled(account: Account) -> Account:
    """Return an account that may not sign in and whose sessions are dead."""
    return replace(all_sessions_ended(account), is_enabled=False) if account.is_enabled else account


def _new_account(core: Core, email: str, name: str, password: str) -> Account:
    """Return an account whose profile the caller writes, so that no trigger need run for it."""
    check_name(name)
    try:
        address = pool_email(email)
    except CognitoError as error:
        raise Invalid({"email": "Must be an e-mail address."}) from error
    return Account(
        sub=str(uuid.uuid4()),
        email=address,
        name=name.strip(),
        status=Status.CONFIRMED,
        password_hash=core.passwords.hash(password),
        created_at=core.now(),
        has_joined=True,
    )


def _added(core: Core, account: Account, *also: Write) -> str:
    for _ in range(_TRIES):
        before = core.accounts.find(account.email)
        if before is not None and not _gives_way(core, before):
            raise Conflict("There is an account with this address.")
        if before is None:
            writes = adding(account)
        else:
            kept = replace(account, sub=before.sub, generation=before.generation + 1, version=before.version + 1)
            writes = saving(kept, before)
        if core.accounts.saved(writes, *also):
            return before.sub if before else account.sub
    raise Unavailable("The user pool is busy.")


def _gives_way(core: Core, account: Account) -> bool:
    if account.status is Status.UNCONFIRMED:
        return True
    return account.temporary_until is not None and account.temporary_until <= core.now()
