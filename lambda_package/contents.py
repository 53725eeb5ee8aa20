"""Which of our modules the Lambda functions can reach: found by reading their imports, not by a list."""

import ast
from collections.abc import Iterator
from pathlib import Path

from relayboard.api.routes import ROUTES
from relayboard.lambdas.functions import grouped, small_edition, workers

SOURCES = Path(__file__).parents[1] / "src"
DATA = (
    "relayboard/notify/templates/digest.html",
    "relayboard/notify/templates/digest.txt",
    "relayboard/notify/templates/event.html",
    "relayboard/notify/templates/event.txt",
    "relayboard/notify/templates/layout.html",
)


def module_files() -> dict[str, Path]:
    """Return every module that a function may import, by its path in the zip."""
    waiting = [*_handlers(), *_endpoints()]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        path = _file_of(name)
        if path is None or path.relative_to(SOURCES).as_posix() in found:
            continue
        found[path.relative_to(SOURCES).as_posix()] = path
        waiting += _parents(name)
        waiting += _imported(ast.parse(path.read_text(encoding="utf-8")))
    return dict(sorted(found.items()))


def data_files() -> dict[str, Path]:
    """Return what is read beside modules, by its path in the zip."""
    return {path: SOURCES / path for path in DATA}


def _handlers() -> set[str]:
    functions = {**grouped(ROUTES), **workers(), **small_edition()}
    return {function.handler.rpartition(".")[0] for function in functions.values()}


def _endpoints() -> set[str]:
    """Name the modules that `Route.endpoint` imports by name."""
    return {route.endpoint.__module__ for route in ROUTES}


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def _file_of(name: str) -> Path | None:
    if name.partition(".")[0] != "relayboard":
        return None
    path = SOURCES / name.replace(".", "/")
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield what a module imports anywhere, but not what only type checkers see."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from _imported(node)
