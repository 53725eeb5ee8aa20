import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from relayboard.adapters.dynamodb_schema import definition
from relayboard.adapters.local_pool.passwords import SHORTEST
from relayboard.lambdas.manifest import manifest
from relayboard.ports.table import EXPIRES
from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "infra/sam/template.yaml"
TOOLS = ROOT / ".tools/auditing/bin"
ROUTES = {
    "create-task": ("/tasks", "post"),
    "list-tasks": ("/tasks", "get"),
    "update-task": ("/tasks/{taskId}", "put"),
    "delete-task": ("/tasks/{taskId}", "delete"),
}

pytestmark = pytest.mark.auditing


def run(*command: str) -> str:
    if not TOOLS.exists():
        require_or_skip("auditing", "The checks are not installed: make .tools/auditing/stamp")
    environment = {"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "eu-west-1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def translated() -> dict[str, Any]:
    return json.loads(run(f"{TOOLS}/python", str(Path(__file__).with_name("translate.py")), str(TEMPLATE)))


@pytest.fixture(scope="module")
def resources(translated: Mapping[str, Any]) -> dict[str, Any]:
    return translated["Resources"]


def of_type(resources: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource["Properties"] for resource in resources.values() if resource["Type"] == kind]


def functions(resources: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the functions by their names without the stack's."""
    found = of_type(resources, "AWS::Lambda::Function")
    return {one["FunctionName"]["Fn::Sub"].removeprefix("${AWS::StackName}-"): one for one in found}


def test_the_template_and_what_it_becomes_are_lint_free(translated: Mapping[str, Any], tmp_path: Path) -> None:
    processed = tmp_path / "processed.json"
    processed.write_text(json.dumps(translated), encoding="utf-8")
    run(f"{TOOLS}/cfn-lint", "--include-checks", "I", "--template", str(TEMPLATE))
    run(f"{TOOLS}/cfn-lint", "--template", str(processed))


def test_each_function_has_a_role_that_may_do_what_its_operation_asks(resources: dict[str, Any]) -> None:
    wanted = manifest()["small_edition"]
    found = functions(resources)
    roles = {name: function["Role"]["Fn::GetAtt"][0] for name, function in found.items()}
    assert set(found) == set(wanted)
    assert len(set(roles.values())) == len(found)
    for name, role in roles.items():
        (policy,) = resources[role]["Properties"]["Policies"]
        tables = [one for one in policy["PolicyDocument"]["Statement"] if one["Resource"] == _arn("Table")]
        assert [one["Action"] for one in tables] == [wanted[name]["table"]]
        assert "ManagedPolicyArns" not in resources[role]["Properties"]


def test_roles_grant_nothing_else_but_their_own_log_and_traces(resources: dict[str, Any]) -> None:
    for function in functions(resources).values():
        log = function["LoggingConfig"]["LogGroup"]["Ref"]
        (policy,) = resources[function["Role"]["Fn::GetAtt"][0]]["Properties"]["Policies"]
        others = [one for one in policy["PolicyDocument"]["Statement"] if one["Resource"] != _arn("Table")]
        assert [(one["Action"], one["Resource"]) for one in others] == [
            (["logs:CreateLogStream", "logs:PutLogEvents"], _arn(log)),
            (["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
        ]


def test_functions_are_set_up_as_the_list_of_functions_says(resources: dict[str, Any]) -> None:
    for name, wanted in manifest()["small_edition"].items():
        found = functions(resources)[name]
        variables = found["Environment"]["Variables"]
        given = (found["Handler"], found["MemorySize"], found["Timeout"])
        assert given == (wanted["handler"], wanted["memory_mb"], wanted["timeout_seconds"])
        assert set(variables) == {*wanted["environment"], *wanted["fixed_environment"]}
        assert variables | wanted["fixed_environment"] == variables


def test_each_operation_has_its_path_and_needs_a_token(resources: dict[str, Any]) -> None:
    (api,) = of_type(resources, "AWS::ApiGateway::RestApi")
    ids = {one["FunctionName"]["Fn::Sub"].rpartition("}-")[2]: name for name, one in _functions_by_id(resources)}
    for name, (path, method) in ROUTES.items():
        operation = api["Body"]["paths"][path][method]
        assert f"${{{ids[name]}.Arn}}" in operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        assert operation["security"] == [{"UserPoolAuthorizer": []}]
    assert {(path, method) for path, all_of in api["Body"]["paths"].items() for method in all_of} == {
        *ROUTES.values(),
        ("/tasks", "options"),
        ("/tasks/{taskId}", "options"),
    }


def test_api_gateway_may_call_each_function_from_its_own_path_alone(resources: dict[str, Any]) -> None:
    granted = of_type(resources, "AWS::Lambda::Permission")
    sources = {one["SourceArn"]["Fn::Sub"][0].partition("${__Stage__}/")[2] for one in granted}
    assert sources == {f"{method.upper()}{path.replace('{taskId}', '*')}" for path, method in ROUTES.values()}


def test_the_page_is_told_beforehand_what_it_may_send(resources: dict[str, Any]) -> None:
    # MiniStack leaves out the headers of these answers too when it imports an API.
    (api,) = of_type(resources, "AWS::ApiGateway::RestApi")
    for path in ("/tasks", "/tasks/{taskId}"):
        preflight = api["Body"]["paths"][path]["options"]
        answer = preflight["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"]
        assert "security" not in preflight
        assert answer["method.response.header.Access-Control-Allow-Origin"] == {"Fn::Sub": "'${AllowedOrigin}'"}
        assert "PUT" in answer["method.response.header.Access-Control-Allow-Methods"]
        assert "Authorization" in answer["method.response.header.Access-Control-Allow-Headers"]


def test_refusals_of_api_gateway_itself_can_be_read_by_the_page(resources: dict[str, Any]) -> None:
    # MiniStack leaves these answers out when it imports an API, so they are looked at here.
    (api,) = of_type(resources, "AWS::ApiGateway::RestApi")
    answers = api["Body"]["x-amazon-apigateway-gateway-responses"]
    for kind in ("DEFAULT_4XX", "DEFAULT_5XX"):
        headers = answers[kind]["responseParameters"]
        assert headers["gatewayresponse.header.Access-Control-Allow-Origin"] == {"Fn::Sub": "'${AllowedOrigin}'"}


def test_the_table_has_the_keys_of_the_full_edition(resources: dict[str, Any]) -> None:
    (table,) = of_type(resources, "AWS::DynamoDB::Table")
    wanted = definition("any")
    for name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode"):
        assert table[name] == wanted[name]
    assert table["TimeToLiveSpecification"] == {"AttributeName": EXPIRES, "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_people_sign_in_with_their_address_under_the_rules_of_the_full_edition(resources: dict[str, Any]) -> None:
    (pool,) = of_type(resources, "AWS::Cognito::UserPool")
    (client,) = of_type(resources, "AWS::Cognito::UserPoolClient")
    rules = pool["Policies"]["PasswordPolicy"]
    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert rules["MinimumLength"] == SHORTEST
    assert [rules[f"Require{name}"] for name in ("Uppercase", "Lowercase", "Numbers", "Symbols")] == [
        True,
        True,
        True,
        False,
    ]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["GenerateSecret"] is False


def _arn(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "Arn"]}


def _functions_by_id(resources: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, one["Properties"]) for name, one in resources.items() if one["Type"] == "AWS::Lambda::Function"]
