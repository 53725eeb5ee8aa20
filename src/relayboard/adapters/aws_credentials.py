"""AWS credentials: where they are looked for, and when they are asked for again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeAlias

from relayboard.domain.errors import RelayboardError
from relayboard.ports.clock import Clock

_NEXT_TRY = timedelta(seconds=30)


class NoCredentials(RelayboardError):
    """There are no credentials, or none that this source can give."""


class CredentialsUnreachable(RelayboardError):
    """Who gives the credentials does not answer now."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What requests are signed with.

    Attributes:
        token: of temporary credentials.
        renew_at: when to ask for new ones, a good while before these expire; `None` is never.
    """

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    renew_at: datetime | None = None


Source: TypeAlias = Callable[[], Credentials | None]
"""Gives credentials, or `None` where it is not set up; raises NoCredentials or CredentialsUnreachable."""


def environment_credentials(environ: Mapping[str, str]) -> Source:
    """Read AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as Lambda sets them."""

    def read() -> Credentials | None:
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        key, secret, token = (environ.get(name, "").strip() for name in names)
        if key and not secret:
            raise NoCredentials("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        return Credentials(key, secret, token or None) if key else None

    return read


class KeptCredentials:
    """The credentials of the first source that has some, kept until they are due; used from any number of threads.

    Args:
        otherwise: asked where no source has any, or one knows that it is not the one to give them.
    """

    def __init__(self, sources: Sequence[Source], clock: Clock, *, otherwise: Source | None = None) -> None:
        self._sources = sources
        self._otherwise = otherwise
        self._clock = clock
        self._lock = Lock()
        self._kept: Credentials | None = None
        self._due: datetime | None = None

    def current(self) -> Credentials:
        """Return credentials to sign with now.

        Raises:
            NoCredentials, CredentialsUnreachable.
        """
        kept = self._kept
        if kept is None:
            with self._lock:
                return self._kept or self._ask()
        # They are renewed well before they expire: one thread asks, and the others go on with what there is.
        if self._is_due() and self._lock.acquire(blocking=False):
            try:
                return self._renewed(kept)
            finally:
                self._lock.release()
        return kept

    def _is_due(self) -> bool:
        return self._due is not None and self._clock.now() >= self._due

    def _renewed(self, kept: Credentials) -> Credentials:
        if not self._is_due():  # another thread was faster
            return self._kept or kept
        try:
            return self._ask()
        except (NoCredentials, CredentialsUnreachable):
            self._due = self._clock.now() + _NEXT_TRY
            return kept

    def _ask(self) -> Credentials:
        found = self._find()
        self._kept, self._due = found, found.renew_at
        return found

    def _find(self) -> Credentials:
        reason: NoCredentials | None = None
        try:
            for source in self._sources:
                if found := source():
                    return found
        except NoCredentials as error:
            reason = error
        if self._otherwise is not None and (found := self._otherwise()):
            return found
        raise reason or NoCredentials("Unable to locate credentials")
