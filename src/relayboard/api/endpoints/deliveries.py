"""Endpoints of the delivery ledger."""

from datetime import UTC, datetime

from msgspec import UNSET

from relayboard.api.bodies.deliveries import RedriveDeliveries
from relayboard.api.http import Answer
from relayboard.api.presenting.deliveries import failed_view, redriven_view
from relayboard.api.presenting.pages import page_view
from relayboard.api.queries import Paging
from relayboard.api.request import Request
from relayboard.api.views.deliveries import FailedDeliveryView, RedrivenView
from relayboard.api.views.pages import PageView
from relayboard.domain.errors import Invalid
from relayboard.services.deliveries import Deliveries, DeliveryName
from relayboard.store.task_lists import Slice


def list_deliveries(
    request: Request, deliveries: Deliveries, query: Paging
) -> Answer[PageView[FailedDeliveryView]]:
    """List the deliveries that failed, newest first, with what would have been sent."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    return Answer(page_view(deliveries.failed(part, by=request.principal), failed_view))


def redrive_deliveries(request: Request, deliveries: Deliveries, body: RedriveDeliveries) -> Answer[RedrivenView]:
    """Send failed deliveries again."""
    by, once = request.principal, request.once(redriven_view)
    if body.all is (body.deliveries is not UNSET):
        raise Invalid({"deliveries": "Name some, or say that all are meant."})
    if body.deliveries is UNSET:
        moment = None if body.failed_before is UNSET else _in_utc(body.failed_before)
        return Answer(redriven_view(deliveries.redrive_all(by=by, failed_before=moment, once=once)))
    if body.failed_before is not UNSET:
        raise Invalid({"failedBefore": "Goes with all."})
    names = [DeliveryName(one.event_id, one.channel, one.user_id) for one in body.deliveries]
    return Answer(redriven_view(deliveries.redrive(names, by=by, once=once)))


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid({"failedBefore": "There is no such moment in UTC."}) from error
