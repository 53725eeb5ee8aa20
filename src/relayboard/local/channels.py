"""The channels through which this server tells people, and the dispatcher that drives them."""

from collections.abc import Callable

from relayboard.adapters.mailbox_mailer import MailboxMailer
from relayboard.adapters.paced_mailer import Pace, PacedMailer
from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.api.openapi import ROOT
from relayboard.domain.errors import Invalid
from relayboard.local.dispatcher import Dispatcher
from relayboard.local.endpoints import endpoint_channels
from relayboard.local.live.follower import NAME as LIVE
from relayboard.local.settings import Settings
from relayboard.notify.account_mails import AccountMails
from relayboard.notify.account_sender import AccountSender
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.email import EmailChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.mails import Mails
from relayboard.notify.names import Names
from relayboard.notify.retries import around_a_day, around_a_day_by_minutes
from relayboard.notify.site import Site
from relayboard.notify.subscribers import Subscriber
from relayboard.ports.changes import Changes
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mailer
from relayboard.store.status_shards import Shards
from relayboard.store.store import Store
from relayboard.store.unsubscribe_key import UnsubscribeKey


def dispatcher_over(
    store: Store, open_feed: Callable[[], Changes], clock: Clock, settings: Settings, *, shards: Shards
) -> Dispatcher:
    """Return a dispatcher that drives every channel of this server.

    Raises:
        Invalid: the address of the mail server or of a receiver cannot be understood.
    """
    site = site_of(settings)
    # A mailer each: codes to sign in must not wait behind a long row of notices. They share one pace.
    mailer, mails = _mailers(settings, clock), Mails(site, UnsubscribeKey(store))
    subscribers: list[Subscriber] = [
        Deliverer(store, clock, EmailChannel(mailer(), mails), retries=around_a_day_by_minutes()),
        Deliverer(store, clock, InboxChannel()),
        Names(store, shards=shards),
        AccountSender(store, clock, mailer(), AccountMails(site)),
        *(
            Deliverer(store, clock, channel, retries=around_a_day())
            for channel in endpoint_channels(settings.endpoints, site, clock)
        ),
    ]
    return Dispatcher(store, open_feed, clock, subscribers, followers=[LIVE])


def site_of(settings: Settings) -> Site:
    """Return where this server can be reached."""
    return Site(settings.public_url, api=settings.public_url + ROOT)


def _mailers(settings: Settings, clock: Clock) -> Callable[[], Mailer]:
    """Return what makes mailers that together keep to the rate."""
    if not settings.mails_per_second:
        return lambda: _mailer(settings, clock)
    pace = Pace(settings.mails_per_second)
    return lambda: PacedMailer(_mailer(settings, clock), pace)


def _mailer(settings: Settings, clock: Clock) -> Mailer:
    if not settings.smtp:
        return MailboxMailer(settings.mailbox, sender=settings.mail_from, clock=clock)
    try:
        return SmtpMailer(settings.smtp, sender=settings.mail_from, clock=clock)
    except ValueError as error:
        raise Invalid({"smtp": str(error)}) from error
