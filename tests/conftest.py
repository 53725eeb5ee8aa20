"""Fixtures that several suites share; what they need is started on first use and ended with the run."""

from collections.abc import Iterator

import pytest

from tests.support import ministack as ministack_program
from tests.support.engines import DynamoDBEndpoint, named_endpoint
from tests.support.ministack import MiniStack
from tests.support.requirements import require_or_skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright keeps an event loop in this thread until the session ends, so whoever runs one of their own
    # goes before the browser.
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture(scope="session")
def ministack() -> Iterator[MiniStack]:
    if not ministack_program.is_installed():
        require_or_skip("engine", "MiniStack is not installed: make .tools/ministack/stamp")
    with ministack_program.start(AUTH="true") as engine, pytest.MonkeyPatch.context() as patch:
        for name, value in ministack_program.CREDENTIALS.items():
            patch.setenv(name, value)
        yield engine


@pytest.fixture(scope="session")
def dynamodb_endpoint(request: pytest.FixtureRequest) -> DynamoDBEndpoint:
    named = named_endpoint()
    if named is not None:
        return named
    engine: MiniStack = request.getfixturevalue("ministack")
    return DynamoDBEndpoint(engine.url, ministack_program.REGION)
