"""From the queue of SES's events to the ledger."""

from datetime import datetime

from relayboard.adapters.ses_events import document_in, report_in
from relayboard.lambdas.queue_function import QueueFunction
from relayboard.notify.receipts import Receipts
from relayboard.ports.table import Item


class SesReceipts:
    """Subscribes to what SES says of mails."""

    name = "receipts"

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    def wants(self, item: Item) -> bool:
        return "eventType" in item

    def handle(self, item: Item) -> None:
        """Take an event of SES's.

        Raises:
            KeyError, ValueError: it is not of the documented shape.
            Conflict, Unavailable: it has to come again.
        """
        if (report := report_in(item)) is not None:
            self._receipts.take(report)

    def retry_due(self) -> datetime | None:
        return None


def receipt_function(receipts: Receipts) -> QueueFunction:
    """Return what handles batches of SES's events."""
    return QueueFunction(SesReceipts(receipts), read=document_in)
