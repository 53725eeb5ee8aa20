"""A condition means the same before a write and as a filter of a query."""

import pytest

from relayboard.ports.table import (
    ABSENT,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Check,
    Condition,
    ConditionFailed,
    Contains,
    Equals,
    Exists,
    Key,
    Not,
    OneOf,
    Put,
    Query,
    Table,
)

KEY = Key("P", "S")
ITEM = {
    "text": "late",
    "number": 7,
    "yes": True,
    "one": 1,
    "none": None,
    "empty": "",
    "labels": ["bug", "ui", 3],
    "map": {"a": 1, "b": [None]},
    "odd name.#:": "x",
}
HOLDING: list[Condition] = [
    Exists("text"),
    Exists("none"),
    Not(Exists("missing")),
    Equals("text", "late"),
    Equals("number", 7),
    Equals("yes", True),
    Equals("none", None),
    Equals("empty", ""),
    Equals("labels", ["bug", "ui", 3]),
    Equals("map", {"b": [None], "a": 1}),
    Equals("odd name.#:", "x"),
    Not(Equals("one", True)),
    Not(Equals("yes", 1)),
    Not(Equals("missing", None)),
    Not(Equals("number", "7")),
    OneOf("text", ("never", "late")),
    OneOf("text", (*map(str, range(99)), "late")),
    Not(OneOf("number", ("7",))),
    Not(OneOf("missing", ("late",))),
    AtMost("number", 7),
    AtLeast("number", 7),
    Not(AtMost("number", 6)),
    AtMost("text", "later"),
    AtLeast("text", "Z"),
    Not(AtLeast("text", "é")),
    Not(AtMost("text", 10**9)),
    Not(AtMost("none", "z")),
    Not(AtLeast("none", "")),
    Not(AtMost("yes", 5)),
    Not(AtMost("missing", 5)),
    Contains("text", "at"),
    Not(Contains("text", "AT")),
    Contains("labels", "bug"),
    Not(Contains("labels", "bu")),
    Not(Contains("labels", "3")),
    Not(Contains("map", "a")),
    Not(Contains("number", "7")),
    Not(Contains("missing", "x")),
    AllOf((Exists("text"),)),
    AllOf((AllOf((Exists("text"),)),)),
    AllOf((Equals("number", 7), AnyOf((Equals("text", "no"), AllOf((Exists("yes"), Not(Exists("no")))))))),
    AnyOf((Equals("number", 8), Equals("text", "late"))),
    Not(AllOf((Equals("number", 8), Equals("text", "late")))),
    Not(AnyOf((Equals("number", 8), Equals("text", "never")))),
    Not(Not(Exists("text"))),
]


def passes(table: Table, condition: Condition) -> bool:
    try:
        table.write(Check(KEY, condition))
    except ConditionFailed:
        return False
    return True


def test_conditions_hold_and_their_opposites_do_not(table: Table) -> None:
    table.write(Put({**KEY.attributes, **ITEM}))
    for condition in HOLDING:
        assert passes(table, condition), condition
        assert not passes(table, Not(condition)), condition


def test_a_filter_keeps_the_items_for_which_the_condition_holds(table: Table) -> None:
    table.write(Put({**KEY.attributes, **ITEM}))
    for condition in HOLDING:
        assert len(table.query(Query(pk="P", where=condition)).items) == 1, condition
        assert not table.query(Query(pk="P", where=Not(condition))).items, condition


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        (ABSENT, True),
        (Exists(), False),
        (Equals("a", None), False),
        (Not(Equals("a", 1)), True),
        (AtMost("a", 1), False),
        (Contains("a", "b"), False),
        (AnyOf((ABSENT, Equals("a", 1))), True),
        (AllOf((ABSENT, Equals("a", 1))), False),
    ],
)
def test_conditions_on_an_absent_item(table: Table, condition: Condition, is_met: bool) -> None:
    assert passes(table, condition) is is_met
