"""Fixtures that several suites share; what they need is started on first use and ended with the run."""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from hypothesis import settings

from tests.support import aws_stack as aws
from tests.support import ministack as ministack_program
from tests.support import rights, terraform
from tests.support.aws_stack import Stack
from tests.support.engines import DynamoDBEndpoint, named_endpoint
from tests.support.ministack import MiniStack
from tests.support.requirements import require_or_skip

# How long an example takes is the machine's affair, which a test has no say in.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_NEEDS_AWS = {"aws_stack", "aws_being_applied"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_company(item)))


def _company(item: pytest.Item) -> str:
    """Name those tests that run in one process, one after the other, because they share what is costly to make."""
    home = getattr(item, "callspec", None) and item.callspec.params.get("home")
    if home == "aws" or _NEEDS_AWS.intersection(getattr(item, "fixturenames", ())):
        return "aws"
    return f"home-{home}" if home else str(item.path.relative_to(item.config.rootpath))


def _turn(item: pytest.Item) -> int:
    # Playwright keeps an event loop in this thread until the session ends, so whoever runs one of their own
    # goes before the browser.
    if "e2e" in item.path.parts:
        return 3
    # The journey begins in an empty home, and what takes the AWS home down comes after everybody who lives there.
    if item.path.name == "test_destroying.py":
        return 2
    return 1 if item.path.name.startswith("test_stack_") else 0


@pytest.fixture(autouse=True)
def no_function_asks_for_more_than_its_policy_grants() -> Iterator[None]:
    yield
    excess = sorted(rights.EXCESS)
    rights.EXCESS.clear()
    assert excess == [], "lambdas/rights.py does not grant this"


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


@pytest.fixture(scope="session")
def aws_being_applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Future[Stack]"]:
    """The AWS home while it is made: that takes a minute, most of it waiting, in which other tests can run."""
    if not ministack_program.is_installed():
        require_or_skip("engine", "MiniStack is not installed: make .tools/ministack/stamp")
    if reason := terraform.why_not():
        require_or_skip("terraform", reason)
    with aws.applying(tmp_path_factory.mktemp("aws")) as stack:
        yield stack


@pytest.fixture(scope="session")
def aws_stack(aws_being_applied: "Future[Stack]") -> Stack:
    return aws_being_applied.result()
