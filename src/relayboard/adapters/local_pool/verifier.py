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


class TokenRevoked(Unauthenticated):
    """The session that the token comes from was ended."""


class TokenVerifier:
    """Reads ID and access tokens of one pool and one client; safe to share between threads.

    A verified token is remembered until it ends, so that only the first of many requests pays for the signature.
    Sessions that are ended through this instance end their tokens here at once. Other instances, and API Gateway
    anyway, ask nobody: there a token lives on until its time is over.
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
        self._ended: OrderedDict[str, int] = OrderedDict()  # session id or `sub` → when, in seconds since 1970

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
        if self._ended and self._has_ended(claims):
            raise TokenRevoked("The token has been revoked.")
        if known is None:
            self._keep(digest, claims)
        return claims

    def end_session(self, session_id: str) -> None:
        """Take no token of this session any more."""
        self._end(session_id)

    def end_sessions_of(self, sub: str) -> None:
        """Take no token any more of a session of this account that began in an earlier second than this."""
        self._end(sub)

    def _end(self, name: str) -> None:
        with self._lock:
            self._ended[name] = int(self._clock.now().timestamp())
            self._ended.move_to_end(name)
            if len(self._ended) > self._remember:
                self._ended.popitem(last=False)
            for digest, claims in list(self._verified.items()):
                if name in (claims["sub"], claims.get("origin_jti")):
                    del self._verified[digest]

    def _has_ended(self, claims: Claims) -> bool:
        ended_at = self._ended.get(claims["sub"])
        if ended_at is not None and claims.get("auth_time", 0) < ended_at:
            return True
        return claims.get("origin_jti") in self._ended

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
