"""Passwords: the rules for new ones, and their hashes."""

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from relayboard.adapters.local_pool.errors import invalid_parameter, invalid_password

LONGEST = 256
SHORTEST = 10

_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOWER = "abcdefghijkmnopqrstuvwxyz"
_DIGITS = "23456789"


def default_hasher() -> PasswordHasher:
    """Return argon2id with OWASP's first choice (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane.

    One hash takes about 22 ms; the low-memory profile of RFC 9106 (64 MiB, 3 passes, 4 lanes) took 160 ms of
    processor time on the same machine, which one sign-in at a time would feel.
    """
    return PasswordHasher(
        time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
    )


class Passwords:
    """Hashes passwords and compares them; safe to share between threads."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._decoy = hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Return the hash of a password, with its parameters and salt."""
        return self._hasher.hash(password)

    def matches(self, password: str, password_hash: str | None) -> bool:
        """Tell whether this is the password; without a hash, do the same work and say no."""
        try:
            self._hasher.verify(password_hash or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def check_new_password(password: str) -> None:
    """Refuse a password that breaks a rule.

    Raises:
        CognitoError: names the first rule that it breaks.
    """
    if len(password) > LONGEST:
        raise invalid_parameter(
            "1 validation error detected: Value at 'password' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LONGEST}"
        )
    if len(password) < SHORTEST:
        raise invalid_password("Password not long enough")
    if not any(letter.isupper() for letter in password):
        raise invalid_password("Password must have uppercase characters")
    if not any(letter.islower() for letter in password):
        raise invalid_password("Password must have lowercase characters")
    if not any(letter.isdigit() for letter in password):
        raise invalid_password("Password must have numeric characters")


def temporary_password() -> str:
    """Make a password that keeps the rules and has no letters that look alike."""
    letters = [secrets.choice(alphabet) for alphabet in (_UPPER, _LOWER, _DIGITS)]
    letters += [secrets.choice(_UPPER + _LOWER + _DIGITS) for _ in range(13)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
