"""backup, restore, export and import, as a person runs them."""

import subprocess
import sys
import threading

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.engine import DATABASE
from relayboard.ports.table import Put
from tests.server.command import relayboard
from tests.server.people import ADMIN, joined, sign_in
from tests.support import server

COMMAND = [sys.executable, "-m", "relayboard"]
MANY = 20_000


def run(*words, environ=None):
    return relayboard(*map(str, words), environ=environ)


def count_in(data):
    table = SqliteTable(data / DATABASE, clock=SystemClock())
    found = table.count()
    table.close()
    return found


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A server at work: its folder, its admin, and what was written before the backup and the export."""
    folder = tmp_path_factory.mktemp("workplace")
    data = folder / "data"
    with server.running(data, "--admin-email", ADMIN, "--requests-per-second", "0") as running:
        lead = joined(running.url, ADMIN, data / "mailbox")
        titles = [f"Task {number}" for number in range(30)]
        for title in titles:
            assert lead.call("POST", "/tasks", {"title": title}).status_code == 201
        is_over = threading.Event()

        def keep_writing():
            while not is_over.is_set():
                lead.call("POST", "/tasks", {"title": "Meanwhile"})

        writer = threading.Thread(target=keep_writing)
        writer.start()
        try:
            told = {
                "backup": run("backup", folder / "backup", "--data", data),
                "export": run("export", folder / "all.jsonl", "--data", data),
                "restore": run("restore", folder / "backup", "--data", data, "--force"),
                "import": run("import", folder / "all.jsonl", "--data", data, "--force"),
            }
        finally:
            is_over.set()
            writer.join()
    return folder, titles, told


def titles_on(data):
    """Sign in to a server over this folder, with the password of before, and list the tasks."""
    with server.running(data, "--requests-per-second", "0") as running:
        lead = sign_in(running.url, ADMIN)
        found, cursor = [], ""
        while cursor is not None:
            page = lead.call("GET", f"/tasks?limit=100{cursor and f'&cursor={cursor}'}").json()
            found, cursor = found + [task["title"] for task in page["items"]], page["nextCursor"]
    return found


def test_a_server_can_be_backed_up_and_exported_at_work_but_not_replaced(workplace):
    _, _, told = workplace
    assert told["backup"].code == told["export"].code == 0
    assert "is whole" in told["backup"].text
    for name in ("restore", "import"):
        assert (told[name].code, "Stop it first" in told[name].text) == (1, True)


def test_what_was_backed_up_can_be_served(workplace, tmp_path):
    folder, titles, _ = workplace
    done = run("restore", folder / "backup", "--data", tmp_path / "new")
    assert (done.code, "is as it was" in done.text) == (0, True)
    assert set(titles) <= set(titles_on(tmp_path / "new")) <= {*titles, "Meanwhile"}


def test_what_was_exported_can_be_served(workplace, tmp_path):
    folder, titles, _ = workplace
    done = run("import", folder / "all.jsonl", "--data", tmp_path / "new")
    assert (done.code, "items of" in done.text) == (0, True)
    assert set(titles) <= set(titles_on(tmp_path / "new")) <= {*titles, "Meanwhile"}


def test_an_import_that_was_killed_goes_on(tmp_path):
    table = SqliteTable((tmp_path / DATABASE), clock=SystemClock(), feed=())
    for start in range(0, MANY, 100):
        table.write(
            *(Put({"PK": f"T#{start + number:06}", "SK": "X", "text": "x" * 100}) for number in range(100))
        )
    table.close()
    assert run("export", tmp_path / "all.jsonl", "--data", tmp_path).code == 0
    words = ["import", str(tmp_path / "all.jsonl"), "--data", str(tmp_path / "new")]
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.DEVNULL) as importing:
        while _written_bytes(tmp_path / "new") < 500_000:
            assert importing.poll() is None
        importing.kill()
    begun = count_in(tmp_path / "new")
    assert 0 < begun < MANY
    done = run(*words)
    assert (done.code, f"All {MANY} items" in done.text) == (0, True)
    assert count_in(tmp_path / "new") == MANY


def _written_bytes(data):
    log = data / f"{DATABASE}-wal"
    return log.stat().st_size if log.exists() else 0


@pytest.mark.parametrize("words", [["backup", "b"], ["restore", "b"], ["export", "e"], ["import", "e"]])
def test_data_in_dynamodb_is_left_to_its_own_tools(words, tmp_path):
    done = run(*words, "--data", tmp_path, environ={"RELAYBOARD_STORE": "dynamodb://board"})
    assert (done.code, "DynamoDB" in done.text) == (1, True)


@pytest.mark.parametrize("words", [["backup", "none/b"], ["restore", "none"], ["export", "e"], ["import", "none"]])
def test_mistakes_are_told_in_one_sentence(words, tmp_path):
    done = run(words[0], tmp_path / words[1], "--data", tmp_path / "data")
    assert done.code == 1
    assert "Traceback" not in done.text
    assert len(done.text.strip().splitlines()) == 1
    assert not (tmp_path / "data" / DATABASE).exists()
