"""The rights with which pipelines deploy and plan, for Terraform in the tests to work with no more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from tests.support import ministack
from tests.support.ministack import MiniStack
from tests.support.terraform import Terraform

REPOSITORY = "example/relayboard"
_ENVIRONMENT = "dev"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Environments to run Terraform in: with the rights to deploy, and with those to plan."""

    deploy: Mapping[str, str]
    plan: Mapping[str, str]


def pipeline(engine: MiniStack, bootstrap: Terraform) -> Pipeline:
    """Let bootstrap make the pipelines' roles, and make users who may do the same.

    The emulator checks most of what Terraform calls against `*`, and does not know `iam:PermissionsBoundary`.
    So the users have the roles' actions without resources and conditions: what is tried is the list of actions.
    """
    bootstrap.init()
    bootstrap.run("apply", "-input=false", "-auto-approve", "-no-color", "-target=module.pipeline")
    outputs: dict[str, Any] = json.loads(bootstrap.run("output", "-json"))
    boundary, roles = (outputs[name]["value"][_ENVIRONMENT] for name in ("boundary_arns", "role_arns"))
    bounded = {**bootstrap.environ, "TF_VAR_permissions_boundary_arn": boundary}
    keys = {name: _user_like(engine, arn.rpartition("/")[2]) for name, arn in roles.items()}
    return Pipeline({**bounded, **keys["deploy"]}, {**bounded, **keys["plan"]})


def _user_like(engine: MiniStack, role: str) -> dict[str, str]:
    iam = boto3.client(
        "iam",
        endpoint_url=engine.url,
        region_name=ministack.REGION,
        aws_access_key_id=ministack.CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ministack.CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    iam.create_user(UserName=role)
    for attached in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
        allowed = [one["Action"] for one in document["Statement"] if one["Effect"] == "Allow"]
        statements = [{"Effect": "Allow", "Action": actions, "Resource": "*"} for actions in allowed]
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_user_policy(UserName=role, PolicyName=attached["PolicyName"], PolicyDocument=policy)
    key = iam.create_access_key(UserName=role)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
