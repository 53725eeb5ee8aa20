"""What is planned: what the emulator cannot show is read off the plan."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relayboard.adapters.dynamodb_schema import definition
from relayboard.domain.events import EventType
from relayboard.local.security_headers import _PAGE_POLICY
from relayboard.ports.table import EXPIRES
from tests.support import aws_stack
from tests.support.ministack import MiniStack
from tests.support.requirements import require_or_skip
from tests.support.terraform import INFRA, Terraform, copy_of_infra, why_not

pytestmark = pytest.mark.terraform

MANIFEST = json.loads((INFRA / "generated/functions.json").read_text())
WITH_AMPLIFY = {"TF_VAR_repository_url": "https://github.com/example/relayboard"}
PER_OPERATION = {"TF_VAR_function_layout": "per_operation"}
ACCESS_TOKENS = {"TF_VAR_token_kind": "access"}
Planned = dict[str, list[dict[str, Any]]]
"""The values of all planned resources, by type; each has its `address`."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return aws_stack.build_package(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def built(package: Path) -> dict[str, str]:
    return json.loads(package.with_name("package.json").read_text())


@pytest.fixture(scope="module")
def plan(ministack: MiniStack, package: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Planned]:
    """Plans an environment from nothing; the engine is asked for the account only."""
    if reason := why_not():
        require_or_skip("terraform", reason)
    folder = tmp_path_factory.mktemp("plans")
    copied = copy_of_infra(folder)
    made: dict[str, Planned] = {}

    def planned(environment: str, **changed: str) -> Planned:
        key = json.dumps([environment, changed])
        if key not in made:
            environ = {**aws_stack.variables(package), **aws_stack.reaching(ministack)}
            terraform = Terraform(copied / "environments" / environment, environ)
            terraform.init()
            made[key] = _by_type(terraform.plan("-refresh=false", environ=changed))
        return made[key]

    return planned


def _by_type(document: dict[str, Any]) -> Planned:
    found: Planned = {}
    modules = [document["planned_values"]["root_module"]]
    while modules:
        module = modules.pop()
        modules += module.get("child_modules", [])
        for resource in module.get("resources", []):
            found.setdefault(resource["type"], []).append(
                {**resource.get("values", {}), "address": resource["address"]}
            )
    return found


@pytest.fixture(scope="module")
def dev(plan: Callable[..., Planned]) -> Planned:
    return plan("dev")


@pytest.fixture(scope="module")
def prod(plan: Callable[..., Planned]) -> Planned:
    return plan("prod", **WITH_AMPLIFY, **PER_OPERATION, **ACCESS_TOKENS)


def names(resources: list[dict[str, Any]], attribute: str = "function_name") -> set[str]:
    return {resource[attribute] for resource in resources}


def one(resources: list[dict[str, Any]], part: str = "") -> dict[str, Any]:
    [found] = [resource for resource in resources if part in resource["address"]]
    return found


def test_the_table_is_the_one_that_the_adapter_makes(dev: Planned) -> None:
    table, wanted = one(dev["aws_dynamodb_table"]), definition("any")
    attributes = [{"AttributeName": one["name"], "AttributeType": one["type"]} for one in table["attribute"]]
    assert sorted(attributes, key=str) == sorted(wanted["AttributeDefinitions"], key=str)
    assert [table["hash_key"], table["range_key"]] == [key["AttributeName"] for key in wanted["KeySchema"]]
    indexes = {
        index["name"]: ([index["hash_key"], index["range_key"]], index["projection_type"])
        for index in table["global_secondary_index"]
    }
    assert indexes == {
        index["IndexName"]: (
            [key["AttributeName"] for key in index["KeySchema"]],
            index["Projection"]["ProjectionType"],
        )
        for index in wanted["GlobalSecondaryIndexes"]
    }
    assert table["billing_mode"] == wanted["BillingMode"]
    assert table["stream_view_type"] == wanted["StreamSpecification"]["StreamViewType"]
    assert table["ttl"] == [{"attribute_name": EXPIRES, "enabled": True}]


def test_prod_keeps_what_dev_throws_away(dev: Planned, prod: Planned) -> None:
    assert one(prod["aws_dynamodb_table"])["deletion_protection_enabled"] is True
    assert one(dev["aws_dynamodb_table"])["deletion_protection_enabled"] is False
    assert one(prod["aws_cognito_user_pool"])["deletion_protection"] == "ACTIVE"
    assert one(dev["aws_cognito_user_pool"])["deletion_protection"] == "INACTIVE"


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_function_of_the_manifest_is_planned(request: pytest.FixtureRequest, environment: str) -> None:
    planned: Planned = request.getfixturevalue(environment)
    layout = {"dev": "grouped", "prod": "per_operation"}[environment]
    wanted = {**MANIFEST["layouts"][layout], **MANIFEST["workers"]}
    functions = {function["function_name"]: function for function in planned["aws_lambda_function"]}
    assert set(functions) == {f"relayboard-{environment}-{name}" for name in wanted}
    for name, told in wanted.items():
        function = functions[f"relayboard-{environment}-{name}"]
        assert (function["handler"], function["memory_size"], function["timeout"]) == (
            told["handler"],
            told["memory_mb"],
            told["timeout_seconds"],
        )
        assert function["tracing_config"] == [{"mode": "Active"}]


def test_functions_run_on_what_the_package_was_built_for(dev: Planned, built: dict[str, str]) -> None:
    assert names(dev["aws_lambda_function"], "runtime") == {built["runtime"]}
    assert [function["architectures"] for function in dev["aws_lambda_function"]] == [
        [built["architecture"]]
    ] * len(dev["aws_lambda_function"])


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_whoever_is_called_may_be_called(request: pytest.FixtureRequest, environment: str) -> None:
    planned: Planned = request.getfixturevalue(environment)
    permissions = planned["aws_lambda_permission"]
    by_principal = {
        principal: {one["function_name"] for one in permissions if one["principal"] == principal}
        for principal in names(permissions, "principal")
    }
    functions = names(planned["aws_lambda_function"])
    assert by_principal == {
        "apigateway.amazonaws.com": {name for name in functions if re.search(f"-{environment}-(api|live)-", name)},
        "cognito-idp.amazonaws.com": {name for name in functions if "-trigger-" in name},
    }


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_route_is_a_method_with_a_preflight(request: pytest.FixtureRequest, environment: str) -> None:
    planned: Planned = request.getfixturevalue(environment)
    methods = {
        method["address"].partition("api_gateway_method.")[2]: method
        for method in planned["aws_api_gateway_method"]
    }
    routes = MANIFEST["routes"]
    assert set(methods) == {f'this["{route["method"]} {route["path"]}"]' for route in routes} | {
        f'preflight["{route["path"]}"]' for route in routes
    }
    for route in routes:
        method = methods[f'this["{route["method"]} {route["path"]}"]']
        assert method["authorization"] == ("COGNITO_USER_POOLS" if route["authenticated"] else "NONE")
        scopes = [f"relayboard/{route['group']}"] if environment == "prod" and route["authenticated"] else None
        assert method["authorization_scopes"] == scopes
        assert method["operation_name"] == route["operation"]
        assert (method["request_models"] or {}).get("application/json") == route["body"]
    assert all(methods[name]["authorization"] == "NONE" for name in methods if name.startswith("preflight"))


def test_requests_are_logged_traced_and_held_back(dev: Planned) -> None:
    stage = one(dev["aws_api_gateway_stage"])
    [access_log] = stage["access_log_settings"]
    assert {"requestId", "method", "resource", "status", "ms", "userId"} <= set(json.loads(access_log["format"]))
    assert "$context.path" not in access_log["format"]  # a calendar's address is a secret
    assert stage["xray_tracing_enabled"] is True
    settings = {one["method_path"]: one["settings"][0] for one in dev["aws_api_gateway_method_settings"]}
    assert settings["*/*"]["throttling_rate_limit"] == 100
    assert settings["*/*"]["metrics_enabled"] is True
    assert settings["*/*"]["data_trace_enabled"] is False
    assert settings["v1/users/POST"]["throttling_rate_limit"] == 2
    groups = {
        group["name"]: group["retention_in_days"] for group in dev["aws_cloudwatch_log_group"] if group.get("name")
    }
    assert groups["/aws/api-gateway/relayboard-dev/access"] == 14
    assert set(groups.values()) == {14}


def test_there_is_an_alarm_for_what_people_would_notice(dev: Planned) -> None:
    alarms = {
        alarm["alarm_name"].removeprefix("relayboard-dev-"): alarm for alarm in dev["aws_cloudwatch_metric_alarm"]
    }
    functions = names(dev["aws_lambda_function"])
    parked = {name for name in names(dev["aws_sqs_queue"], "name") if re.search("dead-letters|failures", name)}
    assert len(parked) == 9
    assert set(alarms) == {
        *("api-5xx", "api-p99", "function-throttles", "iterator-age"),
        *("live-errors", "mail-bounces", "mail-complaints"),
        *(f"table-throttles-{kind}{index}" for kind in ("read", "write") for index in ("", "-GSI1", "-GSI2")),
        *(f"errors-{name}" for name in functions),
        *(f"dead-letters-{name}" for name in parked),
    }  # fmt: skip
    assert alarms["api-p99"]["extended_statistic"] == "p99"
    assert one(dev["aws_sns_topic_subscription"], "alarms")["endpoint"] == "operator@example.com"


def test_sockets_are_logged_without_their_tickets_and_held_back(dev: Planned) -> None:
    stage = one(dev["aws_apigatewayv2_stage"])
    [settings] = stage["default_route_settings"]
    assert (settings["throttling_rate_limit"], settings["throttling_burst_limit"]) == (50, 200)
    assert (settings["logging_level"], settings["data_trace_enabled"]) == ("ERROR", False)
    [access_log] = stage["access_log_settings"]
    fields = json.loads(access_log["format"])
    assert {"requestId", "route", "status", "connectionId"} <= set(fields)
    assert not any(word in value.lower() for value in fields.values() for word in ("query", "ticket", "path"))


def test_live_sockets_hear_of_exactly_what_they_can_say(dev: Planned) -> None:
    filtered = json.loads(one(dev["aws_sns_topic_subscription"], '"live"')["filter_policy"])["type"]
    begin = tuple(rule["prefix"] for rule in filtered)
    of_others = ("board.", "user.", "delivery.", "digest.")
    assert [kind for kind in EventType if kind.startswith(begin) == kind.startswith(of_others)] == []


def test_reminders_are_looked_for_just_after_every_quarter_of_an_hour(dev: Planned) -> None:
    schedule = one(dev["aws_scheduler_schedule"], '"reminders"')
    assert (schedule["schedule_expression"], schedule["state"]) == ("cron(1/15 * * * ? *)", "ENABLED")


def test_digests_and_what_had_to_wait_come_within_minutes(dev: Planned) -> None:
    schedules = {name: one(dev["aws_scheduler_schedule"], f'"{name}"') for name in ("digests", "retries")}
    assert {name: schedule["schedule_expression"] for name, schedule in schedules.items()} == {
        "digests": "cron(1/5 * * * ? *)",
        "retries": "rate(5 minutes)",
    }


def test_the_page_may_connect_to_the_api_and_to_its_sockets() -> None:
    app = (INFRA / "terraform/modules/app/main.tf").read_text()
    [origins] = re.findall(r"connect_origins += \[(.*)\]", app)
    assert {"module.api.origin", "module.websocket.origin"} <= set(origins.split(", "))


def test_the_page_is_built_by_amplify(prod: Planned) -> None:
    app = one(prod["aws_amplify_app"])
    assert app["environment_variables"]["AMPLIFY_MONOREPO_APP_ROOT"] == "web"
    assert app["custom_rule"] == [
        {"condition": None, "source": "/<*>", "status": "404-200", "target": "/index.html"}
    ]
    assert '"appRoot": "web"' in app["build_spec"]
    assert "dist/config.json" in app["build_spec"]


def test_without_a_repository_there_is_no_page(dev: Planned) -> None:
    assert "aws_amplify_app" not in dev


def test_the_pages_policy_is_that_of_one_machine_and_two_addresses_more(plan: Callable[..., Planned]) -> None:
    source = (INFRA / "terraform/modules/amplify/main.tf").read_text()
    planned = re.findall(r'^    "([a-z-]+ .*)",$', source, re.M)
    local = dict(directive.split(" ", 1) for directive in _PAGE_POLICY.split("; "))
    aws = dict(directive.split(" ", 1) for directive in planned)
    assert set(aws) == set(local)
    assert {name for name in aws if aws[name] != local[name]} == {"connect-src"}


def test_the_settings_of_the_page_have_the_shape_that_it_reads() -> None:
    outputs = (INFRA / "terraform/modules/app/outputs.tf").read_text()
    keys = set(
        re.findall(r"^    (\w+) +=", outputs[outputs.index("page_config = jsonencode") :].partition("})")[0], re.M)
    )
    config = (INFRA.parent / "web/src/lib/config.ts").read_text()
    assert keys == set(re.findall(r"^  (\w+): ", config.partition("}\n")[0], re.M))


def test_topics_have_a_key_of_their_own_in_prod(prod: Planned) -> None:
    [key] = prod["aws_kms_key"]
    assert key["enable_key_rotation"] is True


CHANNELS = {"email", "inbox", "live", "names", "receipts"}
WITH_AN_ADDRESS = {"slack", "webhook"}


@pytest.mark.parametrize("has_address", [True, False])
def test_each_channel_is_there_and_those_on_the_web_when_they_have_an_address(
    plan: Callable[..., Planned], dev: Planned, *, has_address: bool
) -> None:
    planned = dev if has_address else plan("dev", TF_VAR_webhook_url="", TF_VAR_slack_url="")
    wanted = CHANNELS | (WITH_AN_ADDRESS if has_address else set())
    for kind in ("aws_sns_topic_subscription", "aws_lambda_event_source_mapping"):
        assert sum("channel" in one["address"] for one in planned[kind]) == len(wanted)
    queues = {name.removeprefix("relayboard-dev-") for name in names(planned["aws_sqs_queue"], "name")}
    known = {f"{name}{end}" for name in CHANNELS | WITH_AN_ADDRESS for end in ("", "-dead-letters")}
    assert queues & known == {f"{name}{end}" for name in wanted for end in ("", "-dead-letters")}
    functions = {one["function_name"].removeprefix("relayboard-dev-") for one in planned["aws_lambda_function"]}
    workers = {f"channel-{name}" for name in wanted - {"receipts"}}
    assert {name for name in functions if name.startswith("channel-")} == workers
    assert "receipts" in functions
