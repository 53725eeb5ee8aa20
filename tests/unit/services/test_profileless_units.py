"""Personal tasks of the small edition, in which nobody has a profile."""

import pytest

from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.errors import KeyReused, NotFound
from relayboard.domain.ids import Ulids
from relayboard.domain.people import Principal, Role
from relayboard.domain.personal_tasks import PersonalContent, PersonalStatus
from relayboard.services.personal_tasks import PersonalTasks
from relayboard.services.profileless_units import ProfilelessUnits
from relayboard.services.unit_of_work import Once, Replayed
from relayboard.store.store import Store
from relayboard.store.task_lists import Slice
from tests.support.clock import HandClock
from tests.support.counting_table import CountingTable

ANN, BOB = Principal("ann", Role.MEMBER), Principal("bob", Role.MEMBER)
PLANTS = PersonalContent(title="Water the plants")
ONCE = Once("key", "the same request", lambda task: task.id)


@pytest.fixture
def table():
    return CountingTable(MemoryTable(HandClock()))


@pytest.fixture
def personal_tasks(table):
    store = Store(table)
    return PersonalTasks(store, ProfilelessUnits(store, HandClock(), Ulids()))


def titles(personal_tasks, who):
    return [task.content.title for task in personal_tasks.list(None, Slice(limit=10), by=who).items]


def test_whoever_has_a_token_writes_on_their_own_list(personal_tasks):
    task = personal_tasks.create(PLANTS, by=ANN)
    edited = personal_tasks.edit(task.id, {"status": PersonalStatus.DONE}, by=ANN)
    assert (edited.content.title, edited.content.status) == ("Water the plants", PersonalStatus.DONE)
    personal_tasks.delete(task.id, by=ANN)
    assert titles(personal_tasks, ANN) == []


def test_nobody_writes_on_the_list_of_another(personal_tasks):
    task = personal_tasks.create(PLANTS, by=ANN)
    with pytest.raises(NotFound):
        personal_tasks.edit(task.id, {"title": "Mine"}, by=BOB)
    with pytest.raises(NotFound):
        personal_tasks.delete(task.id, by=BOB)
    assert titles(personal_tasks, ANN) == ["Water the plants"]


def test_a_repeated_creation_takes_effect_once(personal_tasks):
    task = personal_tasks.create(PLANTS, by=ANN, once=ONCE)
    with pytest.raises(Replayed) as replayed:
        personal_tasks.create(PLANTS, by=ANN, once=ONCE)
    assert replayed.value.answer == task.id
    with pytest.raises(KeyReused):
        personal_tasks.create(PLANTS, by=ANN, once=Once("key", "another request", ONCE.present))
    assert titles(personal_tasks, ANN) == ["Water the plants"]


def test_the_keys_of_one_person_are_not_those_of_another(personal_tasks):
    personal_tasks.create(PLANTS, by=ANN, once=ONCE)
    personal_tasks.create(PLANTS, by=BOB, once=ONCE)
    assert titles(personal_tasks, BOB) == ["Water the plants"]
