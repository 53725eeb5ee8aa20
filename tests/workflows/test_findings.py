import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
CHECKOV = ROOT / ".tools/checkov/bin/checkov"
TEMPLATE = INFRA / "sam/template.yaml"

pytestmark = pytest.mark.auditing


@pytest.fixture(scope="module")
def reports() -> list[dict]:
    if not CHECKOV.exists():
        require_or_skip("auditing", "Checkov is not installed: make .tools/checkov/stamp")
    command = [
        CHECKOV,
        "--directory",
        str(INFRA),
        "--framework",
        "terraform",
        "cloudformation",
        "--output",
        "json",
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run(
        [*command, "--skip-download"], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return json.loads(done.stdout)


def skips_in_place() -> set[tuple[str, str]]:
    """Return file and check of every skip that somebody wrote down."""
    found = {("/sam/template.yaml", check) for check in re.findall(r"id: (CKV\w+)", TEMPLATE.read_text())}
    for path in INFRA.rglob("*.tf"):
        if ".terraform" not in path.parts:
            name = f"/{path.relative_to(INFRA)}"
            found |= {(name, check) for check in re.findall(r"checkov:skip=(\w+)", path.read_text())}
    return found


def test_both_kinds_of_files_are_looked_at(reports: list[dict]) -> None:
    assert {report["check_type"] for report in reports} == {"terraform", "cloudformation"}
    assert all(report["summary"]["passed"] > 40 for report in reports)


def test_nothing_is_found_that_is_not_explained(reports: list[dict]) -> None:
    failed = [
        (one["file_path"], one["check_id"]) for report in reports for one in report["results"]["failed_checks"]
    ]
    unread = [error for report in reports for error in report["results"]["parsing_errors"]]
    assert (failed, unread) == ([], [])


def test_every_skip_says_why(reports: list[dict]) -> None:
    skipped = [one for report in reports for one in report["results"]["skipped_checks"]]
    assert skipped
    silent = [one["check_id"] for one in skipped if len(one["check_result"].get("suppress_comment") or "") < 20]
    assert silent == []


def test_no_skip_outlives_what_it_explains(reports: list[dict]) -> None:
    used = {
        (one["file_path"], one["check_id"]) for report in reports for one in report["results"]["skipped_checks"]
    }
    assert skips_in_place() - used == set()
