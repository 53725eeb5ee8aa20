"""Sessions: one sign-in each, with the refresh tokens that come from it.

A refresh token is exchanged for a new one and dies a few seconds later. When a dead one comes back, somebody has
a copy, and the whole session ends (RFC 9700 section 4.14.2).
"""

import base64
import hmac
import secrets
import uuid
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.errors import CognitoError, not_authorized
from relayboard.ports.table import ABSENT, Equals, Item, Put

_LAYOUT = (16, 16, 16, 32)  # bytes of sub, session id, tag and secret
_MOST_LIVE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in. Times are seconds since 1970.

    Attributes:
        id: the `origin_jti` of its tokens.
        tag: digest of what all its refresh tokens share; only who has held one can end the session by showing
            another that is dead.
        live: digests of the secrets of refresh tokens that may be exchanged.
        retired: digests of those that were, and when.
        generation: of the account when the session began.
    """

    id: str
    sub: str
    tag: str
    live: tuple[str, ...]
    retired: dict[str, int]
    generation: int
    auth_time: int
    expires: int
    has_ended: bool = False
    version: int = 1

    def accepts(self, digest: str, *, now: int, grace_seconds: int) -> bool:
        """Tell whether a refresh token may be exchanged: it is live, or was until a moment ago."""
        return digest in self.live or now - self.retired.get(digest, 0) <= grace_seconds

    def exchanged(self, digest: str, for_digest: str, *, now: int, grace_seconds: int) -> "Session":
        """Return this session after a refresh token was exchanged.

        A live one retires all live ones, its siblings too: of two copies of a session only the one that is
        refreshed first lives on. One in its grace only adds a sibling.
        """
        recent = {old: at for old, at in self.retired.items() if now - at <= grace_seconds}
        if digest not in self.live:
            return replace(self, live=(*self.live, for_digest)[-_MOST_LIVE:], retired=recent)
        return replace(self, live=(for_digest,), retired=recent | dict.fromkeys(self.live, now))

    def ended(self) -> "Session":
        """Return this session with all its tokens dead."""
        return replace(self, has_ended=True, live=(), retired={})


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """What a refresh token is made of; opaque to clients."""

    sub: str
    session_id: str
    tag: bytes
    secret: bytes

    @property
    def digest(self) -> str:
        return sha256(self.secret).hexdigest()

    @property
    def tag_digest(self) -> str:
        return sha256(self.tag).hexdigest()

    def belongs_to(self, session: Session) -> bool:
        """Tell whether the session made this token at some time."""
        return hmac.compare_digest(self.tag_digest, session.tag)

    def successor(self) -> "RefreshToken":
        """Return a new token of the same session."""
        return replace(self, secret=secrets.token_bytes(_LAYOUT[3]))

    def text(self) -> str:
        """Return the token as clients hold it."""
        parts = uuid.UUID(self.sub).bytes, uuid.UUID(self.session_id).bytes, self.tag, self.secret
        return base64.urlsafe_b64encode(b"".join(parts)).rstrip(b"=").decode()


def new_session(sub: str, *, generation: int, now: int, lifetime_seconds: int) -> tuple[Session, RefreshToken]:
    """Begin a session and make its first refresh token."""
    token = RefreshToken(sub, str(uuid.uuid4()), secrets.token_bytes(_LAYOUT[2]), secrets.token_bytes(_LAYOUT[3]))
    session = Session(
        id=token.session_id,
        sub=sub,
        tag=token.tag_digest,
        live=(token.digest,),
        retired={},
        generation=generation,
        auth_time=now,
        expires=now + lifetime_seconds,
    )
    return session, token


def read_refresh_token(text: str) -> RefreshToken:
    """Take a refresh token apart.

    Raises:
        CognitoError: it cannot be one.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise invalid_refresh_token() from error
    if len(raw) != sum(_LAYOUT):
        raise invalid_refresh_token()
    return RefreshToken(str(uuid.UUID(bytes=raw[:16])), str(uuid.UUID(bytes=raw[16:32])), raw[32:48], raw[48:])


def invalid_refresh_token() -> CognitoError:
    """Refuse a refresh token that never was one."""
    return not_authorized("Invalid Refresh Token")


def session_of(item: Item | None) -> Session | None:
    """Read a session from its item."""
    return None if item is None else msgspec.convert(item, Session)


def keeping(session: Session) -> Put:
    """Return the write that keeps a new session."""
    return Put(_item(session), ABSENT)


def replacing(session: Session, before: Session) -> Put:
    """Return the write that replaces a session unless it has changed since."""
    return Put(_item(replace(session, version=before.version + 1)), Equals("version", before.version))


def _item(session: Session) -> Item:
    key = keys.session(session.sub, session.id)
    return {"PK": key.pk, "SK": key.sk, **msgspec.to_builtins(session)}
