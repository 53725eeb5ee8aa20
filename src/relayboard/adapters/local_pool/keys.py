"""The keys under which the local user pool keeps its items; nothing else knows them."""

from hashlib import sha256

from relayboard.ports.table import Key


def account(sub: str) -> Key:
    """Return the key of an account."""
    return Key(f"POOL#USER#{sub}", "ACCOUNT")


def email(address: str) -> Key:
    """Return the key of the item that says whose an address is."""
    return Key(f"POOL#EMAIL#{address}", "ACCOUNT")


def session(sub: str, session_id: str) -> Key:
    """Return the key of a session: one sign-in with all refresh tokens that come from it."""
    return Key(f"POOL#USER#{sub}", f"SESSION#{session_id}")


def challenge(handle: str) -> Key:
    """Return the key of a challenge, by the secret handle that the client holds."""
    return Key(f"POOL#CHALLENGE#{sha256(handle.encode()).hexdigest()}", "CHALLENGE")


def code(purpose: str, address: str) -> Key:
    """Return the key of the last code that was asked for with an address."""
    return Key(f"POOL#CODE#{address}", purpose)


def failures(kind: str, subject: str) -> Key:
    """Return the key of the count of failures in a row."""
    return Key(f"POOL#FAILURES#{subject}", kind)


def window(kind: str, subject: str, start: int) -> Key:
    """Return the key of the count of tries in a stretch of time."""
    return Key(f"POOL#TRIES#{subject}", f"{kind}#{start}")
