"""Authenticator apps: adding one, proving it, and asking for it at sign-in."""

from dataclasses import replace

from relayboard.adapters.local_pool.accounts import Account
from relayboard.adapters.local_pool.attempts import Guess
from relayboard.adapters.local_pool.core import Answer, Core, signed_in
from relayboard.adapters.local_pool.errors import CognitoError, invalid_parameter
from relayboard.adapters.local_pool.requests import (
    AssociateSoftwareToken,
    SetUserMfaPreference,
    VerifySoftwareToken,
)
from relayboard.adapters.local_pool.totp import matching_step, new_secret


def associate_software_token(core: Core, asked: AssociateSoftwareToken, source: str) -> Answer:  # noqa: ARG001
    """Give the person a secret for their authenticator app; one in use stays until the new one is proved."""
    account, _ = signed_in(core, asked.access_token or "")
    secret = new_secret()
    core.accounts.update(account.sub, lambda current: replace(current, pending_totp_secret=secret))
    return {"SecretCode": secret}


def verify_software_token(core: Core, asked: VerifySoftwareToken, source: str) -> Answer:  # noqa: ARG001
    """Take a secret into use after a code has shown that the app has it."""
    account, _ = signed_in(core, asked.access_token or "")
    core.attempts.begin(Guess.TOTP, account.sub)
    wrong = CognitoError("EnableSoftwareTokenMFAException", "Code mismatch")

    def take_into_use(current: Account) -> Account:
        secret = current.pending_totp_secret or current.totp_secret
        used = spent(current, secret, asked.user_code, now=core.clock.now().timestamp(), refusal=wrong)
        return replace(used, totp_secret=secret, pending_totp_secret="")

    core.accounts.update(account.sub, take_into_use, core.attempts.forgiving(Guess.TOTP, account.sub))
    return {"Status": "SUCCESS"}


def set_user_mfa_preference(core: Core, asked: SetUserMfaPreference, source: str) -> Answer:  # noqa: ARG001
    """Switch the question for an authenticator code on or off."""
    account, _ = signed_in(core, asked.access_token)
    if any(factor and factor.enabled for factor in (asked.sms_mfa_settings, asked.email_mfa_settings)):
        raise invalid_parameter("Only software token MFA is available in this user pool.")
    wanted = asked.software_token_mfa_settings
    if wanted is None:
        return {}
    if wanted.enabled and not account.totp_secret:
        raise invalid_parameter("User has not verified software token mfa")
    core.accounts.update(account.sub, lambda current: replace(current, totp_is_on=wanted.enabled))
    return {}


def spent(account: Account, secret: str, code: str, *, now: float, refusal: CognitoError) -> Account:
    """Return an account after a code of its authenticator was used; each works once.

    Raises:
        CognitoError: the refusal, or that the code was used before.
    """
    step = matching_step(secret, code, now=now) if secret else None
    if step is None:
        raise refusal
    if step <= account.last_totp_step:
        raise CognitoError("ExpiredCodeException", "Your software token has already been used once.")
    return replace(account, last_totp_step=step)
