"""`make bench`: what a request costs, beside the floors, as a table and as JSON."""

import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from bench import floors, servers
from bench.load import Ask, Cost, measure, memory_mib

ROOT = "/api/v1"
CONNECTIONS = (1, 8)
COUNT = 600


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        costs: dict[str, dict[int, Cost]] = {}
        with servers.hello(folder) as (url, pid):
            costs["bare ASGI hello"] = _both(url, pid, lambda: itertools.repeat(Ask("GET", "/")), "")
        with servers.relayboard(folder) as (url, pid):
            token = servers.admin_token(url)
            for operation, asks in _operations(url, token).items():
                costs[operation] = _both(url, pid, asks, token)
            memory = memory_mib(pid)
        syncs, commits = floors.fsyncs_per_second(folder), floors.transactions_per_second(folder)
    _print(costs, memory=memory, syncs=syncs, commits=commits)


def _both(url: str, pid: int, asks: Callable[[], Iterator[Ask]], token: str) -> dict[int, Cost]:
    measure(url, pid, asks(), connections=1, count=50, token=token)  # warm up
    return {
        number: measure(url, pid, asks(), connections=number, count=COUNT, token=token) for number in CONNECTIONS
    }


def _operations(url: str, token: str) -> dict[str, Callable[[], Iterator[Ask]]]:
    tasks = _tasks(url, token)

    def changes(path: str, bodies: list[dict[str, str]]) -> Iterator[Ask]:
        for number in itertools.count():
            task = tasks[number % len(tasks)]
            body = bodies[number // len(tasks) % len(bodies)]
            yield Ask("PATCH", f"{ROOT}/tasks/{task}{path}", json.dumps(body).encode())

    titles = [{"title": "Measured once"}, {"title": "Measured twice"}]
    statuses = [{"status": "IN_PROGRESS"}, {"status": "OPEN"}]
    new = json.dumps({"title": "Measured", "description": "How long does it take?"}).encode()
    return {
        "get a task": lambda: itertools.cycle(Ask("GET", f"{ROOT}/tasks/{task}") for task in tasks),
        "list 50": lambda: itertools.repeat(Ask("GET", f"{ROOT}/tasks?status=OPEN&limit=50")),
        "create": lambda: itertools.repeat(Ask("POST", f"{ROOT}/tasks", new)),
        "update": lambda: changes("", titles),
        "move": lambda: changes("/status", statuses),
    }


def _tasks(url: str, token: str) -> list[str]:
    connection = HTTPConnection(urlsplit(url).netloc)
    headers = {"Authorization": token, "Content-Type": "application/json"}
    made = []
    for number in range(100):
        body = json.dumps({"title": f"Task {number}", "labels": ["bench"]})
        connection.request("POST", f"{ROOT}/tasks", body, headers)
        made.append(json.loads(connection.getresponse().read())["id"])
    return made


def _print(costs: dict[str, dict[int, Cost]], *, memory: float, syncs: float, commits: float) -> None:
    floor = costs["bare ASGI hello"][1].cpu_ms
    table = Table("operation", "connections", "CPU ms", "× hello", "per second", "p95 ms")
    for operation, by_connections in costs.items():
        for number, cost in by_connections.items():
            ratio = f"{cost.cpu_ms / floor:.1f}"
            row = (f"{cost.cpu_ms:.3f}", ratio, f"{cost.per_second:.0f}", f"{cost.p95_ms:.1f}")
            table.add_row(operation, str(number), *row)
    console = Console()
    console.print(table)
    console.print(
        f"fsyncs a second {syncs:.0f}, bare SQLite commits a second {commits:.0f}, memory {memory:.0f} MiB"
    )
    figures = {
        operation: {str(number): asdict(cost) for number, cost in by_connections.items()}
        for operation, by_connections in costs.items()
    }
    console.print_json(data={"costs": figures, "fsyncs": syncs, "commits": commits, "memory_mib": memory})


if __name__ == "__main__":
    main()
