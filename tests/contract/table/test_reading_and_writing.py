"""Items come back as they were written, all together or not at all."""

import pytest

from relayboard.ports.table import (
    ABSENT,
    Check,
    ConditionFailed,
    Delete,
    Equals,
    Exists,
    Item,
    Key,
    LimitExceeded,
    Put,
    Table,
    Update,
)

KEY = Key("TASK#1", "METADATA")


def item(key: Key = KEY, **attributes: object) -> Item:
    return {**key.attributes, **attributes}


def test_an_item_comes_back_as_it_was_written(table: Table) -> None:
    written = item(
        text="Überfällig 🎉 \u0000 \U0010ffff",
        empty="",
        none=None,
        yes=True,
        no=False,
        zero=0,
        large=2**63 - 1,
        small=-(2**63),
        hundred=100,
        list=["a", 1, None, True, [], {}],
        map={"a.b": {"deep": [{"er": "ü"}]}, "#c": 2},
    ) | {"ключ": 1, "with space": 2, ":v0": 3, "name": 4, "#n0": 5}
    table.write(Put(written))
    found = table.get(KEY)
    assert found == written
    assert found is not None
    assert [type(found[name]) for name in ("yes", "zero", "none")] == [bool, int, type(None)]


def test_keys_may_hold_any_text(table: Table) -> None:
    keys = [Key("ключ#ü", "🎉"), Key("a b", "c/d"), Key("'; --", "%_"), Key("a\u0000b", "x"), Key("a", "x")]
    table.write(*(Put(item(key, n=number)) for number, key in enumerate(keys)))
    assert [found and found["n"] for found in table.get_many(keys)] == [0, 1, 2, 3, 4]


def test_an_absent_item_is_none(table: Table) -> None:
    assert table.get(KEY) is None
    assert table.get_many([KEY]) == [None]
    assert table.get_many([]) == []


def test_what_callers_do_to_their_copies_changes_nothing(table: Table) -> None:
    labels = ["a"]
    table.write(Put(item(labels=labels)))
    labels.append("b")
    found = table.get(KEY)
    assert found is not None
    assert isinstance(found["labels"], list)
    found["labels"].append("c")
    assert table.get(KEY) == item(labels=["a"])


def test_a_put_replaces_the_whole_item(table: Table) -> None:
    table.write(Put(item(a=1, b=2)))
    table.write(Put(item(b=3)))
    assert table.get(KEY) == item(b=3)


def test_a_delete_removes_and_a_second_one_is_no_error(table: Table) -> None:
    table.write(Put(item()))
    table.write(Delete(KEY))
    table.write(Delete(KEY))
    assert table.get(KEY) is None


@pytest.mark.parametrize("others", [(), (Put(item(Key("other", "one"))),)], ids=["alone", "in a transaction"])
def test_an_update_sets_removes_and_adds(table: Table, others: tuple[Put, ...]) -> None:
    table.write(Put(item(keep="k", change="old", drop=[1], count=40, name="reserved word")))
    table.write(
        Update(
            KEY, put={"change": {"new": None}, "made": ""}, remove=("drop", "never"), add={"count": 2, "fresh": -1}
        ),
        *others,
    )
    assert table.get(KEY) == item(
        keep="k", change={"new": None}, count=42, name="reserved word", made="", fresh=-1
    )


@pytest.mark.parametrize("others", [(), (Put(item(Key("other", "one"))),)], ids=["alone", "in a transaction"])
def test_an_update_makes_an_absent_item(table: Table, others: tuple[Put, ...]) -> None:
    table.write(Update(KEY, put={"a": 1}, remove=("b",), add={"c": 2}), *others)
    assert table.get(KEY) == item(a=1, c=2)


def test_an_update_adds_only_to_numbers(table: Table) -> None:
    table.write(Put(item(text="1")))
    for others in ((), (Put(item(Key("other", "one"))),)):
        with pytest.raises(LimitExceeded):
            table.write(Update(KEY, add={"text": 1}), *others)
    assert table.get(KEY) == item(text="1")
    assert table.get(Key("other", "one")) is None


@pytest.mark.parametrize(("value", "amount"), [(2**63 - 1, 1), (-(2**63), -1), (2**62, 2**62)])
def test_an_update_adds_only_within_64_bits(table: Table, value: int, amount: int) -> None:
    table.write(Put(item(n=value)))
    for others in ((), (Put(item(Key("other", "one"))),)):
        with pytest.raises(LimitExceeded):
            table.write(Update(KEY, add={"n": amount}), *others)
    assert table.get(KEY) == item(n=value)
    table.write(Update(KEY, add={"n": -amount}))
    assert table.get(KEY) == item(n=value - amount)


def test_a_failed_condition_is_told_before_a_sum_that_does_not_fit(table: Table) -> None:
    table.write(Put(item(n="text")))
    with pytest.raises(ConditionFailed) as failure:
        table.write(Update(KEY, add={"n": 1}), Delete(Key("x", "y"), when=Exists()))
    assert failure.value.failed == (1,)
    with pytest.raises(ConditionFailed):
        table.write(Update(KEY, add={"n": 1}, when=Equals("n", 5)))


def test_a_stale_version_writes_nothing(table: Table) -> None:
    table.write(Put(item(version=1)))
    table.write(Put(item(version=2), when=Equals("version", 1)))
    with pytest.raises(ConditionFailed) as failure:
        table.write(
            Put(item(Key("EVENT#1", "E"))),
            Put(item(version=2), when=Equals("version", 1)),
            Delete(Key("x", "y"), when=Exists()),
            Update(Key("x", "z"), put={"a": 1}),
        )
    assert failure.value.failed == (1, 2)
    assert table.get_many([KEY, Key("EVENT#1", "E"), Key("x", "z")]) == [item(version=2), None, None]


@pytest.mark.parametrize(
    "write",
    [
        Put(item(a=1), when=Exists()),
        Update(KEY, put={"a": 1}, when=Exists()),
        Delete(KEY, when=Exists()),
        Check(KEY, Exists()),
    ],
    ids=lambda write: type(write).__name__,
)
def test_a_single_write_tells_that_its_condition_failed(
    table: Table, write: Put | Update | Delete | Check
) -> None:
    with pytest.raises(ConditionFailed) as failure:
        table.write(write)
    assert failure.value.failed == (0,)
    assert table.get(KEY) is None


def test_a_check_holds_back_the_other_writes_and_changes_nothing(table: Table) -> None:
    other = Key("other", "one")
    with pytest.raises(ConditionFailed):
        table.write(Put(item(other)), Check(KEY, Exists()))
    assert table.get(other) is None
    table.write(Put(item(other)), Check(KEY, ABSENT))
    assert table.get_many([other, KEY]) == [item(other), None]


def test_more_than_a_hundred_keys_come_back_in_their_order(table: Table) -> None:
    keys = [Key(f"TASK#{number % 7}", f"COMMENT#{number:03}") for number in range(250)]
    for start in range(0, 250, 100):
        table.write(*(Put(item(key, body="x" * 100)) for key in keys[start : start + 100]))
    asked = [keys[7], Key("no", "such"), *reversed(keys), keys[7]]
    found = table.get_many(asked)
    expected = [None if key.pk == "no" else item(key, body="x" * 100) for key in asked]
    assert found == expected


def test_a_hundred_writes_are_one_write(table: Table) -> None:
    table.write(*(Put(item(Key("a", f"{number:03}"))) for number in range(100)))
    with pytest.raises(ConditionFailed) as failure:
        table.write(
            *(Put(item(Key("b", f"{number:03}"))) for number in range(99)), Put(item(Key("a", "050")), when=ABSENT)
        )
    assert failure.value.failed == (99,)
    assert table.get(Key("a", "099")) is not None
    assert table.get(Key("b", "000")) is None


def test_many_large_keys_come_back_past_the_engines_own_answer_size(table: Table) -> None:
    keys = [Key(f"BIG#{number}", "X") for number in range(45)]  # 17 MB: BatchGetItem answers at most 16
    for key in keys:
        table.write(Put(item(key, body="x" * 390_000)))
    assert [found and found["PK"] for found in table.get_many(keys)] == [key.pk for key in keys]
