"""The package, built once for this machine and unpacked."""

import os
import subprocess
import sys

import pytest

from lambda_package.costs import unpacked
from lambda_package.wheels import ROOT


def build(into, *options):
    """Build in a process of its own, as `make package` does."""
    command = [sys.executable, "-m", "lambda_package", "--into", str(into), *options]
    subprocess.run(command, check=True, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE)
    (package,) = into.glob("*.zip")
    return package


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    return build(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def unpacked_package(package, tmp_path_factory):
    return unpacked(package, tmp_path_factory.mktemp("task"))
