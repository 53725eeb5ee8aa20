"""What a channel could not handle at all: whoever was to hear of it stands among the failed deliveries then."""

from contextlib import suppress
from datetime import datetime

from relayboard.domain.deliveries import Delivery
from relayboard.notify.audiences import audience_of
from relayboard.notify.endpoint import RECEIVERS, SilentEndpoint
from relayboard.notify.wishes import Wished
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, Item
from relayboard.store.deliveries import delivery_ref, save_delivery
from relayboard.store.events import event_of, is_event
from relayboard.store.store import Store

REASON = "This channel could not handle the event; its message was parked."


class DeadLetters:
    """Takes one channel's dead letters into the ledger.

    A row that is there is left alone: it has come to its end, or its next attempt stands in the index of what is
    unfinished. So a repeated letter, or one that another attempt has overtaken, changes nothing.
    """

    def __init__(self, store: Store, clock: Clock, channel: str) -> None:
        self._store = store
        self._clock = clock
        self._audience = audience_of(SilentEndpoint(channel) if channel in RECEIVERS else Wished(channel))
        self.name = f"dead-letters-{channel}"

    def wants(self, item: Item) -> bool:
        return is_event(item)

    def handle(self, item: Item) -> None:
        """Write down who was not told.

        Raises:
            RaceLost, Unavailable: the letter has to come again.
        """
        event = event_of(item)
        hearers = self._audience.hearers(event)
        if not hearers:
            return
        refs = {one.person: delivery_ref(event.id, self._audience.name, one.person.id) for one in hearers}
        found = self._store.fetch(*refs.values())
        for person, ref in refs.items():
            if found[ref] is None:
                self._give_up(Delivery.planned(event, self._audience.name, person, at=self._clock.now()))

    def retry_due(self) -> datetime | None:
        return None

    def _give_up(self, planned: Delivery) -> None:
        # Its condition fails when somebody has begun this delivery meanwhile, or has written the same.
        with suppress(ConditionFailed):
            self._store.commit([save_delivery(None, planned.failed(REASON, at=self._clock.now()))])
