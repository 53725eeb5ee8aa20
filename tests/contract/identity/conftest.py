"""Every test of this folder that takes a `provider` runs on each of them, with people of its own."""

from collections.abc import Iterator

import pytest

from relayboard.adapters.system_clock import SystemClock
from tests.contract.identity.person import Person
from tests.contract.identity.providers import Provider, engine_provider, local_provider
from tests.support.engines import dynamodb_engine, sqlite_engine

ENGINE = pytest.mark.engine
PROVIDERS = [
    "local on sqlite",
    pytest.param("local on dynamodb", marks=ENGINE),
    pytest.param("engine", marks=ENGINE),
]


@pytest.fixture(scope="module", params=PROVIDERS)
def provider(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    match request.param:
        case "local on sqlite":
            folder = tmp_path_factory.mktemp("pool")
            with sqlite_engine(folder, SystemClock()) as engine, local_provider(engine.table) as local:
                yield local
        case "local on dynamodb":
            endpoint = request.getfixturevalue("dynamodb_endpoint")
            with dynamodb_engine(endpoint, SystemClock()) as engine, local_provider(engine.table) as local:
                yield local
        case "engine":
            yield engine_provider(request.getfixturevalue("ministack").url)


@pytest.fixture
def person(provider: Provider) -> Person:
    """Somebody new."""
    return Person(provider)


@pytest.fixture
def member(person: Person) -> Person:
    """Somebody who has signed up and confirmed."""
    person.sign_up()
    person.confirm()
    return person
