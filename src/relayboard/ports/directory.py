"""The user pool, as far as admins' actions need it."""

from typing import Protocol

from relayboard.domain.people import Role


class Directory(Protocol):
    """Accounts, their groups and their sessions. `user_id` is the pool's `sub`.

    Methods raise NotFound for an unknown account and Unavailable when the pool cannot be reached.
    """

    def invite(self, email: str, name: str) -> str:
        """Create an account with a temporary password, have that mailed, and return the account's `sub`.

        Raises:
            Conflict: there is an account with this address.
        """

    def find(self, email: str) -> str | None:
        """Return the `sub` of the account with this address."""

    def set_role(self, user_id: str, role: Role) -> None:
        """Put the account into the group of this role and out of the other; changes nothing when it is so."""

    def enable(self, user_id: str) -> None:
        """Let the account sign in again."""

    def disable(self, user_id: str) -> None:
        """Keep the account from signing in, and end its sessions."""

    def end_sessions(self, user_id: str) -> None:
        """Make every refresh token of the account dead."""
