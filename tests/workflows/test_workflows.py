import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SHELLCHECK = ROOT / ".tools/auditing/bin/shellcheck"
MAY_WRITE = {
    ("terraform-plan", "plan"): {"id-token"},
    ("terraform-plan", "comment"): {"pull-requests"},
    ("deploy", "deploy"): {"id-token"},
}


def read(path: Path) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true; BaseLoader leaves every word as it is written.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path.stem, name, job) for path in WORKFLOWS for name, job in read(path)["jobs"].items()]


def scripts() -> list[tuple[str, str]]:
    return [
        (f"{workflow} {name} {number}", step["run"])
        for workflow, name, job in jobs()
        for number, step in enumerate(job["steps"])
        if "run" in step
    ]


def test_there_are_the_three_of_them() -> None:
    assert [path.stem for path in WORKFLOWS] == ["ci", "deploy", "terraform-plan"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: *(.+)", path.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_an_action_is_the_same_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: *([^@]+)@(.+)", path.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add(pin)
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_begin_with_no_rights_and_do_not_run_into_each_other(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert workflow["defaults"]["run"]["shell"] == "bash"


@pytest.mark.parametrize(("workflow", "name", "job"), jobs())
def test_jobs_have_the_rights_they_need_and_an_end(workflow: str, name: str, job: dict[str, Any]) -> None:
    writing = {right for right, level in job["permissions"].items() if level != "read"}
    assert writing == MAY_WRITE.get((workflow, name), set())
    assert int(job["timeout-minutes"]) <= 90


@pytest.mark.parametrize(("workflow", "name", "job"), jobs())
def test_the_token_of_the_checkout_is_not_left_behind(workflow: str, name: str, job: dict[str, Any]) -> None:
    checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_ci_runs_what_anybody_runs_here() -> None:
    commands = [script for name, script in scripts() if name.startswith("ci ")]
    local = (ROOT / ".ci/run").read_text(encoding="utf-8")
    (needed,) = re.findall(r"RELAYBOARD_TEST_REQUIRE=(\S+)", local)
    (test,) = [
        step for _, _, job in jobs() for step in job["steps"] if step.get("run", "").startswith("make test")
    ]
    assert "make check" in commands
    assert "make vulnerabilities" in commands
    assert test["env"]["RELAYBOARD_TEST_REQUIRE"] == needed


def test_every_target_that_a_workflow_makes_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    made = {target for _, script in scripts() for target in re.findall(r"^make ([a-z-]+)", script, re.MULTILINE)}
    assert made <= targets


def test_every_setting_that_a_workflow_reads_is_documented() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    read_here = set(re.findall(r"(?:vars|secrets)\.(\w+)", texts))
    documented = set(re.findall(r"`([A-Z_]{5,})`", (ROOT / "docs/ci.md").read_text(encoding="utf-8")))
    assert read_here == documented - {"RELAYBOARD_SMOKE_URL"}


def test_deploying_to_prod_waits_for_its_gate_and_is_tried_afterwards() -> None:
    workflow = read(ROOT / ".github/workflows/deploy.yml")
    job = workflow["jobs"]["deploy"]
    assert job["environment"]["name"] == "${{ github.event_name == 'workflow_dispatch' && 'prod' || 'dev' }}"
    assert job["if"] == "github.ref == 'refs/heads/main'"
    assert set(workflow["on"]) == {"push", "workflow_dispatch"}
    assert workflow["concurrency"]["cancel-in-progress"] == "false"
    assert job["steps"][-1]["run"] == "make smoke"


@pytest.mark.auditing
@pytest.mark.parametrize(("name", "script"), scripts())
def test_scripts_are_sound(name: str, script: str) -> None:
    if not SHELLCHECK.exists():
        require_or_skip("auditing", "ShellCheck is not installed: make .tools/auditing/stamp")
    filled = re.sub(r"\$\{\{.*?\}\}", "value", script)
    command = [SHELLCHECK, "--shell=bash", "--exclude=SC2154", "-"]
    done = subprocess.run(command, input=filled, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


GH = """#!/bin/sh
echo "$*" >> calls
case "$*" in *--paginate*) cat known ;; *) cp comment.md written.md ;; esac
"""


@pytest.mark.parametrize(("known", "method"), [("", "POST"), ("41\n", "PATCH")])
def test_a_plan_is_one_comment_that_is_brought_up_to_date(tmp_path: Path, known: str, method: str) -> None:
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "known").write_text(known)
    plan = tmp_path / "plans/plan-dev"
    plan.mkdir(parents=True)
    plan.joinpath("plan.txt").write_text("</details> ```\nPlan: 3 to add, 0 to change, 1 to destroy.\n")
    job = read(ROOT / ".github/workflows/terraform-plan.yml")["jobs"]["comment"]
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "REPOSITORY": "a/b", "NUMBER": "7", "RUN": "there"}
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", job["steps"][-1]["run"]],
        cwd=tmp_path,
        env=environment | {"COMMIT": "abc"},
        check=True,
    )
    written = (tmp_path / "written.md").read_text()
    last_call = (tmp_path / "calls").read_text().splitlines()[-1]
    assert f"--method {method} repos/a/b/issues/{'comments/41' if known else '7/comments'}" in last_call
    assert "<b>dev</b>: Plan: 3 to add, 0 to change, 1 to destroy." in written
    assert "\n    </details> ```\n" in written  # harmless: indented, it is shown as it is
    assert "**prod**: no plan was made." in written


def test_deploying_reads_outputs_that_terraform_gives() -> None:
    step = next(
        step
        for step in read(ROOT / ".github/workflows/deploy.yml")["jobs"]["deploy"]["steps"]
        if step.get("id") == "installation"
    )
    outputs = (ROOT / "infra/terraform/modules/app/outputs.tf").read_text(encoding="utf-8")
    asked = set(re.findall(r"jq -r '?\.(\w+)", step["run"]))
    assert asked == {"page_origin", "amplify"}
    assert asked <= set(re.findall(r'^output "(\w+)"', outputs, re.MULTILINE))


TERRAFORM = """#!/bin/sh
echo '{"page_origin": "https://board.example", "amplify": AMPLIFY}'
"""


@pytest.mark.parametrize(
    ("amplify", "expected"),
    [
        ('{"app_id": "d123", "branch": "main"}', "page=https://board.example\namplify=d123\nbranch=main\n"),
        ("null", "page=https://board.example\namplify=\nbranch=\n"),
    ],
)
def test_without_amplify_nothing_is_built_there(tmp_path: Path, amplify: str, expected: str) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq, which GitHub's machines have, is not installed")
    (tmp_path / "terraform").write_text(TERRAFORM.replace("AMPLIFY", amplify))
    (tmp_path / "terraform").chmod(0o755)
    steps = read(ROOT / ".github/workflows/deploy.yml")["jobs"]["deploy"]["steps"]
    script = next(step["run"] for step in steps if step.get("id") == "installation")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "ROOT": ".", "GITHUB_OUTPUT": str(tmp_path / "out")}
    subprocess.run(["bash", "-eo", "pipefail", "-c", script], env=environment, check=True)
    assert (tmp_path / "out").read_text() == expected


def test_the_smoke_journey_is_given_what_it_reads() -> None:
    step = read(ROOT / ".github/workflows/deploy.yml")["jobs"]["deploy"]["steps"][-1]
    reads = set(re.findall(r"RELAYBOARD_SMOKE_\w+", (ROOT / "tests/smoke/conftest.py").read_text()))
    assert set(step["env"]) == reads
    assert json.dumps(step["env"]).count("secrets.") == 1
