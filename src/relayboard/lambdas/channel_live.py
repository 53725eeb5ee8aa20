"""The function that pushes what happened to pages that are open."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table, sockets
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.queue_function import QueueFunction
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.live_pushes import LivePushes
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    pushes = LivePushes(Store(open_table(settings, clock)), sockets(settings, clock), clock)
    return logged("channel-live", QueueFunction(pushes), log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(os.environ, "RELAYBOARD_TABLE", "RELAYBOARD_SOCKETS_URL")  # noqa: TID251
)
