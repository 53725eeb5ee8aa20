"""What a backup holds, and what putting it back leaves behind."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from threading import Event, Thread

import pytest

from relayboard.adapters.local_pool.signing_key import load_or_create
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.app import SIGNING_KEY
from relayboard.local.data.backup import BackupFailed, back_up, restore
from relayboard.local.engine import DATABASE
from relayboard.ports.table import Key, Put, TableError, Update

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEEP_OPEN = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM items").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


class Interrupted(Exception):
    """Stands for the end of the program in the middle of its work."""


def quietly(done, total):
    assert 0 <= done <= total


def interrupting(done, total):
    raise Interrupted


def opened(folder):
    return SqliteTable(folder / DATABASE, clock=SystemClock())


def texts_in(folder):
    table = opened(folder)
    found = {str(item["PK"]): item.get("text") for item in table.items()}
    table.close()
    return found


def put_back(source, data, *, force=False):
    return restore(source, data, force=force, at=AT, progress=quietly)


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    load_or_create(folder / SIGNING_KEY)
    table = opened(folder)
    table.write(*(Put({"PK": f"THING#{number:02}", "SK": "X", "text": "old"}) for number in range(50)))
    table.close()
    return folder


@pytest.fixture
def backup(data, tmp_path):
    back_up(data, tmp_path / "backup", progress=quietly)
    return tmp_path / "backup"


def test_a_backup_put_back_is_everything_and_the_feed_too(data, backup, tmp_path):
    assert put_back(backup, tmp_path / "new" / "place") is None
    assert texts_in(tmp_path / "new" / "place") == texts_in(data)
    assert (tmp_path / "new/place" / SIGNING_KEY).read_bytes() == (data / SIGNING_KEY).read_bytes()
    tables = [opened(folder) for folder in (data, tmp_path / "new" / "place")]
    before, after = (SqliteChanges(SqliteFeed(table)).read(None, limit=100) for table in tables)
    assert len(before) == 50
    assert after == before
    for table in tables:
        table.close()


def test_only_the_owner_reads_a_backup(backup):
    assert backup.stat().st_mode & 0o077 == 0
    assert (backup / SIGNING_KEY).stat().st_mode & 0o077 == 0


def test_a_backup_during_writes_is_of_one_moment(data, tmp_path):
    table, is_over, has_begun = opened(data), Event(), Event()
    # Two items far apart in the file always change together.
    first, last = Key("A", "X"), Key("Z", "X")
    table.write(*(Put({"PK": f"M{number:05}", "SK": "X", "text": "x" * 30_000}) for number in range(99)))

    def keep_writing():
        while not is_over.is_set():
            table.write(Update(first, add={"n": 1}), Update(last, add={"n": 1}))
            has_begun.set()

    writer = Thread(target=keep_writing)
    writer.start()
    has_begun.wait()
    back_up(data, tmp_path / "backup", progress=quietly)
    is_over.set()
    writer.join()
    copy = opened(tmp_path / "backup")
    one, other, now = copy.get(first), copy.get(last), table.get(first)
    assert one is not None
    assert other is not None
    assert now is not None
    assert 1 <= one["n"] == other["n"] <= now["n"]
    table.close()
    copy.close()


def test_what_was_committed_but_not_yet_moved_into_the_file_is_in_the_backup(data, tmp_path):
    table = opened(data)
    table.write(Put({"PK": "LATE", "SK": "X", "text": "late"}))
    back_up(data, tmp_path / "backup", progress=quietly)
    assert texts_in(tmp_path / "backup")["LATE"] == "late"
    table.close()


def test_an_interrupted_backup_leaves_nothing_and_does_not_stand_in_the_way(data, tmp_path):
    with pytest.raises(Interrupted):
        back_up(data, tmp_path / "backup", progress=interrupting)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    (tmp_path / ".backup.partial").mkdir()  # as after a kill
    (tmp_path / ".backup.partial" / DATABASE).write_bytes(b"half")
    back_up(data, tmp_path / "backup", progress=quietly)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data"]


def test_a_backup_replaces_nothing_and_needs_a_database(data, backup, tmp_path):
    before = contents(backup)
    with pytest.raises(BackupFailed, match="there already"):
        back_up(data, backup, progress=quietly)
    assert contents(backup) == before
    with pytest.raises(BackupFailed, match=r"no database.*--data"):
        back_up(tmp_path / "nowhere", tmp_path / "other", progress=quietly)


def test_no_backup_is_made_of_a_damaged_database(data, tmp_path):
    pages = (data / DATABASE).read_bytes()
    (data / DATABASE).write_bytes(pages[:4096] + b"\xa5" * (len(pages) - 4096))
    with pytest.raises(TableError, match="damaged"):
        back_up(data, tmp_path / "backup", progress=quietly)
    assert not (tmp_path / "backup").exists()


def test_a_database_that_is_there_is_moved_aside_only_when_told(data, backup):
    table = opened(data)
    table.write(Put({"PK": "NEW", "SK": "X", "text": "new"}))
    table.close()
    before = contents(data)
    with pytest.raises(BackupFailed, match="--force"):
        put_back(backup, data)
    assert contents(data) == before
    aside = put_back(backup, data, force=True)
    assert aside == data / "before-restore-20260501-120000"
    assert "NEW" not in texts_in(data)
    assert texts_in(aside)["NEW"] == "new"


def test_the_log_of_the_database_moved_aside_goes_with_it(data, backup):
    # As after `kill -9`: the write-ahead log is still there, and must not be taken for the restored file's.
    table = opened(data)
    table.write(Put({"PK": "NEW", "SK": "X", "text": "new"}))
    log = (data / f"{DATABASE}-wal").read_bytes()
    table.close()
    (data / f"{DATABASE}-wal").write_bytes(log)
    aside = put_back(backup, data, force=True)
    assert aside is not None
    assert (aside / f"{DATABASE}-wal").read_bytes() == log
    assert "NEW" not in texts_in(data)


def test_nothing_is_put_back_while_a_program_uses_the_database(data, backup):
    with subprocess.Popen(
        [sys.executable, "-c", KEEP_OPEN, data / DATABASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(BackupFailed, match="Stop it first"):
            put_back(backup, data, force=True)
    assert put_back(backup, data, force=True) is not None


@pytest.mark.parametrize("how", ["damaged", "newer", "no database", "missing"])
def test_a_backup_that_cannot_be_used_changes_nothing(data, backup, how):
    match how:
        case "damaged":
            pages = (backup / DATABASE).read_bytes()
            (backup / DATABASE).write_bytes(pages[:4096] + b"\xa5" * (len(pages) - 4096))
        case "newer":
            connection = sqlite3.connect(backup / DATABASE)
            connection.execute("PRAGMA user_version = 99")
            connection.close()
        case "no database":
            (backup / DATABASE).write_text("Dear diary")
        case "missing":
            (backup / DATABASE).unlink()
    before = contents(data)
    with pytest.raises(BackupFailed, match=r"cannot be used; take another|is no backup"):
        put_back(backup, data, force=True)
    assert contents(data) == before


def test_an_interrupted_restore_changes_nothing(data, backup):
    before = contents(data)
    with pytest.raises(Interrupted):
        restore(backup, data, force=True, at=AT, progress=interrupting)
    assert contents(data) == before
