"""A thread that does rounds, such as those that remind people, from its start to its stop."""

import threading

from relayboard.domain.errors import Unavailable
from relayboard.local.rounds import Rounds
from tests.support.mornings import Mornings, day, utc


class Watched:
    """Reminders that tell when a round was done, and may fail at first."""

    def __init__(self, reminders, *troubles):
        self.reminders = reminders
        self.troubles = list(troubles)
        self.was_done = threading.Event()
        self.last_word = None

    def round(self, may_go_on):
        if self.troubles:
            raise self.troubles.pop()
        self.last_word = may_go_on
        self.reminders.round(may_go_on)
        self.was_done.set()


def reminding(watched):
    return Rounds("reminding", watched.round, every_seconds=0.01, trouble="reminders_have_to_wait")


def test_it_reminds_although_the_table_is_away_at_first():
    world = Mornings(utc("2026-03-03 07:30"))
    lea = world.person("Lea")
    world.task(day("2026-03-04"), by=lea)
    world.clock.advance(3600)
    watched = Watched(world.reminders(), Unavailable("away"))
    thread = reminding(watched)
    thread.start()
    assert watched.was_done.wait(20)
    thread.stop()
    assert world.steps(lea) == [-1]


def test_a_round_is_told_to_end_when_the_server_stops():
    world = Mornings(utc("2026-03-03 07:30"))
    watched = Watched(world.reminders())
    thread = reminding(watched)
    thread.start()
    assert watched.was_done.wait(20)
    assert watched.last_word()
    thread.stop()
    assert not watched.last_word()
