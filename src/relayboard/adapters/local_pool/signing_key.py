"""The key that signs tokens: RSA of 2048 bits, kept in a file that only its owner reads."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from relayboard.domain.errors import RelayboardError

ALGORITHM = "RS256"


class SigningKeyBroken(RelayboardError):
    """The key file cannot be read as an RSA key; says which."""


class SigningKey:
    """Signs claims as JSON Web Tokens; safe to share between threads."""

    def __init__(self, key: RSAKey) -> None:
        self._key = key
        self.key_id = key.thumbprint()  # RFC 7638
        self._header = {"alg": ALGORITHM, "kid": self.key_id}

    @classmethod
    def generate(cls) -> "SigningKey":
        """Make a new key."""
        return cls(RSAKey.generate_key(2048))

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        """Read a private key.

        Raises:
            ValueError: it is none.
        """
        key = RSAKey.import_key(pem)
        if not key.is_private:
            raise ValueError("not a private key")
        return cls(key)

    def pem(self) -> bytes:
        """Return the private key (PKCS #8, not encrypted)."""
        return self._key.as_pem(private=True)

    def sign(self, claims: Mapping[str, object]) -> str:
        """Return a signed token in compact form."""
        return jwt.encode(self._header, dict(claims), self._key, algorithms=[ALGORITHM])

    def public_jwk(self) -> dict[str, Any]:
        """Return the public half as a JSON Web Key (RFC 7517); `Any` because JWKs are open objects."""
        return {**self._key.as_dict(private=False), "kid": self.key_id, "alg": ALGORITHM, "use": "sig"}


def load_or_create(path: Path) -> SigningKey:
    """Return the key in a file; without the file, make both, once even if several processes try.

    Raises:
        SigningKeyBroken: the file holds something else.
        OSError: the folder cannot be written, or the file not read.
    """
    if not path.exists():
        _create(path)
    try:
        return SigningKey.from_pem(path.read_bytes())
    except (JoseError, ValueError) as error:
        raise SigningKeyBroken(f"{path} is not an RSA private key in PEM form: {error}") from error


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        with draft.open("wb") as file:
            file.write(SigningKey.generate().pem())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)  # unlike a rename, this never replaces another process's key
    except FileExistsError:
        return
    finally:
        draft.unlink()
