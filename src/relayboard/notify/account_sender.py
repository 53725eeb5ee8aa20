"""Sends the user pool's mails out of the outbox.

A mail is claimed, sent and then deleted; what is said in `deliverer` about claims and about the one window
holds here too. It is tried until it is taken, refused for good, or of no use any more.
"""

import logging
from dataclasses import replace
from datetime import datetime

from relayboard.domain.errors import Unavailable
from relayboard.notify.account_mails import AccountMails
from relayboard.notify.retries import Retries
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mailer, MailerBusy, MailRefused
from relayboard.ports.table import ConditionFailed, Item, RaceLost, Write
from relayboard.store.outbox import (
    ACCOUNT_MAIL,
    Queued,
    delete_queued,
    is_queued_mail,
    queued_of,
    queued_ref,
    save_queued,
    waiting_mails,
)
from relayboard.store.store import Store

RETRIES_AT_ONCE = 10

log = logging.getLogger(__name__)


class AccountSender:
    """Subscribes to the outbox. One thread at a time may use one AccountSender."""

    name = ACCOUNT_MAIL

    def __init__(
        self, store: Store, clock: Clock, mailer: Mailer, mails: AccountMails, *, retries: Retries | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._mailer = mailer
        self._mails = mails
        self._retries = retries or Retries()
        self._taken: set[str] = set()

    def wants(self, item: Item) -> bool:
        return is_queued_mail(item)

    def handle(self, item: Item) -> None:
        self._attempt(queued_of(item).id)

    def retry_due(self) -> datetime | None:
        waiting = self._store.page(waiting_mails(limit=RETRIES_AT_ONCE), queued_of).items
        for queued in waiting:
            if queued.lease_until > self._clock.now():
                return queued.lease_until
            self._attempt(queued.id)
        return self._clock.now() if waiting else None

    def _attempt(self, mail_id: str) -> None:
        queued = self._store.get(queued_ref(mail_id))
        now = self._clock.now()
        if queued is None or queued.lease_until > now:
            return
        begun = queued.begun(lease_until=now + self._retries.lease)
        if self._commit(save_queued(queued, begun)):
            self._send(begun)

    def _send(self, begun: Queued) -> None:
        try:
            if begun.id not in self._taken:
                self._mailer.send(self._mails.of(begun))
        except MailRefused:
            self._commit(delete_queued(begun.id))
            self._note("account_mail_refused", begun)
        except MailerBusy:
            later = self._clock.now() + self._retries.pause(begun.attempts)
            self._commit(save_queued(begun, replace(begun, lease_until=later)))
            self._note("account_mail_put_off", begun)
        else:
            self._taken.add(begun.id)
            self._commit(delete_queued(begun.id))
            self._taken.discard(begun.id)
            self._note("account_mail_sent", begun)

    def _commit(self, write: Write) -> bool:
        try:
            self._store.commit([write])
        except ConditionFailed:
            return False
        except RaceLost as error:
            raise Unavailable("Others are writing this mail.") from error
        return True

    def _note(self, what: str, queued: Queued) -> None:
        log.info(what, extra={"mail_id": queued.id, "kind": queued.mail.kind.value, "attempts": queued.attempts})
