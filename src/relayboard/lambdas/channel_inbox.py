"""The function that tells people on the page itself."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.queue_function import QueueFunction
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.inbox import InboxChannel
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together; nothing of this channel's is ever put off."""
    clock = SystemClock()
    deliverer = Deliverer(Store(open_table(settings, clock)), clock, InboxChannel())
    return logged("channel-inbox", QueueFunction(deliverer), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
