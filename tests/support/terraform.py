"""Terraform for the tests: works on a copy of infra/, with a provider from this machine or from the registry."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

INFRA = Path(__file__).parents[2] / "infra"
_PROVIDER = "registry.terraform.io/hashicorp/aws"
_PROVIDER_FILE = "terraform-provider-aws"  # what its file's name begins with, packed or unpacked
_PLACES = ("/opt", "/usr/local", "/usr/share", "/srv", "/mnt", str(Path.home()))
_NO_CHILDREN = frozenset({".terraform", "node_modules"})
_NO_PLACES = frozenset({"/proc", "/sys", "/dev", "/run", "/tmp"})
_SECONDS = 300


class TerraformFailed(AssertionError):
    """A command failed; the text is what it printed."""


@dataclass(frozen=True, slots=True)
class Terraform:
    """Runs commands in one folder of a copy of infra/."""

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: str, seconds: float = _SECONDS, expected: tuple[int, ...] = (0,)) -> str:
        """Run a command and return what it printed.

        Raises:
            TerraformFailed: it ended otherwise than expected, or not at all.
        """
        command = ["terraform", *words]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=_environ(self.environ),
                text=True,
                capture_output=True,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise TerraformFailed(
                f"{command} took longer than {seconds} s:\n{str(error.stdout)[-2000:]}"
            ) from error
        if done.returncode not in expected:
            raise TerraformFailed(
                f"{command} ended with {done.returncode}:\n{done.stdout[-60000:]}\n{done.stderr[-60000:]}"
            )
        return done.stdout

    def init(self) -> None:
        self.run("init", "-input=false", "-no-color", *(["-lockfile=readonly"] if self._lock.exists() else []))

    def plan(self, *words: str, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return a plan as `terraform show -json` describes it."""
        changed = Terraform(self.folder, {**self.environ, **(environ or {})})
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/plan"
            changed.run("plan", "-input=false", "-no-color", f"-out={file}", *words)
            planned: dict[str, Any] = json.loads(changed.run("show", "-json", file))
        return planned

    @property
    def _lock(self) -> Path:
        return self.folder / ".terraform.lock.hcl"


def copy_of_infra(into: Path) -> Path:
    """Copy infra/ and return infra/terraform there; the environments keep their state in their folders."""
    copied = into / "infra"
    shutil.copytree(INFRA, copied, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*", "__pycache__"))
    for environment in (copied / "terraform/environments").iterdir():
        (environment / "backend_override.tf").write_text('terraform {\n  backend "local" {}\n}\n')
    return copied / "terraform"


@cache
def why_not() -> str | None:
    """Say why Terraform cannot be run here; None when it can."""
    if shutil.which("terraform") is None:
        return "terraform is not installed"
    with tempfile.TemporaryDirectory() as folder:
        try:
            Terraform(copy_of_infra(Path(folder)) / "modules/dynamodb").init()
        except TerraformFailed as error:
            return f"the AWS provider is neither on this machine nor in a registry that can be reached: {error}"
    return None


def _environ(more: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    return {**inherited, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", **_installation(), **more}


@cache
def _installation() -> dict[str, str]:
    """Point Terraform to a copy of the provider on this machine, where there is one."""
    # Where CI runs, the whole machine is looked through before the registry is asked, which CI may not reach.
    places = (*_PLACES, "/") if "CI" in os.environ else _PLACES
    mirror = next((found for place in places if (found := _mirror_in(place))), None)
    if mirror is None:
        return {
            name: value
            for name, value in os.environ.items()
            if name == "TF_CLI_CONFIG_FILE" and Path(value).exists()
        }
    config = Path(tempfile.mkdtemp(prefix="terraform-")) / "config.tfrc"
    config.write_text(
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = "{mirror}"\n    include = ["{_PROVIDER}"]\n  }}\n'
        f'  direct {{\n    exclude = ["{_PROVIDER}"]\n  }}\n'
        "}\n"
    )
    return {"TF_CLI_CONFIG_FILE": str(config)}


def _mirror_in(place: str) -> Path | None:
    for folder, children, files in os.walk(place):
        children[:] = [
            name for name in children if name not in _NO_CHILDREN and f"{folder}{name}" not in _NO_PLACES
        ]
        if any(name.startswith(_PROVIDER_FILE) for name in files) and _PROVIDER in folder:
            return Path(folder.partition(_PROVIDER)[0])
    return None
