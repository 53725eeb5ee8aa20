"""The function that is asked when a page opens a live socket."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.live_sockets import LiveConnect
from relayboard.lambdas.settings import LambdaSettings
from relayboard.services.live_tickets import LiveTickets
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    tickets = LiveTickets(store, UnitsOfWork(store, clock, Ulids()), url=settings.live_url)
    work = LiveConnect(store, tickets, clock, origins=settings.allowed_origins)
    return logged("live-connect", work, log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(os.environ, "RELAYBOARD_TABLE", "RELAYBOARD_ALLOWED_ORIGINS")  # noqa: TID251
)
