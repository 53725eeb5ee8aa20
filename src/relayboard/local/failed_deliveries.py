"""The ledger as whoever runs the server sees it: what was given up, and sending it again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msgspec
from rich.markup import escape
from rich.table import Table as Shown

from relayboard.adapters.system_clock import SystemClock
from relayboard.api.presenting.deliveries import failed_view
from relayboard.domain.deliveries import Delivery
from relayboard.domain.errors import Invalid, Unavailable
from relayboard.domain.ids import Ulids
from relayboard.domain.people import Person, Principal, Role
from relayboard.local.dynamodb import dynamodb_address
from relayboard.local.engine import DATABASE, open_engine
from relayboard.local.settings import Settings
from relayboard.notify.wording import headline
from relayboard.ports.clock import Clock
from relayboard.services.deliveries import REDRIVEN_AT_ONCE, Deliveries, DeliveryName, FailedDelivery, Redriven
from relayboard.services.profileless_units import ProfilelessUnits
from relayboard.store.store import Found, Store
from relayboard.store.task_lists import Slice

_PAGE = 100
_OPERATOR = Principal("operator", Role.ADMIN)
Ids = list[str]


class OperatorUnits(ProfilelessUnits):
    """Units of work of whoever may use the machine; in the log they are "The operator"."""

    def _actor(self, by: Principal, found: Found) -> Person:
        return replace(super()._actor(by, found), name="The operator")


class Ledger:
    """The use cases of failed deliveries, for as many as there are."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._deliveries = Deliveries(store, OperatorUnits(store, clock, Ulids()))

    def failed(self) -> list[FailedDelivery]:
        """Return all deliveries that failed, newest first.

        Raises:
            Unavailable.
        """
        found: list[FailedDelivery] = []
        cursor = None
        while True:
            page = self._deliveries.failed(Slice(limit=_PAGE, cursor=cursor), by=_OPERATOR)
            found.extend(page.items)
            cursor = page.cursor
            if cursor is None:
                return found

    def redrive(self, ids: Sequence[str]) -> tuple[Ids, Ids]:
        """Send some again; return the ids of those, and of those that have not failed.

        Raises:
            Invalid: something is no id.
            Conflict, Unavailable.
        """
        names = [_name_of(one) for one in ids]
        starts = range(0, len(names), REDRIVEN_AT_ONCE)
        turns = [names[start : start + REDRIVEN_AT_ONCE] for start in starts]
        return _sum([self._deliveries.redrive(turn, by=_OPERATOR) for turn in turns])

    def redrive_all(self) -> tuple[Ids, Ids]:
        """Send all again that have failed until now.

        Raises:
            Conflict, Unavailable.
        """
        begun = self._clock.now()
        parts = [self._deliveries.redrive_all(by=_OPERATOR, failed_before=begun)]
        while parts[-1].more:
            parts.append(self._deliveries.redrive_all(by=_OPERATOR, failed_before=begun))
        return _sum(parts)


@contextmanager
def opened(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger of an installation that is there; a server may go on working.

    Raises:
        Unavailable: there is no database in the data folder.
        Invalid, TableBusy, TableBroken.
    """
    if dynamodb_address(settings.store) is None and not (settings.data / DATABASE).exists():
        raise Unavailable(f"There is no database in {settings.data}.")
    clock = SystemClock()
    engine = open_engine(settings.store, settings.data, clock=clock, environ=settings.aws)
    try:
        yield Ledger(Store(engine.table), clock)
    finally:
        engine.close()


def table_of(failed: Sequence[FailedDelivery]) -> Shown:
    """Return what failed for people's eyes."""
    shown = Shown()
    for name in ("id", "failed at", "person", "what", "why", "tried"):
        shown.add_column(name, overflow="fold")
    for one in failed:
        row = one.delivery
        shown.add_row(
            escape(_id_of(row)),
            f"{row.updated_at:%Y-%m-%d %H:%M}",
            escape(row.person.name),
            escape(headline(one.event)) if one.event else "",
            escape(row.reason or ""),
            str(row.attempts_in_all),
        )
    return shown


def json_of(failed: Sequence[FailedDelivery]) -> list[dict[str, Any]]:
    """Return what failed for programs, as the API answers it, with the ids that `redrive` takes."""
    return [{"id": _id_of(one.delivery), **msgspec.to_builtins(failed_view(one))} for one in failed]


def _sum(parts: Sequence[Redriven]) -> tuple[Ids, Ids]:
    taken = [_id_of(row) for part in parts for row in part.taken]
    return taken, [_joined(name) for part in parts for name in part.not_failed]


def _id_of(row: Delivery) -> str:
    return _joined(DeliveryName(row.event_id, row.channel, row.person.id))


def _joined(name: DeliveryName) -> str:
    return f"{name.event_id}/{name.channel}/{name.user_id}"


def _name_of(one: str) -> DeliveryName:
    parts = one.split("/")
    if len(parts) != 3 or not all(parts):
        raise Invalid({"ids": f"“{one}” is not EVENT/CHANNEL/PERSON."})
    return DeliveryName(*parts)
