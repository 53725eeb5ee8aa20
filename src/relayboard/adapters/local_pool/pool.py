"""The local user pool: answers operations from the network, and does in process what only admins may have done."""

from typing import Any

from argon2 import PasswordHasher

from relayboard.adapters.local_pool import administration
from relayboard.adapters.local_pool.accounts import Accounts
from relayboard.adapters.local_pool.attempts import Attempts
from relayboard.adapters.local_pool.challenges import Challenges
from relayboard.adapters.local_pool.codes import Codes
from relayboard.adapters.local_pool.core import Answer, Core
from relayboard.adapters.local_pool.errors import CognitoError, too_many_requests
from relayboard.adapters.local_pool.passwords import Passwords, default_hasher
from relayboard.adapters.local_pool.protocol import operation_named
from relayboard.adapters.local_pool.settings import PoolSettings
from relayboard.adapters.local_pool.signing_key import ALGORITHM, SigningKey
from relayboard.adapters.local_pool.tokens import Tokens
from relayboard.adapters.local_pool.verifier import TokenVerifier
from relayboard.domain.errors import NotFound, Unavailable
from relayboard.domain.people import Role
from relayboard.ports.clock import Clock
from relayboard.ports.outbox import Outbox
from relayboard.ports.table import ConditionFailed, RaceLost, Table, TableBroken, TableBusy
from relayboard.ports.triggers import Triggers


class LocalPool:
    """One user pool with one client; safe to share between threads."""

    def __init__(
        self,
        table: Table,
        *,
        clock: Clock,
        signing_key: SigningKey,
        issuer: str,
        outbox: Outbox,
        triggers: Triggers,
        pool_id: str = "local_relayboard",
        client_id: str = "relayboard",
        settings: PoolSettings | None = None,
        hasher: PasswordHasher | None = None,
    ) -> None:
        """Keep everything in a table.

        Args:
            issuer: the public address of the pool, `{public_url}/cognito/{pool_id}`.
            hasher: how passwords are hashed; tests give a cheap one.
        """
        settings = settings or PoolSettings()
        self.issuer = issuer
        self.pool_id = pool_id
        self.client_id = client_id
        self.verifier = TokenVerifier(signing_key, issuer=issuer, client_id=client_id, clock=clock)
        self._signing_key = signing_key
        self.core = Core(
            table=table,
            clock=clock,
            settings=settings,
            accounts=Accounts(table),
            attempts=Attempts(table, clock=clock, limits=settings.limits),
            challenges=Challenges(table, clock=clock, lifetime_seconds=settings.challenge_seconds),
            codes=Codes(table, clock),
            passwords=Passwords(hasher or default_hasher()),
            tokens=Tokens(
                signing_key, issuer=issuer, client_id=client_id, lifetime_seconds=settings.token_seconds
            ),
            verifier=self.verifier,
            outbox=outbox,
            triggers=triggers,
        )

    def call(self, operation: str, body: bytes, *, source: str) -> Answer:
        """Answer an operation from the network.

        Args:
            operation: its name, the part of `X-Amz-Target` behind the dot.
            body: JSON as it came.
            source: the network address of who asks.

        Raises:
            CognitoError: the answer is no.
        """
        wanted = operation_named(operation)
        request = wanted.read(body)
        client_id = getattr(request, "client_id", self.client_id)
        if client_id != self.client_id:
            raise CognitoError("ResourceNotFoundException", f"User pool client {client_id[:128]} does not exist.")
        try:
            return wanted.run(self.core, request, source)
        except (TableBusy, RaceLost, ConditionFailed) as error:
            raise too_many_requests() from error
        except TableBroken as error:
            raise CognitoError("InternalErrorException", "The user pool cannot work at present.") from error
        except NotFound as error:
            raise CognitoError("UserNotFoundException", "User does not exist.") from error

    def create_account(self, email: str, name: str, password: str, role: Role) -> str:
        """Make a confirmed account and return its `sub`; writing its profile is the caller's part.

        Raises:
            Conflict: there is an account with this address.
            Invalid: the address, the name or the password breaks a rule.
            Unavailable: the table is busy or broken.
        """
        try:
            return administration.create_account(self.core, email, name, password, role)
        except (TableBusy, RaceLost, TableBroken) as error:
            raise Unavailable("The user pool cannot be reached.") from error

    def jwks(self) -> dict[str, Any]:
        """Return the public keys (RFC 7517); `Any` because JWKs are open objects."""
        return {"keys": [self._signing_key.public_jwk()]}

    def discovery(self) -> dict[str, Any]:
        """Return the OpenID Connect discovery document, as far as there is something to discover."""
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/.well-known/jwks.json",
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "scopes_supported": ["aws.cognito.signin.user.admin"],
            "claims_supported": ["sub", "email", "email_verified", "name", "cognito:groups", "cognito:username"],
        }
