"""The rules by which people come in by themselves."""

from dataclasses import dataclass

from relayboard.domain.errors import Forbidden
from relayboard.domain.people import Role


@dataclass(frozen=True, slots=True)
class JoiningRules:
    """Who may come in, and as what.

    Attributes:
        allowed_domains: of e-mail addresses; empty allows every domain.
        admin_emails: who becomes an admin, in their normal form.
    """

    allowed_domains: frozenset[str] = frozenset()
    admin_emails: frozenset[str] = frozenset()

    def check(self, email: str) -> None:
        """Let an address sign up.

        Raises:
            Forbidden: its domain is not allowed here; the text may be shown.
        """
        if self.allowed_domains and email.rpartition("@")[2].strip().lower() not in self.allowed_domains:
            raise Forbidden("Addresses of this domain cannot sign up here.")

    def role_of(self, address: str) -> Role:
        """Return as what somebody comes in.

        Args:
            address: in its normal form.
        """
        return Role.ADMIN if address in self.admin_emails else Role.MEMBER
