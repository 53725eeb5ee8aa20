"""The parts that every operation of the pool works with, and the steps that several of them share."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.accounts import Account, Accounts, Status, account_of
from relayboard.adapters.local_pool.attempts import Attempts
from relayboard.adapters.local_pool.challenges import Challenges
from relayboard.adapters.local_pool.codes import Codes
from relayboard.adapters.local_pool.errors import CognitoError, not_authorized
from relayboard.adapters.local_pool.passwords import Passwords
from relayboard.adapters.local_pool.sessions import Session, keeping, new_session, session_of
from relayboard.adapters.local_pool.settings import PoolSettings
from relayboard.adapters.local_pool.tokens import Tokens
from relayboard.adapters.local_pool.verifier import TokenExpired, TokenRevoked, TokenVerifier
from relayboard.domain.errors import Unauthenticated, Unavailable
from relayboard.ports.clock import Clock
from relayboard.ports.outbox import AccountMail, AccountMailKind, Outbox
from relayboard.ports.table import Put, Table, Write
from relayboard.ports.triggers import Triggers

Answer: TypeAlias = dict[str, Any]  # JSON of an open shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What an operation may use."""

    table: Table
    clock: Clock
    settings: PoolSettings
    accounts: Accounts
    attempts: Attempts
    challenges: Challenges
    codes: Codes
    passwords: Passwords
    tokens: Tokens
    verifier: TokenVerifier
    outbox: Outbox
    triggers: Triggers

    def now(self) -> int:
        """Return the present moment in seconds since 1970."""
        return int(self.clock.now().timestamp())

    def mailing(self, kind: AccountMailKind, account: Account, *, secret: str = "", ends: int) -> Put:
        """Return the write that has a mail sent to an account's owner."""
        expires_at = datetime.fromtimestamp(ends, UTC)
        return self.outbox.write_for(
            AccountMail(kind=kind, email=account.email, name=account.name, secret=secret, expires_at=expires_at)
        )


def signed_in(core: Core, access_token: str) -> tuple[Account, Session]:
    """Return whose access token this is and the session it comes from.

    Raises:
        CognitoError: it is no living access token, its session has ended, or the account is disabled.
    """
    try:
        claims = core.verifier.verify(access_token)
    except TokenExpired as error:
        raise not_authorized("Access Token has expired") from error
    except TokenRevoked as error:
        raise not_authorized("Access Token has been revoked") from error
    except Unauthenticated as error:
        raise not_authorized("Invalid Access Token") from error
    if claims["token_use"] != "access":  # noqa: S105 - a kind of token
        raise not_authorized("Invalid Access Token")
    wanted = keys.account(claims["sub"]), keys.session(claims["sub"], claims["origin_jti"])
    items = core.table.get_many(wanted)
    account, session = account_of(items[0]), session_of(items[1])
    if account is None or session is None or has_ended(session, account):
        raise not_authorized("Access Token has been revoked")
    if not account.is_enabled:
        raise not_authorized("User is disabled.")
    return account, session


def has_ended(session: Session, account: Account) -> bool:
    """Tell whether a session was revoked, or everything that the account had signed in."""
    return session.has_ended or session.generation != account.generation


def sign_in(core: Core, account: Account, *also: Write) -> Answer:
    """Begin a session, together with other writes, and answer with its tokens.

    Raises:
        ConditionFailed: a condition of the other writes does not hold.
    """
    session, refresh_token = new_session(
        account.sub,
        generation=account.generation,
        now=core.now(),
        lifetime_seconds=core.settings.session_seconds,
    )
    core.table.write(keeping(session), *also)
    return {"AuthenticationResult": tokens_of(core, account, session) | {"RefreshToken": refresh_token.text()}}


def tokens_of(core: Core, account: Account, session: Session) -> Answer:
    """Return an AuthenticationResult without a refresh token."""
    now = core.now()
    return {
        "AccessToken": core.tokens.access_token(account, session, now=now),
        "IdToken": core.tokens.id_token(account, session, now=now),
        "TokenType": "Bearer",
        "ExpiresIn": core.tokens.lifetime_seconds,
    }


def join(core: Core, account: Account) -> Account:
    """Run the post-confirmation trigger unless it has succeeded before, and return the account after it.

    A process may die between confirmation and trigger; so sign-in and a second confirmation come here too.

    Raises:
        CognitoError: the trigger failed; nothing is lost, trying again is right.
    """
    if account.has_joined or account.status is not Status.CONFIRMED:
        return account
    try:
        core.triggers.post_confirmation(account.sub, account.email, account.name)
    except Unavailable as error:
        message = f"PostConfirmation failed with error {error}."
        raise CognitoError("UnexpectedLambdaException", message) from error
    return core.accounts.update(account.sub, lambda joining: replace(joining, has_joined=True))


def delivery(email: str) -> Answer:
    """Say where a code went, without telling the address to who does not know it."""
    local, _, domain = email.partition("@")
    return {"Destination": f"{local[:1]}***@{domain[:1]}***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
