"""README's "From the command line", word for word."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.support import server
from tests.support.requirements import require_or_skip
from tests.support.signing_in import tokens_of

ROOT = Path(__file__).parents[2]
AWS = ROOT / ".tools/awscli/bin"
HEADING = "## From the command line"
EMAIL, PASSWORD = "test@example.com", "TestPass123!"

pytestmark = pytest.mark.awscli


def commands() -> str:
    """Return the first bash block of the section."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition(f"{HEADING}\n")[2].partition("\n## ")[0]
    found = re.search(r"^```bash\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert found, f"README has no bash block under “{HEADING}”"
    return found[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    if not (AWS / "aws").exists():
        require_or_skip("awscli", "The aws command line is not installed: make .tools/awscli/stamp")
    with server.running(tmp_path_factory.mktemp("readme"), "--demo") as started:
        yield started


@pytest.fixture(scope="module")
def output(running, tmp_path_factory):
    """What the commands print, run in a shell that knows nothing but where `aws` is."""
    assert shutil.which("curl"), "the block needs curl"
    script = commands().replace("localhost:8000", running.url.removeprefix("http://"))
    home = tmp_path_factory.mktemp("home")
    environment = {
        "PATH": f"{AWS}:{os.environ['PATH']}",
        "HOME": str(home),
    }
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{script}"],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_block_uses_nothing_but_an_endpoint_and_a_region():
    calls = re.findall(r"aws cognito-idp (?:[^\n\\]|\\\n)+", commands())
    assert [call.split()[2] for call in calls] == ["sign-up", "confirm-sign-up", "initiate-auth"]
    for call in calls:
        assert "--endpoint-url http://localhost:8000/cognito --region eu-west-1" in call
        assert "--no-sign-request" not in call


def test_the_account_was_made_and_has_to_be_confirmed(output):
    assert '"UserConfirmed": false' in output
    assert '"UserSub"' in output


def test_a_task_was_created_listed_and_filtered_by_status(output):
    created, listed, filtered = re.findall(r'\{"(?:id|items)":.*?(?=\{"items"|\Z)', output, re.DOTALL)
    assert '"title":"Ship feature X"' in created
    assert '"status":"pending"' in created
    task_id = re.search(r'"id":"(\w+)"', created)[1]
    assert listed.count(task_id) == filtered.count(task_id) == 1


@pytest.mark.usefixtures("output")
@pytest.mark.parametrize("prefix", ["", "Bearer "])
@pytest.mark.parametrize("token", ["IdToken", "AccessToken"])
def test_the_other_ways_to_send_a_token_work_as_promised(running, prefix, token):
    header = {"Authorization": prefix + tokens_of(running.url, EMAIL, PASSWORD)[token]}
    for status, count in (("pending", 1), ("done", 0)):
        found = httpx.get(f"{running.url}/api/v1/me/tasks?status={status}", headers=header)
        assert [task["title"] for task in found.json()["items"]] == ["Ship feature X"] * count
