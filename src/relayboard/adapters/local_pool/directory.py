"""The directory port over the local user pool, in process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from relayboard.adapters.local_pool import administration
from relayboard.adapters.local_pool.accounts import Account, pool_email
from relayboard.adapters.local_pool.errors import CognitoError
from relayboard.adapters.local_pool.operations.sessions import all_sessions_ended
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.domain.errors import Unavailable
from relayboard.domain.people import Role
from relayboard.ports.table import ConditionFailed, RaceLost, TableBroken, TableBusy


class LocalDirectory:
    """Admins' actions on the accounts of a local user pool; see `ports.directory.Directory`."""

    def __init__(self, pool: LocalPool) -> None:
        self._core = pool.core

    def invite(self, email: str, name: str) -> str:
        """Create an account with a temporary password, have that mailed, and return the account's `sub`.

        Raises:
            Conflict: there is an account with this address.
            Invalid: the address or the name breaks a rule.
            Unavailable: the table is busy or broken.
        """
        with _reached():
            return administration.invite(self._core, email, name)

    def find(self, email: str) -> str | None:
        """Return the `sub` of the account with this address.

        Raises:
            Unavailable: the table is busy or broken.
        """
        with _reached():
            account = self._core.accounts.find(pool_email(email))
        return account.sub if account else None

    def set_role(self, user_id: str, role: Role) -> None:
        """Put the account into the group of this role and out of the other.

        Raises:
            NotFound, Unavailable.
        """
        self._change(user_id, partial(administration.set_role, role=role))

    def enable(self, user_id: str) -> None:
        """Let the account sign in again.

        Raises:
            NotFound, Unavailable.
        """
        self._change(user_id, administration.enabled)

    def disable(self, user_id: str) -> None:
        """Keep the account from signing in, and end its sessions.

        Raises:
            NotFound, Unavailable.
        """
        self._change(user_id, administration.disabled)
        self._core.verifier.end_sessions_of(user_id)

    def end_sessions(self, user_id: str) -> None:
        """Make every token of the account dead; other servers take access tokens until their time is over.

        Raises:
            NotFound, Unavailable.
        """
        self._change(user_id, all_sessions_ended)
        self._core.verifier.end_sessions_of(user_id)

    def _change(self, user_id: str, change: Callable[[Account], Account]) -> None:
        with _reached():
            self._core.accounts.update(user_id, change)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (TableBusy, RaceLost, ConditionFailed, TableBroken, CognitoError) as error:
        raise Unavailable("The user pool cannot be reached.") from error
