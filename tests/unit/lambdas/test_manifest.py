"""The list of functions that Terraform and SAM read."""

from pathlib import Path

import pytest

from relayboard.api.routes import ROUTES
from relayboard.lambdas.manifest import manifest, rendered

FILE = Path(__file__).parents[3] / "infra" / "generated" / "functions.json"
DOCUMENT = manifest()
ALL = {**DOCUMENT["layouts"]["grouped"], **DOCUMENT["layouts"]["per_operation"], **DOCUMENT["workers"]}


def test_the_file_is_up_to_date():
    assert FILE.read_text() == rendered()


def test_every_route_has_a_function_in_both_layouts():
    assert [route["operation"] for route in DOCUMENT["routes"]] == [route.operation for route in ROUTES]
    for route in DOCUMENT["routes"]:
        for layout, name in route["functions"].items():
            assert name in DOCUMENT["layouts"][layout]


def test_one_function_for_each_operation_where_that_is_asked_for():
    names = [route["functions"]["per_operation"] for route in DOCUMENT["routes"]]
    assert sorted(names) == sorted(DOCUMENT["layouts"]["per_operation"])
    assert len({*names, *DOCUMENT["workers"]}) > 15


def test_every_beginning_of_a_path_is_listed_at_its_depth():
    known = {path for paths in DOCUMENT["paths"].values() for path in paths}
    for depth, paths in DOCUMENT["paths"].items():
        for path in paths:
            assert path.count("/") == int(depth)
            assert int(depth) == 1 or path.rpartition("/")[0] in known
    assert {route.path for route in ROUTES} <= known


@pytest.mark.parametrize("name", ALL)
def test_a_function_is_named_sized_and_granted_exactly(name):
    function = ALL[name]
    assert function["handler"].startswith("relayboard.lambdas.")
    assert function["timeout_seconds"] <= (
        5 if name.startswith("trigger") else 29 if name.startswith("api") else 300
    )
    assert not any("*" in action for action in function["table"] + function["services"])
    assert all(action.startswith("dynamodb:") for action in function["table"])
    needs_table = bool(function["table"] or function["indexes"])
    assert ("RELAYBOARD_TABLE" in function["environment"]) == needs_table


def test_what_is_public_may_do_nothing():
    public = DOCUMENT["layouts"]["grouped"]["api-public"]
    assert public["table"] == public["indexes"] == public["services"] == []


def test_reading_cannot_write_and_only_people_reaches_the_user_pool():
    grouped = DOCUMENT["layouts"]["grouped"]
    assert set(grouped["api-read"]["table"]) <= {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
    assert [name for name, function in grouped.items() if function["services"]] == ["api-people"]


@pytest.mark.parametrize(
    ("secret", "holders"),
    [
        ("RELAYBOARD_WEBHOOK_SECRET", {"channel-webhook", "schedule-retries"}),
        ("RELAYBOARD_WEBHOOK", {"channel-webhook", "schedule-retries"}),
        ("RELAYBOARD_SLACK", {"channel-slack", "schedule-retries"}),
    ],
)
def test_only_functions_that_post_to_receivers_are_given_their_secrets(secret, holders):
    assert {name for name, function in ALL.items() if secret in function["environment"]} == holders
