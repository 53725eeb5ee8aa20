"""The function that takes up deliveries that have waited, every five minutes."""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.lambdas.aws import mailer, open_table
from relayboard.lambdas.endpoints import endpoint_channels
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.schedules import Retries
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.email import EmailChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.mails import Mails
from relayboard.notify.retries import around_a_day, around_a_day_by_minutes
from relayboard.notify.site import Site
from relayboard.store.store import Store
from relayboard.store.unsubscribe_key import UnsubscribeKey


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    mails = Mails(Site(settings.public_url, api=settings.api_url), UnsubscribeKey(store))
    email = EmailChannel(mailer(settings, clock), mails)
    endpoints = endpoint_channels(settings, clock)
    subscribers = [
        Deliverer(store, clock, email, retries=around_a_day_by_minutes()),
        Deliverer(store, clock, InboxChannel()),
        *(Deliverer(store, clock, endpoint, retries=around_a_day()) for endpoint in endpoints),
    ]
    return logged("schedule-retries", Retries(subscribers, clock), log_level=settings.log_level)


handler = compose(
    LambdaSettings.read(
        os.environ,  # noqa: TID251
        "RELAYBOARD_TABLE",
        "RELAYBOARD_MAIL_FROM",
        "RELAYBOARD_PUBLIC_URL",
        "RELAYBOARD_API_URL",
    )
)
