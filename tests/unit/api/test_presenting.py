from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from relayboard.adapters.item_json import copy_of
from relayboard.api.presenting.tasks import card_view, task_view
from relayboard.domain.tasks import Priority, Status, Task
from relayboard.ports.table import Put
from relayboard.store.tasks import save_task
from tests.support.builders import a_task

LATER = datetime(2026, 11, 21, 9, 30, 0, 5, tzinfo=UTC)
FULL = a_task(
    assignees=("Ann", "Bob"),
    title="Übergabe – 移交",
    description="Many words",
    priority=Priority.URGENT,
    due_date=date(2026, 12, 24),
    labels=("docs", "release"),
)


def answered(view: msgspec.Struct) -> dict[str, object]:
    return msgspec.json.decode(msgspec.json.encode(view))


def stored(task: Task) -> list[Put]:
    return [write for write in save_task(None, task, shards=1) if isinstance(write, Put)]


@pytest.mark.parametrize(
    "task",
    [
        a_task(title="Plain"),
        FULL,
        FULL.moved(Status.COMPLETED, position="a", at=LATER),
        FULL.deleted(at=LATER + timedelta(days=1)),
    ],
)
def test_a_list_shows_of_a_task_what_reading_it_shows(task):
    shown = answered(task_view(task))
    del shown["description"]
    for write in stored(task):
        assert answered(card_view(copy_of(write.item))) == shown
