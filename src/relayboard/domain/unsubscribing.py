"""Links that switch off mail without signing in (RFC 8058): each names a person and a kind, and is signed."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from enum import StrEnum

from relayboard.domain.errors import Invalid
from relayboard.domain.preferences import Kind, Preferences, When


class Mailing(StrEnum):
    """What a link can switch off: mail about one kind, or the digest with all kinds that are in it."""

    ASSIGNMENT = Kind.ASSIGNMENT.value
    STATUS = Kind.STATUS.value
    CHANGE = Kind.CHANGE.value
    COMMENT = Kind.COMMENT.value
    REMINDER = Kind.REMINDER.value
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """Whose mail is switched off, and which."""

    user_id: str
    mailing: Mailing

    def token(self, key: bytes) -> str:
        """Return the text that proves that we gave this link out; it holds no secret and never ends."""
        name = f"{self.mailing.value}.{_text(self.user_id.encode())}"
        return f"{name}.{_signature(name, key)}"

    def applied_to(self, preferences: Preferences) -> Preferences:
        """Return preferences with this mail switched off."""
        mail = {kind: preferences.when(kind) for kind in Kind}
        if self.mailing is Mailing.DIGEST:
            off = {kind for kind, when in mail.items() if when is When.DIGEST}
        else:
            off = {Kind(self.mailing.value)}
        return replace(preferences, mail=mail | dict.fromkeys(off, When.NEVER))


def read_token(token: str, key: bytes) -> Unsubscription:
    """Read a link's token.

    Raises:
        Invalid: we did not give it out, or it was cut off on its way.
    """
    name, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(name, key).encode(), signature.encode()):
        raise Invalid({"token": "This link is not valid. It may have been cut off: copy all of it."})
    mailing, _, user_id = name.partition(".")
    return Unsubscription(_bytes(user_id).decode(), Mailing(mailing))


def _signature(name: str, key: bytes) -> str:
    return _text(hmac.digest(key, f"unsubscribe {name}".encode(), "sha256"))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
