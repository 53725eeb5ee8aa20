"""Everything moved from one engine to the other; RELAYBOARD_TEST_MIGRATE says how many tasks."""

import json
import os
import pty
import re
import subprocess
import sys
import time
from contextlib import closing

import boto3
import pytest

from bench import seeding
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_bulk import DynamoDBBulk
from relayboard.adapters.dynamodb_changes import DynamoDBChanges
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.data.export import import_place
from relayboard.local.data.movable import MoveFailed, id_of
from relayboard.local.data.movable_sqlite import source_in
from relayboard.local.dynamodb import dynamodb_address
from relayboard.local.engine import DATABASE
from relayboard.ports.table import Delete, Key, Put, TableError
from relayboard.store.channel_positions import save_channel_position
from relayboard.store.keys import FEED_PREFIXES
from tests.server.command import relayboard
from tests.server.people import ADMIN, eventually, joined, sign_in
from tests.support import server
from tests.support.engines import DynamoDBEndpoint, dynamodb_client, dynamodb_store, read_changes
from tests.support.ministack import REGION

TASKS = int(os.environ.get("RELAYBOARD_TEST_MIGRATE", "3000"))
COMMAND = [sys.executable, "-m", "relayboard", "migrate"]
MEMBERS = [{"id": f"person-{number}", "name": f"Person {number}"} for number in range(5)]
SOURCE_AND_TARGET = re.compile(r"(?:Source|Target): (\d+) items \((\d+) tasks, \d+ people\), checksum (\w{32})")

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A data folder with many tasks, and something of everything that must not be moved."""
    data = tmp_path_factory.mktemp("full")
    table = SqliteTable(data / DATABASE, clock=SystemClock())
    table.write(
        Put({"PK": "AAA", "SK": "OLD", "expires": 5}),
        Put({"PK": "CHANNEL#email", "SK": "POSITION", "position": "17"}),
        Put({"PK": "BIG", "SK": "X", "nested": [{"a": [None, True, "Zoë 🧵"]}] * 15_000, "number": -(2**63)}),
    )
    table.close()
    seeding.fill_relayboard(data / DATABASE, seeding.tasks(TASKS, MEMBERS))
    return data


@pytest.fixture
def store(dynamodb_endpoint):
    with dynamodb_store(dynamodb_endpoint) as named:
        yield named


def run(*words, timeout_seconds=60):
    return relayboard("migrate", *map(str, words), timeout_seconds=timeout_seconds)


def bulk_of(store, endpoint):
    return DynamoDBBulk(dynamodb_client(Service.TABLES, endpoint), dynamodb_address(store).table, SystemClock())


def items_in(data):
    table = SqliteTable(data / DATABASE, clock=SystemClock())
    found = {(item["PK"], item["SK"]): item for item in table.items()}
    table.close()
    return found


def written(data, *writes):
    table = SqliteTable(data / DATABASE, clock=SystemClock(), feed=())
    table.write(*writes)
    table.close()


def place_in(store, endpoint, source):
    """Return a question: how many items has the move out of this folder noted down?"""
    table = DynamoDBTable(dynamodb_client(Service.TABLES, endpoint), dynamodb_address(store).table, SystemClock())
    place = import_place(f"MOVE-{id_of(str((source / DATABASE).resolve()))}")

    def ask():
        try:
            mark = table.get(place)
        except TableError:  # it is being made
            mark = None
        return mark["items"] if mark else 0

    return ask


def begun(words, *, until):
    """Run a move and kill it as soon as something holds."""
    with subprocess.Popen([*COMMAND, *map(str, words)], stdout=subprocess.DEVNULL) as moving:
        while not until():
            assert moving.poll() is None, "it was over before it could be killed"
            time.sleep(0.02)
        moving.kill()


def has_told_everything(data):
    try:
        with source_in(data, SystemClock()):
            return True
    except MoveFailed:
        return False


def log_bytes(data):
    log = data / f"{DATABASE}-wal"
    return log.stat().st_size if log.exists() else 0


def test_everything_arrives_in_dynamodb_though_the_move_was_killed_and_comes_back(
    full, store, dynamodb_endpoint, tmp_path
):
    words = ["--from", "sqlite", "--to", store, "--data", full]
    enough = TASKS // 2
    moved = place_in(store, dynamodb_endpoint, full)
    begun(words, until=lambda: moved() >= enough)
    done = run(*words, timeout_seconds=60 + TASKS / 20)
    assert done.code == 0, done.text
    source, target = SOURCE_AND_TARGET.findall(done.text)
    assert source == target
    items, tasks, _ = map(str, source)
    assert tasks == str(TASKS)
    in_this_run = int(re.search(r"(\d+) items were moved in this run", done.text)[1])
    assert enough <= int(items) - in_this_run < int(items)

    wanted = {key: item for key, item in items_in(full).items() if key[0] != "CHANNEL#email"}
    if TASKS > 10_000:
        assert len(wanted) == int(items)
        return
    found = {(item["PK"], item["SK"]): item for item in bulk_of(store, dynamodb_endpoint).items()}
    assert found == wanted
    back = run("--from", store, "--to", "sqlite", "--data", tmp_path / "back")
    assert back.code == 0, back.text
    assert items_in(tmp_path / "back") == wanted


def test_a_killed_move_into_sqlite_goes_on(full, store, tmp_path):
    assert run("--to", store, "--data", full, timeout_seconds=60 + TASKS / 20).code == 0
    words = ["--from", store, "--to", "sqlite", "--data", tmp_path / "new"]
    begun(words, until=lambda: log_bytes(tmp_path / "new") > 2_000_000)
    done = run(*words, timeout_seconds=60 + TASKS / 20)
    assert done.code == 0, done.text
    wanted = {key: item for key, item in items_in(full).items() if key[0] != "CHANNEL#email"}
    assert items_in(tmp_path / "new") == wanted


@pytest.fixture
def small(tmp_path):
    written(tmp_path / "small-data", *(Put({"PK": f"T#{number}", "SK": "X"}) for number in range(50)))
    return tmp_path / "small-data"


@pytest.fixture(autouse=True)
def folders(tmp_path):
    (tmp_path / "small-data").mkdir()


def test_nobody_hears_of_what_was_moved_but_of_everything_afterwards(small, store, dynamodb_endpoint):
    written(small, Put({"PK": "TASK#1", "SK": "EVENT#1", "type": "task.created"}))
    assert run("--to", store, "--data", small).code == 0
    calls, streams = (dynamodb_client(service, dynamodb_endpoint) for service in (Service.TABLES, Service.STREAMS))
    name = dynamodb_address(store).table
    feed = DynamoDBChanges(calls, streams, name)
    DynamoDBTable(calls, name, SystemClock()).write(Put({"PK": "TASK#1", "SK": "EVENT#2"}))
    heard = [change.key for change in read_changes(feed, 1)]
    assert Key("TASK#1", "EVENT#2") in heard
    assert Key("TASK#1", "EVENT#1") not in heard


def test_a_target_with_other_data_is_refused(small, store, dynamodb_endpoint):
    assert run("--to", store, "--data", small).code == 0
    again = run("--to", store, "--data", small)
    assert (again.code, "data already" in again.text) == (1, True)
    back = run("--from", store, "--to", "sqlite", "--data", small)
    assert (back.code, "data already" in back.text) == (1, True)


def test_a_source_that_changed_between_two_runs_is_noticed(store, dynamodb_endpoint, tmp_path):
    data = tmp_path / "changing"
    data.mkdir()
    for start in range(0, 5000, 100):
        written(data, *(Put({"PK": f"T#{number:04}", "SK": "X"}) for number in range(start, start + 100)))
    words = ["--to", store, "--data", data]
    moved = place_in(store, dynamodb_endpoint, data)
    begun(words, until=lambda: moved() >= 1000)
    written(data, Delete(Key("T#0001", "X")))
    done = run(*words)
    assert (done.code, "T X: 4999 in the source, 5000 in the target" in done.text) == (1, True), done.text


def test_nobody_is_left_untold(small, store):
    with closing(SqliteTable(small / DATABASE, clock=SystemClock(), feed=FEED_PREFIXES)) as table:
        table.write(save_channel_position("email", "0"), save_channel_position("inbox", "0"))
        table.write(Put({"PK": "TASK#1", "SK": "EVENT#1", "type": "task.created"}))
    done = run("--to", store, "--data", small)
    assert (done.code, "nobody has been told" in done.text) == (1, True), done.text
    written(small, save_channel_position("email", "1"), save_channel_position("inbox", "1"))
    assert run("--to", store, "--data", small).code == 0


def test_progress_is_shown_at_a_terminal(small, store):
    ours, theirs = pty.openpty()
    command = [*COMMAND, "--to", store, "--data", str(small)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as moving:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert moving.returncode == 0
    for step in (b"Moving", b"Counting the source", b"Counting the target", b"100%"):
        assert step in shown


def _read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # it was closed at the other end
        return b""


def test_a_server_keeps_its_data_to_itself(tmp_path, store):
    with server.running(tmp_path / "data"):
        away = run("--to", store, "--data", tmp_path / "data")
        into = run("--from", store, "--to", "sqlite", "--data", tmp_path / "data")
    for done in (away, into):
        assert (done.code, "Stop it first" in done.text) == (1, True), done.text


def test_people_sign_in_with_their_passwords_where_they_were_moved_to(tmp_path, store):
    with server.running(tmp_path, "--admin-email", ADMIN) as running:
        lead = joined(running.url, ADMIN, tmp_path / "mailbox")
        assert lead.call("POST", "/tasks", {"title": "Move house"}).status_code == 201
        eventually(lambda: has_told_everything(tmp_path))
    assert run("--to", store, "--data", tmp_path).code == 0
    with server.running(tmp_path, "--store", store) as running:
        lead = sign_in(running.url, ADMIN)
        assert [task["title"] for task in lead.call("GET", "/tasks").json()["items"]] == ["Move house"]


@pytest.fixture
def cognito_pool(ministack):
    """A pool as Terraform makes it, as far as accounts go: boto3's client, and the pool's id."""
    client = boto3.client("cognito-idp", endpoint_url=ministack.url, region_name=REGION)
    pool_id = client.create_user_pool(
        PoolName="moved", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
    )["UserPool"]["Id"]
    for role in ("ADMIN", "MEMBER"):
        client.create_group(UserPoolId=pool_id, GroupName=role)
    return client, pool_id


def test_people_are_called_by_their_new_ids_where_cognito_keeps_their_accounts(tmp_path, ministack, cognito_pool):
    client, pool_id = cognito_pool
    store = f"dynamodb://moved-people?region={REGION}&endpoint={ministack.url}"
    with server.running(tmp_path, "--admin-email", ADMIN) as running:
        lead = joined(running.url, ADMIN, tmp_path / "mailbox")
        old = lead.call("GET", "/users/me").json()["id"]
        made = lead.call("POST", "/tasks", {"title": "Move house", "assigneeIds": [old]})
        assert made.status_code == 201, made.text
        eventually(lambda: has_told_everything(tmp_path))
    for _ in range(2):
        done = run("--to", store, "--data", tmp_path, "--user-pool", pool_id)
    assert (done.code, "data already" in done.text) == (1, True)

    account = client.admin_get_user(UserPoolId=pool_id, Username=ADMIN)
    new = next(one["Value"] for one in account["UserAttributes"] if one["Name"] == "sub")
    groups = client.admin_list_groups_for_user(UserPoolId=pool_id, Username=ADMIN)["Groups"]
    assert new != old
    assert account["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert [group["GroupName"] for group in groups] == ["ADMIN"]

    found = list(bulk_of(store, DynamoDBEndpoint(ministack.url, REGION)).items())
    assert {f"USER#{new}"} == {item["PK"] for item in found if item["SK"] == "PROFILE"}
    (given,) = [item for item in found if str(item["SK"]).startswith("ASSIGN#")]
    assert (given["SK"], given["GSI2PK"]) == (f"ASSIGN#USER#{new}", f"USER#{new}")
    assert old not in json.dumps(found)
    assert not [item for item in found if str(item["PK"]).startswith(("POOL#", "OUTBOX#"))]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", "sqlite"], "Both ends are SQLite"),
        (["--to", "mysql"], "Must be"),
        (["--from", "dynamodb://nowhere", "--to", "sqlite", "--user-pool", "x"], "in DynamoDB"),
        (["--to", "dynamodb://board-of-nobody?region=eu-west-1"], "There is no database in"),
    ],
)
def test_mistakes_are_told_in_one_sentence(words, told, tmp_path):
    done = run(*words, "--data", tmp_path / "none")
    assert (done.code, told in done.text, "Traceback" in done.text) == (1, True, False)
    assert not (tmp_path / "none").exists()
