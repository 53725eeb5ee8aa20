"""Reads the address of a mail server: `smtp://user:password@host:port` or `smtps://…`."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_SUBMISSION_PORT = 587  # RFC 6409: where people with a password hand in their mail


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server and how to speak with it.

    Attributes:
        is_tls: whether the conversation is encrypted from its first byte on.
    """

    host: str
    port: int
    is_tls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, url: str) -> "SmtpServer":
        """Read an address.

        Raises:
            ValueError: it is none; the text says why, without the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS:
            raise ValueError("A mail server's address begins with smtp:// or smtps://.")
        if not parts.hostname:
            raise ValueError("The mail server's address names no host.")
        if (parts.username is None) != (parts.password is None):
            raise ValueError("The mail server's address needs a user and a password, or neither.")
        user = unquote(parts.username) if parts.username is not None else None
        password = unquote(parts.password) if parts.password is not None else None
        usual = _SUBMISSION_PORT if user and parts.scheme == "smtp" else _PORTS[parts.scheme]
        return cls(parts.hostname, _port(parts) or usual, parts.scheme == "smtps", user, password)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        # The original text may quote a part of the password, where that has an unescaped slash.
        raise ValueError(
            "The mail server's port is no number. Write special characters of the password as %2F and so on."
        ) from None
