"""The outbox in the table: mail of the user pool, kept until it is sent or of no use.

From its first moment on an item stands in the index of what is to be tried (again), so that it is found even
when whoever was sending it died. It carries a secret: it is deleted as soon as it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from relayboard.domain.ids import Ulids
from relayboard.ports.clock import Clock
from relayboard.ports.outbox import AccountMail, AccountMailKind
from relayboard.ports.table import ABSENT, EXPIRES, Condition, Delete, Equals, Index, Item, Put, Query, Write
from relayboard.store import keys
from relayboard.store.store import Ref

ACCOUNT_MAIL = "account-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A mail that waits to be sent.

    Attributes:
        attempts: how often sending it was begun.
        lease_until: nobody begins another attempt before this moment.
    """

    id: str
    mail: AccountMail
    attempts: int
    lease_until: datetime

    def begun(self, *, lease_until: datetime) -> "Queued":
        """Return this mail with one more attempt under way."""
        return replace(self, attempts=self.attempts + 1, lease_until=lease_until)


class TableOutbox:
    """Puts mails of the user pool into the table."""

    def __init__(self, clock: Clock, ulids: Ulids) -> None:
        self._clock = clock
        self._ulids = ulids

    def write_for(self, mail: AccountMail) -> Put:
        """Return the write that, once committed, makes sure that the mail is sent."""
        now = self._clock.now()
        return save_queued(None, Queued(id=self._ulids.next(now), mail=mail, attempts=0, lease_until=now))


def queued_ref(mail_id: str) -> Ref[Queued]:
    """Refer to a waiting mail."""
    return Ref(keys.outbox(mail_id), queued_of)


def is_queued_mail(item: Item) -> bool:
    """Tell whether an item from the change feed is a waiting mail."""
    return str(item["SK"]).startswith(keys.OUTBOX_PREFIX)


def save_queued(before: Queued | None, after: Queued) -> Put:
    """Return the write that takes a waiting mail on; it fails when anybody else took it on meanwhile."""
    item: Item = {
        **keys.outbox(after.id).attributes,
        "GSI1PK": keys.retries_of(ACCOUNT_MAIL),
        "GSI1SK": keys.retry_place(after.lease_until, after.id),
        "id": after.id,
        "kind": after.mail.kind.value,
        "email": after.mail.email,
        "name": after.mail.name,
        "secret": after.mail.secret,
        "expiresAt": after.mail.expires_at.isoformat(),
        "attempts": after.attempts,
        "leaseUntil": after.lease_until.isoformat(),
        EXPIRES: int(after.mail.expires_at.timestamp()),
    }
    return Put(item, when=_unchanged(before))


def delete_queued(mail_id: str) -> Write:
    """Return the write that takes a mail out of the outbox."""
    return Delete(keys.outbox(mail_id))


def waiting_mails(*, limit: int) -> Query:
    """Ask for the mails that wait, the one due first in front."""
    return Query(pk=keys.retries_of(ACCOUNT_MAIL), index=Index.GSI1, limit=limit)


def queued_of(item: Item) -> Queued:
    """Read a waiting mail."""
    data = cast(Mapping[str, Any], item)
    mail = AccountMail(
        kind=AccountMailKind(data["kind"]),
        email=data["email"],
        name=data["name"],
        secret=data["secret"],
        expires_at=datetime.fromisoformat(data["expiresAt"]),
    )
    lease_until = datetime.fromisoformat(data["leaseUntil"])
    return Queued(id=data["id"], mail=mail, attempts=data["attempts"], lease_until=lease_until)


def _unchanged(before: Queued | None) -> Condition:
    if before is None:
        return ABSENT
    return Equals("attempts", before.attempts)
