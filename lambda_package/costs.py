"""What it costs each function to be imported, in fresh processes out of the unpacked zip."""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from relayboard.api.routes import ROUTES
from relayboard.lambdas.functions import Function, grouped, per_operation, small_edition, workers

ROUNDS = 7
_SHOWN = ("api-list-tasks", "api-create-task", "api-get-task", "api-get-me")  # of the layout that has too many
_NOWHERE = "http://127.0.0.1:9"
_MODULES = "import sys; import {module}; print(*sorted(sys.modules))"


def environment_of(function: Function, *, endpoint: str = _NOWHERE) -> dict[str, str]:
    """Return variables with which a function can be imported."""
    values = {
        "RELAYBOARD_TABLE": "relayboard",
        "RELAYBOARD_TOPIC_ARN": "arn:aws:sns:eu-west-1:000000000000:events",
        "RELAYBOARD_QUEUE_URL": f"{endpoint}/000000000000/queue",
        "RELAYBOARD_DEAD_LETTERS": f"{endpoint}/000000000000/board-email-dead-letters",
        "RELAYBOARD_MAIL_FROM": "Relayboard <board@example.com>",
        "RELAYBOARD_API_URL": "https://api.example.com/v1",
        "RELAYBOARD_PUBLIC_URL": "https://board.example.com",
        "RELAYBOARD_WEBHOOK": "https://hooks.example.com/relayboard",
        "RELAYBOARD_WEBHOOK_SECRET": "0123456789abcdef",
        "RELAYBOARD_SLACK": "https://chat.example.com/services/x",
        "RELAYBOARD_SOCKETS_URL": "https://abc123.execute-api.eu-west-1.amazonaws.com/live",
        "RELAYBOARD_ALLOWED_ORIGINS": "https://board.example.com",
        "RELAYBOARD_USER_POOL_ID": "eu-west-1_pool",
        "RELAYBOARD_STATUS_SHARDS": "1",
        "RELAYBOARD_LOG_LEVEL": "INFO",
    }
    given = {name: values[name] for name in function.environment if name in values}
    access = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    return {
        **given,
        **function.fixed_environment,
        **access,
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": endpoint,
    }


def all_functions() -> dict[str, Function]:
    """Return the functions of both layouts, the workers, and those of the small edition, by name."""
    small = {f"small-{name}": function for name, function in small_edition().items()}
    return {**grouped(ROUTES), **per_operation(ROUTES), **workers(), **small}


def unpacked(package: Path, into: Path) -> Path:
    """Unpack a zip as Lambda does."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(into)
    return into


def modules_of(function: Function, folder: Path) -> set[str]:
    """Return the modules that a fresh process has after importing a function, beyond those of a bare one."""
    code = _MODULES.format(module=function.handler.rpartition(".")[0])
    return set(_run(code, folder, environment_of(function)).split()) - _bare_modules(folder)


@cache
def _bare_modules(folder: Path) -> set[str]:
    return set(_run("import sys; print(*sorted(sys.modules))", folder, {}).split())


def report(package: Path) -> str:
    """Return a table: each function, how many modules it imports, and how long that takes at best."""
    with tempfile.TemporaryDirectory() as folder:
        code = unpacked(package, Path(folder))
        functions = {**grouped(ROUTES), **workers()}
        functions |= {name: one for name, one in per_operation(ROUTES).items() if name in _SHOWN}
        bare = _milliseconds("pass", code, {})
        lines = [f"{'function':<28}modules  ours  import ms (beyond {bare:.0f} of the interpreter)"]
        lines += [_line(name, function, code, bare) for name, function in functions.items()]
    return "\n".join(lines)


def _line(name: str, function: Function, folder: Path, bare: float) -> str:
    found = modules_of(function, folder)
    ours = sum(1 for module in found if module.startswith("relayboard"))
    code = f"import {function.handler.rpartition('.')[0]}"
    taken = _milliseconds(code, folder, environment_of(function)) - bare
    return f"{name:<28}{len(found):>7}{ours:>6}{taken:>11.1f}"


def _milliseconds(code: str, folder: Path, environment: Mapping[str, str]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        _run(code, folder, environment)
        taken.append(time.perf_counter() - started)
    return min(taken) * 1000  # what else the machine does only adds to it


def _run(code: str, folder: Path, environment: Mapping[str, str]) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**kept, **environment, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout
