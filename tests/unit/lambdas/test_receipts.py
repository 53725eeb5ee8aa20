"""What SES reports of mails comes to stand in the ledger, and addresses that are dead with the people."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.deliveries import DeliveryState
from relayboard.domain.events import EventType
from relayboard.lambdas.receipt_function import receipt_function
from relayboard.notify.channels import Delivered, TryAgain
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.receipts import Receipts
from relayboard.ports.table import ConditionFailed
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.deliveries import delivery_of, delivery_ref
from relayboard.store.events import event_of, is_event
from relayboard.store.people import save_person
from tests.support import ses_events as ses
from tests.support.lambda_events import queue_event
from tests.support.suppressing import suppress
from tests.support.world import ANN, LEAD, World
from tests.unit.lambdas.test_schedules import patience

ADDRESS = "ann@team.example"


class Post:
    """The channel for mail; its mail server takes everything unless it is busy."""

    name, acts_outside = "email", True

    def __init__(self):
        self.is_busy = False
        self.sent = []

    def is_wanted_by(self, person):
        return person.preferences.email

    def deliver(self, occasion):
        if self.is_busy:
            raise TryAgain("421 later")
        self.sent.append(occasion.person.id)
        return Delivered("0102-000000")


class Office:
    """A workspace in which Ann was sent a mail, and the function that takes reports."""

    def __init__(self, *, is_busy=False):
        self.world = World()
        self.post = Post()
        self.post.is_busy = is_busy
        self.deliverer = Deliverer(self.world.store, self.world.clock, self.post)
        units = UnitsOfWork(self.world.store, self.world.clock, self.world.ulids)
        self.function = receipt_function(Receipts(self.world.store, units))
        self.task = self.world.task(assignees=[ANN])
        self.tell()

    def tell(self):
        """Bring the channel up to date."""
        for item in self.events_stored():
            self.deliverer.handle(item)

    def events_stored(self):
        return [item for item in self.world.dump().values() if is_event(item)]

    @property
    def row(self):
        (assigned,) = [one for one in self.events_stored() if one["type"] == "task.assigned"]
        return self.world.store.get(delivery_ref(assigned["id"], "email", "ann"))

    def report(self, *events, recipient=ADDRESS, tags=None):
        """Let SES report of that mail; returns how many messages have to come again."""
        tags = tags_of(self.row.event_id, "ann") if tags is None else tags
        return self.take(*(ses.published(event(recipient), recipient, tags) for event in events))

    def take(self, *bodies):
        answer = self.function(queue_event(*bodies), {}, patience(100.0))
        return len(answer["batchItemFailures"])

    def log(self, kind):
        return [event_of(one) for one in self.events_stored() if one["type"] == kind]


def soft_bounce(recipient):
    return ses.bounce(recipient, "Transient", "MailboxFull", diagnosis=None, at="2026-11-21T10:08:00.000Z")


def later_bounce(recipient):
    return ses.bounce(
        recipient, sub_type="OnAccountSuppressionList", diagnosis=None, at="2026-11-21T12:00:00.000Z"
    )


def not_spam(recipient):
    return ses.complaint(recipient, "not-spam")


EVENTS = (
    ses.delivery,
    ses.bounce,
    soft_bounce,
    later_bounce,
    ses.complaint,
    ses.delay,
    ses.reject,
    ses.rendering_failure,
    ses.send,
    ses.opened,
    not_spam,
)

# event: what the history says of the mail, in which words
SAID = {
    ses.delivery: ("delivered", "250 2.6.0 Message received"),
    ses.bounce: ("bounced", "smtp; 550 5.1.1 user unknown"),
    soft_bounce: ("bounced", "mailbox full"),
    later_bounce: ("bounced", "on account suppression list"),
    ses.complaint: ("complained", "abuse"),
    ses.delay: ("delayed", "mailbox full: smtp; 452 4.2.2 try later"),
    ses.reject: ("rejected", "Bad content"),
    ses.rendering_failure: ("rejected", "Attribute is not there"),
}


@pytest.mark.parametrize("event", SAID)
def test_a_report_stands_in_the_tasks_history(event):
    office = Office()
    assert office.report(event) == 0
    (told,) = [row for one in office.world.events(office.task.id) for row in one["deliveries"]]
    assert (told["state"], told["receipt"]) == ("sent", "0102-000000")
    assert (told["outcome"]["kind"], told["outcome"]["reason"]) == SAID[event]


@pytest.mark.parametrize("event", [ses.send, ses.opened, not_spam])
def test_what_says_nothing_of_a_mails_fate_changes_nothing(event):
    office = Office()
    before = office.world.dump()
    assert office.report(event) == 0
    assert office.world.dump() == before


def test_the_moment_is_that_of_the_mail_service():
    office = Office()
    office.report(ses.delivery)
    assert office.row.outcome.at.isoformat() == "2026-11-21T10:02:01.310000+00:00"


def state_after(events, sizes):
    """Return the row and what is suppressed after these reports, in batches of these sizes."""
    office, left, size = Office(), list(events), itertools.cycle(sizes)
    while left:
        batch = [left.pop(0) for _ in range(min(next(size), len(left)))]
        assert office.report(*batch) == 0
    return office.row.outcome, office.row.state, office.world.person(ANN).suppression


@settings(max_examples=150, deadline=None)
@given(data=st.data(), chosen=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=6))
def test_whatever_their_order_and_however_often_they_come_reports_end_alike(data, chosen):
    repeated = data.draw(st.lists(st.sampled_from(chosen), max_size=4))
    other = data.draw(st.permutations(chosen + repeated))
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    assert state_after(other, sizes) == state_after(chosen, [1])


def test_a_later_delivery_hides_no_bounce_and_no_bounce_a_complaint():
    office = Office()
    office.report(ses.bounce, ses.delivery)
    assert office.row.outcome.kind == "bounced"
    office.report(ses.complaint, later_bounce)
    assert office.row.outcome.kind == "complained"


def test_no_address_comes_into_the_ledger():
    office = Office()
    office.report(lambda to: ses.bounce(to, diagnosis=f"smtp; 550 <{to}>: no such user {to}"))
    assert office.row.outcome.reason == "smtp; 550 <…>: no such user <…>"


@pytest.mark.parametrize("event", [ses.bounce, ses.complaint, later_bounce])
def test_whose_address_bounces_for_good_or_complains_is_sent_no_more_mail(event):
    office = Office()
    office.report(event)
    office.world.tasks.delete(office.task.id, by=LEAD)
    office.tell()
    assert office.post.sent == ["ann"]
    rows = [delivery_of(item) for key, item in office.world.dump().items() if key.sk.startswith("DELIVERY#email")]
    (skipped,) = [row for row in rows if row.state is DeliveryState.SKIPPED]
    assert skipped.reason.startswith("Mail to this address ")
    assert skipped.reason.endswith("on Sat, 21 Nov 2026.")
    (logged,) = office.log(EventType.USER_SUPPRESSED)
    assert (logged.actor.id, logged.subject.id, logged.after["address"]) == ("relayboard", "ann", ADDRESS)


@pytest.mark.parametrize("event", [ses.delivery, soft_bounce, ses.delay, ses.reject, ses.rendering_failure])
def test_nobody_is_suppressed_for_what_may_pass(event):
    office = Office()
    office.report(event)
    assert office.world.person(ANN).suppression is None
    assert office.log(EventType.USER_SUPPRESSED) == []


def test_the_preview_says_that_an_address_is_sent_no_mail():
    office = Office()
    office.report(ses.bounce)
    body = {"taskId": office.task.id, "change": {"comment": {"body": "Dry."}}}
    (item,) = office.world.call("POST", "/tasks/preview-notices", as_=LEAD, body=body).json["items"]
    said = {channel["channel"]: channel["why"] for channel in item["channels"]}
    assert said == {"email": "Mail to this address bounced on Sat, 21 Nov 2026.", "inbox": None}


def test_admins_and_the_person_see_it_and_an_admin_lets_mail_go_again():
    office = Office()
    office.report(ses.bounce)
    call = office.world.call
    for path, who in (("/users/ann", LEAD), ("/users/me", ANN)):
        seen = call("GET", path, as_=who).json["suppression"]
        assert (seen["cause"], seen["reason"]) == ("bounce", "smtp; 550 5.1.1 user unknown")
    assert [call("DELETE", "/users/ann/suppression", as_=LEAD).status for _ in range(2)] == [204, 204]
    assert call("GET", "/users/me", as_=ANN).json["suppression"] is None
    (lifted,) = office.log(EventType.USER_SUPPRESSION_LIFTED)
    assert (lifted.actor.id, lifted.before["cause"]) == ("lead", "bounce")
    office.report(ses.bounce)  # the same report once more
    office.world.comments.add(office.task.id, "Dry.", by=LEAD)
    office.tell()
    assert office.post.sent == ["ann", "ann"]


def test_an_address_that_is_theirs_no_longer_does_not_matter():
    office = Office()
    office.report(ses.bounce, recipient="ann@old.example")
    assert office.row.outcome.kind == "bounced"
    assert office.world.person(ANN).suppression is None
    suppress(office.world, ANN, address="ann@old.example")
    assert office.world.call("GET", "/users/me", as_=ANN).json["suppression"] is None
    office.world.comments.add(office.task.id, "Dry.", by=LEAD)
    office.tell()
    assert office.post.sent == ["ann", "ann"]


def test_an_address_is_known_in_the_form_in_which_mail_servers_exchange_it():
    office = Office()
    person = office.world.person(ANN)
    moved = replace(person, email="ann@bücher.example", version=person.version + 1)
    office.world.store.commit([save_person(person, moved)])
    office.report(ses.bounce, recipient="Ann@XN--bcher-kva.example")
    assert office.world.person(ANN).suppressed.address == "ann@bücher.example"


def test_a_suppression_outlives_edits_of_the_profile_and_they_it():
    office = Office()
    office.world.table.fail("write", ConditionFailed([1]))  # an edit was faster than the report
    office.report(ses.bounce)
    office.world.call("PUT", "/users/me", as_=ANN, body={"name": "Anna"})
    person = office.world.person(ANN)
    assert (person.name, person.suppressed is not None) == ("Anna", True)


def test_a_report_on_a_mail_that_is_only_just_being_sent_comes_again():
    office = Office(is_busy=True)
    assert office.row.state is DeliveryState.PENDING
    assert office.report(ses.delivery) == 1
    office.post.is_busy = False
    office.world.clock.advance(3600)
    office.deliverer.retry_due()
    assert office.report(ses.delivery) == 0
    assert office.row.outcome.kind == "delivered"


@pytest.mark.parametrize(
    "tags", [{}, {"event": "01J", "person": "ann"}, {"event": "01J"}, tags_of("01J", "somebody else")]
)
def test_reports_on_mails_that_are_not_in_the_ledger_are_dropped(tags):
    office = Office()
    before = office.world.dump()
    assert office.report(ses.bounce, tags=tags) == 0
    assert office.world.dump() == before


def test_the_sentence_with_which_ses_tries_a_topic_out_is_dropped():
    office = Office()
    assert office.take(ses.TRIED_OUT) == 0


@pytest.mark.parametrize("body", ["{", '{"eventType": "Bounce", "mail": {}}', '{"eventType": "Delivery"}'])
def test_what_has_not_the_documented_shape_comes_again_and_is_parked_at_last(body):
    office = Office()
    good = ses.published(ses.delivery(ADDRESS), ADDRESS, tags_of(office.row.event_id, "ann"))
    assert office.take(body, good) == 1
    assert office.row.outcome.kind == "delivered"


def test_a_redriven_delivery_waits_for_reports_of_its_own():
    office = Office()
    office.report(ses.delivery)
    assert office.row.redriven(at=office.world.clock.now()).outcome is None
