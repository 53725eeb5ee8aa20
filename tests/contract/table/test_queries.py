"""Queries: ranges, both directions, ties, filters, and pages that join without gap or repetition."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from relayboard.ports.table import (
    AtLeast,
    Equals,
    Index,
    Item,
    Key,
    Not,
    Page,
    Position,
    Put,
    Query,
    Table,
    Update,
    prefixed,
)

INDEXES = list(Index)
BOTH_WAYS = pytest.mark.parametrize("descending", [False, True], ids=["ascending", "descending"])


def pages(table: Table, query: Query) -> Iterator[Page]:
    while True:
        page = table.query(query)
        yield page
        if page.next is None:
            return
        query = replace(query, after=page.next)


def everything(table: Table, query: Query) -> list[Item]:
    return [item for page in pages(table, query) for item in page.items]


def store(table: Table, items: list[Item]) -> None:
    for start in range(0, len(items), 100):
        table.write(*(Put(item) for item in items[start : start + 100]))


def card(number: int, sort: str, **attributes: int | str) -> Item:
    """An item that stands at the same place in all three orders."""
    places = {"GSI1PK": "board", "GSI1SK": sort, "GSI2PK": "board", "GSI2SK": sort}
    return {"PK": "board", "SK": sort, "n": number, **places, **attributes}


def sorts(items: list[Item] | Page, name: str = "SK") -> list[object]:
    return [item[name] for item in (items.items if isinstance(items, Page) else items)]


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_items_come_in_the_order_of_their_utf8_bytes(table: Table, index: Index, descending: bool) -> None:
    texts = ["A", "Z", "a", "a ", "a\u0000", "aa", "z", "ä", "ß", "я", "\ue000", "😀", "\U0010ffff"]
    store(table, [card(number, text) for number, text in enumerate(texts)])
    expected = sorted(texts, key=lambda text: text.encode(), reverse=descending)
    assert sorts(everything(table, Query(pk="board", index=index, descending=descending, limit=4))) == expected


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (None, None, "abcde"),
        ("b", None, "bcde"),
        (None, "d", "abcd"),
        ("b", "d", "bcd"),
        ("bb", "cc", "c"),
        ("c", "c", "c"),
        ("d", "b", ""),
        ("x", "z", ""),
    ],
)
def test_bounds_are_inclusive(
    table: Table, index: Index, descending: bool, lower: str | None, upper: str | None, expected: str
) -> None:
    store(table, [card(number, text) for number, text in enumerate("abcde")])
    query = Query(pk="board", index=index, lower=lower, upper=upper, descending=descending, limit=2)
    assert sorts(everything(table, query)) == sorted(expected, reverse=descending)


def test_a_prefix_is_a_range(table: Table) -> None:
    texts = ["EVENT", "EVENT#1", "EVENT#ü", "EVENT#\U0010ffff", "EVENTS", "EVEN#"]
    store(table, [card(number, text) for number, text in enumerate(texts)])
    lower, upper = prefixed("EVENT#")
    found = table.query(Query(pk="board", lower=lower, upper=upper))
    assert sorts(found) == ["EVENT#1", "EVENT#ü", "EVENT#\U0010ffff"]


@BOTH_WAYS
@pytest.mark.parametrize("index", [Index.GSI1, Index.GSI2])
def test_items_with_equal_sort_keys_come_once_each_over_pages(
    table: Table, index: Index, descending: bool
) -> None:
    keys = [Key(f"TASK#{number % 5}", f"S{number // 5}") for number in range(25)]
    store(table, [{**key.attributes, index.pk: "p", index.sk: f"tie{int(key.sk[1]) // 2}"} for key in keys])
    query = Query(pk="p", index=index, descending=descending)
    whole = everything(table, query)
    assert sorts(whole, index.sk) == sorted(sorts(whole, index.sk), reverse=descending)
    assert {(item["PK"], item["SK"]) for item in whole} == set(keys)
    for limit in (1, 2, 7, 25):
        assert everything(table, replace(query, limit=limit)) == whole


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_a_page_names_a_next_one_only_when_something_follows(table: Table, index: Index, descending: bool) -> None:
    store(table, [card(number, text) for number, text in enumerate("abcdef")])
    query = Query(pk="board", index=index, descending=descending)
    for limit, lengths in ((1, [1] * 6), (2, [2, 2, 2]), (4, [4, 2]), (5, [5, 1]), (6, [6]), (7, [6])):
        assert [len(page.items) for page in pages(table, replace(query, limit=limit))] == lengths


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_a_filtered_page_is_full_and_names_a_next_one_only_when_something_follows(
    table: Table, index: Index, descending: bool
) -> None:
    store(table, [card(number, f"{number:03}", third=number % 3) for number in range(60)])
    query = Query(pk="board", index=index, descending=descending, where=Equals("third", 0))
    for limit, lengths in ((6, [6, 6, 6, 2]), (10, [10, 10]), (19, [19, 1]), (20, [20]), (21, [20])):
        assert [len(page.items) for page in pages(table, replace(query, limit=limit))] == lengths


@BOTH_WAYS
def test_a_query_examines_no_more_than_it_may_and_can_go_on(table: Table, descending: bool) -> None:
    store(table, [card(number, f"{number:03}") for number in range(40)])
    wanted = 5 if descending else 34
    query = Query(pk="board", descending=descending, where=Equals("n", wanted), examine=10)
    found = list(pages(table, query))
    assert [len(page.items) for page in found] == [0, 0, 0, 1]
    assert [page.next and page.next.sort for page in found] == (
        ["030", "020", "010", None] if descending else ["009", "019", "029", None]
    )


def test_a_query_that_examines_less_than_its_limit_answers_with_what_it_has(table: Table) -> None:
    store(table, [card(number, f"{number:03}") for number in range(25)])
    assert [len(page.items) for page in pages(table, Query(pk="board", limit=20, examine=10))] == [10, 10, 5]
    assert [len(page.items) for page in pages(table, Query(pk="board", limit=20, examine=25))] == [20, 5]
    assert [len(page.items) for page in pages(table, Query(pk="board", limit=25, examine=25))] == [25]


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_a_query_goes_on_behind_a_position_that_is_not_there(table: Table, index: Index, descending: bool) -> None:
    store(table, [card(number, text) for number, text in enumerate("bdf")])
    query = Query(pk="board", index=index, descending=descending)
    for sort, behind, before in (("a", "bdf", ""), ("c", "df", "b"), ("d", "f", "b"), ("g", "", "bdf")):
        found = table.query(replace(query, after=Position(sort, Key("board", sort))))
        assert sorts(found) == (list(reversed(before)) if descending else list(behind))


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_a_position_outside_the_bounds_is_either_before_everything_or_behind_it(
    table: Table, index: Index, descending: bool
) -> None:
    store(table, [card(number, text) for number, text in enumerate("abcdefg")])
    query = Query(pk="board", index=index, lower="c", upper="e", descending=descending)
    low = table.query(replace(query, after=Position("a", Key("board", "a"))))
    high = table.query(replace(query, after=Position("g", Key("board", "g"))))
    assert sorts(low) == ([] if descending else ["c", "d", "e"])
    assert sorts(high) == (["e", "d", "c"] if descending else [])


def test_a_position_of_the_main_key_counts_by_its_sort_key_alone(table: Table) -> None:
    store(table, [card(number, text) for number, text in enumerate("abc")])
    odd = Position("b", Key("another board", "zzz"))
    assert sorts(table.query(Query(pk="board", after=odd))) == ["c"]
    assert sorts(table.query(Query(pk="board", after=odd, descending=True))) == ["a"]


@BOTH_WAYS
@pytest.mark.parametrize("index", INDEXES)
def test_a_page_may_be_larger_than_a_megabyte(table: Table, index: Index, descending: bool) -> None:
    large = [card(number, f"{number:02}", body="ü" * 100_000) for number in range(13)]  # 2.6 MB
    for item in large:
        table.write(Put(item))
    query = Query(pk="board", index=index, descending=descending, limit=12)
    found = list(pages(table, query))
    assert [len(page.items) for page in found] == [12, 1]
    filtered = list(pages(table, replace(query, where=AtLeast("n", 6), limit=6)))
    assert [len(page.items) for page in filtered] == [6, 1]
    whole = [item["n"] for page in found for item in page.items]
    assert whole == sorted(range(13), reverse=descending)


def test_an_index_holds_only_items_with_its_keys(table: Table) -> None:
    store(
        table,
        [card(1, "a"), {"PK": "board", "SK": "b"}, {"PK": "board", "SK": "c", "GSI1PK": "board", "GSI1SK": "c"}],
    )
    assert sorts(table.query(Query(pk="board"))) == ["a", "b", "c"]
    assert sorts(table.query(Query(pk="board", index=Index.GSI1))) == ["a", "c"]
    assert sorts(table.query(Query(pk="board", index=Index.GSI2))) == ["a"]


def test_items_move_in_an_index_and_leave_it(table: Table) -> None:
    store(table, [card(1, "a"), card(2, "b")])
    key = Key("board", "a")
    table.write(Update(key, put={"GSI1PK": "board", "GSI1SK": "z"}, remove=("GSI2PK", "GSI2SK")))
    assert sorts(table.query(Query(pk="board", index=Index.GSI1))) == ["b", "a"]
    assert sorts(table.query(Query(pk="board", index=Index.GSI2))) == ["b"]
    table.write(Put(key.attributes))
    assert sorts(table.query(Query(pk="board", index=Index.GSI1))) == ["b"]


def test_partitions_are_apart(table: Table) -> None:
    store(table, [{"PK": pk, "SK": "s"} for pk in ("a", "A", "a ", "ab", "a\u0000")])
    assert [item["PK"] for item in table.query(Query(pk="a")).items] == ["a"]
    assert table.query(Query(pk="b")) == Page([], None)


def test_a_filter_that_nothing_passes_ends_at_the_end(table: Table) -> None:
    store(table, [card(number, f"{number:03}") for number in range(250)])
    assert table.query(Query(pk="board", where=Not(AtLeast("n", 0)))) == Page([], None)
