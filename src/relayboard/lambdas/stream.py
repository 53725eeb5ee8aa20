"""The function behind the table's stream."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import publisher
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.settings import LambdaSettings
from relayboard.lambdas.stream_function import StreamFunction


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    work = StreamFunction(publisher(settings, SystemClock()))
    return logged("stream", work, log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TOPIC_ARN"))  # noqa: TID251
