"""What is in the package, and that it is the same every time."""

import importlib.util
import json
import marshal
import platform
import sys
import zipfile

import pytest

from lambda_package import bundle
from tests.budget.conftest import build

# What a cold start waits for is read from here, so it may not grow unseen.
MOST_BYTES = 1_750_000  # 260 000 of them are the time zones, which the runtime lacks
NEVER = (
    "relayboard/local/",
    "relayboard/adapters/local_pool/",
    "sqlite",
    "boto",
    "starlette",
    "uvicorn",
    "argon2",
)


@pytest.fixture
def names(package):
    with zipfile.ZipFile(package) as archive:
        return archive.namelist()


def test_the_same_sources_make_the_same_bytes(package, tmp_path):
    assert build(tmp_path).read_bytes() == package.read_bytes()


def test_it_is_small(package):
    assert package.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("part", NEVER)
def test_what_only_the_one_machine_home_needs_is_not_in_it(names, part):
    assert [name for name in names if part in name.lower()] == []


def test_every_module_has_byte_code_that_is_not_checked_again(package, names):
    with zipfile.ZipFile(package) as archive:
        bundled = _bundled(archive.read(bundle.PATH))
        for name in (name for name in names if name.endswith(".py") and name not in bundled):
            folder, _, file = name.rpartition("/")
            cached = f"{folder}/__pycache__/{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
            header = archive.read(cached)[:16]
            assert header[:4] == importlib.util.MAGIC_NUMBER
            assert int.from_bytes(header[4:8], "little") == 0b01, name


def test_all_of_our_modules_but_the_first_are_in_the_bundle(package, names):
    with zipfile.ZipFile(package) as archive:
        bundled = _bundled(archive.read(bundle.PATH))
    ours = {name for name in names if name.startswith("relayboard/") and name.endswith(".py")}
    assert ours - bundled == {bundle.HOME}


def _bundled(content):
    end = 8 + int.from_bytes(content[:8], "little")
    return {path for path, *_ in marshal.loads(content[8:end]).values()}


def test_it_says_for_whom_it_was_built(package):
    facts = json.loads((package.parent / "package.json").read_text())
    assert facts["runtime"] == "python{}.{}".format(*sys.version_info)
    assert facts["architecture"] == {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    assert facts["bytes"] == package.stat().st_size


def test_the_native_code_of_the_other_platform_differs(tmp_path):
    other = "x86_64" if platform.machine() == "aarch64" else "arm64"
    with zipfile.ZipFile(build(tmp_path, "--architecture", other)) as archive:
        libraries = [name for name in archive.namelist() if name.endswith(".so")]
        machines = {archive.read(name)[18:20] for name in libraries}
    assert machines == {b"\xb7\x00" if other == "arm64" else b"\x3e\x00"}
    assert len(libraries) >= 2
