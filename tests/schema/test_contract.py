"""Every operation, asked with right and wrong data, answers as the served document says."""

import itertools
from collections.abc import Iterator

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from relayboard.api.openapi import document
from relayboard.local.demo.workspace import PASSWORD
from tests.support import server
from tests.support.server import Server
from tests.support.signing_in import tokens_of

# Whether a cursor, an ETag or an idempotency key is good depends on what happened before, which no schema can say.
DEPENDS_ON_THE_PAST = [positive_data_acceptance]
CONFIG = {"generation": {"max-examples": 4, "deterministic": True}}
# The member first: what an admin is made to do may well end a member's account.
PEOPLE = {"member": "jonas@example.com", "admin": "maya@example.com"}


api = schemathesis.openapi.from_dict(document(), config=schemathesis.Config.from_dict(CONFIG))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server.running(tmp_path_factory.mktemp("contract"), "--demo", "--requests-per-second", "0") as started:
        yield started


@pytest.fixture(scope="module", params=PEOPLE)
def token(running: Server, request: pytest.FixtureRequest) -> str:
    return tokens_of(running.url, PEOPLE[request.param], PASSWORD)["IdToken"]


@pytest.fixture(scope="module")
def things(running: Server, token: str) -> "Things":
    return Things(f"{running.url}/api/v1", token)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as kept_open:
        yield kept_open


class Things:
    """What there is to ask about: of random ids nothing is found, and then only refusals would be compared."""

    def __init__(self, api: str, token: str) -> None:
        def ids(path: str) -> list[str]:
            items = httpx.get(f"{api}{path}?limit=100", headers={"Authorization": token}).json().get("items", [])
            return [item["id"] for item in items]

        found = {"taskId": ids("/tasks") + ids("/me/tasks"), "boardId": ids("/boards"), "userId": ids("/users")}
        self._turns = {name: itertools.cycle(values) for name, values in found.items() if values}
        self._is_real = itertools.cycle([True, True, False])

    def put_into(self, case: schemathesis.Case) -> None:
        """Let most cases whose path is meant to be right be about something real."""
        path = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
        if path is None or path.mode.is_negative or not next(self._is_real):
            return
        real = {name: next(self._turns[name]) for name in case.path_parameters if name in self._turns}
        case.path_parameters = {**case.path_parameters, **real}


@api.parametrize()
@settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_documented(case, running, token, things, session):
    things.put_into(case)
    case.call_and_validate(
        base_url=f"{running.url}/api/v1",
        session=session,
        headers={"Authorization": token},
        excluded_checks=DEPENDS_ON_THE_PAST,
    )


def test_the_served_document_is_the_one_that_was_tested(running):
    assert httpx.get(f"{running.url}/api/v1/openapi.json").json() == document()
