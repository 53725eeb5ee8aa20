"""Codes of authenticator apps: RFC 6238 with SHA-1, steps of 30 seconds and six digits."""

import base64
import hmac
import secrets
import struct
from hashlib import sha1

STEP_SECONDS = 30
DRIFT_STEPS = 1


def new_secret() -> str:
    """Return 160 random bits in base32, as RFC 4226 section 4 asks for."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a time step (RFC 4226 section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), sha1).digest()
    offset = digest[-1] & 15
    number: int = struct.unpack_from(">I", digest, offset)[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def matching_step(secret: str, code: str, *, now: float) -> int | None:
    """Return the time step, up to one from the present, whose code this is."""
    present = int(now) // STEP_SECONDS
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None
