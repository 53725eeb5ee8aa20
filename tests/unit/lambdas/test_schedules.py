"""What runs by the clock."""

from datetime import timedelta

from relayboard.domain.preferences import Kind, Preferences, When
from relayboard.domain.tasks import Status
from relayboard.lambdas.schedules import UNTIL_DONE, Digest, Remind, Respread, Retries
from relayboard.notify.channels import TryAgain
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.digest_round import DigestRound
from relayboard.notify.wishes import Wished
from relayboard.services.respreading import Respreading
from relayboard.store.events import is_event
from relayboard.store.status_shards import StatusShards
from tests.support.mornings import Mornings, day, utc
from tests.support.world import ANN, LEAD, World
from tests.unit.lambdas.test_queue_function import Desk, assigned


class Later:
    """A subscriber that always has something due."""

    def __init__(self, clock):
        self.clock = clock
        self.rounds = 0

    def retry_due(self):
        self.rounds += 1
        return self.clock.now() - timedelta(seconds=1)


def retried(subscribers, clock, *, seconds_left=100.0):
    facts = {}
    Retries(subscribers, clock)({}, facts, patience(seconds_left))
    return facts["rounds"]


def patience(seconds_left):
    class Patience:
        pass

    Patience.seconds_left = seconds_left
    return Patience


def test_a_delivery_whose_message_is_lost_is_taken_up_when_it_is_due():
    desk = Desk(TryAgain("busy"))
    desk.run(assigned(desk.messages(assignees=[ANN])))
    retried([desk.deliverer], desk.world.clock)
    assert desk.channel.told == []
    desk.world.clock.advance(600)
    retried([desk.deliverer], desk.world.clock)
    assert desk.channel.told == ["ann"]


def test_nothing_due_is_one_look_for_each_channel():
    desk = Desk()
    assert retried([desk.deliverer, desk.deliverer], desk.world.clock) == 2


def test_it_ends_before_its_time_is_over():
    world = World()
    later = Later(world.clock)
    left = iter([60.0, 30.0, 16.0, 14.0])

    class Patience:
        @property
        def seconds_left(self):
            return next(left)

    Retries([later], world.clock)({}, {}, Patience())
    assert later.rounds == 3


def test_reminders_are_recorded_over_several_invocations():
    world = Mornings(utc("2026-03-03 07:30"))
    lea = world.person("Lea")
    for _ in range(60):
        world.task(day("2026-03-04"), by=lea)
    world.clock.advance(3600)

    def invoke(seconds_left):
        facts = {}
        Remind(world.reminders())({}, facts, patience(seconds_left))
        return facts["recorded"]

    assert [invoke(14.0), invoke(100.0), invoke(100.0)] == [0, 60, 0]


def world_where_ann_reads_digests():
    """Return a workspace in which a digest of one assignment is due."""
    world = World()
    wanted = Preferences(mail={Kind.ASSIGNMENT: When.DIGEST})
    world.profiles.update("Ann", lambda _: wanted, by=ANN)
    before = set(world.dump())
    world.task(assignees=[ANN])
    deliverer = Deliverer(world.store, world.clock, Wished("email"))
    for key, item in world.dump().items():
        if key not in before and is_event(item):
            deliverer.handle(item)
    world.clock.advance(36 * 3600)
    return world


def test_digests_are_left_to_the_next_invocation_when_time_is_over():
    world = world_where_ann_reads_digests()

    def invoke(seconds_left):
        facts = {}
        Digest(DigestRound(world.store, world.clock))({}, facts, patience(seconds_left))
        return facts

    told = [invoke(14.0), invoke(100.0), invoke(100.0)]
    assert [facts["digests"] for facts in told] == [0, 1, 0]


def test_columns_are_spread_over_several_invocations():
    now = [0.0]
    world = World(shards=lambda store: StatusShards(store, elapsed=lambda: now[0]))
    tasks = {world.task(title=f"Task {number}").id for number in range(30)}

    def sleep(seconds):
        now[0] += seconds

    def invoke(seconds_left):
        respreading = Respreading(
            world.store, world.clock, shards=4, holder="one", pauses=UNTIL_DONE, elapsed=lambda: now[0]
        )
        facts = {}
        Respread(respreading, sleep=sleep)({}, facts, patience(seconds_left))
        return facts

    assert not invoke(30.0)["is_settled"]
    done = invoke(300.0)
    assert (done["shards"], done["is_settled"]) == (4, True)
    assert done["moved"] > 0
    now[0] += 60
    listed = {task["id"] for task in world.pages("GET", f"/tasks?status={Status.OPEN.value}", as_=LEAD)}
    assert listed == tasks
    assert invoke(300.0)["is_settled"]
