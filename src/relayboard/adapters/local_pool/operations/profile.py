"""What the pool knows of the person who asks."""

from dataclasses import replace

from relayboard.adapters.local_pool.core import Answer, Core, signed_in
from relayboard.adapters.local_pool.errors import not_authorized
from relayboard.adapters.local_pool.operations.sign_up import checked_name
from relayboard.adapters.local_pool.requests import GetUser, UpdateUserAttributes

_TOTP = "SOFTWARE_TOKEN_MFA"


def get_user(core: Core, asked: GetUser, source: str) -> Answer:  # noqa: ARG001
    """Return the account's attributes."""
    account, _ = signed_in(core, asked.access_token)
    attributes = {"sub": account.sub, "email_verified": "true", "name": account.name, "email": account.email}
    factors = {"UserMFASettingList": [_TOTP], "PreferredMfaSetting": _TOTP} if account.totp_is_on else {}
    shown = [{"Name": name, "Value": value} for name, value in attributes.items()]
    return {"Username": account.sub, "UserAttributes": shown, **factors}


def update_user_attributes(core: Core, asked: UpdateUserAttributes, source: str) -> Answer:  # noqa: ARG001
    """Change the name; the address is what the person's profile and notices hang on and stays."""
    account, _ = signed_in(core, asked.access_token)
    given = {attribute.name: attribute.value for attribute in asked.user_attributes}
    if set(given) - {"name"}:
        raise not_authorized("A client attempted to write unauthorized attribute")
    if "name" in given:
        name = checked_name(given["name"])
        core.accounts.update(account.sub, lambda current: replace(current, name=name))
    return {"CodeDeliveryDetailsList": []}
