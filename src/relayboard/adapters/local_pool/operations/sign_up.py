"""Signing up: an account, the code that proves its address, and what follows from that."""

import uuid

from relayboard.adapters.local_pool.accounts import Account, Status, adding, pool_email, saving
from relayboard.adapters.local_pool.codes import Purpose
from relayboard.adapters.local_pool.core import Answer, Core, delivery, join
from relayboard.adapters.local_pool.errors import (
    CognitoError,
    invalid_parameter,
    not_authorized,
    too_many_requests,
    wrong_code,
)
from relayboard.adapters.local_pool.passwords import check_new_password
from relayboard.adapters.local_pool.requests import Attribute, ConfirmSignUp, ResendConfirmationCode, SignUp
from relayboard.domain.errors import Forbidden, Invalid
from relayboard.domain.people import check_name
from relayboard.ports.outbox import AccountMailKind

_TRIES = 4


def sign_up(core: Core, asked: SignUp, source: str) -> Answer:
    """Make an account that waits for its code.

    An address that is known gets the same answer; its owner is told by mail. A sign-up that was never confirmed
    is replaced, because nobody has proved anything by it.
    """
    email = pool_email(asked.username)
    name = _name(asked.user_attributes, email)
    check_new_password(asked.password)
    _check_allowed(core, email)
    core.attempts.ask_for_code(email, source)
    sub = _saved_sign_up(core, email, name=name, password_hash=core.passwords.hash(asked.password))
    return {"UserConfirmed": False, "UserSub": sub, "CodeDeliveryDetails": delivery(email)}


def confirm_sign_up(core: Core, asked: ConfirmSignUp, source: str) -> Answer:
    """Confirm an account by its code; the same code again finishes what was cut off."""
    email = pool_email(asked.username)
    core.attempts.guess_from(source)
    core.codes.check(Purpose.SIGN_UP, email, asked.confirmation_code)
    account = core.accounts.find(email)
    if account is None:
        raise wrong_code()
    if account.has_joined or account.status not in (Status.UNCONFIRMED, Status.CONFIRMED):
        raise not_authorized(f"User cannot be confirmed. Current status is {account.status}")
    join(core, core.accounts.update(account.sub, Account.confirmed))
    return {}


def resend_confirmation_code(core: Core, asked: ResendConfirmationCode, source: str) -> Answer:
    """Send a new code to an account that waits for one; whoever else asks gets the same answer."""
    email = pool_email(asked.username)
    core.attempts.ask_for_code(email, source)
    account = core.accounts.find(email)
    lifetime = core.settings.sign_up_code_seconds
    code, keeping = core.codes.make(Purpose.SIGN_UP, email, lifetime_seconds=lifetime)
    writes = [keeping]
    if account is not None and account.is_enabled:
        waits = account.status is Status.UNCONFIRMED
        kind = AccountMailKind.CONFIRM_SIGN_UP if waits else AccountMailKind.ALREADY_REGISTERED
        writes.append(core.mailing(kind, account, secret=code if waits else "", ends=core.now() + lifetime))
    core.table.write(*writes)
    return {"CodeDeliveryDetails": delivery(email)}


def _saved_sign_up(core: Core, email: str, *, name: str, password_hash: str) -> str:
    now, lifetime = core.now(), core.settings.sign_up_code_seconds
    for _ in range(_TRIES):
        code, keeping = core.codes.make(Purpose.SIGN_UP, email, lifetime_seconds=lifetime)
        before = core.accounts.find(email)
        if before is not None and before.status is not Status.UNCONFIRMED:
            core.table.write(
                keeping, core.mailing(AccountMailKind.ALREADY_REGISTERED, before, ends=now + lifetime)
            )
            return str(uuid.uuid4())
        account = Account(
            sub=before.sub if before else str(uuid.uuid4()),
            email=email,
            name=name,
            status=Status.UNCONFIRMED,
            password_hash=password_hash,
            created_at=now,
            expires=now + core.settings.unconfirmed_seconds,
            version=before.version + 1 if before else 1,
        )
        mail = core.mailing(AccountMailKind.CONFIRM_SIGN_UP, account, secret=code, ends=now + lifetime)
        if core.accounts.saved(saving(account, before) if before else adding(account), keeping, mail):
            return account.sub
    raise too_many_requests()


def _check_allowed(core: Core, email: str) -> None:
    try:
        core.triggers.pre_sign_up(email)
    except Forbidden as error:
        message = f"PreSignUp failed with error {error}."
        raise CognitoError("UserLambdaValidationException", message) from error


def _name(attributes: tuple[Attribute, ...], email: str) -> str:
    """Return the name that was given; without one, the part of the address before the @."""
    given = {attribute.name: attribute.value for attribute in attributes}
    if pool_email(given.pop("email", email)) != email:
        raise invalid_parameter("Value for attribute email does not match the username.")
    name = given.pop("name", email.partition("@")[0])
    if given:
        raise not_authorized("A client attempted to write unauthorized attribute")
    return checked_name(name)


def checked_name(name: str) -> str:
    """Return a name without blanks around it.

    Raises:
        CognitoError: it is blank, too long or not one line.
    """
    try:
        check_name(name)
    except Invalid as error:
        raise invalid_parameter(f"Attributes did not conform to the schema: {error}") from error
    return name.strip()
