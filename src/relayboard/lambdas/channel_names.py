"""The function that carries a person's new name into their tasks."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.queue_function import QueueFunction
from relayboard.lambdas.settings import LambdaSettings
from relayboard.lambdas.shards import shards_of
from relayboard.notify.names import Names
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    store = Store(open_table(settings, SystemClock()))
    names = Names(store, shards=shards_of(settings, store))
    return logged("channel-names", QueueFunction(names), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
