"""The function that is told when a live socket is closed."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.live_sockets import LiveDisconnect
from relayboard.lambdas.settings import LambdaSettings
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    work = LiveDisconnect(Store(open_table(settings, SystemClock())))
    return logged("live-disconnect", work, log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
