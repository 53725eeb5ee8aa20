"""The function that hears what pages say over their live sockets."""

import os

from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.live_frames import LiveMessage
from relayboard.lambdas.settings import LambdaSettings


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    return logged("live-message", LiveMessage(), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ))  # noqa: TID251
