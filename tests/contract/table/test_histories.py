"""The same history of writes and reads gives the same items, pages, errors and changes on every engine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    Delete,
    Equals,
    Exists,
    Index,
    Item,
    Key,
    LimitExceeded,
    Not,
    OneOf,
    Position,
    Put,
    Query,
    Table,
    Update,
    Write,
)
from tests.support.clock import HandClock
from tests.support.engines import (
    DynamoDBEndpoint,
    Engine,
    dynamodb_engine,
    memory_engine,
    read_changes,
    sqlite_engine,
)

START = HandClock().seconds
NAMES = ("a", "b", "list", "ü name")
TEXTS = ("", "x", "xy", "ü", "1")
ALL_KEYS = [Key("P", "1"), Key("P", "10"), Key("P", "é"), Key("P", "😀"), Key("Q", "1")]
keys = st.sampled_from(ALL_KEYS)
places = st.tuples(st.sampled_from(("I", "J")), st.sampled_from(("m", "n", "ñ")))
leaves = st.sampled_from(TEXTS) | st.integers(-2, 2) | st.sampled_from((2**63 - 1, True, False, None))
values = leaves | st.lists(leaves, max_size=3) | st.dictionaries(st.sampled_from(NAMES), leaves, max_size=2)
moments = st.integers(START, START + 8)


@st.composite
def attributes(draw: st.DrawFn) -> dict[str, object]:
    made: dict[str, object] = draw(st.dictionaries(st.sampled_from(NAMES), values, max_size=3))
    for index in (Index.GSI1, Index.GSI2):
        if draw(st.booleans()):
            made[index.pk], made[index.sk] = draw(places)
    if draw(st.booleans()):
        made["expires"] = draw(moments)
    return made


names = st.sampled_from((*NAMES, "expires"))
plain_conditions: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Exists, names),
    st.builds(Equals, names, values),
    st.builds(OneOf, names, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map(tuple)),
    st.builds(AtMost, names, st.sampled_from(TEXTS) | st.integers(-2, 2)),
    st.builds(AtLeast, names, st.sampled_from(TEXTS) | st.integers(-2, 2)),
    st.builds(Contains, names, st.sampled_from(TEXTS[1:])),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    plain_conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)
guards = st.sampled_from([None, None, ABSENT, ABSENT, Exists()]) | conditions


@st.composite
def updates(draw: st.DrawFn, key: Key) -> Update:
    put = draw(attributes())
    free = [name for name in NAMES if name not in put]
    removed = tuple(draw(st.lists(st.sampled_from(free), max_size=2, unique=True))) if free else ()
    if "GSI1PK" not in put and draw(st.booleans()):
        removed += ("GSI1PK", "GSI1SK")
    if "expires" not in put and draw(st.booleans()):
        removed += ("expires",)
    added = {name: draw(st.integers(-3, 3)) for name in free if name not in removed and draw(st.booleans())}
    return Update(key, put=put, remove=removed, add=added, when=draw(guards))


@st.composite
def write_calls(draw: st.DrawFn) -> list[Write]:
    chosen = draw(st.lists(keys, min_size=1, max_size=4, unique=True))
    calls: list[Write] = []
    for key in chosen:
        kind = draw(st.sampled_from(("put", "put", "put", "update", "update", "delete", "check")))
        if kind == "put":
            calls.append(Put({**draw(attributes()), **key.attributes}, when=draw(guards)))
        elif kind == "update":
            calls.append(draw(updates(key)))
        elif kind == "delete":
            calls.append(Delete(key, when=draw(guards)))
        else:
            calls.append(Check(key, draw(conditions)))
    return calls


bounds = st.none() | st.sampled_from(("1", "10", "m", "n", "ñ", "é", "😀"))
positions = st.none() | st.builds(Position, st.sampled_from(("0", "1", "2", "m", "n", "é", "z")), keys)
queries = st.builds(
    Query,
    pk=st.just("P"),
    lower=bounds,
    upper=bounds,
    descending=st.booleans(),
    after=positions,
    where=st.none() | conditions,
    limit=st.integers(1, 5),
    examine=st.sampled_from((1, 2, 3, 7, 2000)),
) | st.builds(
    Query,
    pk=st.sampled_from(("I", "J")),
    index=st.sampled_from((Index.GSI1, Index.GSI2)),
    lower=bounds,
    upper=bounds,
    descending=st.booleans(),
    after=positions,
    where=st.none() | conditions,
    limit=st.integers(1, 5),
    examine=st.sampled_from((1, 2, 3, 7, 2000)),
)


@dataclass(frozen=True)
class Pass:
    """Time passes."""

    seconds: int


Step: TypeAlias = list[Write] | Query | Pass
histories = st.lists(
    write_calls() | write_calls() | queries | st.builds(Pass, st.integers(1, 4)), min_size=3, max_size=20
)


class Apart:
    """A table seen as if it were empty at first: every partition gets a prefix, which answers lose again."""

    def __init__(self, table: Table, prefix: str) -> None:
        self._table = table
        self._prefix = prefix

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        return [item and self.without(item) for item in self._table.get_many([self._key(key) for key in keys])]

    def query(self, query: Query) -> tuple[list[Item], Position | None]:
        after = query.after and Position(query.after.sort, self._key(query.after.key))
        page = self._table.query(replace(query, pk=self._prefix + query.pk, after=after))
        following = page.next and Position(page.next.sort, self.key_without(page.next.key))
        return [self.without(item) for item in page.items], following

    def write(self, writes: Sequence[Write]) -> None:
        self._table.write(*map(self._write, writes))

    def without(self, item: Item) -> Item:
        return {name: str(item[name])[len(self._prefix) :] if name.endswith("PK") else item[name] for name in item}

    def key_without(self, key: Key) -> Key:
        return Key(key.pk[len(self._prefix) :], key.sk)

    def is_here(self, key: Key) -> bool:
        return key.pk.startswith(self._prefix)

    def _write(self, write: Write) -> Write:
        match write:
            case Put(item):
                return replace(write, item=self._item(item))
            case Update(key, put):
                return replace(write, key=self._key(key), put=self._item(put))
            case Delete(key) | Check(key):
                return replace(write, key=self._key(key))

    def _item(self, item: Item) -> Item:
        return {name: self._prefix + str(item[name]) if name.endswith("PK") else item[name] for name in item}

    def _key(self, key: Key) -> Key:
        return Key(self._prefix + key.pk, key.sk)


def answer(table: Apart, step: Step) -> object:
    if isinstance(step, Query):
        return table.query(step)
    assert isinstance(step, list)
    try:
        table.write(step)
    except ConditionFailed as failure:
        return failure.failed
    except LimitExceeded:
        return LimitExceeded
    return None


def exactly(value: object) -> str:
    """Tell values apart that Python takes for equal, such as 1 and True; the order of names does not count."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {exactly(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(exactly, value)) + "]"
    return repr(value)


@dataclass
class Run:
    """One engine, which plays history after history."""

    engine: Engine
    clock: HandClock
    read_to: str | None = None

    def play(self, history: Sequence[Step], prefix: str) -> list[str]:
        """Return everything that can be observed: answers, items, and the changes of each item in their order."""
        # Each history begins at the same time; the last one's items are out of sight behind their prefix.
        self.clock.advance(START - self.clock.seconds)
        table = Apart(self.engine.table, prefix)
        seen = [self._step(table, step) for step in history]
        seen.append(exactly(table.get_many(ALL_KEYS)))
        return seen + self._changes(table)

    def _step(self, table: Apart, step: Step) -> str:
        if isinstance(step, Pass):
            self.clock.advance(step.seconds)
            return "later"
        return exactly(answer(table, step))

    def _changes(self, table: Apart) -> list[str]:
        changes = read_changes(self.engine.feed, 0, after=self.read_to)
        if changes:
            self.read_to = changes[-1].position
        here = sorted((change for change in changes if table.is_here(change.key)), key=lambda change: change.key)
        images = [
            (table.key_without(change.key), *map(_image(table), (change.old, change.new))) for change in here
        ]
        return [exactly(image) for image in images]


def _image(table: Apart) -> Callable[[Item | None], Item | None]:
    return lambda item: item and table.without(item)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Run]:
    clock = HandClock()
    with sqlite_engine(tmp_path, clock) as engine:
        yield Run(engine, clock)


@pytest.fixture
def dynamodb(dynamodb_endpoint: DynamoDBEndpoint) -> Iterator[Run]:
    clock = HandClock()
    with dynamodb_engine(dynamodb_endpoint, clock) as engine:
        yield Run(engine, clock)


def compare_with_memory(other: Run, examples: int) -> None:
    played = iter(range(10**9))

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(histories)
    def plays_the_same(history: list[Step]) -> None:
        prefix = f"{next(played)}#"
        clock = HandClock()
        expected = Run(memory_engine(clock), clock).play(history, prefix)
        assert other.play(history, prefix) == expected

    plays_the_same()


def test_histories_are_the_same_in_memory_and_in_sqlite(sqlite: Run) -> None:
    compare_with_memory(sqlite, examples=300)


@pytest.mark.engine
def test_histories_are_the_same_in_memory_and_in_dynamodb(dynamodb: Run) -> None:
    compare_with_memory(dynamodb, examples=250)
