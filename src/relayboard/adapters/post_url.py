"""Reads the address of something that is posted to: `https://host[:port]/path`, which may be a secret."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
_ALLOWED = "%/:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, slots=True)
class PostUrl:
    """An address to post to.

    Attributes:
        path: with its query, as it stands in a request.
        named: host and port, as the header Host names them.
    """

    is_tls: bool
    host: str
    port: int
    path: str = field(repr=False)
    named: str

    @classmethod
    def read(cls, url: str, *, is_plain_allowed: bool = False) -> "PostUrl":
        """Read an address.

        Args:
            is_plain_allowed: take http as well.

        Raises:
            ValueError: it is none; the text says why, without any part of the address.
        """
        if len(url) > _LONGEST or not url.isprintable() or " " in url:
            raise ValueError("The address has spaces or unprintable letters, or is too long.")
        try:
            parts = urlsplit(url)
            given, host = parts.port, (parts.hostname or "").encode("idna").decode()
        except ValueError:
            raise ValueError("The address cannot be understood.") from None
        if parts.scheme not in _PORTS or not host:
            raise ValueError("The address begins with https:// and a host.")
        if parts.scheme == "http" and not is_plain_allowed:
            raise ValueError("Over http anybody on the way could read along; the address begins with https://.")
        if parts.username is not None or given == 0:
            raise ValueError("The address has no user or password, and no port 0.")
        port = given or _PORTS[parts.scheme]
        place = f"[{host}]" if ":" in host else host
        named = place if port == _PORTS[parts.scheme] else f"{place}:{port}"
        path = quote(parts.path or "/", safe=_ALLOWED) + (
            f"?{quote(parts.query, safe=_ALLOWED)}" if parts.query else ""
        )
        return cls(parts.scheme == "https", host, port, path, named)
