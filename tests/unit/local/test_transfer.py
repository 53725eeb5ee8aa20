"""What an export holds, and what an import makes of it."""

import json

import pytest

from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.local.data.export import ExportFailed, export
from relayboard.local.data.import_file import ImportFailed, import_file
from relayboard.ports.table import Delete, Key, Put
from relayboard.store.channel_positions import save_channel_position
from tests.support.clock import HandClock

AWKWARD = {
    "text": "line\nbreak, NUL \x00, \u2028, Zoë, 🧵",
    "number": -(2**63),
    "nested": [{"a": [None, True, ""]}],
}
MANY = 350


class Interrupted(Exception):
    """Stands for the end of the program in the middle of its work."""


def quietly(done, total):
    assert 0 <= done <= total


def exported(table, file):
    return export(table, file, export_id="01J", at=HandClock().now(), progress=quietly)


def imported(table, file, *, force=False):
    return import_file(table, file, force=force, progress=quietly)


def interrupted_import(table, file, *, after):
    steps = iter(range(after))

    def progress(done, total):
        if next(steps, None) is None:
            raise Interrupted

    with pytest.raises(Interrupted):
        import_file(table, file, force=False, progress=progress)


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def new_table(tmp_path, clock):
    made = []

    def make(**options):
        made.append(SqliteTable(tmp_path / f"{len(made)}.db", clock=clock, **options))
        return made[-1]

    yield make
    for table in made:
        table.close()


@pytest.fixture
def source(new_table):
    table = new_table()
    for start in range(0, MANY, 50):
        table.write(*(Put({"PK": f"T#{number:03}", "SK": "X", **AWKWARD}) for number in range(start, start + 50)))
    table.write(
        Put({"PK": "POOL#USER#1", "SK": "ACCOUNT", "GSI1PK": "a", "GSI1SK": "b", "hash": "argon2"}),
        Put({"PK": "OLD", "SK": "X", "expires": 5}),
        save_channel_position("email", "17"),
    )
    return table


@pytest.fixture
def file(source, tmp_path):
    assert exported(source, tmp_path / "all.jsonl") == MANY + 1
    return tmp_path / "all.jsonl"


def test_everything_that_lives_arrives_as_it_was(source, file, new_table):
    target = new_table(feed=())
    assert imported(target, file) == MANY + 1
    wanted = [item for item in source.items() if item["PK"] != "CHANNEL#email"]
    assert len(wanted) == MANY + 1
    assert list(target.items()) == wanted


def test_nobody_hears_of_what_is_imported(file, new_table):
    target = new_table(feed=())
    imported(target, file)
    assert SqliteChanges(SqliteFeed(target)).read(None, limit=10) == []


def test_an_export_is_of_one_moment(source, tmp_path):
    for item in source.items():
        source.write(Put({"PK": "ZZZ", "SK": str(item["PK"])}), Delete(Key("T#349", "X")))
        walked = item
    assert walked["PK"] == "T#349"
    assert source.get(Key("T#349", "X")) is None


def test_walking_begins_behind_a_key(source):
    assert [item["PK"] for item in source.items(Key("T#347", "X"))] == ["T#348", "T#349"]


def test_every_line_is_json_and_the_file_is_its_owners(file):
    lines = file.read_bytes().decode().split("\n")
    assert len(lines) == MANY + 4
    assert [json.loads(line) for line in lines[:-1]][-1] == {"end": {"items": MANY + 1}}
    assert file.stat().st_mode & 0o077 == 0


def test_an_export_replaces_no_file_and_leaves_no_half_one(source, file, tmp_path):
    with pytest.raises(ExportFailed, match="there already"):
        exported(source, file)
    with pytest.raises(Interrupted):
        export(source, tmp_path / "b.jsonl", export_id="01J", at=HandClock().now(), progress=_interrupting)
    assert not [path for path in tmp_path.iterdir() if "b.jsonl" in path.name]


def _interrupting(done, total):
    raise Interrupted


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_an_interrupted_import_goes_on_where_it_was(source, file, new_table, after):
    target = new_table(feed=())
    interrupted_import(target, file, after=after)
    begun = sum(1 for item in target.items() if item["PK"] != "IMPORT#01J")
    assert 0 < begun < MANY + 1 or after == 3
    # What has been taken in and changed since is not taken in again.
    first = next(item for item in target.items() if item["PK"] != "IMPORT#01J")
    target.write(Delete(Key(str(first["PK"]), str(first["SK"]))))
    assert imported(target, file) == MANY + 1
    assert len(list(target.items())) == MANY
    assert "IMPORT#01J" not in {item["PK"] for item in target.items()}


def test_an_import_into_other_data_has_to_be_forced_and_wins(file, new_table):
    target = new_table(feed=())
    target.write(Put({"PK": "T#000", "SK": "X", "text": "other"}), Put({"PK": "MINE", "SK": "X"}))
    with pytest.raises(ImportFailed, match="--force"):
        imported(target, file)
    assert len(list(target.items())) == 2
    for _ in range(2):  # twice is as good as once
        imported(target, file, force=True)
        found = target.get(Key("T#000", "X"))
        assert found is not None
        assert found["text"] == AWKWARD["text"]
        assert len(list(target.items())) == MANY + 2


def test_a_file_that_is_cut_off_is_refused_before_anything_is_written(file, new_table):
    file.write_bytes(file.read_bytes()[:-10])
    target = new_table(feed=())
    with pytest.raises(ImportFailed, match="cut off"):
        imported(target, file)
    assert list(target.items()) == []


@pytest.mark.parametrize("text", ["", "hello\n", "[]\n", '{"PK":"a","SK":"b"}\n'])
def test_a_file_that_is_no_export_is_refused(text, tmp_path, new_table):
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(ImportFailed, match="is not an export"):
        imported(new_table(feed=()), tmp_path / "x.jsonl")


def test_a_newer_format_is_refused(file, new_table):
    file.write_text(file.read_text().replace('"format":1', '"format":2', 1))
    with pytest.raises(ImportFailed, match="has format 2"):
        imported(new_table(feed=()), file)


@pytest.mark.parametrize("line", ['{"PK":"T', '{"PK":"A","SK":"X","price":1.5}', '{"SK":"X"}', "7"])
def test_a_bad_line_is_named_and_what_comes_after_its_repair_goes_on(file, new_table, line):
    lines = file.read_text().splitlines(keepends=True)
    good, lines[301] = lines[301], f"{line}\n"
    file.write_text("".join(lines))
    target = new_table(feed=())
    with pytest.raises(ImportFailed, match=r"byte \d+"):
        imported(target, file)
    lines[301] = good
    file.write_text("".join(lines))
    assert imported(target, file) == MANY + 1
    assert len(list(target.items())) == MANY + 1


def test_large_items_are_taken_in_smaller_portions(tmp_path, new_table):
    source, target = new_table(), new_table(feed=())
    for number in range(12):
        source.write(Put({"PK": f"BIG#{number}", "SK": "X", "list": [1] * 130_000}))
    exported(source, tmp_path / "big.jsonl")
    assert imported(target, tmp_path / "big.jsonl") == 12
    assert list(target.items()) == list(source.items())
