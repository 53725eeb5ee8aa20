import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".tools/auditing/bin"
CLEAN = "No known vulnerabilities found"
FOUND = "Found 1 known vulnerability in 1 package"
NOT_LOOKED_UP = "msgspec  Dependency not found and could not be audited"


def run(script: str, checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / script, checkout / ".ci")
    environment = {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", "HOME": str(checkout), **variables}
    return subprocess.run(
        [checkout / ".ci" / script], env=environment, capture_output=True, text=True, check=False
    )


def put(path: Path, answer: str, code: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{answer}'\nexit {code}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/run.txt").touch()
    (tmp_path / "web").mkdir()
    put(tmp_path / ".tools/auditing/bin/pip-audit", CLEAN, 0)
    put(tmp_path / "bin/npm", "found 0 vulnerabilities", 0)
    return tmp_path


def test_without_a_known_weakness_all_is_well(checkout: Path) -> None:
    done = run("vulnerabilities", checkout, GITHUB_ACTIONS="true")
    assert (done.returncode, done.stdout) == (0, "requirements/run.txt: no known weakness\n")


def test_a_known_weakness_in_python_fails(checkout: Path) -> None:
    put(checkout / ".tools/auditing/bin/pip-audit", FOUND, 1)
    done = run("vulnerabilities", checkout)
    assert done.returncode == 1
    assert FOUND in done.stdout


def test_a_known_weakness_of_the_page_fails(checkout: Path) -> None:
    put(checkout / "bin/npm", "1 high severity vulnerability", 1)
    done = run("vulnerabilities", checkout)
    assert done.returncode == 1
    assert "1 high severity" in done.stdout


@pytest.mark.parametrize("answer", [(NOT_LOOKED_UP, 0), ("Connection refused", 1)])
@pytest.mark.parametrize(("variables", "code"), [({}, 0), ({"GITHUB_ACTIONS": "true"}, 1)])
def test_what_cannot_be_looked_up_is_said_and_is_wrong_on_github(
    checkout: Path, answer: tuple[str, int], variables: dict[str, str], code: int
) -> None:
    put(checkout / ".tools/auditing/bin/pip-audit", *answer)
    done = run("vulnerabilities", checkout, **variables)
    assert done.returncode == code
    assert "No advisories for requirements/run.txt" in done.stderr


def test_advisories_of_the_page_that_cannot_be_had_are_said_and_are_wrong_on_github(checkout: Path) -> None:
    put(checkout / "bin/npm", "npm error audit endpoint returned an error", 1)
    done = run("vulnerabilities", checkout, GITHUB_ACTIONS="true")
    assert done.returncode == 1
    assert "No advisories for web/package-lock.json" in done.stderr


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    if not TOOLS.exists():
        require_or_skip("auditing", "detect-secrets is not installed: make .tools/auditing/stamp")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / ".tools").symlink_to(ROOT / ".tools")
    return tmp_path


def keep(checkout: Path, text: str) -> None:
    (checkout / "notes.py").write_text(text)
    subprocess.run(["git", "-C", checkout, "add", "notes.py"], check=True)


# Put together here, so that this file holds none itself.
ACCESS_KEY = "AKIA" + "Z7QW4R5T6Y2U3I4O"
PRIVATE_KEY = "-----BEGIN RSA " + "PRIVATE KEY-----"
RANDOM = '"' + "".join(("c3VwZXIt", "c2VjcmV0", "LXRva2Vu", "LTEyMzQ1", "Njc4OTA6", "OmFiY2Rl")) + '"'


@pytest.mark.auditing
@pytest.mark.parametrize("secret", [f'KEY = "{ACCESS_KEY}"', f"# {PRIVATE_KEY}", f"token = {RANDOM}"])
def test_a_secret_in_a_tracked_file_is_found(tracked: Path, secret: str) -> None:
    keep(tracked, f"first = 1\n{secret}\n")
    done = run("secrets", tracked)
    assert done.returncode == 1
    assert "notes.py:2: " in done.stderr


@pytest.mark.auditing
def test_what_is_no_secret_passes(tracked: Path) -> None:
    keep(
        tracked,
        f'KEY = "{ACCESS_KEY}"  # pragma: allowlist secret - of a test\npassword = "given by whoever runs this"\n',
    )
    done = run("secrets", tracked)
    assert done.returncode == 0, done.stderr
