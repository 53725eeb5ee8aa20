"""Each function may do what it does, and nothing else.

That none of them does more than it may is asked after every test of the suite (`tests/conftest.py`). Here each
operation and worker is brought to do all that it may.
"""

import pytest

from relayboard.adapters.aws_calls import CallFailed
from relayboard.adapters.cognito_directory import CognitoDirectory
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.https_poster import HttpsPoster
from relayboard.adapters.item_json import encode
from relayboard.api.routes import ROUTES
from relayboard.domain.errors import Unavailable
from relayboard.domain.people import Role
from relayboard.lambdas.dead_letter_function import DeadLetterFunction
from relayboard.lambdas.functions import grouped, per_operation, workers
from relayboard.lambdas.live_sockets import LiveConnect, LiveDisconnect
from relayboard.lambdas.queue_function import LedgerFunction, QueueFunction
from relayboard.lambdas.rights import OPERATIONS, WORKERS
from relayboard.lambdas.schedules import UNTIL_DONE, Digest, Remind, Respread, Retries
from relayboard.lambdas.stream_function import StreamFunction
from relayboard.lambdas.triggers import PostConfirmation
from relayboard.notify.channels import Delivered, TryAgain
from relayboard.notify.deliverer import Deliverer
from relayboard.notify.digest_round import DigestRound
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.live_pushes import OPENING, LivePushes
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.names import Names
from relayboard.notify.site import Site
from relayboard.notify.slack import SlackLetters
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.table import Check, Delete, Exists, Index, Key, Put, Query, Update
from relayboard.services.respreading import Respreading
from relayboard.store.events import is_event
from relayboard.store.sockets import Socket, open_socket
from relayboard.store.status_shards import StatusShards
from tests.support import rights
from tests.support import ses_events as ses
from tests.support.clock import HandClock
from tests.support.counting_table import CountingTable
from tests.support.http_listener import Listener, answer
from tests.support.lambda_events import cognito_event, queue_event, socket_event, stream_event
from tests.support.open_sockets import OpenSockets
from tests.support.rights import acting_as, granted
from tests.support.world import ANN, BOB, LEAD, PATH_OF, World
from tests.unit.lambdas.test_dead_letters import Parked
from tests.unit.lambdas.test_receipts import ADDRESS, Office
from tests.unit.lambdas.test_schedules import patience, world_where_ann_reads_digests
from tests.unit.services.test_engine_calls import EXPECTED, world_with_everything

ROUTE_OF = {route.operation: route for route in ROUTES}


@pytest.fixture(autouse=True)
def nothing_asked_yet(monkeypatch):
    monkeypatch.setattr(rights, "ASKED", type(rights.ASKED)(set))


def sharded():
    """Return a workspace that asks the table how its columns are spread."""
    return World(shards=lambda store: StatusShards(store, known_for_seconds=0.0))


def do_as_usual(operation):
    world, parts = world_with_everything()
    who, query, body, _ = EXPECTED[operation]
    if operation.endswith("PersonalTask"):
        parts["taskId"] = parts["mine"]
    path = PATH_OF[operation].format(**parts) + query
    assert world.call(ROUTE_OF[operation].method, path, as_=who, body=body).status < 300


def do_with_shards(operation, **body):
    world = sharded()
    task = world.task(assignees=[ANN], deleted=operation == "restoreTask")
    path = PATH_OF[operation].format(taskId=task.id, userId="ann")
    assert world.call(ROUTE_OF[operation].method, path, as_=LEAD, body=body or None).status < 300


def list_tasks():
    world = sharded()
    for query in ("?status=OPEN", "?assignee=ann"):
        assert world.call("GET", f"/tasks{query}", as_=LEAD).status == 200


def set_role_in_trouble():
    world = World()
    for role in ("MEMBER", "ADMIN"):
        assert world.call("PUT", "/users/boss/role", as_=LEAD, body={"role": role}).status == 200
    world.table.fail("write", Unavailable("The table is away."))
    assert world.call("PUT", "/users/boss/role", as_=LEAD, body={"role": "MEMBER"}).status == 503
    world.people.set_standing("bob", world.person(BOB).standing.__class__.INACTIVE, by=LEAD)
    world.table.fail("write", Unavailable("The table is away."))
    assert world.call("PUT", "/users/bob/role", as_=LEAD, body={"role": "ADMIN"}).status == 503


def set_standing_in_trouble():
    world = World()
    for status in ("INACTIVE", "ACTIVE"):
        assert world.call("PUT", "/users/ann/status", as_=LEAD, body={"status": status}).status == 200
    world.table.fail("write", Unavailable("The table is away."))
    assert world.call("PUT", "/users/ann/status", as_=LEAD, body={"status": "INACTIVE"}).status == 503


def invite_twice():
    world = World()
    for status in (201, 409):
        body = {"email": "new@team.example", "name": "New"}
        assert world.call("POST", "/users", as_=LEAD, body=body).status == status


def redrive_all():
    world, _ = world_with_everything()
    reply = world.call("POST", "/deliveries/redrive", as_=LEAD, body={"all": True})
    assert len(reply.json["taken"]) == 1


FURTHER = {
    "redriveDeliveries": redrive_all,
    "listTasks": list_tasks,
    "createTask": lambda: do_with_shards("createTask", title="Oil"),
    "replaceTask": lambda: do_with_shards("replaceTask", title="Oil", assigneeIds=["bob"]),
    "updateTask": lambda: do_with_shards("updateTask", assigneeIds=["bob"]),
    "deleteTask": lambda: do_with_shards("deleteTask"),
    "restoreTask": lambda: do_with_shards("restoreTask"),
    "moveTask": lambda: do_with_shards("moveTask", status="COMPLETED"),
    "assignTask": lambda: do_with_shards("assignTask", userIds=["bob"]),
    "unassignTask": lambda: do_with_shards("unassignTask"),
    "invitePerson": invite_twice,
    "setRole": set_role_in_trouble,
    "setStanding": set_standing_in_trouble,
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_needs_every_right_that_it_has(operation):
    if operation in EXPECTED:
        do_as_usual(operation)
    FURTHER.get(operation, lambda: None)()
    assert rights.ASKED[operation] == granted(operation)


class Outside:
    """A topic, a mailbox and a queue that note what they are asked."""

    name, acts_outside = "email", True

    def __init__(self, *troubles):
        self.troubles = list(troubles)

    def publish(self, messages):
        rights.note("sns:Publish")

    def is_wanted_by(self, person):
        return True

    def deliver(self, occasion):
        rights.note("ses:SendEmail", "ses:SendRawEmail")
        if self.troubles:
            raise self.troubles.pop()
        return Delivered("taken")

    def change_message_visibility(self, receipt_handle, *, timeout_seconds):
        rights.note("sqs:ChangeMessageVisibility")


def events_in(world):
    return [item for item in world.dump().values() if is_event(item)]


def bodies_in(world):
    return [encode(item).decode() for item in events_in(world)]


def world_with_a_task():
    world = sharded()
    world.task(assignees=[ANN, BOB])
    return world


def work(name, function, event, seconds_left=100.0):
    with acting_as(name):
        return function(event, {"request_id": "r"}, patience(seconds_left))


def run_stream():
    events = [("INSERT", event) for event in events_in(world_with_a_task())]
    work("stream", StreamFunction(Outside()), stream_event(*events))


def run_email():
    world, outside = world_with_a_task(), Outside(TryAgain("busy"))
    deliverer = Deliverer(world.store, world.clock, outside)
    function = LedgerFunction(deliverer, outside, world.clock, waits_until=deliverer.waits_until)
    assert work("channel-email", function, queue_event(*bodies_in(world)))["batchItemFailures"]


def run_inbox():
    world = world_with_a_task()
    function = QueueFunction(Deliverer(world.store, world.clock, InboxChannel()))
    assert not work("channel-inbox", function, queue_event(*bodies_in(world)))["batchItemFailures"]


def run_endpoint(name, letters):
    world, queue = world_with_a_task(), Outside()
    with Listener(lambda _: [answer(b"", status=503)]) as receiver:
        channel = EndpointChannel(name, name, HttpsPoster(receiver.url, allow_private=True), letters)
        deliverer = Deliverer(world.store, world.clock, channel)
        function = LedgerFunction(deliverer, queue, world.clock, waits_until=deliverer.waits_until)
        assert work(f"channel-{name}", function, queue_event(*bodies_in(world)))["batchItemFailures"]


def run_live():
    world = world_with_a_task()
    gone = Socket(id="gone", user_id="ann", role=Role.MEMBER, opened_at=world.clock.now())
    world.store.commit([open_socket(gone)])
    world.clock.advance(OPENING.total_seconds())
    function = QueueFunction(LivePushes(world.store, OpenSockets(), world.clock))
    assert not work("channel-live", function, queue_event(*bodies_in(world)))["batchItemFailures"]


def run_live_connect():
    world = World()
    tickets = world.services.live_tickets
    event = socket_event("CONNECT", "c1=", ticket=tickets.issue(by=ANN).value)
    connect = LiveConnect(world.store, tickets, world.clock, origins=frozenset())
    assert work("live-connect", connect, event)["statusCode"] == 200


def run_live_disconnect():
    work("live-disconnect", LiveDisconnect(World().store), socket_event("DISCONNECT", "c1="))


def run_dead_letters():
    world = world_with_a_task()
    queues = {"board-email-dead-letters": Parked(*bodies_in(world))}
    work("dead-letters", DeadLetterFunction(world.store, world.clock, queues), {})
    assert not queues["board-email-dead-letters"].messages


def run_names():
    world = world_with_a_task()
    world.profiles.update("Anna", lambda present: present, by=ANN)
    function = QueueFunction(Names(world.store, shards=StatusShards(world.store)))
    assert not work("channel-names", function, queue_event(*bodies_in(world)))["batchItemFailures"]


def run_post_confirmation():
    world = World(staff=[])
    world.directory.add("9c3e", "ann@team.example", "Ann")
    event = cognito_event("PostConfirmation_ConfirmSignUp", email="ann@team.example")
    rules = {"admin_emails": frozenset({"ann@team.example"})}
    work("trigger-post-confirmation", PostConfirmation(lambda pool: world.joining(**rules)), event)


def run_receipts():
    office = Office()
    message = ses.published(ses.bounce(ADDRESS), ADDRESS, tags_of(office.row.event_id, "ann"))
    assert not work("receipts", office.function, queue_event(message))["batchItemFailures"]


def run_reminders():
    world, facts = World(), {}
    remind = Remind(world.services.reminders)
    world.task(assignees=[ANN], due_date=world.clock.now().date())
    world.services.reminders.begin(world.clock.now())
    world.clock.advance(36 * 3600)
    with acting_as("schedule-reminders"):
        remind({}, facts, patience(100.0))
    assert facts == {"recorded": 1}


def run_digests():
    world, facts = world_where_ann_reads_digests(), {}
    work("schedule-digests", Digest(DigestRound(world.store, world.clock)), {})
    (digest,) = [item for item in world.dump().values() if item.get("type") == "digest.due"]
    Deliverer(world.store, world.clock, Outside()).handle(digest)
    with acting_as("schedule-digests"):
        Digest(DigestRound(world.store, world.clock))({}, facts, patience(100.0))
    assert facts == {"digests": 0, "rows": 1}


def run_respread():
    now = [0.0]
    world = World()
    for _ in range(9):
        world.task()

    def sleep(seconds):
        now[0] += seconds

    respreading = Respreading(
        world.store, world.clock, shards=4, holder="one", pauses=UNTIL_DONE, elapsed=lambda: now[0]
    )
    work("schedule-respread", Respread(respreading, sleep=sleep), {}, seconds_left=300.0)


def run_retries():
    world, outside = world_with_a_task(), Outside(TryAgain("busy"))
    deliverer = Deliverer(world.store, world.clock, outside)
    for event in events_in(world):
        deliverer.handle(event)
    world.clock.advance(600)
    outside.troubles.append(TryAgain("busy"))
    work("schedule-retries", Retries([deliverer], world.clock), {})


RUNS = {
    "stream": run_stream,
    "channel-email": run_email,
    "channel-inbox": run_inbox,
    "channel-live": run_live,
    "channel-names": run_names,
    "channel-slack": lambda: run_endpoint("slack", SlackLetters(Site("https://board.example"))),
    "channel-webhook": lambda: run_endpoint("webhook", WebhookLetters("x" * 16, HandClock())),
    "dead-letters": run_dead_letters,
    "live-connect": run_live_connect,
    "live-disconnect": run_live_disconnect,
    "live-message": lambda: None,  # it is given nothing either
    "receipts": run_receipts,
    "trigger-pre-sign-up": lambda: None,  # it is given neither a table nor a service, so it can ask for nothing
    "trigger-post-confirmation": run_post_confirmation,
    "schedule-digests": run_digests,
    "schedule-reminders": run_reminders,
    "schedule-respread": run_respread,
    "schedule-retries": run_retries,
}


@pytest.mark.parametrize("worker", WORKERS)
def test_a_worker_needs_every_right_that_it_has(worker):
    RUNS[worker]()
    assert rights.ASKED[worker] == granted(worker)


class Cognito:
    """A user pool that notes what it is asked, and answers as it is told."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = set()

    def call(self, operation, payload):
        self.asked.add(operation)
        answer = self.answers.get(operation, {})
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


ACCOUNT = [{"Name": "sub", "Value": "9c3e"}]
UNCONFIRMED = {
    "AdminCreateUser": [CallFailed("UsernameExistsException", "taken"), {"User": {"Attributes": ACCOUNT}}],
    "AdminGetUser": {"UserStatus": "UNCONFIRMED", "UserAttributes": ACCOUNT},
}
METHODS = {
    "invite": (UNCONFIRMED, lambda pool: pool.invite("ann@team.example", "Ann")),
    "find": ({"AdminGetUser": {"UserAttributes": ACCOUNT}}, lambda pool: pool.find("ann@team.example")),
    "set_role": ({}, lambda pool: pool.set_role("9c3e", Role.ADMIN)),
    "enable": ({}, lambda pool: pool.enable("9c3e")),
    "disable": ({}, lambda pool: pool.disable("9c3e")),
    "end_sessions": ({}, lambda pool: pool.end_sessions("9c3e")),
}


@pytest.mark.parametrize("method", rights.DIRECTORY)
def test_the_user_pool_is_asked_what_is_noted_for_it(method):
    answers, ask = METHODS[method]
    cognito = Cognito(**answers)
    ask(CognitoDirectory(cognito, "pool", HandClock()))
    assert cognito.asked == rights.DIRECTORY[method]


class DynamoDB:
    """A client that names the actions of IAM that its calls need, as AWS checks them."""

    def __init__(self):
        self.asked = set()

    def call(self, operation, payload):
        if operation == "TransactWriteItems":
            parts = [name for part in payload["TransactItems"] for name in part]
            self.asked |= {f"dynamodb:{name}Item" for name in parts}
        elif "IndexName" in payload:
            self.asked.add(payload["IndexName"])
        else:
            self.asked.add(f"dynamodb:{operation}")
        return {"Items": [], "Responses": {}, "Count": 0, "ScannedCount": 0}


KEY = Key("PK", "SK")
ITEM = {"PK": "PK", "SK": "SK"}
WRITES = [Put(ITEM), Update(KEY, put={"a": 1}), Delete(KEY), Check(KEY, when=Exists())]
VERBS = [
    lambda table: table.get(KEY),
    lambda table: table.get_many([KEY, Key("PK", "other")]),
    lambda table: table.query(Query(pk="PK", limit=1)),
    lambda table: table.query(Query(pk="PK", index=Index.GSI1, limit=1)),
    lambda table: table.query(Query(pk="PK", index=Index.GSI2, limit=1)),
    *(lambda table, write=write: table.write(write) for write in WRITES),
    lambda table: table.write(Put(ITEM), Delete(Key("PK", "other")), Check(Key("PK", "third"), when=Exists())),
]


@pytest.mark.parametrize("use", VERBS)
def test_the_table_is_asked_what_is_noted_for_it(use):
    dynamodb, clock = DynamoDB(), HandClock()
    use(DynamoDBTable(dynamodb, "relayboard", clock))
    with acting_as("getTask"):
        use(CountingTable(Anything()))
    rights.EXCESS.clear()
    assert rights.ASKED["getTask"] == dynamodb.asked


class Anything:
    """A table that takes everything."""

    def __getattr__(self, name):
        return lambda *given: None


def test_a_shared_function_may_do_what_its_operations_may_and_no_more():
    for layout in (grouped(ROUTES), per_operation(ROUTES)):
        for name, function in layout.items():
            mine = [route for route in ROUTES if name in (f"api-{route.group.value}", _own(route))]
            together = frozenset().union(*(granted(route.operation) for route in mine))
            found = function.rights
            assert found.table | found.indexes | found.services == together, name


def _own(route):
    return next(name for name, one in per_operation([route]).items())


def test_every_route_and_worker_has_its_rights():
    assert set(OPERATIONS) == set(ROUTE_OF)
    assert set(WORKERS) == set(workers()) == set(RUNS)
