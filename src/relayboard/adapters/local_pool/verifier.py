"""Verifying the pool's tokens, as API Gateway's Cognito authorizer does."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, TypeAlias

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from relayboard.adapters.local_pool.signing_key import ALGORITHM, SigningKey
from relayboard.domain.errors import Unauthenticated
from relayboard.ports.clock import Clock

Claims: TypeAlias = Mapping[str, Any]  # JSON of an open shape

LONGEST = 8 * 1024


class TokenExpired(Unauthenticated):
    """The token was good once."""


class TokenVerifier:
    """Reads ID and access tokens of one pool and one client; safe to share between threads.

    A verified token is remembered until it ends, so that only the first of many requests pays for the signature.
    Signing out does not end it earlier: as behind API Gateway, only the pool itself looks at sessions.
    """

    def __init__(
        self, key: SigningKey, *, issuer: str, client_id: str, clock: Clock, remember: int = 4096
    ) -> None:
        self._key = RSAKey.import_key(key.public_jwk())
        self._key_id = key.key_id
        self._issuer = issuer
        self._client_id = client_id
        self._clock = clock
        self._remember = remember
        self._lock = threading.Lock()
        self._verified: OrderedDict[bytes, Claims] = OrderedDict()

    def verify(self, token: str) -> Claims:
        """Return the claims of an ID or access token.

        Raises:
            Unauthenticated: it is not a living token of this pool for this client.
        """
        if len(token) > LONGEST:
            raise Unauthenticated("The token is too long.")
        digest = sha256(token.encode(errors="surrogatepass")).digest()
        known = self._verified.get(digest)
        claims = known or self._read(token)
        if claims["exp"] <= self._clock.now().timestamp():
            raise TokenExpired("The token has expired.")
        if known is None:
            self._keep(digest, claims)
        return claims

    def _read(self, token: str) -> Claims:
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError) as error:
            raise Unauthenticated("The token is not one of this pool.") from error
        if decoded.header.get("kid") != self._key_id:
            raise Unauthenticated("The token is not one of this pool.")
        self._check(decoded.claims)
        return MappingProxyType(decoded.claims)

    def _check(self, claims: Claims) -> None:
        audience = {"id": claims.get("aud"), "access": claims.get("client_id")}.get(claims.get("token_use", ""))
        if claims.get("iss") != self._issuer or audience != self._client_id:
            raise Unauthenticated("The token is for something else.")
        if not isinstance(claims.get("exp"), int) or not isinstance(claims.get("sub"), str):
            raise Unauthenticated("The token lacks a claim.")

    def _keep(self, digest: bytes, claims: Claims) -> None:
        with self._lock:
            self._verified[digest] = claims
            if len(self._verified) > self._remember:
                self._verified.popitem(last=False)
