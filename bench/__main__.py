"""`make bench`: what a request costs, beside the peer and the floors, in one run, as tables and as JSON."""

import argparse
import json
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from bench import floors, operations, seeding, servers
from bench.commits import commits_per_second
from bench.live import measure_live
from bench.load import Cost, Target, in_turns, measure, memory_mib
from bench.mail import measure_mail
from bench.queued import QUEUED, measure_queued
from bench.report import HELLO, OURS, PEER, Figures, Row, show

CONNECTIONS = (1, 8)
WRITERS = (1, 8, 32)
RESULTS = Path("bench/results")
_WARM_UP = 60
_DATABASE = {OURS: "relayboard.db", PEER: "peer.db"}


def main() -> None:
    """Measure everything, print it and write it down."""
    options = _options()
    console = Console(width=115)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[Row] = []
        memory: dict[str, float] = {}
        for tasks in options.tasks:
            console.print(f"{tasks:,} tasks …")
            rows += _requests(folder / str(tasks), tasks, options, memory)
        figures = Figures(
            rows=rows,
            fsyncs=floors.fsyncs_per_second(folder),
            transactions=floors.transactions_per_second(folder),
            commits={writers: commits_per_second(folder, writers) for writers in WRITERS},
            memory_mib=memory,
            mail=measure_mail(folder),
            live=measure_live(folder),
            queued=measure_queued(folder, queued=options.queued),
        )
    show(figures, console)
    RESULTS.mkdir(exist_ok=True)
    result = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    result.write_text(json.dumps(asdict(figures), indent=2), encoding="utf-8")
    console.print(f"All figures are in {result}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 100_000], help="how many are there")
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is measured, in turns")
    parser.add_argument("--count", type=int, default=300, help="requests at a time")
    parser.add_argument("--queued", type=int, default=QUEUED, help="mails that wait while the mail server is down")
    return parser.parse_args()


def _requests(folder: Path, tasks: int, options: argparse.Namespace, memory: dict[str, float]) -> list[Row]:
    folder.mkdir()
    with ExitStack() as stack:
        targets = {
            HELLO: stack.enter_context(servers.hello(folder)),
            OURS: stack.enter_context(servers.relayboard(folder / OURS)),
        }
        memory.setdefault("relayboard with the demo data", memory_mib(targets[OURS].pid))
        people = servers.people(targets[OURS])
        targets[PEER] = stack.enter_context(servers.peer(folder / PEER, admin_id=people[0]["id"]))
        seeding.fill_relayboard(folder / OURS / _DATABASE[OURS], seeding.tasks(tasks, people))
        seeding.fill_peer(folder / PEER / _DATABASE[PEER], seeding.tasks(tasks, people), people)
        rows = [
            Row(tasks, operation, connections, _costs(targets, tasks, operation, connections, options))
            for operation in operations.OPERATIONS
            for connections in CONNECTIONS
        ]
        for name in (OURS, PEER):
            memory[f"{name} after the run at {tasks:,} tasks"] = memory_mib(targets[name].pid)
    return rows


def _costs(
    targets: dict[str, Target], tasks: int, operation: str, connections: int, options: argparse.Namespace
) -> dict[str, Cost]:
    runs = {}
    for name, target in targets.items():
        ids = operations.ids_used(tasks)
        asks = operations.hello() if name == HELLO else operations.OPERATIONS[operation](ids)
        measure(target, asks, connections=connections, count=_WARM_UP)
        runs[name] = partial(measure, target, asks, connections=connections, count=options.count)
    return in_turns(runs, rounds=options.rounds)


if __name__ == "__main__":
    main()
