import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from tests.support.ministack import CREDENTIALS, REGION, MiniStack
from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
AWS = ROOT / ".tools/awscli/bin/aws"
SIGN_UP_CODE = "123456"  # MiniStack's only one


@dataclass(frozen=True, slots=True)
class Shell:
    """Where commands of the documentation run: a checkout with a built package, and an account."""

    folder: Path
    variables: dict[str, str]

    def run(self, script: str, **variables: str) -> str:
        """Run a script to its end and return what it printed."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.variables | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def json(self, command: str) -> object:
        """Run a command and read the JSON that it prints."""
        return json.loads(self.run(command))


@dataclass(frozen=True, slots=True)
class SmallEdition:
    """A stack that stands: its API's root as curl takes it, and the app client."""

    shell: Shell
    api: str
    client_id: str


def documented(page: str) -> list[str]:
    """Return the blocks of commands on a page of the documentation."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [dedent(block) for _, block in re.findall(r"^( *)```bash\n(.*?)^\1```", text, re.DOTALL | re.MULTILINE)]


@pytest.fixture(scope="session")
def shell(ministack: MiniStack, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    if not AWS.exists():
        require_or_skip("awscli", "The aws command line is not installed: make .tools/awscli/stamp")
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "infra").symlink_to(ROOT / "infra")
    build = [sys.executable, "-m", "lambda_package", "--into", str(folder / "build")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    path = f"{AWS.parent}:{os.environ['PATH']}"
    home = {"PATH": path, "HOME": str(folder), "AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true"}
    return Shell(folder, CREDENTIALS | home | {"AWS_ENDPOINT_URL": ministack.url})


@pytest.fixture(scope="session")
def small_edition(shell: Shell, ministack: MiniStack) -> Iterator[SmallEdition]:
    """The stack of the documentation, made and taken down by its commands."""
    copy, deploy, ask, *_, take_down = documented("small-edition.md")
    shown = shell.run(f'{copy}\n{deploy}\n{ask}\nprintf "\\n%s %s %s" "$BUCKET" "$API" "$CLIENT_ID"')
    bucket, api, client_id = shown.rsplit("\n", 1)[1].split()
    # The engine has no names of its own in the DNS.
    reachable = re.sub(r"https://(\w+)\.execute-api\.[^/]+", rf"{ministack.url}/_aws/execute-api/\1", api)
    yield SmallEdition(shell, reachable, client_id)
    shell.run(take_down, BUCKET=bucket)
    assert shell.json("aws dynamodb list-tables --query 'TableNames[?starts_with(@, `relayboard-small`)]'") == []
    for ask_for in (
        "aws cognito-idp list-user-pools --max-results 60 --query 'UserPools[?Name==`relayboard-small`]'",
        "aws lambda list-functions --query 'Functions[?starts_with(FunctionName, `relayboard-small`)]'",
        "aws apigateway get-rest-apis --query 'items[?name==`relayboard-small`]'",
        "aws iam list-roles --query 'Roles[?starts_with(RoleName, `relayboard-small`)]'",
        "aws logs describe-log-groups --query 'logGroups[?contains(logGroupName, `/relayboard-small`)]'",
    ):
        assert shell.json(ask_for) in ([], None), ask_for
