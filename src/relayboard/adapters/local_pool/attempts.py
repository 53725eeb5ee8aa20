"""Limits on trying: locks after failures in a row, and counts per stretch of time."""

from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.errors import (
    CognitoError,
    attempts_exceeded,
    not_authorized,
    too_many_requests,
)
from relayboard.adapters.local_pool.settings import HOUR, MINUTE, Limits
from relayboard.ports.clock import Clock
from relayboard.ports.table import (
    ABSENT,
    AnyOf,
    AtMost,
    ConditionFailed,
    Delete,
    Equals,
    Item,
    Key,
    Put,
    Table,
    Update,
)

_LONGEST_LOCK = 15 * MINUTE
_TRIES = 5


class Guess(StrEnum):
    """What is guessed at."""

    PASSWORD = "PASSWORD"  # noqa: S105 - a kind of guess, not a password
    TOTP = "TOTP"


class Attempts:
    """Counts attempts, for known and unknown addresses alike."""

    def __init__(self, table: Table, *, clock: Clock, limits: Limits) -> None:
        self._table = table
        self._clock = clock
        self._limits = limits

    def begin(self, guess: Guess, subject: str) -> None:
        """Count a guess as a failure before it is looked at, so that none of many made at once is missed.

        Raises:
            CognitoError: too many guesses failed in a row.
        """
        if not self._limits.free_failures_per_address:
            return
        for _ in range(_TRIES):
            if self._counted(keys.failures(guess, subject)):
                return
        raise not_authorized("Password attempts exceeded")

    def forgiving(self, guess: Guess, subject: str) -> Delete:
        """Return the write that forgets the failures after a right guess."""
        return Delete(keys.failures(guess, subject))

    def ask_for_code(self, address: str, source: str) -> None:
        """Count a sign-up or a request for a code.

        Raises:
            CognitoError: there were too many within the hour.
        """
        self._count(_network(source), "CODES", HOUR, self._limits.codes_per_source_an_hour, attempts_exceeded())
        self._count(address, "CODES", HOUR, self._limits.codes_per_address_an_hour, attempts_exceeded())

    def guess_from(self, source: str) -> None:
        """Count a password or code presented by a network address.

        Raises:
            CognitoError: there were too many within the minute.
        """
        limit = self._limits.guesses_per_source_a_minute
        self._count(_network(source), "GUESSES", MINUTE, limit, too_many_requests())

    def _counted(self, key: Key) -> bool:
        now = self._now()
        before = self._table.get(key)
        if before and int(str(before["until"])) > now:
            raise not_authorized("Password attempts exceeded")
        failures = int(str(before["failures"])) if before else 0
        lock = self._lock_seconds(failures + 1)
        item: Item = {"PK": key.pk, "SK": key.sk, "failures": failures + 1, "until": now + lock}
        same = Equals("failures", failures) if before else ABSENT
        try:
            self._table.write(Put({**item, "expires": now + lock + _LONGEST_LOCK}, same))
        except ConditionFailed:
            return False
        return True

    def _lock_seconds(self, failures: int) -> int:
        excess = failures - self._limits.free_failures_per_address
        return 0 if excess < 0 else min(2 ** min(excess, 10), _LONGEST_LOCK)

    def _count(self, subject: str, kind: str, seconds: int, limit: int, refusal: CognitoError) -> None:
        if not limit:
            return
        start = self._now() // seconds * seconds
        key = keys.window(kind, subject, start)
        free = AnyOf((ABSENT, AtMost("count", limit - 1)))
        try:
            self._table.write(Update(key, put={"expires": start + seconds}, add={"count": 1}, when=free))
        except ConditionFailed as error:
            raise refusal from error

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _network(source: str) -> str:
    """Return what one subscriber usually has: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        address = ip_address(source)
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or f"{IPv6Address(int(address) >> 64 << 64)}/64")
