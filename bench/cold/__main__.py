"""`make bench-cold`: runs everything in turns and prints a table of medians beside the aims."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import Progress

from bench.cold.certificates import Chain, make_chain
from bench.cold.contenders import OPERATIONS, PACKAGE, ROOT, Contender, interpreter, prepare
from bench.cold.record import ANSWERS
from bench.cold.report import Key, Measured, table
from bench.cold.runs import Run, run_once
from bench.cold.shares import SHARES, Share, kind


def main() -> None:
    """Measure, write `bench/results/cold-….json` and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="relayboard-cold-") as name:
        folder = Path(name)
        chain = make_chain(folder)
        contenders = [one for one in prepare(folder, chain, package=options.package) if options.only in one.name]
        shares = [share for share in SHARES if share.name in options.shares]
        with _engine(chain) as url:
            measured = _measure(contenders, shares, url, runs=options.runs)
    sys.stdout.write(table(measured, interpreter=interpreter(), limited_by=kind(), runs=options.runs))
    _keep(measured, options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.cold", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="of each contender, operation and share")
    parser.add_argument("--shares", nargs="+", default=[share.name for share in SHARES])
    parser.add_argument("--only", default="", help="part of a contender's name")
    parser.add_argument("--package", type=Path, default=PACKAGE)
    options = parser.parse_args()
    if not options.package.exists():
        parser.error(f"{options.package} is missing: make package")
    return options


@contextmanager
def _engine(chain: Chain) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.cold.engine", chain.certificate, chain.key, ANSWERS]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 - asked for
        yield f"https://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def _measure(contenders: Sequence[Contender], shares: Sequence[Share], url: str, *, runs: int) -> Measured:
    measured: dict[Key, list[Run]] = {}
    rounds = [(turn, share, operation) for turn in range(runs + 1) for share in shares for operation in OPERATIONS]
    with Progress(transient=True) as progress:
        for turn, share, operation in progress.track(rounds, description="cold starts"):
            # Nobody is always the one who comes after another share.
            first = turn % len(contenders)
            for contender in (*contenders[first:], *contenders[:first]):
                run = run_once(contender, operation, share, url)
                measured.setdefault(Key(share.name, operation, contender.name), []).append(run)
    # The first of each finds files that are not in memory yet.
    return {key: found[1:] for key, found in measured.items()}


def _keep(measured: Measured, runs: int) -> None:
    now = datetime.now(UTC)
    path = ROOT / f"bench/results/cold-{now:%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            **key._asdict(),
            "wall_ms": [round(run.wall_ms, 1) for run in found],
            "cpu_ms": [run.cpu_ms for run in found],
        }
        for key, found in measured.items()
    ]
    facts = {"at": now.isoformat(), "runs": runs, "interpreter": interpreter(), "limited_by": kind()}
    path.write_text(json.dumps({**facts, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
