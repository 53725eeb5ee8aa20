"""The function that Cognito calls when an account is confirmed."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.domain.joining import JoiningRules
from relayboard.lambdas.aws import open_table, user_pool
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.settings import LambdaSettings
from relayboard.lambdas.triggers import PostConfirmation
from relayboard.services.joining import Joining
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock, ulids = SystemClock(), Ulids()
    store = Store(open_table(settings, clock))
    rules = JoiningRules(admin_emails=settings.admin_emails)

    def joining(pool_id: str) -> Joining:
        return Joining(
            store,
            clock,
            lambda: ulids.next(clock.now()),
            rules=rules,
            directory=lambda: user_pool(settings, clock, pool_id),
        )

    return logged("trigger-post-confirmation", PostConfirmation(joining), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
