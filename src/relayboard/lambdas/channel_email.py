"""The function that tells people by mail."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import mailer, open_table, queue
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.queue_function import LedgerFunction
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.email import EmailChannel
from relayboard.notify.mails import Mails
from relayboard.notify.retries import around_a_day_by_minutes
from relayboard.notify.site import Site
from relayboard.store.store import Store
from relayboard.store.unsubscribe_key import UnsubscribeKey


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    mails = Mails(Site(settings.public_url, api=settings.api_url), UnsubscribeKey(store))
    channel = EmailChannel(mailer(settings, clock), mails)
    deliverer = Deliverer(store, clock, channel, retries=around_a_day_by_minutes())
    work = LedgerFunction(deliverer, queue(settings, clock), clock, waits_until=deliverer.waits_until)
    return logged("channel-email", work, log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(
        os.environ,  # noqa: TID251
        "RELAYBOARD_TABLE",
        "RELAYBOARD_QUEUE_URL",
        "RELAYBOARD_MAIL_FROM",
        "RELAYBOARD_PUBLIC_URL",
        "RELAYBOARD_API_URL",
    )
)
