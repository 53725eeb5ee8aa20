"""What a server says and keeps when its disk is full, its file held by somebody else, or not its own to write."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.engine import DATABASE
from relayboard.ports.table import Key, Put, TableBroken
from tests.server.command import relayboard
from tests.server.people import ADMIN, eventually, joined, letters, sign_in
from tests.support import server
from tests.support.everybody import as_nobody, let_everybody_reach

FLAGS = ["--admin-email", ADMIN, "--requests-per-second", "0"]
ANN = "ann@example.com"
HOLD_THE_FILE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def create(lead, title, **content):
    return lead.call("POST", "/tasks", {"title": title, **content})


def refused(answer, words):
    """Tell whether an answer is a problem that may be tried again, in words."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert words in answer.json()["detail"]
    return answer.status_code == 503


def titles(lead):
    found, cursor = [], ""
    while cursor is not None:
        page = lead.call("GET", f"/tasks?limit=100{cursor and f'&cursor={cursor}'}").json()
        found, cursor = found + [task["title"] for task in page["items"]], page["nextCursor"]
    return found


def is_told(lead, task_id):
    events = lead.call("GET", f"/tasks/{task_id}/events").json()["items"]
    states = {delivery["state"] for event in events for delivery in event["deliveries"]}
    return states == {"sent"}


def fill(disk):
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def is_whole(data):
    connection = sqlite3.connect(data / DATABASE)
    (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    return verdict == "ok"


def test_a_full_disk_loses_nothing_and_is_over_as_soon_as_there_is_room(small_disk):
    data = small_disk / "data"
    with server.running(data, *FLAGS) as running:
        lead, ann = (joined(running.url, who, data / "mailbox") for who in (ADMIN, ANN))
        mails = partial(letters, data / "mailbox", to=ANN)
        ann_id, taken = ann.id, ["before"]
        before = create(lead, "before", assigneeIds=[ann_id]).json()["id"]
        eventually(lambda: is_told(lead, before))
        ballast = fill(small_disk)
        answers = {}
        for number in range(60):  # what room was left in the files is used up by the first of them
            title = f"full {number}"
            answers[title] = create(lead, title, description="x" * 9000, assigneeIds=[ann_id])
        taken += [title for title, answer in answers.items() if answer.status_code == 201]
        refusals = [answer for answer in answers.values() if answer.status_code != 201]
        assert refusals
        assert all(refused(answer, "The disk is full. Make room") for answer in refusals)
        assert sorted(titles(lead)) == sorted(taken)
        ballast.unlink()
        assert create(lead, "after", assigneeIds=[ann_id]).status_code == 201
        taken.append("after")
        assert sorted(titles(lead)) == sorted(taken)
        # A mail that was begun when the disk became full is begun again after the minute of its lease.
        eventually(lambda: len(mails()) == 1 + len(taken), seconds=120)  # and the code of her sign-up
    assert is_whole(data)
    with server.running(data, *FLAGS) as running:
        assert sorted(titles(sign_in(running.url, ADMIN))) == sorted(taken)


def test_a_database_that_another_program_holds_is_waited_for_and_then_said_to_be_busy(tmp_path):
    with server.running(tmp_path, *FLAGS) as running:
        lead = joined(running.url, ADMIN, tmp_path / "mailbox")
        assert create(lead, "before").status_code == 201
        with subprocess.Popen(
            [sys.executable, "-c", HOLD_THE_FILE, tmp_path / DATABASE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as holder:
            assert holder.stdout.readline() == b"held\n"
            with ThreadPoolExecutor(8) as clients:
                writing = [clients.submit(create, lead, f"held {number}") for number in range(8)]
                assert titles(lead) == ["before"]
                assert all(refused(answer.result(), "busy") for answer in writing)
            assert titles(lead) == ["before"]
        assert create(lead, "after").status_code == 201
        assert sorted(titles(lead)) == ["after", "before"]


def opened_by_nobody(path):
    """Open a database as a user without rights, and return what is said to that."""

    def open_it():
        try:
            SqliteTable(path, clock=SystemClock())
        except TableBroken as error:
            return str(error)
        return ""

    return as_nobody(open_it)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_file_that_cannot_be_written_is_refused_when_it_is_opened_and_nothing_happens_to_it(tmp_path):
    path, key = tmp_path / DATABASE, Key("TASK#1", "METADATA")
    table = SqliteTable(path, clock=SystemClock())
    table.write(Put(key.attributes))
    table.close()
    before = path.read_bytes()
    path.chmod(0o444)
    tmp_path.chmod(0o777)
    let_everybody_reach(tmp_path)
    told = opened_by_nobody(path)
    assert "The database cannot be written. Let the server's user write to file and folder." in told
    assert path.read_bytes() == before
    path.chmod(0o666)
    assert opened_by_nobody(path) == ""


def test_a_disk_that_cannot_be_written_is_named_at_the_start(small_disk):
    data = small_disk / "data"
    with server.running(data, *FLAGS, output=small_disk.parent / "output.txt") as running:
        lead = joined(running.url, ADMIN, data / "mailbox")
        assert create(lead, "before").status_code == 201
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = relayboard("serve", "--port", "0", "--data", str(data))
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert (done.code, "cannot be written" in done.text, "Traceback" in done.text) == (1, True, False)
    with server.running(data, *FLAGS) as running:
        assert titles(sign_in(running.url, ADMIN)) == ["before"]
