"""The byte-code in the package is that of the sources beside it, which are those of this checkout."""

import importlib.util
import inspect
import marshal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lambda_package import bundle
from lambda_package.plain_classes import RUNTIME

SOURCES = Path("src")
MADE = RUNTIME.replace(".", "/") + ".py"


@pytest.fixture(scope="module")
def content(package):
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(code):
    """Return the lines at which functions begin, with their names."""
    inner = [one for one in code.co_consts if hasattr(one, "co_code")]
    functions = {(one.co_name, one.co_firstlineno) for one in inner if one.co_flags & inspect.CO_OPTIMIZED}
    return functions.union(*map(lines_of, inner))


def bundled(content):
    whole = content[bundle.PATH]
    start = 8 + int.from_bytes(whole[:8], "little")
    index = marshal.loads(whole[8:start])
    places = {path: (start + first, start + first + length) for path, _, first, length in index.values()}
    return {path: marshal.loads(whole[begin:end]) for path, (begin, end) in places.items()}


def test_the_sources_in_the_package_are_those_of_this_checkout(content):
    ours = {name for name in content if name.startswith("relayboard/") and name.endswith(".py")} - {MADE}
    assert ours
    assert {name for name in ours if content[name] != (SOURCES / name).read_bytes()} == set()


def test_byte_code_beside_its_source_was_made_of_it(content):
    cached = [name for name in content if name.endswith(".pyc")]
    assert cached
    for name in cached:
        source = content[importlib.util.source_from_cache(name)]
        assert content[name][8:16] == importlib.util.source_hash(source), name


def test_byte_code_in_the_bundle_was_made_of_the_source_beside_it(content):
    for path, made in bundled(content).items():
        if path == MADE:
            continue
        assert made.co_filename == f"/var/task/{path}"
        fresh = compile(content[path], path, "exec", dont_inherit=True, optimize=2)
        # What writes out data classes adds methods; it takes none away and moves no line.
        assert lines_of(fresh) <= lines_of(made), path


def test_functions_also_run_from_their_sources_alone(package, tmp_path):
    copied = tmp_path / "task"
    copied.mkdir()
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if not name.endswith((".pyc", ".bin"))]
        archive.extractall(copied, names)
    code = (
        "import relayboard.api.routes, sys; print(len(relayboard.api.routes.ROUTES), 'dataclasses' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(copied), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[1] == "True"
