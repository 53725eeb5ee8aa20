"""What Terraform itself says of every folder, without anything applied."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.support.requirements import require_or_skip
from tests.support.terraform import INFRA, Terraform, copy_of_infra, why_not

pytestmark = pytest.mark.terraform

SOURCE = INFRA / "terraform"
ROOTS = ("bootstrap", "environments/dev", "environments/prod")
MODULES = tuple(sorted(f"modules/{folder.name}" for folder in (SOURCE / "modules").iterdir()))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if reason := why_not():
        require_or_skip("terraform", reason)
    return copy_of_infra(tmp_path_factory.mktemp("configuration"))


@pytest.fixture(scope="module")
def ready(copied: Path) -> Callable[[str], Terraform]:
    @cache
    def initialised(folder: str) -> Terraform:
        terraform = Terraform(copied / folder)
        terraform.init()
        return terraform

    return initialised


def test_every_file_is_in_the_canonical_format(copied: Path) -> None:
    Terraform(copied).run("fmt", "-check", "-recursive", "-diff")


@pytest.mark.parametrize("folder", ROOTS)
def test_what_is_applied_is_valid(ready: Callable[[str], Terraform], folder: str) -> None:
    ready(folder).run("validate", "-no-color")


@pytest.mark.parametrize("folder", [*MODULES, *ROOTS])
def test_each_folder_passes_its_own_tests(ready: Callable[[str], Terraform], folder: str) -> None:
    passed = re.search(r"(\d+) passed, 0 failed", ready(folder).run("test", "-no-color"))
    assert passed is not None
    assert int(passed[1]) > 0


@pytest.mark.parametrize("folder", MODULES)
def test_every_variable_and_output_is_described(folder: str) -> None:
    for name in ("variables.tf", "outputs.tf"):
        blocks = re.findall(
            r'^(?:variable|output) "\w+" \{\n(.*?)^\}', (SOURCE / folder / name).read_text(), re.M | re.S
        )
        assert blocks
        assert all("  description = " in block for block in blocks), name


def test_the_locks_agree_and_name_no_machine() -> None:
    locks = {(SOURCE / folder / ".terraform.lock.hcl").read_text() for folder in ROOTS}
    assert len(locks) == 1
    lock = locks.pop()
    assert len(re.findall('"zh:[0-9a-f]{64}"', lock)) == 15  # one for each platform that the registry has it for
    assert "/" not in re.sub(r'registry\.terraform\.io/hashicorp/aws|"(h1|zh):\S+"', "", lock)
