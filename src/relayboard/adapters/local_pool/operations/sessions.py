"""What happens to sessions after sign-in: refreshing, revoking, signing out everywhere."""

from dataclasses import replace

from relayboard.adapters.local_pool import keys
from relayboard.adapters.local_pool.accounts import Account, account_of
from relayboard.adapters.local_pool.core import Answer, Core, has_ended, signed_in, tokens_of
from relayboard.adapters.local_pool.errors import CognitoError, not_authorized, too_many_requests
from relayboard.adapters.local_pool.requests import GetTokensFromRefreshToken, GlobalSignOut, RevokeToken
from relayboard.adapters.local_pool.sessions import (
    RefreshToken,
    Session,
    invalid_refresh_token,
    read_refresh_token,
    replacing,
    session_of,
)
from relayboard.ports.table import ConditionFailed, RaceLost

_TRIES = 8


def get_tokens_from_refresh_token(core: Core, asked: GetTokensFromRefreshToken, source: str) -> Answer:  # noqa: ARG001
    """Exchange a refresh token for new tokens of all three kinds."""
    token = read_refresh_token(asked.refresh_token)
    for _ in range(_TRIES):
        account, session = _living(core, token)
        successor = token.successor()
        grace = core.settings.refresh_grace_seconds
        changed = session.exchanged(token.digest, successor.digest, now=core.now(), grace_seconds=grace)
        if _replaced(core, changed, session):
            result = tokens_of(core, account, session) | {"RefreshToken": successor.text()}
            return {"AuthenticationResult": result}
    raise too_many_requests()


def refresh(core: Core, refresh_token: str) -> Answer:
    """Return new ID and access tokens; the refresh token stays as it is."""
    account, session = _living(core, read_refresh_token(refresh_token))
    return {"AuthenticationResult": tokens_of(core, account, session)}


def revoke_token(core: Core, asked: RevokeToken, source: str) -> Answer:  # noqa: ARG001
    """End the session of a refresh token; one that is none is no error (RFC 7009 section 2.2)."""
    if asked.token.count(".") == 2:
        raise CognitoError("UnsupportedTokenTypeException", "Unsupported token type")
    try:
        token = read_refresh_token(asked.token)
    except CognitoError:
        return {}
    session = session_of(core.table.get(keys.session(token.sub, token.session_id)))
    if session is not None and token.belongs_to(session):
        _end(core, session)
    return {}


def global_sign_out(core: Core, asked: GlobalSignOut, source: str) -> Answer:  # noqa: ARG001
    """End all sessions of the person who asks."""
    account, _ = signed_in(core, asked.access_token)
    core.accounts.update(account.sub, all_sessions_ended)
    core.verifier.end_sessions_of(account.sub)
    return {}


def all_sessions_ended(account: Account) -> Account:
    """Return an account whose sessions up to now are dead."""
    return replace(account, generation=account.generation + 1)


def _living(core: Core, token: RefreshToken) -> tuple[Account, Session]:
    """Return the account and session of a refresh token that may be exchanged."""
    items = core.table.get_many([keys.account(token.sub), keys.session(token.sub, token.session_id)])
    account, session = account_of(items[0]), session_of(items[1])
    if account is None or session is None or not token.belongs_to(session):
        raise invalid_refresh_token()
    if has_ended(session, account):
        raise not_authorized("Refresh Token has been revoked")
    if not account.is_enabled:
        raise not_authorized("User is disabled.")
    if not session.accepts(token.digest, now=core.now(), grace_seconds=core.settings.refresh_grace_seconds):
        _end(core, session)
        raise CognitoError(
            "RefreshTokenReuseException", "Refresh token reuse was detected; the session has ended."
        )
    return account, session


def _end(core: Core, session: Session) -> None:
    """End a session, whatever happens to it meanwhile."""
    for _ in range(_TRIES):
        if session.has_ended or _replaced(core, session.ended(), session):
            core.verifier.end_session(session.id)
            return
        current = session_of(core.table.get(keys.session(session.sub, session.id)))
        if current is None:
            return
        session = current
    raise too_many_requests()


def _replaced(core: Core, session: Session, before: Session) -> bool:
    try:
        core.table.write(replacing(session, before))
    except (ConditionFailed, RaceLost):
        return False
    return True
