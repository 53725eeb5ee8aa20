"""What a preview says is what the ledger says afterwards, and it leaves no trace."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.people import Role, Standing
from relayboard.domain.preferences import Kind, Preferences, QuietHours, When
from relayboard.domain.tasks import Status
from relayboard.notify.channels import Delivered
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.endpoint import RECEIVERS
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.wishes import WISHES
from relayboard.store.deliveries import delivery_of
from relayboard.store.events import is_event
from relayboard.store.people import save_person
from tests.support.world import ANN, BOB, BOSS, LEAD, NOWHERE, World

EVERYBODY = (LEAD, BOSS, ANN, BOB)
IDS = [one.user_id for one in EVERYBODY]
# change in the preview: method, path and body of the operation itself
OPERATIONS = {
    "create": ("POST", "/tasks"),
    "replace": ("PUT", "/tasks/{taskId}"),
    "update": ("PATCH", "/tasks/{taskId}"),
    "move": ("PATCH", "/tasks/{taskId}/status"),
    "assign": ("POST", "/tasks/{taskId}/assignments"),
    "unassign": ("DELETE", "/tasks/{taskId}/assignments/{userId}"),
    "comment": ("POST", "/tasks/{taskId}/comments"),
    "delete": ("DELETE", "/tasks/{taskId}"),
    "restore": ("POST", "/tasks/{taskId}/restore"),
}


class Letters:
    """A channel for mail that takes everything."""

    name, acts_outside = "email", True

    def is_wanted_by(self, person):
        return person.preferences.email

    def deliver(self, occasion):
        return Delivered("250 taken")


def preview(world, name, body, *, task_id=None, as_=LEAD):
    wish = {"change": {name: body}} | ({} if task_id is None else {"taskId": task_id})
    return world.call("POST", "/tasks/preview-notices", as_=as_, body=wish)


def make(world, name, body, *, task_id=None, as_=LEAD):
    method, path = OPERATIONS[name]
    path = path.format(taskId=task_id, userId=body.get("userId"))
    return world.call(method, path, as_=as_, body=None if name in ("unassign", "delete", "restore") else body)


def told(world, change):
    """Make a change, tell everybody of it, and return what the ledger then has more."""
    before = world.dump()
    reply = change()
    new = [item for key, item in world.dump().items() if key not in before and is_event(item)]
    for channel in (Letters(), InboxChannel()):
        for item in new:
            Deliverer(world.store, world.clock, channel).handle(item)
    kinds = {item["id"]: item["type"] for item in new}
    keys = [key for key in world.dump() if key.sk.startswith("DELIVERY#") and key not in before]
    rows = [delivery_of(world.dump()[key]) for key in keys]
    return reply, {(kinds[row.event_id], row.person.id, row.channel): row.reason for row in rows}


def said(reply):
    """Return the same as a preview has it."""
    return {
        (item["event"], item["user"]["id"], channel["channel"]): channel["why"] or channel["later"]
        for item in reply.json["items"]
        for channel in item["channels"]
    }


def with_person(world, who, **facts):
    person = world.person(who)
    world.store.commit([save_person(person, person.changed(at=world.clock.now(), **facts))])


people = st.lists(st.sampled_from(IDS), unique=True, max_size=4)
edits = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Paint the fence", "Oil the gate"]),
        "position": st.sampled_from(["A", "zz"]),
        "priority": st.sampled_from(["LOW", "HIGH"]),
        "assigneeIds": people,
    },
)
CHANGES = st.one_of(
    st.tuples(st.just("create"), edits.map(lambda edit: {"title": "New", **edit})),
    st.tuples(st.just("replace"), edits.map(lambda edit: {"title": "New", **edit})),
    st.tuples(st.just("update"), edits),
    st.tuples(st.just("move"), st.fixed_dictionaries({"status": st.sampled_from([one.value for one in Status])})),
    st.tuples(st.just("assign"), st.fixed_dictionaries({"userIds": people.filter(bool)})),
    st.tuples(st.just("unassign"), st.fixed_dictionaries({"userId": st.sampled_from(IDS)})),
    st.tuples(st.just("comment"), st.just({"body": "Dry."})),
    st.tuples(st.sampled_from(["delete", "restore"]), st.just({})),
)
PROFILES = st.tuples(
    st.builds(
        Preferences,
        email=st.booleans(),
        inbox=st.booleans(),
        mail=st.dictionaries(st.sampled_from(Kind), st.sampled_from(When)),
        time_zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns"]),
        digest_hour=st.integers(0, 23),
        quiet_hours=st.sampled_from([None, QuietHours(time(3), time(15)), QuietHours(time(22, 15), time(9, 45))]),
    ),
    st.sampled_from([Standing.ACTIVE, Standing.ACTIVE, Standing.INACTIVE]),
    st.sampled_from(Role),
)


@settings(max_examples=300, deadline=None)
@given(
    change=CHANGES,
    assignees=people,
    status=st.sampled_from(Status),
    is_deleted=st.booleans(),
    creator=st.sampled_from([LEAD, BOSS]),
    profiles=st.dictionaries(st.sampled_from(EVERYBODY[1:]), PROFILES),
    by=st.sampled_from(EVERYBODY),
)
def test_whatever_changes_those_hear_of_it_whom_the_preview_names(
    change, assignees, status, is_deleted, creator, profiles, by
):
    world = World()
    staff = [one for one in EVERYBODY if one.user_id in assignees]
    task = world.task(assignees=staff, status=status, by=creator, deleted=is_deleted)
    for who, (preferences, standing, role) in profiles.items():
        with_person(world, who, preferences=preferences, standing=standing, role=role)
    name, body = change
    task_id = None if name == "create" else task.id
    before = world.dump()
    shown = preview(world, name, body, task_id=task_id, as_=by)
    assert world.dump() == before
    reply, rows = told(world, lambda: make(world, name, body, task_id=task_id, as_=by))
    if reply.status >= 300:
        assert (shown.status, shown.json["detail"]) == (reply.status, reply.json["detail"])
        return
    assert said(shown) == rows
    assert by.user_id not in {item["user"]["id"] for item in shown.json["items"]}


def test_it_says_who_why_what_and_through_which_channel():
    world = World()
    with_person(world, BOB, preferences=Preferences(email=False))
    task = world.task(assignees=[ANN, BOB], by=BOSS)
    items = preview(world, "move", {"status": "COMPLETED"}, task_id=task.id, as_=ANN).json["items"]
    assert items == [
        {
            "user": {"id": "boss", "name": "Boss"},
            "reason": "you created this task",
            "event": "task.status_changed",
            "text": "Ann moved “Paint the fence” to Completed",
            "channels": [
                {"channel": "email", "wanted": True, "why": None, "later": None},
                {"channel": "inbox", "wanted": True, "why": None, "later": None},
            ],
        },
        {
            "user": {"id": "bob", "name": "Bob"},
            "reason": "you have this task",
            "event": "task.status_changed",
            "text": "Ann moved “Paint the fence” to Completed",
            "channels": [
                {
                    "channel": "email",
                    "wanted": False,
                    "why": "This person has switched this channel off.",
                    "later": None,
                },
                {"channel": "inbox", "wanted": True, "why": None, "later": None},
            ],
        },
    ]


def test_it_says_what_a_mail_waits_for():
    world = World()
    with_person(world, ANN, preferences=Preferences(mail={Kind.COMMENT: When.DIGEST}, digest_hour=6))
    with_person(world, BOB, preferences=Preferences(mail={Kind.COMMENT: When.NEVER}))
    task = world.task(assignees=[ANN, BOB])
    items = preview(world, "comment", {"body": "Dry."}, task_id=task.id).json["items"]
    assert [(channel["why"], channel["later"]) for item in items for channel in item["channels"]] == [
        (None, "In the digest of 06:00."),
        (None, None),
        ("This person has switched off mail about comments.", None),
        (None, None),
    ]


def test_who_was_deactivated_is_named_with_the_reason():
    world = World()
    task = world.task(assignees=[ANN])
    with_person(world, ANN, standing=Standing.INACTIVE)
    (item,) = preview(world, "comment", {"body": "Dry."}, task_id=task.id).json["items"]
    assert {channel["why"] for channel in item["channels"]} == {"This person is deactivated."}


def test_a_change_of_words_and_people_is_shown_as_the_two_things_that_it_is():
    world = World()
    task = world.task(assignees=[ANN])
    items = preview(world, "update", {"title": "Oil", "assigneeIds": ["bob"]}, task_id=task.id).json["items"]
    assert [(item["event"], item["user"]["name"]) for item in items] == [
        ("task.updated", "Ann"),
        ("task.assigned", "Bob"),
        ("task.unassigned", "Ann"),
    ]


def test_what_changes_nothing_tells_nobody():
    world = World()
    task = world.task(assignees=[ANN])
    assert preview(world, "assign", {"userIds": ["ann"]}, task_id=task.id).json["items"] == []


def test_receivers_on_the_web_are_named_as_in_the_ledger():
    world = World(receivers=("webhook", "slack"))
    items = preview(world, "create", {"title": "Oil", "assigneeIds": ["ann"]}).json["items"]
    said = [(item["user"]["name"], item["text"], [one["channel"] for one in item["channels"]]) for item in items]
    created, assigned = "Lead created “Oil”", "Lead assigned “Oil” to Ann"
    assert said == [
        ("Webhook", created, ["webhook"]),
        ("Slack", created, ["slack"]),
        ("Ann", "Lead assigned you “Oil”", ["email", "inbox"]),
        ("Webhook", assigned, ["webhook"]),
        ("Slack", assigned, ["slack"]),
    ]
    assert {item["reason"] for item in items if item["user"]["id"] in RECEIVERS} == {
        "it hears of everything that people hear of"
    }


def test_an_idempotency_key_is_not_used_up():
    world = World()
    headers, body = {"Idempotency-Key": "k"}, {"title": "Oil", "assigneeIds": ["ann"]}
    path = "/tasks/preview-notices"
    for _ in range(2):
        assert world.call("POST", path, as_=LEAD, body={"change": {"create": body}}, headers=headers).status == 200
    assert world.call("POST", "/tasks", as_=LEAD, body=body, headers=headers).status == 201


def test_what_is_wrong_with_the_change_is_said_as_the_change_itself_would():
    world = World()
    reply = preview(world, "create", {"title": "Oil", "assigneeIds": [NOWHERE], "boardId": "none"})
    assert reply.status == 422
    assert set(reply.errors) == {"assigneeIds", "boardId"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"change": {}},
        {"taskId": NOWHERE, "change": {}},
        {"taskId": NOWHERE, "change": {"comment": {"body": "Dry."}, "delete": {}}},
        {"change": {"delete": {}}},
        {"taskId": NOWHERE, "change": {"create": {"title": "Oil"}}},
        {"taskId": NOWHERE, "change": {"delete": {"reason": "old"}}},
        {"taskId": NOWHERE, "change": {"burn": {}}},
        {"taskId": NOWHERE, "change": {"move": {"status": "BURNT"}}},
    ],
)
def test_a_wish_that_cannot_be_understood_is_refused(body):
    assert World().call("POST", "/tasks/preview-notices", as_=LEAD, body=body).status == 422


def test_the_channels_are_those_that_tell_people():
    world = World()
    world.task(assignees=[ANN], by=LEAD)
    _, rows = told(
        world, lambda: world.call("POST", "/tasks", as_=LEAD, body={"title": "x", "assigneeIds": ["ann"]})
    )
    assert {channel for _, _, channel in rows} == set(WISHES)
