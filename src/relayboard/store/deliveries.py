"""The delivery ledger in the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from relayboard.domain.deliveries import Delivery, DeliveryState, Outcome, OutcomeKind
from relayboard.domain.events import SubjectKind
from relayboard.ports.table import (
    ABSENT,
    AllOf,
    Condition,
    Equals,
    Exists,
    Index,
    Item,
    Not,
    Put,
    Query,
    Value,
    Write,
    prefixed,
)
from relayboard.store import keys
from relayboard.store.people import ref_item, ref_of
from relayboard.store.store import Ref


def delivery_ref(event_id: str, channel: str, user_id: str) -> Ref[Delivery]:
    """Refer to the ledger row of an event, a channel and a person."""
    return Ref(keys.delivery(event_id, channel, user_id), delivery_of)


def save_delivery(before: Delivery | None, after: Delivery) -> Write:
    """Return the write that takes a ledger row on; it fails when anybody else took it on meanwhile."""
    item: dict[str, Value] = {
        **keys.delivery(after.event_id, after.channel, after.person.id).attributes,
        **_index_attributes(after),
        **({} if after.outcome is None else {"outcome": _outcome_item(after.outcome)}),
        "eventId": after.event_id,
        "channel": after.channel,
        "person": ref_item(after.person),
        "subject": {"kind": after.subject_kind.value, "id": after.subject_id},
        "state": after.state.value,
        "reason": after.reason,
        "attempts": after.attempts,
        "attemptsBefore": after.attempts_before,
        "receipt": after.receipt,
        "leaseUntil": _text(after.lease_until),
        "updatedAt": after.updated_at.isoformat(),
        **_digest_attributes(after),
    }
    return Put(item, when=_unchanged(before))


def deliveries_about(
    kind: SubjectKind, subject_id: str, *, first_event_id: str, last_event_id: str, limit: int
) -> Query:
    """Ask for the ledger rows of what happened to a thing, from one event to another (both inclusive)."""
    return Query(
        pk=keys.deliveries_of(kind, subject_id),
        index=Index.GSI2,
        lower=first_event_id,
        upper=prefixed(last_event_id)[1],
        limit=limit,
    )


def failed_deliveries(*, limit: int) -> Query:
    """Ask for the deliveries that were given up, the latest first."""
    return Query(pk=keys.FAILED_DELIVERIES, index=Index.GSI1, descending=True, limit=limit)


def deliveries_failed_before(moment: datetime, *, limit: int) -> Query:
    """Ask for the deliveries that were given up before a moment, those that wait longest in front."""
    upper = keys.failed_before(moment)
    return Query(pk=keys.FAILED_DELIVERIES, index=Index.GSI1, upper=upper, limit=limit)


def unfinished_deliveries(channel: str, *, limit: int) -> Query:
    """Ask for the deliveries that a channel has begun and not finished, the one due first in front."""
    return Query(pk=keys.retries_of(channel), index=Index.GSI1, limit=limit)


def delivery_of(item: Item) -> Delivery:
    """Read a ledger row."""
    data = cast(Mapping[str, Any], item)
    lease_until = data["leaseUntil"]
    return Delivery(
        event_id=data["eventId"],
        channel=data["channel"],
        person=ref_of(data["person"]),
        subject_kind=SubjectKind(data["subject"]["kind"]),
        subject_id=data["subject"]["id"],
        state=DeliveryState(data["state"]),
        reason=data["reason"],
        attempts=data["attempts"],
        attempts_before=data.get("attemptsBefore", 0),
        receipt=data["receipt"],
        lease_until=datetime.fromisoformat(lease_until) if lease_until else None,
        updated_at=datetime.fromisoformat(data["updatedAt"]),
        outcome=_outcome_of(data["outcome"]) if "outcome" in data else None,
        digest_at=datetime.fromisoformat(data["digestAt"]) if "digestAt" in data else None,
        is_digest="isHandedOn" in data,
        is_handed_on=data.get("isHandedOn", False),
    )


def _index_attributes(delivery: Delivery) -> dict[str, Value]:
    name = (delivery.event_id, delivery.channel, delivery.person.id)
    attributes: dict[str, Value] = {
        "GSI2PK": keys.deliveries_of(delivery.subject_kind, delivery.subject_id),
        "GSI2SK": keys.delivery_place(*name),
    }
    if delivery.is_digest and delivery.is_settled and not delivery.is_handed_on:
        attributes["GSI2PK"] = keys.ENDED_DIGESTS
        attributes["GSI2SK"] = keys.failed_place(delivery.updated_at, *name)
    if delivery.digest_at is not None:
        return attributes | _place_among_gathered(delivery, delivery.digest_at)
    if delivery.state is DeliveryState.FAILED:
        attributes["GSI1PK"] = keys.FAILED_DELIVERIES
        attributes["GSI1SK"] = keys.failed_place(delivery.updated_at, *name)
    elif delivery.lease_until is not None:
        attributes["GSI1PK"] = keys.retries_of(delivery.channel)
        attributes["GSI1SK"] = keys.retry_place(delivery.lease_until, keys.delivery_place(*name))
    return attributes


def _place_among_gathered(delivery: Delivery, due: datetime) -> dict[str, Value]:
    # Of what its digest could not tell, the digest itself stands among what failed.
    if delivery.is_settled:
        return {}
    place = keys.digest_place(due, delivery.person.id, delivery.event_id)
    return {"GSI1PK": keys.GATHERED_DELIVERIES, "GSI1SK": place}


def _digest_attributes(delivery: Delivery) -> dict[str, Value]:
    attributes: dict[str, Value] = {}
    if delivery.digest_at is not None:
        attributes["digestAt"] = delivery.digest_at.isoformat()
    if delivery.is_digest:
        attributes["isHandedOn"] = delivery.is_handed_on
    return attributes


def _unchanged(before: Delivery | None) -> Condition:
    if before is None:
        return ABSENT
    return AllOf(
        (
            Equals("state", before.state.value),
            Equals("attempts", before.attempts),
            Equals("leaseUntil", _text(before.lease_until)),
            # Redriven, a row may come to the same number of attempts once more.
            Equals("updatedAt", before.updated_at.isoformat()),
            Not(Exists("outcome")) if before.outcome is None else Equals("outcome", _outcome_item(before.outcome)),
        )
    )


def _outcome_item(outcome: Outcome) -> Value:
    return {
        "kind": outcome.kind.value,
        "at": outcome.at.isoformat(),
        "reason": outcome.reason,
        "isPermanent": outcome.is_permanent,
    }


def _outcome_of(data: Mapping[str, Any]) -> Outcome:
    return Outcome(
        kind=OutcomeKind(data["kind"]),
        at=datetime.fromisoformat(data["at"]),
        reason=data["reason"],
        is_permanent=data["isPermanent"],
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
