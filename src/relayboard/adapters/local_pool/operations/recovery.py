"""Changing a password: knowing the old one, or reading the mail of the account."""

from dataclasses import replace

from relayboard.adapters.local_pool.accounts import Account, pool_email
from relayboard.adapters.local_pool.attempts import Guess
from relayboard.adapters.local_pool.codes import Purpose
from relayboard.adapters.local_pool.core import Answer, Core, delivery, join, signed_in
from relayboard.adapters.local_pool.errors import (
    expired_code,
    invalid_parameter,
    not_authorized,
    wrong_code,
    wrong_sign_in,
)
from relayboard.adapters.local_pool.operations.sessions import all_sessions_ended
from relayboard.adapters.local_pool.passwords import LONGEST, check_new_password
from relayboard.adapters.local_pool.requests import ChangePassword, ConfirmForgotPassword, ForgotPassword
from relayboard.adapters.local_pool.sessions import replacing
from relayboard.ports.outbox import AccountMailKind
from relayboard.ports.table import ConditionFailed


def forgot_password(core: Core, asked: ForgotPassword, source: str) -> Answer:
    """Mail a code to the owner of an address; an unknown address gets the same answer.

    Whoever reads the mail may set a password, be the account confirmed, invited or still unconfirmed.
    """
    email = pool_email(asked.username)
    core.attempts.ask_for_code(email, source)
    account = core.accounts.find(email)
    lifetime = core.settings.reset_code_seconds
    code, keeping = core.codes.make(Purpose.RESET, email, lifetime_seconds=lifetime)
    writes = [keeping]
    if account is not None and account.is_enabled:
        ends = core.now() + lifetime
        writes.append(core.mailing(AccountMailKind.RESET_PASSWORD, account, secret=code, ends=ends))
    core.table.write(*writes)
    return {"CodeDeliveryDetails": delivery(email)}


def confirm_forgot_password(core: Core, asked: ConfirmForgotPassword, source: str) -> Answer:
    """Set a password by a mailed code, and end all sessions, because a stranger may hold one."""
    email = pool_email(asked.username)
    check_new_password(asked.password)
    core.attempts.guess_from(source)
    using_up = core.codes.check(Purpose.RESET, email, asked.confirmation_code)
    account = core.accounts.find(email)
    if account is None:
        raise wrong_code()
    if not account.is_enabled:
        raise not_authorized("User is disabled.")
    new_hash = core.passwords.hash(asked.password)

    def recover(current: Account) -> Account:
        return replace(all_sessions_ended(current.confirmed()), password_hash=new_hash)

    try:
        account = core.accounts.update(
            account.sub, recover, using_up, core.attempts.forgiving(Guess.PASSWORD, email)
        )
    except ConditionFailed as error:
        raise expired_code() from error
    core.verifier.end_sessions_of(account.sub)
    join(core, account)
    return {}


def change_password(core: Core, asked: ChangePassword, source: str) -> Answer:
    """Replace a password that the person knows; their other sessions end."""
    account, session = signed_in(core, asked.access_token)
    if not asked.previous_password:
        raise invalid_parameter("Missing required parameter OldPassword")
    core.attempts.guess_from(source)
    core.attempts.begin(Guess.PASSWORD, account.email)
    old = asked.previous_password
    if len(old) > LONGEST or not core.passwords.matches(old, account.password_hash):
        raise wrong_sign_in()
    check_new_password(asked.proposed_password)
    new_hash = core.passwords.hash(asked.proposed_password)

    def renew(current: Account) -> Account:
        if current.password_hash != account.password_hash:
            raise wrong_sign_in()
        if current.generation != session.generation:
            raise not_authorized("Access Token has been revoked")
        return replace(all_sessions_ended(current), password_hash=new_hash)

    kept = replacing(replace(session, generation=session.generation + 1), session)
    try:
        core.accounts.update(account.sub, renew, kept, core.attempts.forgiving(Guess.PASSWORD, account.email))
    except ConditionFailed as error:
        raise not_authorized("Access Token has been revoked") from error
    return {}
