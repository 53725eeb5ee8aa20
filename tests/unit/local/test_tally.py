from uuid import UUID

import pytest

from relayboard.local.data.renaming import Renaming
from relayboard.local.data.tally import Tally
from relayboard.ports.table import Key

ITEMS = [
    {"PK": "TASK#1", "SK": "METADATA", "title": "Zoë 🧵", "labels": ["a", "b"], "due": None},
    {"PK": "TASK#1", "SK": "EVENT#1", "nested": {"a": 1, "b": [True, None]}},
    {"PK": "USER#u", "SK": "PROFILE"},
]
ANN, NEW_ANN = str(UUID(int=1)), str(UUID(int=2))


def test_order_of_items_and_attributes_is_nothing():
    turned = [dict(reversed(item.items())) for item in reversed(ITEMS)]
    turned[1]["nested"] = {"b": [True, None], "a": 1}
    assert Tally.of(turned) == Tally.of(ITEMS)


def test_kinds_are_counted():
    tally = Tally.of(ITEMS)
    assert (tally.items, tally.tasks, tally.people) == (3, 1, 1)
    assert tally.kinds["TASK EVENT"] == 1


@pytest.mark.parametrize(
    "other",
    [
        ITEMS[:2],
        [*ITEMS, ITEMS[0], ITEMS[0]],  # twice more, which would be nothing if digests were only XORed
        [{**ITEMS[0], "labels": ["b", "a"]}, *ITEMS[1:]],
        [ITEMS[0], {**ITEMS[1], "nested": {"a": True, "b": [True, None]}}, ITEMS[2]],
    ],
)
def test_every_difference_shows(other):
    assert Tally.of(other).checksum != Tally.of(ITEMS).checksum


def test_people_are_renamed_wherever_they_are_mentioned_and_keys_find_back():
    item = {
        "PK": f"TASK#1#{ANN}",
        "SK": f"ASSIGN#USER#{ANN}",
        "people": [{"id": ANN, "name": "Ann"}],
        "text": f"not {ANN[:-1]}x",
    }
    naming = Renaming({ANN: NEW_ANN})
    (renamed,) = naming.moved([item])
    assert renamed["people"] == [{"id": NEW_ANN, "name": "Ann"}]
    assert renamed["text"] == item["text"]
    assert naming.source_key(Key(renamed["PK"], renamed["SK"])) == Key(item["PK"], item["SK"])


def test_accounts_stay_behind_only_where_people_are_renamed():
    account = {"PK": "POOL#USER#1", "SK": "ACCOUNT"}
    place = {"PK": "CHANNEL#email", "SK": "POSITION"}
    assert list(Renaming({}).moved([account, place, *ITEMS])) == ITEMS
    assert list(Renaming().moved([account, place, *ITEMS])) == [account, *ITEMS]
