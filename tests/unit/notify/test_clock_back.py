"""A clock that is set back by an hour delays what waited for its time, and loses nothing."""

from relayboard.domain.deliveries import DeliveryState
from relayboard.local.tail import Tail
from relayboard.ports.mailer import MailerBusy
from relayboard.store.store import Store
from tests.unit.notify.world import ANN, BOB, World, assigned

HOUR = 3600


def test_new_mail_goes_on_and_mail_that_waited_goes_when_its_time_has_come():
    world = World()
    deliverer = world.email(Store(world.table))
    tail = Tail(Store(world.table), world.open_feed(), deliverer)
    world.postbox.trouble = MailerBusy("421")
    world.record(assigned(ANN, number=1))
    tail.step()
    world.postbox.trouble = None
    world.clock.advance(-HOUR)
    world.record(assigned(BOB, number=2))
    tail.step()
    assert len(world.postbox.to(BOB)) == 1
    due = deliverer.retry_due()
    world.clock.advance((due - world.clock.now()).total_seconds())
    while tail.step() or deliverer.retry_due() is not None:
        pass
    assert len(world.postbox.to(ANN)) == 1
    assert all(row.state is DeliveryState.SENT for row in world.deliveries().values())
