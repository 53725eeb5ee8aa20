"""Signing in: by password, then by whatever challenge the account asks for."""

import json
from dataclasses import replace

from relayboard.adapters.local_pool.accounts import Account, Status, pool_email
from relayboard.adapters.local_pool.attempts import Guess
from relayboard.adapters.local_pool.challenges import Challenge, ChallengeName, invalid_session
from relayboard.adapters.local_pool.core import Answer, Core, join, sign_in
from relayboard.adapters.local_pool.errors import CognitoError, invalid_parameter, not_authorized, wrong_sign_in
from relayboard.adapters.local_pool.operations.sessions import refresh
from relayboard.adapters.local_pool.operations.sign_up import checked_name
from relayboard.adapters.local_pool.operations.software_token import spent
from relayboard.adapters.local_pool.passwords import LONGEST, check_new_password
from relayboard.adapters.local_pool.requests import InitiateAuth, RespondToAuthChallenge
from relayboard.ports.table import ConditionFailed, Delete, Write

_REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")


def initiate_auth(core: Core, asked: InitiateAuth, source: str) -> Answer:
    """Sign in with a password, or refresh tokens without a new refresh token."""
    if asked.auth_flow in _REFRESH_FLOWS:
        return refresh(core, _parameter(asked.auth_parameters, "REFRESH_TOKEN"))
    if asked.auth_flow != "USER_PASSWORD_AUTH":
        raise invalid_parameter(f"{asked.auth_flow} is not enabled for the client.")
    address = _parameter(asked.auth_parameters, "USERNAME")
    password = _parameter(asked.auth_parameters, "PASSWORD")
    core.attempts.guess_from(source)
    account, forgiving = _by_password(core, address, password)
    return _let_in(core, account, forgiving)


def respond_to_auth_challenge(core: Core, asked: RespondToAuthChallenge, source: str) -> Answer:
    """Answer a challenge; a wrong authenticator code may be tried again with the same session."""
    core.attempts.guess_from(source)
    try:
        name = ChallengeName(asked.challenge_name)
    except ValueError as error:
        raise invalid_parameter(f"{asked.challenge_name} is not a challenge of this client.") from error
    challenge, using_up = core.challenges.read(asked.session, name)
    account = core.accounts.get(challenge.sub)
    named = _parameter(asked.challenge_responses, "USERNAME").strip().lower()
    if account is None or account.generation != challenge.generation or named not in (account.sub, account.email):
        raise invalid_session()
    if not account.is_enabled:
        raise not_authorized("User is disabled.")
    answer = _new_password if name is ChallengeName.NEW_PASSWORD_REQUIRED else _authenticator_code
    try:
        return answer(core, account, asked.challenge_responses, using_up)
    except ConditionFailed as error:
        raise invalid_session() from error


def _by_password(core: Core, address: str, password: str) -> tuple[Account, Delete]:
    """Return the account with this address and password, and the write that forgets earlier failures."""
    if len(password) > LONGEST:
        raise wrong_sign_in()
    try:
        email = pool_email(address)
    except CognitoError as error:
        core.passwords.matches(password, None)
        raise wrong_sign_in() from error
    core.attempts.begin(Guess.PASSWORD, email)
    account = core.accounts.find(email)
    matches = core.passwords.matches(password, account.password_hash if account else None)
    if account is None or not matches:
        raise wrong_sign_in()
    _check_state(core, account)
    if core.passwords.is_outdated(account.password_hash):
        account = _rehashed(core, account, password)
    return account, core.attempts.forgiving(Guess.PASSWORD, email)


def _check_state(core: Core, account: Account) -> None:
    if not account.is_enabled:
        raise not_authorized("User is disabled.")
    if account.status is Status.UNCONFIRMED:
        raise CognitoError("UserNotConfirmedException", "User is not confirmed.")
    if account.temporary_until is not None and account.temporary_until <= core.now():
        raise not_authorized("Temporary password has expired and must be reset by an administrator.")


def _rehashed(core: Core, account: Account, password: str) -> Account:
    old, new = account.password_hash, core.passwords.hash(password)

    def replace_hash(current: Account) -> Account:
        return replace(current, password_hash=new) if current.password_hash == old else current

    return core.accounts.update(account.sub, replace_hash)


def _let_in(core: Core, account: Account, forgiving: Delete) -> Answer:
    if account.status is Status.FORCE_CHANGE_PASSWORD:
        attributes = json.dumps({"email_verified": "true", "email": account.email, "name": account.name})
        shown = {"userAttributes": attributes, "requiredAttributes": "[]"}
        return _challenge(core, account, ChallengeName.NEW_PASSWORD_REQUIRED, shown, forgiving)
    account = join(core, account)
    if account.totp_is_on:
        return _challenge(core, account, ChallengeName.SOFTWARE_TOKEN_MFA, {}, forgiving)
    return sign_in(core, account, forgiving)


def _challenge(core: Core, account: Account, name: ChallengeName, shown: dict[str, str], *also: Write) -> Answer:
    challenge = Challenge(name=name, sub=account.sub, generation=account.generation)
    handle, keeping = core.challenges.make(challenge)
    core.table.write(keeping, *also)
    parameters = {"USER_ID_FOR_SRP": account.sub, **shown}
    return {"ChallengeName": name.value, "Session": handle, "ChallengeParameters": parameters}


def _new_password(core: Core, account: Account, responses: dict[str, str], using_up: Delete) -> Answer:
    password = _parameter(responses, "NEW_PASSWORD")
    check_new_password(password)
    name = checked_name(responses.get("userAttributes.name", account.name))
    new_hash = core.passwords.hash(password)

    def take_over(invited: Account) -> Account:
        return replace(invited.confirmed(), password_hash=new_hash, name=name)

    return sign_in(core, core.accounts.update(account.sub, take_over, using_up))


def _authenticator_code(core: Core, account: Account, responses: dict[str, str], using_up: Delete) -> Answer:
    code = _parameter(responses, "SOFTWARE_TOKEN_MFA_CODE")
    core.attempts.begin(Guess.TOTP, account.sub)
    wrong = CognitoError("CodeMismatchException", "Invalid code received for user")

    def spend(current: Account) -> Account:
        return spent(current, current.totp_secret, code, now=core.clock.now().timestamp(), refusal=wrong)

    account = core.accounts.update(account.sub, spend, using_up)
    return sign_in(core, account, core.attempts.forgiving(Guess.TOTP, account.sub))


def _parameter(parameters: dict[str, str], name: str) -> str:
    value = parameters.get(name)
    if not value:
        raise invalid_parameter(f"Missing required parameter {name}")
    return value
