"""The function that posts events to a web hook."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table, queue
from relayboard.lambdas.endpoints import webhook_channel
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.queue_function import LedgerFunction
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.retries import around_a_day
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    deliverer = Deliverer(store, clock, webhook_channel(settings, clock), retries=around_a_day())
    work = LedgerFunction(deliverer, queue(settings, clock), clock, waits_until=deliverer.waits_until)
    return logged("channel-webhook", work, log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(
        os.environ,  # noqa: TID251
        "RELAYBOARD_TABLE",
        "RELAYBOARD_QUEUE_URL",
        "RELAYBOARD_WEBHOOK",
        "RELAYBOARD_WEBHOOK_SECRET",
    )
)
