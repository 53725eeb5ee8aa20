"""Every operation over the real adapter and an engine that says what was consumed."""

from pathlib import Path

import pytest

from bench.capacity import BUSY_COLUMN, asked, measured, modelled, table
from relayboard.adapters.aws_endpoints import Service
from tests.support.engines import dynamodb_client

DOCUMENT = Path("docs/data-model.md")
PORT = {"get": ["GetItem"], "get_many": ["BatchGetItem"], "query": ["Query"]}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def rows(dynamodb_endpoint):
    calls = dynamodb_client(Service.TABLES, dynamodb_endpoint)
    return [(one, measured(one, calls), modelled(one)) for one in asked()]


@pytest.fixture(scope="module")
def found(rows):
    return {one.name: capacity for one, capacity, _ in rows}


@pytest.mark.parametrize("operation", ["getTask", "getMe", "getPerson", "getPersonalTask", "listAssignments"])
def test_reading_one_thing_is_one_get(found, operation):
    assert found[operation].calls == ["GetItem"]


@pytest.mark.parametrize(
    "operation",
    [
        "listTasks",
        "listTasks?status=OPEN",
        BUSY_COLUMN,
        "listTasks?assignee=ann&status=OPEN&q=paint",
        "listTasks?deleted=true",
        "listPersonalTasks",
        "listPeople",
        "listBoards",
    ],
)
def test_a_list_and_a_column_are_one_query(found, operation):
    assert found[operation].calls == ["Query"]


def test_a_task_with_three_assignees_is_made_in_one_transaction(found):
    assert found["createTask with 3 assignees"].calls == ["BatchGetItem", "TransactWriteItems"]


def test_nothing_ever_writes_twice_or_scans(found):
    for name, capacity in found.items():
        written = [call for call in capacity.calls if call in WRITES]
        assert len(written) <= 1, name
        assert set(capacity.calls) <= WRITES | {"GetItem", "BatchGetItem", "Query"}, name


def test_the_model_on_paper_counts_as_the_engine_does(rows):
    for one, capacity, paper in rows:
        assert capacity.writes == paper.writes, one.name
        # To know whether more follow, the adapter reads one item more than a page holds.
        assert 0 <= capacity.reads - paper.reads <= (0.5 if one.name == BUSY_COLUMN else 0), one.name


def test_the_document_shows_what_was_measured(rows):
    document = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for line in table(rows).splitlines():
        assert line in document
