"""The secret address under which a person's due dates can be read."""

import hashlib
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

SHOWN_AFTER_DUE = timedelta(days=30)
"""For how long a calendar goes on showing what is done, counted from its due date."""
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """That a person's due dates can be read by whoever knows a secret; the secret itself is kept nowhere.

    Attributes:
        digest: of the secret.
    """

    digest: str
    user_id: str
    created_at: datetime


def new_secret() -> str:
    """Return 256 random bits as 43 letters that an address can carry."""
    return urlsafe_b64encode(os.urandom(_SECRET_BYTES)).rstrip(b"=").decode()


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; being random, it needs no salt."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
