"""The functions out of the package do their work, against a local AWS."""

import json
from uuid import uuid4

import boto3
import pytest

from lambda_package.costs import all_functions, environment_of
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.item_json import encode
from relayboard.store.events import is_event
from tests.support.engines import DynamoDBEndpoint, dynamodb_client
from tests.support.http_listener import Listener, answer
from tests.support.lambda_events import (
    claims_of,
    cognito_event,
    proxy_event,
    queue_event,
    socket_event,
    stream_event,
)
from tests.support.lambda_process import LambdaFailed, lambda_process
from tests.support.ministack import CREDENTIALS, REGION
from tests.support.world import ANN, World

pytestmark = pytest.mark.engine
FUNCTIONS = all_functions()


class Aws:
    """A local AWS with a table, a topic, a queue, a user pool and a verified sender."""

    def __init__(self, engine, folder):
        self.url, self.folder = engine.url, folder
        self.table = f"relayboard-{uuid4()}"
        create_table(dynamodb_client(Service.TABLES, DynamoDBEndpoint(engine.url, REGION)), self.table)
        self.queue = self.client("sqs").create_queue(QueueName=f"queue-{uuid4()}")["QueueUrl"]
        self.topic = self.client("sns").create_topic(Name=f"topic-{uuid4()}")["TopicArn"]
        pool = self.client("cognito-idp").create_user_pool(PoolName="pool", UsernameAttributes=["email"])
        self.pool = pool["UserPool"]["Id"]
        for group in ("ADMIN", "MEMBER"):
            self.client("cognito-idp").create_group(UserPoolId=self.pool, GroupName=group)
        self.client("sesv2").create_email_identity(EmailIdentity="board@example.com")

    def client(self, service):
        access = {name.lower(): value for name, value in CREDENTIALS.items() if "KEY" in name}
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **access)

    def function(self, name, **more):
        environment = {
            **environment_of(FUNCTIONS[name], endpoint=self.url),
            **CREDENTIALS,
            "RELAYBOARD_TABLE": self.table,
            "RELAYBOARD_QUEUE_URL": self.queue,
            "RELAYBOARD_TOPIC_ARN": self.topic,
            "RELAYBOARD_USER_POOL_ID": self.pool,
            **more,
        }
        return lambda_process(FUNCTIONS[name], self.folder, environment)

    def confirmed(self, email, **more):
        """Sign somebody up and run the trigger; return their sub and the trigger's logs."""
        made = self.client("cognito-idp").admin_create_user(UserPoolId=self.pool, Username=email)
        sub = next(one["Value"] for one in made["User"]["Attributes"] if one["Name"] == "sub")
        with self.function("trigger-post-confirmation", **more) as trigger:
            event = cognito_event("PostConfirmation_ConfirmSignUp", sub=sub, email=email, pool=self.pool)
            assert trigger.invoke(event) == event
            assert trigger.invoke(event) == event
            return sub, trigger.logs

    def groups(self, sub):
        found = self.client("cognito-idp").admin_list_groups_for_user(UserPoolId=self.pool, Username=sub)
        return [group["GroupName"] for group in found["Groups"]]


@pytest.fixture(scope="module")
def aws(ministack, unpacked_package):
    return Aws(ministack, unpacked_package)


def asked(method, path, claims, *, resource=None, body=None, query=""):
    headers = {"Content-Type": "application/json"} if body is not None else {}
    text = None if body is None else json.dumps(body)
    where = f"/v1{resource or path}"
    return proxy_event(method, where, f"/v1{path}", query=query, headers=headers, body=text, claims=claims)


def test_it_says_that_it_lives(aws):
    with aws.function("api-public") as api:
        answer = api.invoke(asked("GET", "/health", None))
    assert (answer["statusCode"], json.loads(answer["body"])["status"]) == (200, "ok")


def test_people_join_and_work(aws):
    lead, logs = aws.confirmed("lead@example.com", RELAYBOARD_ADMIN_EMAILS="lead@example.com")
    assert [line["cold_start"] for line in logs if line["event"] == "invocation"] == [True, False]
    assert aws.groups(lead) == ["ADMIN"]
    claims = claims_of(lead, "ADMIN")
    with aws.function("api-write") as write, aws.function("api-read") as read:
        made = write.invoke(asked("POST", "/tasks", claims, body={"title": "Oil", "assigneeIds": [lead]}))
        task = json.loads(made["body"])
        assert made["statusCode"] == 201, made
        path = f"/tasks/{task['id']}"
        found = read.invoke(asked("GET", path, claims, resource="/tasks/{taskId}"))
        assert json.loads(found["body"]) == task
        listed = read.invoke(asked("GET", "/tasks", claims, query="status=OPEN"))
        assert [one["id"] for one in json.loads(listed["body"])["items"]] == [task["id"]]
        changed = write.invoke(
            asked("PATCH", path, claims, resource="/tasks/{taskId}", body={"title": "Paint", "assigneeIds": []})
        )
        assert (json.loads(changed["body"])["version"], json.loads(changed["body"])["assignees"]) == (2, [])
        (line,) = (line for line in write.logs if line["operation"] == "createTask")
    assert line.items() >= {"event": "invocation", "status": 201, "user_id": lead, "cold_start": True}.items()


def test_an_admin_invites_and_promotes(aws):
    lead, _ = aws.confirmed("boss@example.com", RELAYBOARD_ADMIN_EMAILS="boss@example.com")
    claims = claims_of(lead, "ADMIN")
    with aws.function("api-people") as people:
        invited = people.invoke(asked("POST", "/users", claims, body={"email": "new@example.com", "name": "New"}))
        assert invited["statusCode"] == 201, invited
        sub = json.loads(invited["body"])["id"]
        assert aws.groups(sub) == ["MEMBER"]
        role = asked("PUT", f"/users/{sub}/role", claims, resource="/users/{userId}/role", body={"role": "ADMIN"})
        assert people.invoke(role)["statusCode"] == 200
        standing = {"status": "INACTIVE"}
        off = asked("PUT", f"/users/{sub}/status", claims, resource="/users/{userId}/status", body=standing)
        assert people.invoke(off)["statusCode"] == 200
    assert aws.groups(sub) == ["ADMIN"]


def test_strangers_of_other_domains_cannot_sign_up(aws):
    with aws.function("trigger-pre-sign-up", RELAYBOARD_ALLOWED_DOMAINS="team.example") as trigger:
        event = cognito_event("PreSignUp_SignUp", email="ann@team.example")
        assert trigger.invoke(event) == event
        with pytest.raises(LambdaFailed, match="cannot sign up here"):
            trigger.invoke(cognito_event("PreSignUp_SignUp", email="ann@evil.example"))


def events_of_a_task():
    world = World()
    world.task(title="Oil the gate", assignees=[ANN])
    return world, [item for item in world.dump().values() if is_event(item)]


def test_events_go_from_the_stream_to_the_topic(aws):
    sqs, sns = aws.client("sqs"), aws.client("sns")
    queue = sqs.create_queue(QueueName=f"queue-{uuid4()}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [{**allowed, "Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    sns.subscribe(TopicArn=aws.topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    _, events = events_of_a_task()
    with aws.function("stream") as stream:
        assert stream.invoke(stream_event(*(("INSERT", event) for event in events))) == {"batchItemFailures": []}
    got = []
    while len(got) < len(events):
        wanted = {"MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"], "WaitTimeSeconds": 5}
        found = sqs.receive_message(QueueUrl=queue, **wanted).get("Messages")
        assert found, "nothing comes"
        got += found
    assert {json.loads(one["Body"])["id"] for one in got} == {event["id"] for event in events}
    types = {one["MessageAttributes"]["type"]["StringValue"] for one in got}
    assert types == {event["type"] for event in events}


@pytest.mark.parametrize("name", ["channel-email", "channel-inbox"])
def test_a_channel_tells_the_assignee(aws, name):
    ann, _ = aws.confirmed(f"ann-{name}@example.com")
    lead, _ = aws.confirmed(f"lead-{name}@example.com", RELAYBOARD_ADMIN_EMAILS=f"lead-{name}@example.com")
    with aws.function("api-create-task") as write:
        body = {"title": f"Oil for {name}", "assigneeIds": [ann]}
        task = json.loads(write.invoke(asked("POST", "/tasks", claims_of(lead, "ADMIN"), body=body))["body"])
    table = boto3.resource("dynamodb", endpoint_url=aws.url, region_name=REGION, **_access()).Table(aws.table)
    items = table.query(
        KeyConditionExpression="PK = :pk AND begins_with(SK, :event)",
        ExpressionAttributeValues={":pk": f"TASK#{task['id']}", ":event": "EVENT#"},
    )["Items"]
    with aws.function(name) as channel:
        bodies = [json.dumps(item, default=int) for item in items]
        assert channel.invoke(queue_event(*bodies)) == {"batchItemFailures": []}, channel.logs
        assert channel.invoke(queue_event("no JSON"))["batchItemFailures"]
    states = [line["event"] for line in channel.logs if line["event"].startswith("delivery_")]
    assert states[-1:] == ["delivery_sent"]
    if name == "channel-inbox":
        with aws.function("api-list-notices") as api:
            notices = api.invoke(asked("GET", "/users/me/notices", claims_of(ann, "MEMBER")))
        assert task["id"] in notices["body"]


@pytest.mark.parametrize("name", ["channel-slack", "channel-webhook"])
def test_a_receiver_is_told(aws, name):
    _, events = events_of_a_task()
    with Listener(lambda _: [answer(b"ok")]) as receiver:
        to = {"RELAYBOARD_WEBHOOK": receiver.url, "RELAYBOARD_SLACK": receiver.url}
        with aws.function(name, **to, RELAYBOARD_ALLOW_PRIVATE_ADDRESSES="true") as channel:
            bodies = [encode(item).decode() for item in events]
            assert channel.invoke(queue_event(*bodies)) == {"batchItemFailures": []}, channel.logs
    assert len(receiver.requests) == 2
    assert any("Oil the gate" in request.body.decode() for request in receiver.requests)


def test_a_function_posts_to_no_private_address_unless_it_is_allowed(aws):
    created = next(item for item in events_of_a_task()[1] if item["type"] == "task.created")
    another = encode({**created, "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}).decode()
    with aws.function("channel-webhook", RELAYBOARD_WEBHOOK="https://169.254.169.254/latest/") as channel:
        assert channel.invoke(queue_event(another)) == {"batchItemFailures": []}
    states = [line["event"] for line in channel.logs if line["event"].startswith("delivery_")]
    assert states[-1:] == ["delivery_failed"]


def test_a_dead_letter_comes_to_stand_among_the_failed_deliveries(aws):
    sqs = aws.client("sqs")
    queue = sqs.create_queue(QueueName=f"{uuid4()}-email-dead-letters")["QueueUrl"]
    _, events = events_of_a_task()
    for item in events:
        sqs.send_message(QueueUrl=queue, MessageBody=encode(item).decode())
    with aws.function("dead-letters", RELAYBOARD_DEAD_LETTERS=queue) as function:
        assert function.invoke({}) is None, function.logs
    assert (function.logs[-1]["taken"], function.logs[-1]["left"]) == (len(events), 0)
    boss, _ = aws.confirmed("letters@example.com", RELAYBOARD_ADMIN_EMAILS="letters@example.com")
    with aws.function("api-list-deliveries") as api:
        failed = json.loads(api.invoke(asked("GET", "/deliveries", claims_of(boss, "ADMIN")))["body"])["items"]
    assert ("email", "Ann") in {(one["channel"], one["person"]["name"]) for one in failed}


def test_the_schedules_find_nothing_to_do(aws):
    with aws.function("schedule-retries") as retries, aws.function("schedule-respread") as respread:
        assert retries.invoke({}) is None
        assert respread.invoke({}) is None
        assert retries.logs[-1]["status"] == respread.logs[-1]["status"] == "ok"


def test_no_digest_is_due_where_nobody_wants_one(aws):
    with aws.function("schedule-digests") as digests:
        assert digests.invoke({}) is None
        assert (digests.logs[-1]["digests"], digests.logs[-1]["rows"]) == (0, 0)


def test_a_time_zone_is_known_where_the_system_has_none(aws):
    person, _ = aws.confirmed("zones@example.com")
    body = {"name": "Zoe", "preferences": {"timeZone": "Pacific/Chatham"}}
    with aws.function("api-update-me", PYTHONTZPATH="") as api:
        answer = api.invoke(asked("PUT", "/users/me", claims_of(person, "MEMBER"), body=body))
    assert json.loads(answer["body"])["preferences"]["timeZone"] == "Pacific/Chatham"


def test_reminders_begin_with_their_first_round(aws):
    with aws.function("schedule-reminders") as reminders:
        assert [reminders.invoke({}), reminders.invoke({})] == [None, None]
        assert [line["recorded"] for line in reminders.logs if line["event"] == "invocation"] == [0, 0]


def test_a_page_opens_a_socket_hears_of_a_task_and_leaves(aws):
    lead, _ = aws.confirmed("page@example.com", RELAYBOARD_ADMIN_EMAILS="page@example.com")
    claims = claims_of(lead, "ADMIN")
    with aws.function("api-write", RELAYBOARD_LIVE_URL="wss://live.example") as write:
        issued = json.loads(write.invoke(asked("POST", "/live/ticket", claims))["body"])
    assert issued["url"] == "wss://live.example"
    with aws.function("live-connect") as connect:
        opening = socket_event("CONNECT", "c1=", origin="https://board.example.com", ticket=issued["ticket"])
        assert [connect.invoke(opening)["statusCode"] for _ in range(2)] == [200, 401]
    with aws.function("live-message") as message:
        assert message.invoke(socket_event("MESSAGE", "c1=", body="{}"))["body"] == '{"type":"pong"}'
    created = next(item for item in events_of_a_task()[1] if item["type"] == "task.created")
    with Listener(lambda _: [answer(b"")]) as sockets:
        there = {"AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI": sockets.url}
        with aws.function("channel-live", **there) as channel:
            assert channel.invoke(queue_event(encode(created).decode())) == {"batchItemFailures": []}, channel.logs
    (sent,) = sockets.requests
    assert (sent.path, sent.headers["host"].partition(".")[0]) == ("/live/@connections/c1%3D", "abc123")
    assert json.loads(sent.body)["type"] == "task.created"
    with aws.function("live-disconnect") as disconnect:
        assert disconnect.invoke(socket_event("DISCONNECT", "c1=")) == {"statusCode": 200}


def test_a_new_name_is_carried_on(aws):
    world, _ = events_of_a_task()
    world.profiles.update("Anna", lambda present: present, by=ANN)
    renamed = next(item for item in world.dump().values() if is_event(item) and item["type"] == "user.renamed")
    with aws.function("channel-names") as names:
        assert names.invoke(queue_event(encode(renamed).decode())) == {"batchItemFailures": []}


def _access():
    return {name.lower(): value for name, value in CREDENTIALS.items() if "KEY" in name}
