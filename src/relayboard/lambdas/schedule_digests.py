"""The function that puts digests together, every five minutes."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.schedules import Digest
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.digest_round import DigestRound
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    work = Digest(DigestRound(Store(open_table(settings, clock)), clock))
    return logged("schedule-digests", work, log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
