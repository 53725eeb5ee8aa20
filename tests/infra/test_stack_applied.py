"""environments/dev as it was applied: nothing left to change, and every role with exactly its rights."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.aws_stack import Stack
from tests.support.terraform import INFRA, Terraform, TerraformFailed, copy_of_infra

pytestmark = pytest.mark.terraform

MANIFEST = json.loads((INFRA / "generated/functions.json").read_text())
FUNCTIONS = {**MANIFEST["layouts"]["grouped"], **MANIFEST["workers"]}
OWN_LOG_AND_TRACES = {
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
}
READING_A_QUEUE = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
READING_THE_STREAM = {
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "sqs:SendMessage",
}


def changes(plan: dict[str, Any]) -> dict[str, list[str]]:
    return {
        one["address"]: one["change"]["actions"]
        for one in plan["resource_changes"]
        if one["change"]["actions"] not in (["no-op"], ["read"])
    }


def statements(stack: Stack, function: str) -> list[dict[str, Any]]:
    iam = stack.client("iam")
    name = stack.outputs["functions"][function]
    assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []
    [policy] = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]["Statement"]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_a_second_plan_changes_nothing(aws_stack: Stack) -> None:
    # No difference between the emulator and AWS is left that shows in a plan: tests/infra/emulator closes them.
    assert changes(aws_stack.planning.plan()) == {}


def test_bootstrap_is_applied_and_a_second_plan_changes_nothing(aws_stack: Stack) -> None:
    aws_stack.bootstrapping.result()
    assert changes(aws_stack.bootstrap.plan()) == {}


def test_while_somebody_applies_nobody_else_does(aws_stack: Stack, tmp_path: Path) -> None:
    aws_stack.bootstrapping.result()
    bucket = json.loads(aws_stack.bootstrap.run("output", "-json"))["state_bucket"]["value"]
    # As the owner: the bucket refuses everybody else who comes without TLS, as the engine is reached.
    dev = Terraform(copy_of_infra(tmp_path) / "environments/dev", aws_stack.bootstrap.environ)
    (dev.folder / "backend_override.tf").unlink()
    where = [f"-backend-config={name}" for name in (f"bucket={bucket}", "region=eu-west-1", "use_path_style=true")]
    dev.run("init", "-input=false", "-no-color", "-lockfile=readonly", *where)
    lock = {"ID": "1", "Operation": "OperationTypeApply", "Who": "somebody", "Path": "dev/terraform.tfstate"}
    s3, key = aws_stack.client("s3"), "dev/terraform.tfstate.tflock"
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(lock))
    with pytest.raises(TerraformFailed, match="Error acquiring the state lock"):
        dev.run("plan", "-input=false", "-no-color")
    s3.delete_object(Bucket=bucket, Key=key)


def test_who_may_plan_may_not_change_anything(aws_stack: Stack) -> None:
    sns = aws_stack.client("sns", aws_stack.planning.environ)
    with pytest.raises(sns.exceptions.AuthorizationErrorException):
        sns.create_topic(Name="relayboard-dev-by-a-pull-request")


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_role_has_exactly_the_rights_of_its_function(aws_stack: Stack, function: str) -> None:
    told = FUNCTIONS[function]
    wanted = {*told["table"], *told["services"], *OWN_LOG_AND_TRACES}
    if told["indexes"]:
        wanted.add("dynamodb:Query")
    if function.startswith("channel-") or function == "receipts":
        wanted |= READING_A_QUEUE
    if function == "stream":
        wanted |= READING_THE_STREAM
    granted = statements(aws_stack, function)
    assert {action for one in granted for action in listed(one["Action"])} == wanted
    assert {one["Effect"] for one in granted} == {"Allow"}


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_right_is_for_one_thing_of_this_installation(aws_stack: Stack, function: str) -> None:
    told, outputs = FUNCTIONS[function], aws_stack.outputs
    table = f"arn:aws:dynamodb:eu-west-1:000000000000:table/{outputs['table_name']}"
    by_name = {one["Sid"]: one for one in statements(aws_stack, function)}
    channel = function.removeprefix("channel-")
    live_api = outputs["live_url"].removeprefix("wss://").partition(".")[0]
    expected = {
        "Logs": [f"arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/{outputs['functions'][function]}:*"],
        "Traces": ["*"],  # X-Ray has no resources
        "Table": [table],
        "Indexes": [f"{table}/index/{index}" for index in told["indexes"]],
        "CognitoIdp": [f"arn:aws:cognito-idp:eu-west-1:000000000000:userpool/{outputs['user_pool_id']}"],
        "ExecuteApi": [
            f"arn:aws:execute-api:eu-west-1:000000000000:{live_api}/live/{method}/@connections/*"
            for method in ("POST", "DELETE")
        ],
        "Sns": [outputs["topic_arn"]],
        "Ses": [
            "arn:aws:ses:eu-west-1:000000000000:identity/example.com",
            "arn:aws:ses:eu-west-1:000000000000:configuration-set/relayboard-dev",
        ],
        "Queue": [f"arn:aws:sqs:eu-west-1:000000000000:relayboard-dev-{channel}"],
        "DeadLetters": [
            f"arn:aws:sqs:eu-west-1:000000000000:relayboard-dev-{name}-dead-letters"
            for name in ("email", "inbox", "slack", "webhook")
        ],
        "Failures": ["arn:aws:sqs:eu-west-1:000000000000:relayboard-dev-stream-failures"],
    }
    for name, statement in by_name.items():
        if name == "Stream":
            assert [arn.partition("/stream/")[0] for arn in listed(statement["Resource"])] == [table]
        else:
            assert sorted(listed(statement["Resource"])) == sorted(expected[name]), name


def test_a_function_whose_role_loses_a_right_can_do_no_more_than_the_role(aws_stack: Stack) -> None:
    iam, name = aws_stack.client("iam"), aws_stack.outputs["functions"]["trigger-post-confirmation"]
    pool = {"ClientId": aws_stack.client_id, "Username": "nobody@example.com"}
    aws_stack.identity.sign_up(
        **pool,
        Password="Correct-horse-9",
        UserAttributes=[{"Name": "email", "Value": "nobody@example.com"}, {"Name": "name", "Value": "No Body"}],
    )
    [policy] = iam.list_role_policies(RoleName=name)["PolicyNames"]
    document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    without = [one for one in document["Statement"] if one["Sid"] != "Table"]
    iam.put_role_policy(
        RoleName=name, PolicyName=policy, PolicyDocument=json.dumps({**document, "Statement": without})
    )
    try:
        with pytest.raises(aws_stack.identity.exceptions.UserLambdaValidationException):
            aws_stack.identity.confirm_sign_up(**pool, ConfirmationCode="123456")
    finally:
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))


@pytest.fixture
def copied(aws_stack: Stack, tmp_path: Path) -> Terraform:
    """The applied configuration with its state, to plan changes of it."""
    infra = aws_stack.terraform.folder.parents[2]
    shutil.copytree(infra, tmp_path / "infra", symlinks=True)
    return Terraform(tmp_path / "infra/terraform/environments/dev", aws_stack.terraform.environ)


def plan_with(terraform: Terraform, manifest: dict[str, Any]) -> dict[str, list[str]]:
    (terraform.folder.parents[2] / "generated/functions.json").write_text(json.dumps(manifest))
    return changes(terraform.plan("-refresh=false"))


def test_a_new_and_a_changed_route_are_deployed(copied: Terraform) -> None:
    manifest = json.loads(json.dumps(MANIFEST))
    health = next(route for route in manifest["routes"] if route["operation"] == "getHealth")
    manifest["routes"].append({**health, "operation": "getReady", "path": "/ready"})
    manifest["paths"]["1"].append("/ready")
    health["authenticated"] = True
    assert plan_with(copied, manifest) == {
        "module.app.module.api.aws_api_gateway_deployment.this": ["create", "delete"],
        "module.app.module.api.aws_api_gateway_stage.this": ["update"],
        'module.app.module.api.aws_api_gateway_method.this["GET /health"]': ["update"],
        **{
            f'module.app.module.api.aws_api_gateway_{part}["/ready"]': ["create"]
            for part in (
                "integration.preflight",
                "integration_response.preflight",
                "method.preflight",
                "method_response.preflight",
                "resource.level_1",
            )
        },
        'module.app.module.api.aws_api_gateway_integration.this["GET /ready"]': ["create"],
        'module.app.module.api.aws_api_gateway_method.this["GET /ready"]': ["create"],
    }


def test_what_does_not_change_the_api_is_not_deployed(copied: Terraform) -> None:
    manifest = json.loads(json.dumps(MANIFEST))
    manifest["layouts"]["grouped"]["api-read"]["memory_mb"] = 1024
    found = plan_with(copied, manifest)
    assert list(found) == ['module.app.module.functions["api-read"].aws_lambda_function.this']


def test_the_pages_settings_lead_to_the_api(aws_stack: Stack) -> None:
    settings = json.loads(aws_stack.outputs["page_config"])
    assert settings["apiBase"] == aws_stack.outputs["api_base"]
    assert settings["userPool"]["clientId"] == aws_stack.client_id


def test_the_schedules_are_there_and_only_what_is_needed_runs(aws_stack: Stack) -> None:
    scheduler = aws_stack.client("scheduler")
    states = {
        one["Name"]: one["State"] for one in scheduler.list_schedules(GroupName="relayboard-dev")["Schedules"]
    }
    assert states == {
        "relayboard-dev-retries": "ENABLED",
        "relayboard-dev-dead-letters": "ENABLED",
        "relayboard-dev-digests": "ENABLED",
        "relayboard-dev-reminders": "ENABLED",
        "relayboard-dev-respread": "DISABLED",
    }


@pytest.mark.parametrize(
    "name", ["schedule-retries", "schedule-digests", "schedule-reminders", "schedule-respread", "dead-letters"]
)
def test_what_runs_by_the_clock_works(aws_stack: Stack, name: str) -> None:
    answer = aws_stack.client("lambda").invoke(
        FunctionName=aws_stack.outputs["functions"][name], Payload=json.dumps({"schedule": name})
    )
    assert "FunctionError" not in answer, answer["Payload"].read()
