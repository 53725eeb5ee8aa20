"""The function that reminds people of what is due, a minute after every quarter of an hour."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.schedules import Remind
from relayboard.lambdas.settings import LambdaSettings
from relayboard.services.reminders import Reminders
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    reminders = Reminders(Store(open_table(settings, clock)), clock, Ulids())
    return logged("schedule-reminders", Remind(reminders), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
