"""Every test of this folder that takes an `engine` runs on each of them, with a table of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relayboard.ports.changes import Changes
from relayboard.ports.table import Table
from tests.support.clock import HandClock
from tests.support.engines import Engine, dynamodb_engine, memory_engine, sqlite_engine

ENGINES = [
    "memory",
    "sqlite",
    pytest.param("dynamodb", marks=pytest.mark.engine),
    pytest.param("dynamodb through boto3", marks=pytest.mark.engine),
]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[Engine]:
    match request.param:
        case "memory":
            yield memory_engine(clock)
        case "sqlite":
            with sqlite_engine(tmp_path, clock) as started:
                yield started
        case "dynamodb" | "dynamodb through boto3" as name:
            client = "boto3" if "boto3" in name else "lean"
            with dynamodb_engine(request.getfixturevalue("dynamodb_endpoint"), clock, client=client) as started:
                yield started


@pytest.fixture
def table(engine: Engine) -> Table:
    return engine.table


@pytest.fixture
def feed(engine: Engine) -> Changes:
    return engine.feed
