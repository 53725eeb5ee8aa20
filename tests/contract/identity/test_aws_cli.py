"""The aws command line against the local pool, with an endpoint and a region and nothing else."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract.identity.person import PASSWORD, Person
from tests.contract.identity.providers import Provider
from tests.support.ministack import REGION
from tests.support.requirements import require_or_skip

AWS = Path(__file__).parents[3] / ".tools/awscli/bin/aws"

pytestmark = [
    pytest.mark.awscli,
    pytest.mark.parametrize("provider", ["local on sqlite"], indirect=True),
]


def aws(provider: Provider, *words: str, home: Path) -> Any:
    """Run `aws cognito-idp` without credentials and return what it prints."""
    if not AWS.exists():
        require_or_skip("awscli", "The aws command line is not installed: make .tools/awscli/stamp")
    where = [
        "--endpoint-url",
        provider.client.meta.endpoint_url,
        "--region",
        REGION,
        "--client-id",
        provider.client_id,
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}
    command = [str(AWS), "cognito-idp", *words, *where]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "null")


def test_a_person_signs_up_confirms_and_signs_in(provider: Provider, person: Person, tmp_path: Path) -> None:
    who = ["--username", person.email]
    signed_up = aws(provider, "sign-up", *who, "--password", PASSWORD, home=tmp_path)
    code = provider.sign_up_code(person.email)
    aws(provider, "confirm-sign-up", *who, "--confirmation-code", code, home=tmp_path)
    parameters = f"USERNAME={person.email},PASSWORD={PASSWORD}"
    flow = ["--auth-flow", "USER_PASSWORD_AUTH", "--auth-parameters", parameters]
    tokens = aws(provider, "initiate-auth", *flow, home=tmp_path)["AuthenticationResult"]
    assert signed_up["UserConfirmed"] is False
    assert person.client.get_user(AccessToken=tokens["AccessToken"])["Username"] == signed_up["UserSub"]
