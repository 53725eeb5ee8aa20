"""Deliveries: what became of telling one person of one event through one channel."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from relayboard.domain.events import Event, EventType, SubjectKind
from relayboard.domain.people import PersonRef


class DeliveryState(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class OutcomeKind(StrEnum):
    """What became of a mail that was sent; each outweighs those before it, whichever is heard of first."""

    DELAYED = "delayed"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


_WEIGHTS = {kind: weight for weight, kind in enumerate(OutcomeKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the mail service has said of a mail after it took it.

    Attributes:
        reason: what the receiving side said.
        is_permanent: a bounce that will come again with every mail.
    """

    kind: OutcomeKind
    at: datetime
    reason: str | None = None
    is_permanent: bool = False

    @property
    def ends_mail(self) -> bool:
        """Tell whether nothing more may be sent to this address."""
        is_bounce = self.kind is OutcomeKind.BOUNCED and self.is_permanent
        return is_bounce or self.kind is OutcomeKind.COMPLAINED

    @property
    def weight(self) -> tuple[int, bool, datetime, str]:
        """Of several outcomes the heaviest holds, so that neither their order nor repetition matters."""
        return _WEIGHTS[self.kind], self.is_permanent, self.at, self.reason or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the ledger; event, channel and person name it.

    Attributes:
        reason: why it failed or was skipped, or what kept the last attempt from succeeding.
        attempts: how often it was begun, since it was last redriven.
        attempts_before: how often it was begun until then.
        receipt: what the receiving side answered.
        lease_until: while it is pending, nobody begins another attempt before this moment.
        outcome: what was heard of it after it was sent; `None` where nobody tells.
        digest_at: when the digest is due that tells of the event in the place of a notice of its own.
        is_digest: it is the delivery of a digest; how it ends, the rows that the digest covers end too.
        is_handed_on: those rows have been told of its end.
    """

    event_id: str
    channel: str
    person: PersonRef
    subject_kind: SubjectKind
    subject_id: str
    state: DeliveryState
    updated_at: datetime
    reason: str | None = None
    attempts: int = 0
    receipt: str | None = None
    lease_until: datetime | None = None
    attempts_before: int = 0
    outcome: Outcome | None = None
    digest_at: datetime | None = None
    is_digest: bool = False
    is_handed_on: bool = False

    @classmethod
    def planned(cls, event: Event, channel: str, person: PersonRef, *, at: datetime) -> "Delivery":
        """Make a delivery that nobody has begun."""
        return cls(
            event_id=event.id,
            channel=channel,
            person=person,
            subject_kind=event.subject.kind,
            subject_id=event.subject.id,
            state=DeliveryState.PENDING,
            updated_at=at,
            is_digest=event.type is EventType.DIGEST_DUE,
        )

    @property
    def is_settled(self) -> bool:
        """Tell whether it has come to its end, so that nothing more is sent."""
        return self.state is not DeliveryState.PENDING

    @property
    def attempts_in_all(self) -> int:
        """How often it was begun since there is this row."""
        return self.attempts_before + self.attempts

    def may_begin(self, at: datetime) -> bool:
        """Tell whether an attempt may begin now."""
        is_free = self.lease_until is None or self.lease_until <= at
        return is_free and self.digest_at is None and not self.is_settled

    def begun(self, *, at: datetime, lease_until: datetime) -> "Delivery":
        """Return this delivery with one more attempt under way."""
        return replace(self, attempts=self.attempts + 1, lease_until=lease_until, updated_at=at)

    def sent(self, receipt: str | None, *, at: datetime) -> "Delivery":
        """Return this delivery as one that arrived."""
        return self._settled(DeliveryState.SENT, at=at, reason=None, receipt=receipt)

    def failed(self, reason: str, *, at: datetime) -> "Delivery":
        """Return this delivery as one that is given up."""
        return self._settled(DeliveryState.FAILED, at=at, reason=reason)

    def skipped(self, reason: str, *, at: datetime) -> "Delivery":
        """Return this delivery as one that was not wanted."""
        return self._settled(DeliveryState.SKIPPED, at=at, reason=reason)

    def put_off(self, reason: str, *, at: datetime, until: datetime) -> "Delivery":
        """Return this delivery as one that is tried again later."""
        return replace(self, reason=reason, lease_until=until, updated_at=at)

    def redriven(self, *, at: datetime) -> "Delivery":
        """Return this delivery, which failed, as one whose attempts start anew; its reason stays."""
        return replace(
            self,
            state=DeliveryState.PENDING,
            attempts=0,
            attempts_before=self.attempts_in_all,
            lease_until=at,
            updated_at=at,
            outcome=None,
            is_handed_on=False,
        )

    def gathered(self, reason: str, *, at: datetime, due: datetime) -> "Delivery":
        """Return this delivery as one that becomes part of a digest."""
        return replace(self, reason=reason, lease_until=None, digest_at=due, updated_at=at)

    def carried_by(self, digest: "Delivery", *, at: datetime) -> "Delivery":
        """Return this delivery, which is part of a digest, as one that ended as the digest did."""
        is_sent = self.state is DeliveryState.SENT  # then only what was heard later is new
        ended = (
            self if is_sent else self._settled(digest.state, at=at, reason=digest.reason, receipt=digest.receipt)
        )
        return ended if digest.outcome is None else ended.resulting_in(digest.outcome)

    def handed_on(self) -> "Delivery":
        """Return this delivery of a digest as one that has told the rows that it covers how it ended."""
        return replace(self, is_handed_on=True)

    def resulting_in(self, outcome: Outcome) -> "Delivery":
        """Return this delivery with an outcome, unless a heavier one is known; what a digest covers follows it."""
        if self.outcome is not None and self.outcome.weight >= outcome.weight:
            return self
        return replace(self, outcome=outcome, is_handed_on=False)

    def _settled(
        self, state: DeliveryState, *, at: datetime, reason: str | None, receipt: str | None = None
    ) -> "Delivery":
        return replace(
            self,
            state=state,
            reason=reason,
            receipt=receipt,
            lease_until=None,
            updated_at=at,
            is_handed_on=False,
        )
