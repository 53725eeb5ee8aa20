"""Deliveries that failed are sent again, once, however often and by how many that is asked for."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from relayboard.domain.deliveries import DeliveryState
from relayboard.notify.channels import Delivered, Refused
from relayboard.notify.deliverer import Deliverer
from relayboard.ports.table import ConditionFailed
from relayboard.services.deliveries import REDRIVEN_AT_ONCE, DeliveryName
from relayboard.store.deliveries import delivery_of, delivery_ref, save_delivery
from relayboard.store.events import is_event
from tests.support.world import ANN, BOB, BOSS, LEAD, NOWHERE, World

MANY = REDRIVEN_AT_ONCE + 5


class Letters:
    """A channel that refuses everything, until it is let."""

    name, acts_outside = "email", True

    def __init__(self):
        self.sent, self.refuses = [], True

    def is_wanted_by(self, person):
        return person.preferences.email

    def deliver(self, occasion):
        if self.refuses:
            raise Refused("550 no such user")
        self.sent.append((occasion.event.id, occasion.person.id))
        return Delivered("250 taken")


class Office:
    """A workspace in which mail about some tasks, each given to one person, was refused."""

    def __init__(self, *, tasks=1, to=ANN):
        self.world = World()
        self.letters = Letters()
        self.deliverer = Deliverer(self.world.store, self.world.clock, self.letters)
        self.tasks = [self.world.task(assignees=[to], title=f"Task {number}") for number in range(tasks)]
        for item in list(self.world.dump().values()):
            if is_event(item):
                self.deliverer.handle(item)

    def failed(self):
        return self.world.pages("GET", "/deliveries", as_=LEAD)

    def redrive(self, *items, as_=LEAD, headers=None, **body):
        if items:
            body["deliveries"] = [name_of(item) for item in items]
        return self.world.call("POST", "/deliveries/redrive", as_=as_, body=body, headers=headers)

    def work(self):
        """Be the dispatcher until nothing is due."""
        while (due := self.deliverer.retry_due()) is not None and due <= self.world.clock.now():
            pass

    def row(self, item):
        return self.world.store.get(delivery_ref(item["eventId"], item["channel"], item["person"]["id"]))

    def redriven_events(self):
        return [one for one in self.world.dump().values() if one.get("type") == "delivery.redriven"]


def name_of(item):
    return {"eventId": item["eventId"], "channel": item["channel"], "userId": item["person"]["id"]}


def test_the_list_shows_why_it_failed_and_what_would_have_been_sent():
    office = Office()
    (item,) = office.failed()
    assert (item["channel"], item["person"]["name"], item["reason"]) == ("email", "Ann", "550 no such user")
    assert item["news"]["type"] == "task.assigned"
    assert item["news"]["subject"]["title"] == "Task 0"
    assert item["news"]["text"] == "Lead assigned you “Task 0”"


def test_what_is_redriven_is_sent_once_and_leaves_the_list():
    office = Office()
    (item,) = office.failed()
    office.letters.refuses = False
    reply = office.redrive(item)
    assert [name_of(one) for one in reply.json["taken"]] == [name_of(item)]
    assert (reply.json["notFailed"], reply.json["more"], office.failed()) == ([], False, [])
    office.work()
    office.work()
    assert office.letters.sent == [(item["eventId"], "ann")]
    assert office.row(item).state is DeliveryState.SENT


def test_a_second_click_takes_nothing_up():
    office = Office()
    (item,) = office.failed()
    office.redrive(item)
    for _ in range(2):
        again = office.redrive(item, as_=BOSS)
        assert (again.json["taken"], again.json["notFailed"]) == ([], [name_of(item)])
        office.letters.refuses = False
        office.work()
    assert len(office.letters.sent) == 1
    assert len(office.redriven_events()) == 1


def test_attempts_start_anew_and_their_sum_stays_visible():
    office = Office()
    for rounds in range(1, 4):
        (item,) = office.failed()
        assert (item["attempts"], item["attemptsInAll"]) == (1, rounds)
        office.redrive(item)
        office.work()


def test_one_that_was_read_before_it_failed_again_is_not_written_over():
    office = Office()
    (item,) = office.failed()
    before = office.row(item)
    office.redrive(item)
    office.work()
    after = office.row(item)
    assert (after.state, after.attempts) == (before.state, before.attempts)
    stale = before.redriven(at=office.world.clock.now())
    with pytest.raises(ConditionFailed):
        office.world.store.commit([save_delivery(before, stale)])


def test_a_row_of_an_older_version_can_be_redriven():
    office = Office()
    (item,) = office.failed()
    key = delivery_ref(item["eventId"], "email", "ann").key
    stored = dict(office.world.dump()[key])
    del stored["attemptsBefore"]
    assert delivery_of(stored).attempts_in_all == 1


def test_many_admins_at_once_send_it_once():
    office = Office(tasks=3)
    items = office.failed()
    office.letters.refuses = False
    gate, taken = threading.Barrier(8), []

    def click(who):
        gate.wait()
        taken.extend(office.redrive(*items, as_=who).json["taken"])

    threads = [threading.Thread(target=click, args=(who,)) for who in (LEAD, BOSS) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.work()
    assert len(taken) == 3
    assert sorted(office.letters.sent) == sorted((item["eventId"], "ann") for item in items)


def test_the_same_request_repeated_gets_the_same_answer():
    office = Office()
    (item,) = office.failed()
    first = office.redrive(item, headers={"Idempotency-Key": "k"})
    office.work()
    again = office.redrive(item, headers={"Idempotency-Key": "k"})
    assert again.json == first.json
    assert again.headers["idempotency-replayed"] == "true"
    assert len(office.redriven_events()) == 1


def test_all_are_taken_up_in_turns_those_that_wait_longest_first():
    office = Office(tasks=MANY)
    oldest = [name_of(item) for item in reversed(office.failed())]
    first = office.redrive(all=True).json
    assert [name_of(one) for one in first["taken"]] == oldest[:REDRIVEN_AT_ONCE]
    assert first["more"]
    second = office.redrive(all=True).json
    assert [name_of(one) for one in second["taken"]] == oldest[REDRIVEN_AT_ONCE:]
    assert not second["more"]
    assert office.failed() == []


def test_going_on_until_there_are_no_more_ends_though_all_fail_again():
    office = Office(tasks=MANY)
    begun, rounds, more = office.world.clock.now().isoformat(), 0, True
    while more:
        more = office.redrive(all=True, failedBefore=begun).json["more"]
        office.work()
        rounds += 1
    assert rounds == 2
    assert len(office.failed()) == MANY
    assert {item["attemptsInAll"] for item in office.failed()} == {2}


def test_a_moment_is_a_moment_in_every_time_zone():
    office = Office()
    east = timedelta(hours=5)
    begun = office.world.clock.now() - timedelta(hours=1) + east
    text = begun.replace(tzinfo=None).isoformat() + "+05:00"
    assert office.redrive(all=True, failedBefore=text).json["taken"] == []
    assert office.redrive(all=True, failedBefore="0001-01-01T00:00:00+14:00").status == 422


def test_who_redrove_what_stands_in_the_log():
    office = Office(tasks=2)
    items = office.failed()
    office.redrive(*items)
    (event,) = [one for one in office.world.pages("GET", "/audit", as_=BOSS) if one["type"] == "delivery.redriven"]
    assert (event["actor"]["name"], event["subject"]["kind"]) == ("Lead", "ledger")
    assert [person["name"] for person in event["people"]] == ["Ann"]
    assert event["after"]["deliveries"] == [name_of(item) for item in items]


def test_that_something_is_sent_again_is_itself_no_news_to_anybody():
    office = Office()
    office.redrive(all=True)
    (event,) = office.redriven_events()
    office.letters.refuses = False
    office.deliverer.handle(event)
    assert office.letters.sent == []


def test_who_was_deactivated_meanwhile_is_skipped():
    office = Office(to=BOB)
    (item,) = office.failed()
    office.world.people.set_standing("bob", office.world.person(BOB).standing.__class__.INACTIVE, by=LEAD)
    office.letters.refuses = False
    office.redrive(item)
    office.work()
    assert (office.row(item).state, office.letters.sent) == (DeliveryState.SKIPPED, [])


def test_what_nobody_ever_planned_is_answered_as_not_failed():
    office = Office()
    name = {"eventId": NOWHERE, "channel": "email", "userId": "ann"}
    before = office.world.dump()
    reply = office.world.call("POST", "/deliveries/redrive", as_=LEAD, body={"deliveries": [name, name]})
    assert (reply.json["taken"], reply.json["notFailed"]) == ([], [name])
    assert office.world.dump() == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"all": False},
        {"all": True, "deliveries": [{"eventId": "E", "channel": "email", "userId": "ann"}]},
        {
            "deliveries": [{"eventId": "E", "channel": "email", "userId": "ann"}],
            "failedBefore": "2100-01-01T00:00:00Z",
        },
        {"deliveries": []},
        {"deliveries": [{"eventId": "E", "channel": "email", "userId": "ann"}] * (REDRIVEN_AT_ONCE + 1)},
    ],
)
def test_a_wish_that_cannot_be_understood_is_refused(body):
    office = Office()
    assert office.world.call("POST", "/deliveries/redrive", as_=LEAD, body=body).status == 422
    assert len(office.failed()) == 1


def test_the_largest_turn_fits_into_one_transaction():
    office = Office(tasks=MANY)
    reply = office.redrive(all=True, headers={"Idempotency-Key": "k"})
    assert len(reply.json["taken"]) == REDRIVEN_AT_ONCE
    names = [DeliveryName(one["eventId"], one["channel"], one["person"]["id"]) for one in reply.json["taken"]]
    assert len(office.world.services.deliveries.redrive(names, by=LEAD).not_failed) == REDRIVEN_AT_ONCE


def test_what_failed_with_its_digest_is_sent_again_with_that_and_not_alone():
    office = Office()
    (item,) = office.failed()
    row = office.row(item)
    carried = replace(row, digest_at=office.world.clock.now())
    office.world.store.commit([save_delivery(row, carried)])
    assert office.failed() == []
    reply = office.redrive(item)
    assert (reply.json["taken"], reply.json["notFailed"]) == ([], [name_of(item)])
    assert office.row(item) == carried
