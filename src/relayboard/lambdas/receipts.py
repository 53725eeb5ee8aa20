"""The function that takes what SES reports of mails into the ledger."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.receipt_function import receipt_function
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.receipts import Receipts
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    work = receipt_function(Receipts(store, UnitsOfWork(store, clock, Ulids())))
    return logged("receipts", work, log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE"))  # noqa: TID251
