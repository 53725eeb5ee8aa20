"""The function that spreads columns over more partitions, where that was asked for."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.schedules import UNTIL_DONE, Respread
from relayboard.lambdas.settings import LambdaSettings
from relayboard.services.respreading import Respreading
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    respreading = Respreading(
        Store(open_table(settings, clock)),
        clock,
        shards=settings.status_shards,
        holder=Ulids().next(clock.now()),
        pauses=UNTIL_DONE,
    )
    return logged("schedule-respread", Respread(respreading), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
