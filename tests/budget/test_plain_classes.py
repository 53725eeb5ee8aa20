"""Data classes written out at packaging time behave as the real ones."""

import ast
import copy
import importlib
import os
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest

from lambda_package.contents import SOURCES, module_files
from lambda_package.plain_classes import RUNTIME, RUNTIME_SOURCE, NotPlain, written_out
from lambda_package.wheels import ROOT

_SAMPLES = ("one", 2, None, ("three",), 4.5)


def _classes(module):
    found = vars(module).values()
    return [
        one for one in found if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__
    ]


def _modules():
    names = [path.removesuffix(".py").replace("/", ".") for path in module_files() if "__init__" not in path]
    composed = {path for path in names if path.startswith("relayboard.lambdas.")}
    return [name for name in names if name not in composed or name.endswith(("settings", "rights"))]


def _real():
    found = (_classes(importlib.import_module(name)) for name in _modules())
    return {f"{one.__module__}.{one.__qualname__}": one for classes in found for one in classes}


REAL = _real()


@pytest.fixture(scope="module")
def plain():
    """Return each class as it is written out, among the real rest of its module."""
    runtime = type(sys)(RUNTIME)
    exec(RUNTIME_SOURCE, vars(runtime))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, RUNTIME, runtime)
        return {name: _written_out(one) for name, one in REAL.items()}


def _written_out(real):
    module = type(sys)(real.__module__)
    path = SOURCES / (real.__module__.replace(".", "/") + ".py")
    module.__file__, source = str(path), path.read_text()
    exec(compile(written_out(source, real.__module__), real.__module__, "exec"), vars(module))
    return vars(module)[real.__qualname__]


def _arguments(cls, first=0):
    taken = [field for field in fields(cls) if field.init]
    return {field.name: _SAMPLES[(first + place) % len(_SAMPLES)] for place, field in enumerate(taken)}


def _made(cls, arguments):
    try:
        return cls(**arguments)
    except (AttributeError, TypeError, ValueError) as error:  # what it checks when it is made
        return type(error)


@pytest.mark.parametrize("name", REAL)
def test_a_written_out_class_is_made_shown_and_compared_alike(plain, name):
    real, mine = REAL[name], plain[name]
    for first in range(2):
        arguments = _arguments(real, first)
        expected, made = _made(real, arguments), _made(mine, arguments)
        if isinstance(expected, type):
            assert made is expected
            continue
        assert not is_dataclass(mine)
        assert repr(made) == repr(expected)
        assert made == _made(mine, arguments)
        assert (made == _made(mine, _arguments(real, first + 1))) == (
            expected == _made(real, _arguments(real, first + 1))
        )
        assert made != expected
        assert getattr(mine, "__match_args__", None) == real.__match_args__


@pytest.mark.parametrize("name", REAL)
def test_it_is_as_frozen_hashable_and_slotted(plain, name):
    real, mine = REAL[name], plain[name]
    assert (mine.__hash__ is None) == (real.__hash__ is None)
    assert ("__slots__" in vars(mine)) == ("__slots__" in vars(real))
    expected, made = (_made(cls, _arguments(real)) for cls in (real, mine))
    if isinstance(expected, type):
        return
    if real.__hash__ is not None:
        assert hash(made) == hash(expected)
    for one in (expected, made):
        field = fields(real)[0].name if fields(real) else "anything"
        if real.__dataclass_params__.frozen:
            with pytest.raises((FrozenInstanceError, TypeError)):
                setattr(one, field, "other")
        elif fields(real):
            setattr(one, field, "other")
            assert getattr(one, field) == "other"


@pytest.mark.parametrize("name", [name for name in REAL if any(field.init for field in fields(REAL[name]))])
def test_it_is_replaced_alike(plain, name):
    real, mine = REAL[name], plain[name]
    expected, made = (_made(cls, _arguments(real)) for cls in (real, mine))
    if isinstance(expected, type):
        return
    change = {next(field.name for field in fields(real) if field.init): "other"}
    exec(RUNTIME_SOURCE, runtime := {})
    assert repr(_replaced(runtime["replace"], made, change)) == repr(_replaced(replace, expected, change))


def _replaced(how, one, change):
    try:
        return how(copy.copy(one) if not hasattr(type(one), "__slots__") else one, **change)
    except (AttributeError, TypeError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize("name", REAL)
def test_defaults_are_the_same(plain, name):
    real, mine = REAL[name], plain[name]
    needed = {name: value for name, value in _arguments(real).items() if _is_needed(real, name)}
    expected, made = _made(real, needed), _made(mine, needed)
    assert (made if isinstance(made, type) else repr(made)) == (
        expected if isinstance(expected, type) else repr(expected)
    )


def _is_needed(cls, name):
    from dataclasses import MISSING

    field = next(field for field in fields(cls) if field.name == name)
    return field.default is MISSING and field.default_factory is MISSING


@pytest.mark.parametrize(
    "source",
    [
        "from dataclasses import dataclass, asdict",
        "from dataclasses import dataclass\n@dataclass(order=True)\nclass A:\n    a: int",
        "from dataclasses import dataclass, field\n@dataclass\nclass A:\n    a: int = field(compare=False)",
        "from dataclasses import dataclass\n@other\n@dataclass\nclass A:\n    a: int",
    ],
)
def test_what_it_does_not_know_it_refuses(source):
    with pytest.raises(NotPlain):
        written_out(source, "module")


def test_a_module_without_data_classes_stays_as_it_is():
    source = "class A:\n    a: int = 1\n"
    assert ast.dump(written_out(source, "module")) == ast.dump(ast.parse(source))


def test_the_domain_keeps_its_own_rules_when_its_classes_are_written_out(tmp_path):
    hook = (
        "import importlib.abc, importlib.util, sys\n"
        "from lambda_package.plain_classes import RUNTIME, RUNTIME_SOURCE, written_out\n"
        "runtime = type(sys)(RUNTIME); exec(RUNTIME_SOURCE, vars(runtime)); sys.modules[RUNTIME] = runtime\n"
        "from importlib.machinery import SourceFileLoader\n"
        "real = SourceFileLoader.source_to_code\n"
        "def code(self, data, path, *more, **how):\n"
        "    if '/src/relayboard/' in str(path) and '/local' not in str(path):\n"
        "        data = written_out(bytes(data).decode(), str(path))\n"
        "    return real(self, data, path, *more, **how)\n"
        "SourceFileLoader.source_to_code = code\n"
    )
    (tmp_path / "written_out_plugin.py").write_text(hook)
    suites = [
        "tests/unit/domain",
        "tests/unit/services/test_engine_calls.py",
        "tests/unit/lambdas/test_rest_api.py",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "written_out_plugin", "-p", "no:cacheprovider", *suites],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}:{ROOT}",
            "PYTHONPYCACHEPREFIX": str(tmp_path / "cache"),  # byte-code of the ordinary sources must not be taken
        },
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
