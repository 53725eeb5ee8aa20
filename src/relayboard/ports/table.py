"""The table port: one table with a main key and two indexes, in the shape of DynamoDB.

An item is a mapping of attribute names to JSON values without floats. `PK` and `SK` are its key; items that
also have `GSI1PK` and `GSI1SK` (`GSI2PK` and `GSI2SK`) stand in that index. An item whose `expires` (seconds
since 1970) is not in the future does not exist any more: not for reads, not for conditions.

All methods may be called from several threads at once. Strings sort by their UTF-8 bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

from relayboard.domain.errors import RelayboardError

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"
Item: TypeAlias = Mapping[str, Value]

MAX_WRITES = 100  # TransactWriteItems' own limit
MAX_ITEM_BYTES = 400 * 1024
MAX_TRANSACTION_BYTES = 4 * 1024 * 1024  # of all items in one call of `write`
MAX_KEY_BYTES = 1024  # DynamoDB allows a partition key 2048; one limit for both is simpler
MAX_INTEGER = 2**63 - 1
EXPIRES = "expires"


class Index(StrEnum):
    """Where a query looks; the value is the prefix of the key attributes there."""

    MAIN = ""
    GSI1 = "GSI1"
    GSI2 = "GSI2"

    @property
    def pk(self) -> str:
        """Name the attribute that is the partition key here."""
        return f"{self.value}PK"

    @property
    def sk(self) -> str:
        """Name the attribute that is the sort key here."""
        return f"{self.value}SK"


class Key(NamedTuple):
    """The main key of an item."""

    pk: str
    sk: str

    @property
    def attributes(self) -> dict[str, "Value"]:
        """Return the key as an item has it."""
        return {"PK": self.pk, "SK": self.sk}


def key_of(item: Item) -> Key:
    """Return an item's main key."""
    return Key(str(item["PK"]), str(item["SK"]))


# Conditions: for writes on one item, and for filtering the items of a query.


@dataclass(frozen=True, slots=True)
class Exists:
    """The item exists; with a name, it has that attribute."""

    name: str = "PK"


@dataclass(frozen=True, slots=True)
class Equals:
    """The attribute exists and has this value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """The attribute has one of these values (1 to 100)."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """The attribute is a string or number not greater than this one of the same kind."""

    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The attribute is a string or number not smaller than this one of the same kind."""

    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Contains:
    """The attribute is a string with this part, or a list with this element."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these conditions (at least one) holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these conditions (at least one) holds."""

    conditions: tuple["Condition", ...]


Condition: TypeAlias = Exists | Equals | OneOf | AtMost | AtLeast | Contains | Not | AllOf | AnyOf
ABSENT = Not(Exists())


# Writes.


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole item, over any that has its key."""

    item: Item
    when: Condition | None = None

    @property
    def key(self) -> Key:
        return key_of(self.item)


@dataclass(frozen=True, slots=True)
class Update:
    """Set and remove attributes of an item; an absent item is made. Key attributes cannot be named.

    Index keys are set and removed in pairs. An update that only removes needs a condition that the item exists.

    Attributes:
        add: numbers to add; an absent attribute counts as 0.
    """

    key: Key
    put: Item = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    add: Mapping[str, int] = field(default_factory=dict)
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove an item; an absent one is no error."""

    key: Key
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Change nothing, but let the whole write fail unless the condition holds."""

    key: Key
    when: Condition


Write: TypeAlias = Put | Update | Delete | Check


# Queries.


class Position(NamedTuple):
    """A place in a query's order: the sort key in the index asked, and the main key of the item there."""

    sort: str
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A range of one partition, in the order of its sort key.

    Attributes:
        lower, upper: bounds of the sort key, both inclusive; `None` is no bound.
        after: start behind this position (which need not exist any more), in the direction of the query.
        where: items that do not pass are left out, inside the engine's own page loop. It cannot name the keys.
        limit: how many items at most.
        examine: how many items to look at, at most, before answering with what has passed `where`; items that
            have expired but are still stored are looked at, too.
    """

    pk: str
    index: Index = Index.MAIN
    lower: str | None = None
    upper: str | None = None
    descending: bool = False
    after: Position | None = None
    where: Condition | None = None
    limit: int = 100
    examine: int = 2000


def prefixed(prefix: str) -> tuple[str, str]:
    """Return the inclusive bounds of all sort keys that begin with a prefix."""
    return prefix, prefix + "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a query's answer.

    Attributes:
        next: continue behind here; `None` when nothing more of the range passes. Only where `examine` ended
            the page, nothing may follow all the same.
    """

    items: Sequence[Item]
    next: Position | None


# Errors.


class TableError(RelayboardError):
    """Base of what a table can answer beside an answer; nothing was written, but for what TableBusy says."""


class LimitExceeded(TableError):
    """The call breaks a limit of the port: count, size, a float, an empty key, a key twice, adding to a text."""


class ConditionFailed(TableError):
    """A condition did not hold.

    Attributes:
        failed: positions, in the call, of the writes whose conditions did not hold; at least one.
    """

    def __init__(self, failed: Sequence[int]) -> None:
        self.failed = tuple(failed)
        super().__init__(f"the condition of write {', '.join(map(str, failed))} does not hold")


class RaceLost(TableError):
    """Another transaction was writing the same items; trying again is right."""


class TableBusy(TableError):
    """The engine is throttling, locked or out of reach; trying again later is right.

    Where it went out of reach in the middle of a write, nobody knows whether that was carried out.
    """


class TableBroken(TableError):
    """The engine cannot work as it is (disk full, file damaged or read-only, table missing).

    Attributes:
        advice: what is wrong and what to do, for everybody's eyes; as a text, the error also has the particulars
            (paths, accounts, an engine's own words), which are for whoever runs it.
    """

    def __init__(self, advice: str, particulars: str = "") -> None:
        super().__init__(f"{advice} ({particulars})" if particulars else advice)
        self.advice = advice


class Table(Protocol):
    """One table in which everything is kept."""

    def get(self, key: Key) -> Item | None:
        """Return an item, as the last write left it.

        Raises:
            LimitExceeded, TableBusy, TableBroken.
        """

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        """Return the items of any number of keys, in the keys' order, `None` for each absent one.

        Raises:
            LimitExceeded, TableBusy, TableBroken.
        """

    def query(self, query: Query) -> Page:
        """Return a page of a partition. Items with equal sort keys come in some fixed order, each once.

        Reading the main key sees every finished write; an index may lag behind (on DynamoDB, by milliseconds).

        Raises:
            LimitExceeded, TableBusy, TableBroken.
        """

    def write(self, *writes: Write) -> None:
        """Do all of these (1 to 100, each on another key) or nothing; return when they are durable.

        Raises:
            LimitExceeded, ConditionFailed, RaceLost, TableBusy, TableBroken.
        """
