"""The function that takes dead letters into the ledger, where admins see them and send them again."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import dead_letter_queues, open_table
from relayboard.lambdas.dead_letter_function import DeadLetterFunction
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.settings import LambdaSettings
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    work = DeadLetterFunction(store, clock, dead_letter_queues(settings, clock))
    return logged("dead-letters", work, log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(os.environ, "RELAYBOARD_TABLE", "RELAYBOARD_DEAD_LETTERS")  # noqa: TID251
)
