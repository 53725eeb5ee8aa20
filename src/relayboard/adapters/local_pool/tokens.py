"""Making ID and access tokens with the claims that Cognito gives them."""

import uuid
from typing import Any

from relayboard.adapters.local_pool.accounts import Account
from relayboard.adapters.local_pool.sessions import Session
from relayboard.adapters.local_pool.signing_key import SigningKey


class Tokens:
    """Signs tokens for one client of one pool."""

    def __init__(self, key: SigningKey, *, issuer: str, client_id: str, lifetime_seconds: int) -> None:
        self._key = key
        self._issuer = issuer
        self._client_id = client_id
        self.lifetime_seconds = lifetime_seconds

    def id_token(self, account: Account, session: Session, *, now: int) -> str:
        """Say who the person is."""
        facts = {
            "token_use": "id",
            "aud": self._client_id,
            "cognito:username": account.sub,
            "email": account.email,
            "email_verified": True,  # nobody signs in before having proved to read their mail
            "name": account.name,
        }
        return self._key.sign(self._shared(account, session, now) | facts)

    def access_token(self, account: Account, session: Session, *, now: int) -> str:
        """Say what the person may do with the pool."""
        facts = {
            "token_use": "access",
            "client_id": self._client_id,
            "username": account.sub,
            "scope": "aws.cognito.signin.user.admin",
        }
        return self._key.sign(self._shared(account, session, now) | facts)

    def _shared(self, account: Account, session: Session, now: int) -> dict[str, Any]:
        claims = {
            "sub": account.sub,
            "iss": self._issuer,
            "origin_jti": session.id,
            "auth_time": session.auth_time,
            "iat": now,
            "exp": now + self.lifetime_seconds,
            "jti": str(uuid.uuid4()),
        }
        return claims | ({"cognito:groups": list(account.groups)} if account.groups else {})
