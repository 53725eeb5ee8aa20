from dataclasses import replace

from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.tasks import Status
from relayboard.notify.names import Names
from relayboard.ports.table import ConditionFailed, Item
from relayboard.store.events import record_event
from relayboard.store.people import save_person
from relayboard.store.store import Store
from relayboard.store.task_lists import Slice, TaskFilter, TaskLists
from relayboard.store.tasks import save_task, task_ref
from tests.unit.notify.world import ANN, BOB, START, TASK_ID, World


def rename(world: World) -> Item:
    world.store.commit([save_person(ANN, ANN.changed(at=START, name="Anna"))])
    event = Event(
        id="01ARZ3NDEKTSV4RRFFQ69G0000",
        type=EventType.USER_RENAMED,
        at=START,
        actor=ANN.ref,
        subject=Subject(SubjectKind.USER, ANN.id, "Anna"),
        after={"name": "Anna"},
    )
    return record_event(event).item


def names_on(task) -> list[str]:
    return [assignee.name for assignee in task.assignees]


def test_the_new_name_stands_on_the_task_and_on_all_its_copies():
    world = World()
    Names(world.store).handle(rename(world))
    assert names_on(world.store.get(task_ref(TASK_ID))) == ["Anna", "Bob"]
    for one in (ANN, BOB):
        (card,) = TaskLists(world.store).of_person(one.id, None, TaskFilter(), Slice(limit=10)).items
        assert names_on(card) == ["Anna", "Bob"]


def test_the_tasks_version_stays():
    world = World()
    Names(world.store).handle(rename(world))
    assert world.store.get(task_ref(TASK_ID)).version == world.task.version


def test_every_page_of_a_long_list_is_renamed():
    world = World()
    ids = [f"01ARZ3NDEKTSV4RRFFQ69H{number:04d}" for number in range(230)]
    for task_id in ids:
        world.store.commit(save_task(None, replace(world.task, id=task_id), shards=1))
    Names(world.store).handle(rename(world))
    assert all(names_on(world.store.get(task_ref(task_id))) == ["Anna", "Bob"] for task_id in ids)


class OvertakenTable:
    """A table on which somebody else moves the task right before its first write."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._is_overtaken = False

    def __getattr__(self, name):
        return getattr(self._world.table, name)

    def write(self, *writes) -> None:
        if not self._is_overtaken:
            self._is_overtaken = True
            moved = self._world.task.moved(Status.UNDER_REVIEW, position="W", at=START)
            self._world.store.commit(save_task(self._world.task, moved, shards=1))
        self._world.table.write(*writes)


def test_a_change_that_came_in_between_is_kept():
    world = World()
    item = rename(world)
    Names(Store(OvertakenTable(world))).handle(item)
    task = world.store.get(task_ref(TASK_ID))
    assert (task.status, names_on(task)) == (Status.UNDER_REVIEW, ["Anna", "Bob"])


def test_doing_it_again_writes_nothing():
    world = World()
    item = rename(world)
    Names(world.store).handle(item)

    class ReadOnly(OvertakenTable):
        def write(self, *writes) -> None:
            raise ConditionFailed([0])

    Names(Store(ReadOnly(world))).handle(item)


def test_only_changes_of_name_are_wanted():
    world = World()
    names = Names(world.store)
    item = rename(world)
    assert names.wants(item)
    assert not names.wants({**item, "type": EventType.USER_JOINED.value})
    assert not names.wants({**item, "SK": "PROFILE"})
